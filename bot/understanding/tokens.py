"""Keeps Rasa's WhitespaceTokenizer and what its CountVectorsFeaturizer does to tokens, letter for letter.

The exporter and the cross-validation run this file too, in Rasa's Python 3.10.
"""

import re
from dataclasses import dataclass

# Rasa calls these emoji and drops a token made of nothing else. The fourth range holds the Han script too:
# a purely Chinese token is lost when another token stays. That is how the model was trained, so it stays.
EMOJI = re.compile(
    "[\U0001f600-\U0001f64f\U0001f300-\U0001f5ff\U0001f680-\U0001f6ff\U0001f1e0-\U0001f1ff"
    "\U00002702-\U000027b0\U000024c2-\U0001f251\u200d\u200c]+"
)
NUMBER = re.compile(r"\b[0-9]+\b")
WORD = re.compile(r"\b\w+\b")
# The white space of the `regex` package that Rasa uses; the standard `re` adds four control characters.
SPACE = r"\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """Cuts a text as Rasa 3.6.21 does. Its word characters come with the model: `re` knows fewer."""

    noise: re.Pattern[str]

    @classmethod
    def with_word_characters(cls, ranges: str) -> "Tokenizer":
        """A tokenizer for which exactly these code points belong to words: `30-39 5f` means 0 to 9 and _."""
        ends = [span.partition("-") for span in ranges.split()]
        word = "".join(f"\\U{first:>08}-\\U{last or first:>08}" for first, _, last in ends)
        return cls(
            re.compile(
                rf"[^{word}#@&]+(?=[{SPACE}]|$)"
                rf"|([{SPACE}]|^)[^{word}#@&]+(?=[^0-9{SPACE}])"
                rf"|(?<=[^0-9{SPACE}])[^{word}._~:/?#\[\]()@!$&*+,;=-]+(?=[^0-9{SPACE}])"
            )
        )

    def tokens(self, text: str) -> list[str]:
        """At least one token, even of an empty text."""
        words = self.noise.sub(" ", text).split()
        return [word for word in words if not EMOJI.fullmatch(word)] or [text]

    def clean(self, text: str) -> str:
        """What the featurizers count in: tokens in lower case, one space between, whole numbers alike."""
        return NUMBER.sub("__NUMBER__", " ".join(self.tokens(text))).lower()
