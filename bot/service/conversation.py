"""One message, from the channel to the outbox: load, hear, decide, keep, wake the outbox."""

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from secrets import token_urlsafe
from types import MappingProxyType

from bot.domain import tips
from bot.domain.dialogue import language_of, respond
from bot.domain.facts import Library
from bot.domain.heard import Heard
from bot.domain.inbound import FromStaff, Inbound, PersonRef, Pictured, Text, Unreadable
from bot.domain.outgoing import Capabilities, Outgoing, numbered_in
from bot.domain.own_word import ASKED
from bot.domain.reply import Reply
from bot.domain.reporting import with_receipt
from bot.domain.state import State
from bot.domain.taps import picked
from bot.domain.translation import may_be_translated
from bot.domain.verdicts import told_of_others
from bot.errors import StoreBusy, Unavailable
from bot.ports import (
    Cases,
    Channel,
    Clock,
    Kept,
    Listener,
    PictureReader,
    Record,
    Registers,
    Renderer,
    StaffRoom,
    Store,
    Translator,
)
from bot.service.cases import CaseDesk
from bot.service.fingerprints import Fingerprinter, with_fingerprint
from bot.service.outbox import Outbox
from bot.service.pictures import Pictures
from bot.service.registers import with_registers
from bot.service.turns import Turns, insist

log = logging.getLogger(__name__)


