"""Logistic regression over what occurs in a text and over what the text means.

Rasa's classifier takes raw counts, which lets frequent letters and long texts outweigh everything, and has no `C`.
"""

from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.preprocessing import binarize, normalize

from components.rounding import rounded


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class EvenLogisticRegression(LogisticRegressionClassifier):
    """Rasa's classifier with `C`, on rows of ones and zeros of length 1, beside dense features of length √`meaning`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**LogisticRegressionClassifier.get_default_config(), "C": 1.0, "meaning": 1.0}

    def __init__(self, config: dict[str, Any], name: str, model_storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, name, model_storage, resource)
        self.clf.set_params(C=self.config["C"])
        self.counted = 0  # how many features are counted ones

    def _create_X(self, messages: list[Message]) -> csr_matrix:
        counted = vstack([message.get_sparse_features(TEXT)[1].features for message in messages])
        parts = [normalize(binarize(counted.tocsr()))]
        dense = [message.get_dense_features(TEXT)[1] for message in messages]
        if dense[0] is not None:
            meant = np.vstack([each.features for each in dense])
            parts.append(csr_matrix(normalize(meant) * self.config["meaning"] ** 0.5))
        self.counted = counted.shape[1]
        return hstack(parts).tocsr()

    def persist(self) -> None:
        """Keeps what the bot keeps: the weights of what is counted in 127 steps either way."""
        self.clf.coef_[:, : self.counted] = rounded(self.clf.coef_[:, : self.counted].T).T
        super().persist()

    @classmethod
    def load(cls, *args: Any, **kwargs: Any) -> "EvenLogisticRegression":
        """As Rasa's, with the weights laid out as a parse reads them: else SciPy copies all of them for every text."""
        classifier = super().load(*args, **kwargs)
        classifier.clf.coef_ = np.asfortranarray(classifier.clf.coef_)
        return classifier
