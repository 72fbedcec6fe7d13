"""Counts words and, in scripts without spaces, orthographic clusters; alone and up to `max_ngram` in a row.

Rasa's word pattern would also tear Indic, Thai and Burmese words apart at their vowel signs.
"""

import sys
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from sklearn.feature_extraction.text import CountVectorizer

sys.path.append(str(Path(__file__).resolve().parents[2] / "bot" / "understanding"))

import tokens


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class UnitCounts(CountVectorsFeaturizer):
    """Rasa's featurizer for words, with the bot's own idea of what a word is."""

    @classmethod
    def _create_independent_vocab_vectorizers(
        cls, parameters: dict[str, Any], vocabulary: "Any | None" = None
    ) -> dict[str, CountVectorizer]:
        vectorizers = super()._create_independent_vocab_vectorizers(parameters, vocabulary)
        for vectorizer in vectorizers.values():
            vectorizer.set_params(tokenizer=tokens.units, token_pattern=None)
        return vectorizers