class Conversation:
    """Handles what people send and what the clock brings. `library` is asked anew each turn, so content can be reloaded."""

    def __init__(
        self,
        *,
        store: Store,
        listener: Listener,
        renderer: Renderer,
        outbox: Outbox,
        library: Callable[[], Library],
        clock: Clock,
        surfaces: Mapping[str, Capabilities],
        translator: Translator | None = None,
        registers: Registers | None = None,
        reader: PictureReader | None = None,
        fingerprint: Fingerprinter | None = None,
        channels: Mapping[str, Channel] = MappingProxyType({}),
        cases: Cases | None = None,
        room: StaffRoom | None = None,
    ) -> None:
        self._store, self._listener, self._renderer, self._outbox = store, listener, renderer, outbox
        self._library, self._clock, self._surfaces = library, clock, surfaces
        self._translator, self._registers, self._fingerprint = translator, registers, fingerprint
        self._turns, self._channels = Turns(), channels
        self.desk: CaseDesk | None = None
        if cases is not None and room is not None:
            self.desk = CaseDesk(
                store=store,
                cases=cases,
                room=room,
                renderer=renderer,
                outbox=outbox,
                clock=clock,
                turns=self._turns,
                in_words=self._words,
                helpers=lambda: library().helpers,
                translator=translator,
            )
        self.pictures = Pictures(reader, channels, self.handle) if reader is not None else None

    async def handle(self, event: Inbound | FromStaff) -> Kept | None:
        """Answer one event. None: this delivery was handled before. When it returns, everything is durably kept.

        Raises StoreBusy when the database stays locked; the event was not taken then and may be delivered again.
        """
        if isinstance(event, FromStaff):
            return await self.desk.handle(event) if self.desk is not None else None
        inbound = self._as_it_can_be_read(event)
        heard: Heard | None = None
        state = State()

        async def turn() -> Kept | None:
            nonlocal heard, state
            state, version = await self._store.load(inbound.person)
            heard = heard or await self._understood(inbound, state)
            return await self._turn(inbound, heard, state, version)

        async with self._turns.of(inbound.person):
            kept = await insist(turn)
        if kept is not None:
            self._outbox.push(kept, inbound.person)
            if self.pictures is not None and isinstance(inbound.content, Pictured):
                self.pictures.take(inbound, inbound.content.media, language_of(state, heard or Heard(), self._library()))
        return kept

    async def _understood(self, inbound: Inbound, state: State) -> Heard:
        heard = await with_registers(await self._hear(inbound, state), inbound.content, self._registers)
        return with_fingerprint(heard, state, self._fingerprint)

    def _as_it_can_be_read(self, inbound: Inbound) -> Inbound:
        """Where no picture can be read, only the words under it are there."""
        match inbound.content:
            case Pictured(_, kind, caption, forwarded) if self.pictures is None:
                return replace(inbound, content=Text(caption, forwarded) if caption else Unreadable(kind))
        return inbound

    async def _hear(self, inbound: Inbound, state: State) -> Heard:
        """What the message means; by a translation too where the person agreed to it and the original rang no alarm."""
        heard = await self._listener.hear(inbound.content, language_hint=inbound.language_hint)
        if self._translator is None or not may_be_translated(state, inbound.content, heard, self._library()):
            return heard
        try:
            english = await self._translator.to_english(heard.text)
        except Unavailable as problem:
            log.warning("not translated: %s", problem)
            return heard
        return heard.with_translation(await self._listener.hear(Text(english), language_hint=None))

    async def _turn(self, inbound: Inbound, heard: Heard, state: State, version: int) -> Kept | None:
        library, now = self._facts_on(inbound.person.channel), self._clock.now()
        if state.asked == ASKED:
            heard = replace(heard, salt=secrets.token_bytes(16))
        turn = respond(state, picked(state, inbound.content), heard, library, now)
        if turn.asked_about is not None:
            others = await self._store.others(inbound.person, turn.asked_about, reviewed=turn.names_somebody)
            turn = told_of_others(turn, others, library)
        # Not to be guessed, or somebody else could take a report back.
        receipt = token_urlsafe(12) if turn.report is not None else None
        if receipt is not None:
            turn = with_receipt(turn, receipt)
        language = turn.state.language or language_of(state, heard, library)
        words = self._words(turn.replies, inbound.person, language)
        case, posts = await self.desk.told(inbound.person, turn) if self.desk is not None else (None, ())
        kept = await self._store.keep(
            Record(
                inbound.person,
                inbound.delivery,
                now,
                replace(turn.state, numbered=numbered_in(words)),
                version,
                words,
                message=inbound.message,
                urgent=turn.urgent,
                forget=turn.forget,
                unsend=turn.unsend,
                asked_about=turn.asked_about,
                report=turn.report,
                receipt=receipt,
                withdraw=turn.withdraw,
                case=case,
                posts=posts,
            )
        )
        if kept is not None and self.desk is not None:
            self.desk.translate(inbound.person, inbound.delivery, turn)
        return kept

    def _facts_on(self, channel: str) -> Library:
        """The facts; without the helpers' team where its answers could not be brought."""
        library = self._library()
        reachable = library.helpers is None or (self.desk is not None and channel in self._channels)
        return library if reachable else replace(library, helpers=None)

    async def give_due_tips(self, limit: int = 200) -> int:
        """Send the tips that are due now; returns how many people were looked at."""
        now = self._clock.now()
        due = await self._store.due_tips(now, limit)
        for person in due:
            try:
                await self._give_tip(person, now)
            except StoreBusy:
                log.warning("a tip could not be kept now; it is tried again in the next minute")
        return len(due)

    async def _give_tip(self, person: PersonRef, now: datetime) -> None:
        async with self._turns.of(person):
            state, version = await self._store.load(person)
            if state.tips is None:
                return
            turn = tips.give_tip(state, self._library(), now)
            # The hour it was due makes it one delivery: however often the clock calls, it is kept once.
            delivery = f"tip:{state.tips.next_at.isoformat()}"
            words = self._words(turn.replies, person, turn.state.language or "en")
            kept = await self._store.keep(Record(person, delivery, now, turn.state, version, words))
        if kept is not None:
            self._outbox.push(kept, person)

    def _words(self, replies: Sequence[Reply], person: PersonRef, language: str) -> tuple[Outgoing, ...]:
        surface = self._surfaces[person.channel]
        return tuple(
            message for reply in replies for message in self._renderer.render(reply, language=language, surface=surface)
        )
