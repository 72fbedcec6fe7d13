"""Tokenizer that loses nothing: Rasa's WhitespaceTokenizer takes Han tokens for emoji and drops them.

It runs the bot's own `tokens.py`, so that both cut alike. A token's lemma is its folded form: that is counted.
"""

import sys
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

NLU = Path(__file__).resolve().parents[1]
sys.path.append(str(NLU.parent / "bot" / "understanding"))

import tokens  # noqa: E402


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class FoldingTokenizer(Tokenizer):
    """Keeps every word and sign of a text."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "prefix_separator_symbol": None}

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        ranges = (NLU / "word_characters.txt").read_text("utf-8")
        self.tokenizer = tokens.Tokenizer.with_word_characters(ranges)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        return [
            Token(written, start, lemma=folded) for start, written, folded in self.tokenizer.tokens(message.get(attribute))
        ]
