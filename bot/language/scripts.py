"""Scripts: what the letters alone say about a language."""

import unicodedata
from collections import Counter
from functools import lru_cache

# Scripts that one language alone writes in, among those that write to us.
ONE_LANGUAGE = {
    "THAI": "th",
    "MYANMAR": "my",
    "KHMER": "km",
    "LAO": "lo",
    "SINHALA": "si",
    "TAMIL": "ta",
    "BENGALI": "bn",
    "ETHIOPIC": "am",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "HEBREW": "he",
    "GREEK": "el",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "TIBETAN": "bo",
}

# Scripts that several languages share, and which of the languages that we could ever serve write in them (ISO 639).
SHARED = {
    "LATIN": frozenset({"en", "es", "pt", "fr", "vi", "id", "ms", "fil", "tl", "sw", "ha"}),
    "CJK": frozenset({"zh"}),
    "DEVANAGARI": frozenset({"hi", "ne"}),
    "ARABIC": frozenset({"ar", "ur"}),
    "CYRILLIC": frozenset({"ru"}),
}


@lru_cache(maxsize=20_000)
def script_of(char: str) -> str | None:
    """The script of a letter by its Unicode name (LATIN, THAI, CJK …); None for everything that is no letter."""
    if not (char.isalpha() or unicodedata.category(char) in ("Mn", "Mc")):
        return None
    name = unicodedata.name(char, "")
    return name.split(" ", 1)[0] or None


def scripts_in(text: str) -> Counter[str]:
    """How many letters of each script stand in a text."""
    return Counter(script for char in text if (script := script_of(char)) is not None)
