"""What the addresses in an offer tell by themselves: nothing is looked up, and no link is opened."""

from collections.abc import Iterable, Iterator

from bot.domain.addresses import AddressBook
from bot.domain.vetting import FoundSign
from bot.understanding.hosts import LINK, LONGEST, MAIL, is_below
from bot.understanding.look_alikes import LookAlikes


class AddressReader:
    """Knows the domains that do not show who writes, and those that are copied. `official`: sites of offices and helpers."""

    def __init__(self, book: AddressBook, official: Iterable[str] = ()) -> None:
        self._free_mail, self._hidden = book.free_mail, book.shorteners | book.free_sites
        self._look_alikes = LookAlikes(book.imitated, official, book.company_pages)

    def signs(self, text: str) -> Iterator[FoundSign]:
        """Each sign once, with the first address that shows it; offsets are those of the text."""
        text = text[:LONGEST]
        if "." not in text:
            return
        if "@" in text and (mail := next((m for m in MAIL.finditer(text) if m.group(1).lower() in self._free_mail), None)):
            yield FoundSign("free_mail_address", mail.group(), *mail.span())
        if link := next((m for m in LINK.finditer(text) if self._hides(m.group(1), m.group(2) or "")), None):
            quote = link.group().rstrip(".,;:!?)")
            yield FoundSign("hidden_link", quote, link.start(), link.start() + len(quote))
        if span := next(self._look_alikes.find(text), None):
            yield FoundSign("look_alike_link", text[slice(*span)], *span)

    def _hides(self, host: str, path: str) -> bool:
        below = f"{host.lower()}/{path.split('/')[1].lower()}" if path else ""
        return below in self._hidden or is_below(host.lower(), self._hidden)
