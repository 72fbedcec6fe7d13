"""Gives each message the vector of our own sentence encoder, beside what is counted in it.

It runs the bot's own `encoder.py` on the bot's own files, so that both see the same numbers.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

NLU = Path(__file__).resolve().parents[1]
UNDERSTANDING = NLU.parent / "bot" / "understanding"
sys.path.append(str(UNDERSTANDING))

import encoder  # noqa: E402
import ngrams  # noqa: E402
import tokens  # noqa: E402


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class MeaningVectors(DenseFeaturizer, GraphComponent):
    """One vector for each text. Every token gets the same one, for classifiers that ask token by token."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,
    ) -> "MeaningVectors":
        return cls(execution_context.node_name, config)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """There is nothing to choose."""

    def __init__(self, name: str, config: dict[str, Any]) -> None:
        super().__init__(name, {**self.get_default_config(), **config})
        ranges = (NLU / "word_characters.txt").read_text("utf-8")
        self.tokenizer = tokens.Tokenizer.with_word_characters(ranges)
        self.encoder = encoder.Encoder.load(UNDERSTANDING / "model" / "encoder")

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT) is not None:
                vector = self.vector(message.get(TEXT))[np.newaxis]
                count = len(message.get("text_tokens") or [None])
                self.add_features_to_message(np.repeat(vector, count, axis=0), vector, TEXT, message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def vector(self, text: str) -> np.ndarray:
        cleaned = self.tokenizer.clean(text)
        return self.encoder.vector(ngrams.meaning_keys(tokens.units(cleaned), self.tokenizer.written(text), cleaned.split()))
