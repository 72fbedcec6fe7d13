"""Reads an offer as a whole, in any of the languages: is its meaning near that of offers which led people into compounds?

Cues see what they know; this one sees what is meant in other words. `nlu/lures/` trains it, docs/vetting.md tells from
what and how often it errs. It is one number for each number of the encoder's vector, and holds no text.
"""

import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

ARTEFACT = Path(__file__).with_name("lure_reader.json")
_SENTENCE = re.compile(r"[^\s.!?。！？।၊။؟۔•|](?:[^\n.!?。！？।၊။؟۔•|]*[^\s.!?。！？।၊။؟۔•|])?")

SHORTEST_QUOTE = 20  # characters; a mere heading tells nobody anything

Vectors = Callable[[str], npt.NDArray[np.float32]]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LureReader:
    """What each number of the vector says for a lure, and from which sum on it is a sign."""

    least: float
    worth: npt.NDArray[np.float32]
    vectors: Vectors

    @classmethod
    def load(cls, file: Path, vectors: Vectors) -> Self:
        """Opens what the training wrote. Raises OSError, ValueError or KeyError when it cannot be used."""
        about = json.loads(file.read_text("utf-8"))
        return cls(about["least"], np.array(about["worth"], np.float32), vectors)

    def likeness(self, text: str) -> float:
        """How much the text reads like a lure: more is more, and `least` is where it becomes a sign."""
        return float(self.vectors(text) @ self.worth)

    def telling(self, text: str) -> tuple[int, int] | None:
        """Where the most telling sentence of a lure stands; None when the text as a whole does not read like one."""
        if self.likeness(text) < self.least:
            return None
        sentences = [found.span() for found in _SENTENCE.finditer(text)]
        long_enough = [(start, end) for start, end in sentences if end - start >= SHORTEST_QUOTE]
        return max(long_enough or sentences, key=lambda span: self.likeness(text[slice(*span)]), default=None)


def reads_lures(vectors: Vectors | None, file: Path = ARTEFACT) -> Callable[[str], tuple[int, int] | None]:
    """`LureReader.telling`; never anything where no model gives vectors or no artefact can be read (the log says so)."""
    if vectors is None:
        return lambda _: None
    try:
        return LureReader.load(file, vectors).telling
    except (OSError, ValueError, KeyError) as problem:
        log.warning("No reader of whole offers: %s. The other signs judge alone.", problem)
        return lambda _: None
