"""Text channels without real buttons: "/start" is a command, "/help.safe:yes" the payload of a button."""

from bot.domain.inbound import Chosen, Command, Content, Text

COMMANDS = frozenset({"start", "help", "language", "stop", "delete"})
LONGEST_CHOICE = 64


def content_of(text: str) -> Content:
    """What a line of text is: a command, a tapped button's payload, or words."""
    word = text.strip()
    if word.startswith("/") and len(word) > 1 and " " not in word and len(word) <= LONGEST_CHOICE:
        name = word[1:].partition("@")[0]
        return Command(name) if name in COMMANDS else Chosen(word[1:])
    return Text(text)
