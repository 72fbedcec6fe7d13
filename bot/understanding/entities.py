"""Everything that a text names, one by one, with where it stands: for programs that read what was understood."""

from bot.domain.entities import Entity
from bot.understanding.cues import CueIndex
from bot.understanding.measures import MeasureReader
from bot.understanding.normalise import normalise
from bot.understanding.organisations import OrganisationReader
from bot.understanding.pay import PayReader
from bot.understanding.places import Gazetteer
from bot.understanding.reach import phones_in, urls_in
from bot.understanding.spans import overlap


class EntityReader:
    """Countries, places, roles, telephone numbers, addresses, money, organisations, counts of people and times."""

    def __init__(
        self,
        *,
        cues: CueIndex,
        gazetteer: Gazetteer,
        pay: PayReader,
        measures: MeasureReader,
        organisations: OrganisationReader,
    ) -> None:
        self._cues, self._gazetteer, self._pay = cues, gazetteer, pay
        self._measures, self._organisations = measures, organisations

    def read(self, text: str, language: str) -> list[Entity]:
        """All of them, in the order of the text, by kind where they start together. `language`: what the text is in."""
        plain = normalise(text)
        found: list[Entity] = []
        for named in self._gazetteer.find(plain):
            span = plain.span(named.start, named.end)
            found.append(Entity("country", named.country, *span))
            if named.place:
                found.append(Entity("place", named.place, *span))
        # Several languages have cues for one role that fit the same word.
        roles = {
            (hit.topic[1], plain.span(hit.start, hit.end)) for hit in self._cues.find(plain.text) if hit.topic[0] == "role"
        }
        found += [Entity("role", role, *span) for role, span in sorted(roles)]
        found += [Entity("phone", phone, start, end) for phone, start, end in phones_in(text)]
        found += [Entity("url", url, start, end) for url, start, end in urls_in(text)]
        for pay in self._pay.all(text, language):
            more = {"amount": pay.amount, "currency": pay.currency, "period": pay.period and pay.period.value}
            usd = None if pay.monthly_usd is None else round(pay.monthly_usd, 2)
            found.append(Entity("money", usd, pay.start, pay.end, {**more, "usd_month": usd}))
        # The digits of a telephone number or of pay count nobody.
        taken = [entity for entity in found if entity.kind in ("phone", "url", "money")]
        measures = self._measures.read(plain)
        found += [entity for entity in measures if not any(overlap(entity, other) for other in taken)]
        found += self._organisations.read(text)
        return sorted(found, key=lambda entity: (entity.start, entity.kind))
