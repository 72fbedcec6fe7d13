"""Everything that is ever said, as English originals under their keys; translations hang on these."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """One message. `one` is its English singular where it counts something (`count` names the value that counts).

    `note` is for translators, `longest` the most characters it may have. `safety`: help, alarm and consent; such a
    text never goes out in a translation that is missing or out of date.
    """

    key: str
    text: str
    one: str | None = None
    count: str | None = None
    note: str | None = None
    longest: int | None = None
    safety: bool = False
