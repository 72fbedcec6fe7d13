"""Reads the sentences that nobody trains or tunes on."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.errors import ContentError


@dataclass(frozen=True, slots=True, repr=False)
class Sentence:
    """A sentence, and what its writer means. `id` names it in reports, which never show its words."""

    id: str
    language: str
    intent: str
    text: str


def read_sentences(folder: Path) -> list[Sentence]:
    """Every sentence of `<folder>/<language>.yml` (Rasa's format). Raises ContentError when a file cannot be read."""
    sentences = []
    for file in sorted(folder.glob("*.yml")):
        try:
            for group in yaml.safe_load(file.read_text("utf-8"))["nlu"]:
                lines = [line.removeprefix("- ").strip() for line in group["examples"].splitlines() if line.strip()]
                intent = group["intent"]
                sentences += [
                    Sentence(f"{file.stem}/{intent}/{number}", file.stem, intent, line)
                    for number, line in enumerate(lines, start=1)
                ]
        except (yaml.YAMLError, KeyError, TypeError, AttributeError) as problem:
            raise ContentError(
                [f"{file.name} is not a list of examples in Rasa's format: {type(problem).__name__}"]
            ) from None
    return sentences
