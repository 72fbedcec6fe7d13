"""Text channels without real buttons: "/start" is a command, "/help.safe:yes" the payload of a button."""

import re

from bot.domain.inbound import Chosen, Command, Content, Text

COMMANDS = frozenset({"start", "help", "check", "language", "stop", "data", "delete"})
LONGEST_CHOICE = 64

_CHECK = re.compile(r"\s*/check(?:@\w{1,64})?\s+(\S.*)", re.DOTALL | re.IGNORECASE)


def to_check(text: str) -> Text | None:
    """What somebody wants to have checked, where words stand behind "/check"."""
    found = _CHECK.fullmatch(text)
    return Text(found.group(1), to_check=True) if found else None


def content_of(text: str) -> Content:
    """What a line of text is: a command, a tapped button's payload, or words."""
    if checked := to_check(text):
        return checked
    word = text.strip()
    if word.startswith("/") and len(word) > 1 and " " not in word and len(word) <= LONGEST_CHOICE:
        name = word[1:].partition("@")[0]
        return Command(name) if name in COMMANDS else Chosen(word[1:])
    return Text(text)
