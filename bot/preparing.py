"""Keeps what takes long to prepare from the content, so that only the first start after a change prepares it."""

import os
import zipfile
from collections.abc import Callable, Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from bot.understanding.packed import Arrays

Prepared = TypeVar("Prepared")


def fingerprint(files: Iterable[Path], *more: str) -> str:
    """Stands for the bytes of these files and for the further words; another order gives another one."""
    digest = blake2b(repr(more).encode(), digest_size=16)
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.name} {len(content)} ".encode() + content)
    return digest.hexdigest()


def kept(file: Path, made_from: str, read: Callable[[Arrays], Prepared], make: Callable[[], Arrays]) -> Prepared:
    """What `file` keeps, if it was made from just this; else it is made now, and kept."""
    try:
        with file.open("rb") as source, np.load(source, allow_pickle=False) as arrays:
            if str(arrays["made_from"]) == made_from:
                return read(arrays)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        # Not there, half written, or of an older version: made anew all the same.
        pass
    arrays = make()
    file.parent.mkdir(parents=True, exist_ok=True)
    # Two processes may start at the same time: each writes a file of its own, and the last one stays.
    unfinished = file.with_suffix(f".{os.getpid()}")
    with unfinished.open("wb") as out:
        keep: dict[str, Any] = {"made_from": np.array(made_from), **arrays}
        np.savez(out, **keep)
    unfinished.replace(file)
    return read(arrays)
