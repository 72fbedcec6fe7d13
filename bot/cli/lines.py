"""Lines in, lines out: whatever bytes come, as text."""

import json
import sys
from collections.abc import Iterator
from typing import BinaryIO


def read_lines(stream: BinaryIO) -> Iterator[str]:
    """Each line without its end. Bytes that are no UTF-8 become replacement characters; nothing is refused."""
    for raw in stream:
        yield raw.decode("utf-8", "replace").rstrip("\r\n")


def write_json(value: object) -> None:
    """One JSON value on one line. Lone surrogates are escaped, since no terminal can show them."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(value)
    sys.stdout.write(text + "\n")
