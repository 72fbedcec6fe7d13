"""Cuts a text into what the intent model counts. Rasa trains with this file (`nlu/components/`), the bot runs it.

It therefore also runs in Rasa's Python 3.10, and knows no other module.
"""

import re
import unicodedata
from dataclasses import dataclass

# Direction marks, joiners, the choice between a coloured and a plain emoji: nobody means anything by them.
INVISIBLE_RANGES = (
    (0x00AD, 0x00AD),
    (0x061C, 0x061C),
    (0x180E, 0x180E),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
)
INVISIBLE = "".join(f"{chr(first)}-{chr(last)}" for first, last in INVISIBLE_RANGES)
# Thai, Lao, Burmese, Khmer, Japanese and Han put no spaces between words.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f\u1780-\u17ff\u19e0-\u19ff"
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
# What leans on the letter before it in these scripts: vowels, tones, medials, finals.
LEANING = (
    "\u0e30-\u0e3a\u0e45\u0e47-\u0e4e\u0eb0-\u0ebc\u0ec8-\u0ece"
    "\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d\u108f\u109a-\u109d"
    "\u17b4-\u17d3\u17dd"
)
STACKS = "\u1039\u17d2"  # the next letter stands below, in the same cluster
UNIT = re.compile(f"[{UNSPACED}](?:[{STACKS}].|[{LEANING}])*|[^{UNSPACED}\\s]+")
NUMBER = re.compile(r"\b[0-9]+\b")
THRICE = re.compile(r"([^\d\s])\1\1+")
UNSEEN = dict.fromkeys(code for first, last in INVISIBLE_RANGES for code in range(first, last + 1))
DROPPED = UNSEEN | dict.fromkeys(
    [
        *range(0x0300, 0x0370),  # accents, which half of the writers leave out
        0x093C,  # as with the nukta
        0x09BC,
        *map(ord, "'’‘`´ʼ＇"),
    ]
)
FOLDED = DROPPED | {0x0901: 0x0902} | str.maketrans("đłøıɓɗƙƴ", "dloibdky")


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """Keeps every word and every sign. Its word characters come with the model: `re` knows too few."""

    token: re.Pattern[str]

    @classmethod
    def with_word_characters(cls, ranges: str) -> "Tokenizer":
        """A tokenizer for which exactly these code points belong to words: `30-39 5f` means 0 to 9 and _."""
        ends = [span.partition("-") for span in ranges.split()]
        word = "".join(f"\\U{first:>08}-\\U{last or first:>08}" for first, _, last in ends) + INVISIBLE
        return cls(re.compile(rf"(?:[{word}]|(?<=\w)['’ʼ](?=\w))+|[^\s{word}]"))

    def tokens(self, text: str) -> list[tuple[int, str, str]]:
        """Where each token begins, as it was written, and folded. At least one, even of an empty text."""
        found = [(match.start(), match[0], fold(match[0])) for match in self.token.finditer(text)]
        return [token for token in found if token[2]] or [(0, text, " ")]

    def clean(self, text: str) -> str:
        """What is counted in: all folded tokens, space between, whole numbers alike."""
        return NUMBER.sub("__NUMBER__", fold(" ".join(self.token.findall(text)))).lower()

    def written(self, text: str) -> list[str]:
        """The units of a text with their accents, which tell many a Vietnamese word from another."""
        seen = text.translate(UNSEEN)
        if seen.isascii():
            return []
        return units(" ".join(self.token.findall(unicodedata.normalize("NFKC", seen).casefold())))


def fold(text: str) -> str:
    """One form for what people write in several: case, width, accents, apostrophes, a letter said thrice or more."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return THRICE.sub(r"\1", unicodedata.normalize("NFD", plain).translate(FOLDED))


def units(text: str) -> list[str]:
    """Words; in scripts without spaces, one letter with what leans on it."""
    return UNIT.findall(text)
