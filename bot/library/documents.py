"""One YAML file: its data, and the line on which each part of it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

Step = str | int


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a content file, in plain words. `path` starts at the root, `line` counts from 1."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class Document:
    """A content file as read. Lines are looked up only when a problem needs one: composing nodes is slow."""

    def __init__(self, root: Path, path: Path) -> None:
        self.file = path
        self.path = path.relative_to(root).as_posix()
        self.data: object = None
        self.broken: Problem | None = None
        self._text = ""
        try:
            self._text = path.read_text(encoding="utf-8")
            self.data = yaml.load(self._text, Loader=yaml.CSafeLoader)
        except FileNotFoundError:
            self.broken = Problem(self.path, 1, "this file is missing")
        except UnicodeDecodeError:
            self.broken = Problem(self.path, 1, "this file is not text in UTF-8")
        except (yaml.YAMLError, ValueError) as error:
            # ValueError: a date that does not exist, such as 2026-02-30.
            mark = getattr(error, "problem_mark", None)
            why = getattr(error, "problem", None) or error
            self.broken = Problem(self.path, mark.line + 1 if mark else 1, f"this is not valid YAML: {why}")

    @cached_property
    def _nodes(self) -> yaml.Node | None:
        try:
            return yaml.compose(self._text, Loader=yaml.CSafeLoader)
        except yaml.YAMLError:
            return None

    def line(self, where: tuple[Step, ...]) -> int:
        """The line of the part that `where` leads to; where that is missing, of what holds it."""
        line, node = 1, self._nodes
        for step in where:
            found = _step(node, step)
            if found is None:
                break
            line, node = found
        return line

    def doubled_keys(self) -> Iterator[Problem]:
        """Keys that stand twice in one mapping; YAML would silently keep the last."""
        yield from self._doubled(self._nodes)

    def _doubled(self, node: yaml.Node | None) -> Iterator[Problem]:
        if isinstance(node, yaml.SequenceNode):
            for item in node.value:
                yield from self._doubled(item)
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    line = key.start_mark.line + 1
                    yield Problem(self.path, line, f'"{key.value}" stands here twice; only one can count')
                seen.add(key.value)
                yield from self._doubled(value)


def _step(node: yaml.Node | None, step: Step) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
        item = node.value[step]
        return item.start_mark.line + 1, item
    return None


class Files:
    """The content files below a root; each is read once, however often it is asked for."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._read: dict[Path, Document] = {}

    def below(self, folder: str) -> list[Document]:
        """Every YAML file below `content/<folder>`, in the order of their paths."""
        return [self._document(path) for path in sorted((self._root / "content" / folder).rglob("*.yaml"))]

    def one(self, path: str) -> Document:
        """The file `content/<path>`; broken when it is missing."""
        return self._document(self._root / "content" / path)

    def _document(self, path: Path) -> Document:
        if path not in self._read:
            self._read[path] = Document(self._root, path)
        return self._read[path]


def documents(root: Path, folder: str) -> list[Document]:
    """Every YAML file below `content/<folder>`, in the order of their paths."""
    return Files(root).below(folder)
