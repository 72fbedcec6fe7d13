"""Makes texts that mean the same look the same, before cues are looked for. Keeps a map back to the original.

What people type differs in case, accents, apostrophes, doubled letters, spacing, emoji and invisible characters; the cues
are written once, plainly.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Longer texts are novels; danger and signs stand in what people write, so the beginning and the end are read.
LONGEST = 20_000

_UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f"  # Burmese
    "\u1780-\u17ff\u19e0-\u19ff"  # Khmer
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Japanese, Han
)
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_DIGIT_OF_ANOTHER_SCRIPT = re.compile(r"[^\D0-9]")
_APOSTROPHES = "'’‘`´ʼ＇"
_LATIN_MARKS = "\u0300", "\u036f"
# The one emoji that is a cry for help by itself.
_SOS = "🆘"
# Letters that look like Latin ones plus a stroke, and have no decomposition.
_STROKES = str.maketrans(
    {
        # Arabic, Persian and Urdu keyboards have different letters for the same sound.
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "ہ": "ه",
        "ھ": "ه",
        "ۃ": "ه",
        "ة": "ه",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "đ": "d",
        "ł": "l",
        "ø": "o",
        "ß": "ss",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        # Hausa's hooked letters; most keyboards lack them.
        "ɓ": "b",
        "ɗ": "d",
        "ƙ": "k",
        "ƴ": "y",
    }
)


# Amharic has several letters for one sound, and people take whichever comes to hand, each in seven forms; and with h
# and the bare vowel the first form sounds like the fourth.
_SAME_SOUND = {"ሐ": "ሀ", "ኀ": "ሀ", "ሠ": "ሰ", "ዐ": "አ", "ፀ": "ጸ"}
_ETHIOPIC = {ord(other) + form: chr(ord(one) + form) for other, one in _SAME_SOUND.items() for form in range(7)}
_ETHIOPIC |= {
    ord(other): one
    for one, others in {"ሀ": "ሃሓኃ", "አ": "ኣዓ", "ው": "ዉ", "የ": "ዬ", "ጎ": "ጐ", "ቆ": "ቈ", "ኮ": "ኰ"}.items()
    for other in others
}


@lru_cache(maxsize=20_000)
def is_unspaced(char: str) -> bool:
    """Whether a character belongs to a script that does not put spaces between words."""
    return _IS_UNSPACED.match(char) is not None


def with_ascii_digits(text: str) -> str:
    """Digits of every script as 0 to 9; the length stays the same, so offsets hold."""
    return _DIGIT_OF_ANOTHER_SCRIPT.sub(lambda digit: str(int(digit.group())), text)


@dataclass(frozen=True, slots=True, repr=False)
class Plain:
    """A normalised text. `origin[i]` is the offset in the original of the character that `text[i]` came from."""

    text: str
    origin: tuple[int, ...]
    original: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the original: start and end offsets."""
        if start >= end:
            return 0, 0
        last = self.origin[end - 1]
        return self.origin[start], last + 1


def normalise(original: str) -> Plain:
    """Normalise; see docs/content.md, "Phrase grammar", for what that promises to whoever writes cues."""
    out: list[str] = []
    origin: list[int] = []
    for index, raw in _ends(original):
        for char in fold(raw):
            before = out[-1] if out else " "
            if char == " " or _is_repeat(char, out):
                if char != before:
                    out.append(char)
                    origin.append(index)
                continue
            unspaced = is_unspaced(char)
            if before == " ":
                if unspaced and len(out) > 1 and is_unspaced(out[-2]):
                    out.pop()
                    origin.pop()
                    if _is_repeat(char, out):
                        continue
            elif unspaced != is_unspaced(before):
                # Where a script without spaces meets another one, words end: "KK园区", "ยึดpassport".
                out.append(" ")
                origin.append(index)
            out.append(char)
            origin.append(index)
    while out and out[-1] == " ":
        out.pop()
        origin.pop()
    return _join_spelt_out(Plain("".join(out), tuple(origin), original))


def _ends(text: str) -> "list[tuple[int, str]]":
    if len(text) <= LONGEST:
        return list(enumerate(text))
    half = LONGEST // 2
    tail = len(text) - half
    return [*enumerate(text[:half]), (half, " "), *((tail + i, c) for i, c in enumerate(text[tail:]))]


def _is_repeat(char: str, out: list[str]) -> bool:
    """A letter said again: any doubling in Latin script, three in a row elsewhere. Digits are never touched."""
    if not out or out[-1] != char or char.isdigit():
        return False
    return char.isascii() or (len(out) > 1 and out[-2] == char)


@lru_cache(maxsize=20_000)
def fold(char: str) -> str:
    """One character → what stands for it: letters folded, invisible ones nothing, everything else a space."""
    if char in _APOSTROPHES:
        return ""
    if char == _SOS:
        return " sos "
    folded = unicodedata.normalize("NFKC", char).casefold().translate(_STROKES).translate(_ETHIOPIC)
    out = []
    for c in unicodedata.normalize("NFD", folded):
        category = unicodedata.category(c)
        if _LATIN_MARKS[0] <= c <= _LATIN_MARKS[1] or c in "\u093c\u09bc" or category == "Cf":
            continue  # accents, the nukta that half of the writers leave out, zero-width and direction marks
        if "\u064b" <= c <= "\u0655" or c in "\u0670\u0640":
            continue  # short vowels and stretching of Arabic script, which hardly anybody types
        if c == "\u0901":
            c = "\u0902"  # chandrabindu is mostly typed as anusvara
        out.append(c if category[0] in "LMN" or c == "$" else " ")
    return "".join(out)


_SPELT_OUT = re.compile(r"(?:(?<= )|^)(?:[a-z] ){3,}[a-z](?= |$)")


def _join_spelt_out(plain: Plain) -> Plain:
    """ "h e l p" → "help"."""
    if not _SPELT_OUT.search(plain.text):
        return plain
    keep = [True] * len(plain.text)
    for match in _SPELT_OUT.finditer(plain.text):
        for index in range(match.start(), match.end()):
            keep[index] = plain.text[index] != " "
    kept = [index for index, wanted in enumerate(keep) if wanted]
    return Plain("".join(plain.text[i] for i in kept), tuple(plain.origin[i] for i in kept), plain.original)
