"""Rounds a classifier's weights, so that Rasa answers with the very numbers that the bot keeps. Knows NumPy alone."""

import numpy as np

MOST = np.iinfo(np.int8).max
FINEST = np.finfo(np.float16).tiny


def in_steps(weights: np.ndarray) -> "tuple[np.ndarray, np.ndarray]":
    """Whole numbers of steps, 127 either way, and the step of each row. Rounding twice changes nothing."""
    steps = np.maximum(np.abs(weights).max(axis=1) / MOST, FINEST).astype(np.float16)
    whole = np.rint(weights / steps.astype(np.float64)[:, np.newaxis])
    return np.clip(whole, -MOST, MOST).astype(np.int8), steps


def rounded(weights: np.ndarray) -> np.ndarray:
    """The weights as the bot will know them."""
    whole, steps = in_steps(weights)
    return whole * steps.astype(np.float64)[:, np.newaxis]
