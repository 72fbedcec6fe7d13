"""Measures the encoder on sentences that it was not trained on: does a translation lie nearest?

    python retrieval.py PARALLEL [--encoder FOLDER]

For each language: of all held sentences of a source in English, is the one that means the same the nearest, and the
other way round; the mean over both ways and over the sources, weighted by their sizes. Also after mistyping.
"""

import argparse
import random
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from corpus import is_held
from encoder import Encoder  # the bot's: features.py made it findable
from features import TOKENIZER, mistyped
from ngrams import meaning_keys
from parallel import groups
from romanise import romanised
from tokens import units

ROOT = Path(__file__).resolve().parents[2]
FEWEST = 8  # sentences, for a figure to be one


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("parallel", type=Path)
    parser.add_argument("--encoder", type=Path, default=ROOT / "bot" / "understanding" / "model" / "encoder")
    asked = parser.parse_args()
    encoder = Encoder.load(asked.encoder)
    pairs = defaultdict(list)
    for group in groups(asked.parallel, ROOT / "locales"):
        if is_held(group) and "en" in group.texts:
            for language, text in group.texts.items():
                if language != "en":
                    pairs[language, group.source].append((group.texts["en"], text))
                    if latin := romanised(text, language):
                        pairs[f"{language}-Latn", group.source].append((group.texts["en"], latin))
    found = defaultdict(list)
    choice = random.Random(7)
    for (language, _), texts in sorted(pairs.items()):
        if len(texts) >= FEWEST:
            english = vectors(encoder, [text for text, _ in texts])
            other = vectors(encoder, [text for _, text in texts])
            wrong = vectors(encoder, [mistyped(text, choice) for _, text in texts])
            found[language].append((len(texts), nearest(english, other), nearest(english, wrong)))
    lines, means = [], []
    for language, figures in sorted(found.items()):
        sizes, right, right_mistyped = np.array(figures).T
        means.append((np.average(right, weights=sizes), np.average(right_mistyped, weights=sizes)))
        lines.append(f"{language:8} {means[-1][0]:.3f}  mistyped {means[-1][1]:.3f}  of {sizes.sum():.0f}")
    served = [mean for mean, language in zip(means, sorted(found), strict=True) if not language.endswith("-Latn")]
    right, right_mistyped = np.mean(served, axis=0)
    sys.stdout.write("\n".join([*lines, f"mean     {right:.3f}  mistyped {right_mistyped:.3f}"]) + "\n")


def vectors(encoder: Encoder, texts: "list[str]") -> np.ndarray:
    return np.array([vector(encoder, text) for text in texts])


def vector(encoder: Encoder, text: str) -> np.ndarray:
    cleaned = TOKENIZER.clean(text)
    return encoder.vector(meaning_keys(units(cleaned), TOKENIZER.written(text), cleaned.split()))


def nearest(ours: np.ndarray, theirs: np.ndarray) -> float:
    alike = ours @ theirs.T
    right = np.arange(len(ours))
    return float((np.mean(alike.argmax(1) == right) + np.mean(alike.argmax(0) == right)) / 2)


if __name__ == "__main__":
    main()
