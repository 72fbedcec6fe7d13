"""What the addresses in an offer tell by themselves: nothing is looked up, and no link is opened."""

import re
from collections.abc import Iterator

from bot.domain.addresses import AddressBook
from bot.domain.vetting import FoundSign

LONGEST = 10_000
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@((?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})")
_LINK = re.compile(
    r"(?<![\w@.%+-])(?:https?://)?((?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})(?![\w@])(/[^\s<>\"“”]*)?", re.I
)


class AddressReader:
    """Knows the domains that do not show who writes."""

    def __init__(self, book: AddressBook) -> None:
        self._free_mail, self._hidden = book.free_mail, book.shorteners | book.free_sites

    def signs(self, text: str) -> Iterator[FoundSign]:
        """Each sign once, with the first address that shows it; offsets are those of the text."""
        text = text[:LONGEST]
        if "." not in text:
            return
        if "@" in text and (mail := next((m for m in _MAIL.finditer(text) if m.group(1).lower() in self._free_mail), None)):
            yield FoundSign("free_mail_address", mail.group(), *mail.span())
        if link := next((m for m in _LINK.finditer(text) if self._hides(m.group(1), m.group(2) or "")), None):
            quote = link.group().rstrip(".,;:!?)")
            yield FoundSign("hidden_link", quote, link.start(), link.start() + len(quote))

    def _hides(self, host: str, path: str) -> bool:
        labels = host.lower().split(".")
        parents = {".".join(labels[first:]) for first in range(len(labels) - 1)}
        below = f"{host.lower()}/{path.split('/')[1].lower()}" if path else ""
        return below in self._hidden or not self._hidden.isdisjoint(parents)
