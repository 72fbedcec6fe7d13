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

# Letters that betray a language beside the one that mostly uses a script, and which.
_ODD = {
    "MYANMAR": ("shn", frozenset("ၵၶၷၸၹၺၻၼၽၾၿႀႁႂႃႄႅႆႇႈႉႊ"), 4),
    "BENGALI": ("as", frozenset("ৰৱ"), 40),
}

# Names of marks and of letters that no script owns.
_NO_SCRIPT = frozenset({"COMBINING", "MODIFIER", "VARIATION"})


@lru_cache(maxsize=20_000)
def script_of(char: str) -> str | None:
    """The script of a letter by its Unicode name (LATIN, THAI, CJK …); None for everything that is no letter."""
    if not (char.isalpha() or unicodedata.category(char) in ("Mn", "Mc")):
        return None
    name = unicodedata.name(char, "")
    script = name.split(" ", 1)[0].removesuffix("-LETTER")
    return None if script in _NO_SCRIPT else script or None


def scripts_in(text: str) -> Counter[str]:
    """How many letters of each script stand in a text."""
    return Counter(script for char in text if (script := script_of(char)) is not None)


def main_script(text: str) -> tuple[str, int]:
    """The script that a text is written in, and how many letters of it there are; an empty name without any.

    Words in Latin letters are strewn into every language, so letters of other scripts count three times; and a text of Han
    characters with kana between them is Japanese.
    """
    scripts = scripts_in(text)
    kana = scripts.pop("HIRAGANA", 0) + scripts.pop("KATAKANA", 0)
    if kana * 5 >= scripts["CJK"] and kana:
        scripts["HIRAGANA"] = kana + scripts.pop("CJK", 0)
    if not +scripts:
        return "", 0
    script = max(scripts, key=lambda name: scripts[name] * (1 if name == "LATIN" else 3))
    return script, scripts[script]


def odd_one_out(script: str, text: str) -> str | None:
    """The rarer language of a script, when enough of the letters are its own."""
    if (odd := _ODD.get(script)) is None:
        return None
    language, own, share = odd
    return language if sum(char in own for char in text) * share >= len(text) else None
