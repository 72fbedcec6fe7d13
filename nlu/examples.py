"""Reads the training examples as plain lines, without Rasa and without a YAML library."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Example(NamedTuple):
    language: str
    intent: str
    text: str


def examples(nlu: Path) -> Iterator[Example]:
    """Every training line under `data/<language>/<intent>.yml`, in a fixed order."""
    for file in sorted((nlu / "data").glob("*/*.yml")):
        intent = ""
        for line in file.read_text("utf-8").split("\n"):
            stripped = line.strip()
            if stripped.startswith("- intent:"):
                intent = stripped.removeprefix("- intent:").strip().strip("\"'")
            elif line.startswith("    - "):
                yield Example(file.parent.name, intent, stripped.removeprefix("- ").strip())
