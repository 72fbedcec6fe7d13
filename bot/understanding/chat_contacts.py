"""Whether a chat is the only way to whoever makes an offer."""

import re

from bot.domain.addresses import AddressBook
from bot.domain.vetting import FoundSign
from bot.understanding.hosts import LINK, LONGEST, MAIL, is_below
from bot.understanding.spans import any_of

CHAT_ONLY = "chat_contact_only"
_HANDLE = r"@[A-Za-z][A-Za-z0-9_.]{4,31}"
# Written with dots, only what begins like a number is one: "15.000.000" is pay.
_NUMBER = r"(?:\+?\d(?:[ ()-]?\d){6,16}|[+0]\d(?:[ ().-]?\d){6,16})"
# A name of one's own in an app has a digit, or cannot be told from any word.
_ID = r"(?=[a-z_.-]*\d)[a-z][a-z0-9_.-]{4,31}"
_BARE_HANDLE = re.compile(rf"(?<![\w.@/]){_HANDLE}(?![\w@]|\.\w)")
_ANY_NUMBER = re.compile(rf"(?<![\d.,]){_NUMBER}")


class ChatReader:
    """Knows chat apps by name and by link."""

    def __init__(self, book: AddressBook) -> None:
        self._links = book.chat_links
        # A few words may stand between: "WhatsApp only: +66 …", "ไลน์ไอดี : abc123".
        apps = any_of(book.chat_apps, before=r"\W").pattern
        self._named = re.compile(rf"(?:{apps})[^\n@0-9+]{{0,12}}?(?:{_HANDLE}|{_NUMBER}|{_ID})", re.IGNORECASE)

    def sign(self, text: str) -> FoundSign | None:
        """The first chat that can be written to, where there is no other number, mail or page; offsets are the text's."""
        text = text[:LONGEST]
        links = list(LINK.finditer(text))
        chats = [link.span() for link in links if is_below(link.group(1).lower(), self._links)]
        if len(chats) < len(links) or MAIL.search(text):
            return None
        chats += [found.span() for pattern in (self._named, _BARE_HANDLE) for found in pattern.finditer(text)]
        if not chats or any(not _within(number, chats) for number in _ANY_NUMBER.finditer(text)):
            return None
        start, end = min(chats)
        quote = text[start:end].rstrip(".,;:!?)")
        return FoundSign(CHAT_ONLY, quote, start, start + len(quote))


def _within(found: "re.Match[str]", spans: list[tuple[int, int]]) -> bool:
    return any(start <= found.start() and found.end() <= end for start, end in spans)
