"""Reads sentences that mean the same in several languages: folders of JSON lines, and the bot's own catalogues."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

QUOTED = re.compile(r'^(msgctxt|msgid|msgstr(?:\[0\])?) (".*")$')
PLACEHOLDER = re.compile(r"\{[^}]*\}|%\([a-z_]+\)[sd]|%[sd]|<[^>]+>")


class Group(NamedTuple):
    source: str
    texts: "dict[str, str]"  # by language


def groups(folder: Path, locales: Path) -> "Iterator[Group]":
    """Every group of at least two sentences, in a fixed order."""
    for file in sorted(folder.glob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                texts = {tag: " ".join(text.split()) for tag, text in json.loads(line).items() if isinstance(text, str)}
                yield Group(file.stem, {tag: text for tag, text in texts.items() if text})
    catalogue: dict[str, dict[str, str]] = defaultdict(dict)
    for file in sorted(locales.glob("*/LC_MESSAGES/*.po")):
        for key, (english, translated) in entries(file).items():
            catalogue[key]["en"] = english
            if translated:
                catalogue[key][file.parents[1].name] = translated
    for texts in catalogue.values():
        if len(texts) > 1:
            yield Group("catalogues", {tag: PLACEHOLDER.sub(" ", text) for tag, text in texts.items()})


def entries(file: Path) -> "dict[str, tuple[str, str]]":
    """Each sentence of a catalogue by its key: English and translation."""
    found, parts, field = {}, {}, ""
    for line in [*file.read_text("utf-8").split("\n"), 'msgctxt ""']:
        if match := QUOTED.match(line):
            field = match[1].removesuffix("[0]")
            if field == "msgctxt" and parts.get("msgid"):
                found[parts.get("msgctxt", parts["msgid"])] = (parts["msgid"], parts.get("msgstr", ""))
            if field == "msgctxt":
                parts = {}
            parts[field] = json.loads(match[2], strict=False)
        elif line.startswith('"') and field:
            parts[field] += json.loads(line, strict=False)
    return found
