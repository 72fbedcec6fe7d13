"""Guesses the language of a message: by its script where that decides, else by statistics over the languages served.

Statistics that know only the served languages would call Swahili English. So where a model of all languages sees a
language that is not served, langdetect is asked too, and only if both say the same is the message called unserved.
docs/understanding.md has the measurements behind this order.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np
from langdetect import DetectorFactory, LangDetectException, detect_langs
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from bot.domain.heard import Guess
from bot.domain.languages import Language
from bot.language.scripts import ONE_LANGUAGE, SHARED, scripts_in

UNKNOWN = Guess("und")

# Letters without their accents: in decomposed text the marks stand apart and are left out.
_WORDS = re.compile(r"[a-z]+")

# Below this the letters do not say enough, and asking is better than guessing.
SURE = 0.55
# Enough, and long enough, to change the language of a conversation.
CLEAR, CLEAR_LETTERS = 0.95, 12
# A few letters of a foreign language look like many things; a served language gets the benefit of the doubt.
UNSERVED, UNSERVED_LETTERS = 0.80, 12

# Languages that may be written to us without being served. All 97 of the model would take twice the memory.
# fmt: off
LIKELY = (
    "af", "am", "ar", "az", "bn", "bg", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi",
    "hr", "hu", "hy", "id", "it", "ja", "jv", "ka", "kk", "km", "ko", "ky", "lo", "lt", "lv", "mg", "mk", "ml",
    "mn", "mr", "ms", "my", "ne", "nl", "no", "pa", "pl", "ps", "pt", "ro", "ru", "rw", "si", "sk", "sl", "so",
    "sq", "sr", "sv", "sw", "ta", "te", "th", "tl", "tr", "uk", "ur", "vi", "xh", "yo", "zh", "zu",
)
# fmt: on

# langdetect draws random numbers; with a seed the same text always gets the same answer.
DetectorFactory.seed = 0


def build_detector(languages: Mapping[str, Language]) -> "ScriptThenStatistics":
    """A detector for these languages."""
    return ScriptThenStatistics(languages)


class ScriptThenStatistics:
    """`bot.ports.Detector`. Never raises, and gives the same answer to the same text."""

    def __init__(self, languages: Mapping[str, Language]) -> None:
        self._tags = {tag.split("-")[0]: tag for tag in languages}
        self._telling: dict[str, list[str]] = {}
        for language in languages.values():
            for word in language.telling:
                self._telling.setdefault(word, []).append(language.tag)
        # For languages whose own script is Latin the statistics know better, as soon as there is more than a greeting.
        self._statistical = {tag for tag, language in languages.items() if language.script == "Latn"}
        model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        self._served = _knowing(self._tags, model)
        self._all = _knowing((*self._tags, *LIKELY), model)

    def guess(self, text: str) -> Guess:
        """The language of a text; `und` when the letters do not say enough."""
        scripts = scripts_in(text)
        if not scripts:
            return UNKNOWN
        script, letters = scripts.most_common(1)[0]
        if script in ONE_LANGUAGE:
            return Guess(ONE_LANGUAGE[script], 1.0, clear=letters >= 4)
        codes = SHARED.get(script, frozenset()) & self._tags.keys()
        if not codes:
            return UNKNOWN
        if script == "LATIN" and (told := self._told(text)):
            return Guess(told, CLEAR, clear=letters >= CLEAR_LETTERS)
        code, confidence = self._served.classify(text)
        if unserved := self._unserved(text, letters):
            return Guess(unserved, CLEAR)
        if code not in codes or confidence < SURE:
            return UNKNOWN
        return Guess(self._tags[code], float(confidence), clear=confidence >= CLEAR and letters >= CLEAR_LETTERS)

    def _told(self, text: str) -> str | None:
        """The language that the text's little words betray: two of them and a third of all words, or all of a short text."""
        words = _WORDS.findall(unicodedata.normalize("NFD", text.lower()))
        counts = Counter(tag for word in words for tag in self._telling.get(word, ()))
        ranked = counts.most_common(2)
        if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
            return None
        tag, count = ranked[0]
        enough = count == len(words) or (count >= 2 and count * 3 >= len(words) and tag not in self._statistical)
        return tag if enough else None

    def _unserved(self, text: str, letters: int) -> str | None:
        """The language that is not served and in which two detectors agree this text is written, or None."""
        if letters < UNSERVED_LETTERS:
            return None
        code, confidence = self._all.classify(text)
        if code in self._tags or confidence < UNSERVED:
            return None
        try:
            second = detect_langs(text)[0].lang.split("-")[0]
        except LangDetectException:
            return None
        return str(code) if second == code else None


def _knowing(codes: Iterable[str], model: LanguageIdentifier) -> LanguageIdentifier:
    """An identifier that knows these languages only; it shares the tables that all languages need."""
    wanted = set(codes)
    columns = [index for index, code in enumerate(model.nb_classes) if code in wanted]
    probabilities = np.ascontiguousarray(model.nb_ptc[:, columns])
    priors, classes = model.nb_pc[columns], [model.nb_classes[index] for index in columns]
    tables = model.tk_nextmove, model.tk_output
    return LanguageIdentifier(probabilities, priors, classes, *tables, norm_probs=True, tk_row=model.tk_row)
