"""Reads a register of companies from a file of lines and columns, as offices publish them and spreadsheets save them."""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import chain
from pathlib import Path

from bot.domain.registries import Entry, RegistryWords
from bot.errors import WaypostError

DELIMITERS = ",;\t|"
# What was written before Unicode is told by how often its letters come; this much of a file is enough. Only encodings of
# countries that people leave for work are thought of: among all that there are, the guess is too often another one.
SAMPLE = 200_000
OLD_ENCODINGS = ("cp1252", "gb18030", "big5", "cp1251", "cp1256", "cp1258", "cp874")
LONGEST = 300
FIELDS = tuple(field.name for field in fields(Entry))
# Line breaks would break the lines that are shown, and direction marks turn around the words beside them.
_ACCENTS = re.compile(r"[\u0300-\u036f]")
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")


def read_register(path: Path, words: RegistryWords, encoding: str) -> Iterator[Entry]:
    """Every entry of the file. Raises WaypostError with a sentence that names the line, when it comes to a bad one."""
    lines = _lines(_bytes(path), encoding)
    first = next(lines, "")
    delimiter = max(DELIMITERS, key=first.count)
    rows = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)
    try:
        columns: Mapping[str, int] | None = None
        width = 0
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if columns is None:
                columns, width = _columns(row, words), len(row)
                continue
            if any(cell.strip() for cell in row[width:]):
                raise WaypostError(
                    f"Line {rows.line_num} has more columns than the first line. Does a name with a “{delimiter}” in it"
                    " lack its quotation marks?"
                )
            yield _entry(row, columns, rows.line_num)
    except csv.Error as error:
        raise WaypostError(f"Line {rows.line_num} cannot be read ({error}). Is a quotation mark missing?") from None
    if columns is None:
        raise WaypostError("The file is empty.")


def encoding_of(path: Path) -> str:
    """In which encoding the file most likely is; only a guess where it is no Unicode. Raises WaypostError."""
    data = _bytes(path)
    marks = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    for mark, encoding in marks.items():
        if data.startswith(mark):
            return encoding
    try:
        data.decode()
    except UnicodeDecodeError as error:
        # Only files in an old encoding need it.
        from charset_normalizer import from_bytes

        # Where the first such letter stands far down, the beginning tells nothing.
        sample = data[max(0, error.start - SAMPLE // 2) :][:SAMPLE]
        best = from_bytes(sample, cp_isolation=list(OLD_ENCODINGS)).best()
        return best.encoding if best else "utf-8"
    return "utf-8"


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WaypostError(f"{path} cannot be read: {(error.strerror or 'no such file').lower()}.") from None
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise WaypostError(f"{path} is a spreadsheet. Save it as CSV (UTF-8) and import that.")
    return data


def _lines(data: bytes, encoding: str) -> Iterator[str]:
    try:
        data.decode(encoding)
    except LookupError:
        raise WaypostError(f"“{encoding}” is not the name of an encoding, such as utf-8 or windows-1252.") from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise WaypostError(
            f"Line {line} is not text in {encoding}. Save the file as UTF-8, or name its encoding with --encoding."
        ) from None
    # Line by line: all of it as text takes four times the file's size where any of its letters is rare.
    return io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")


def _columns(header: Sequence[str], words: RegistryWords) -> dict[str, int]:
    """Field → column. Raises WaypostError when no column holds names."""
    called = [_plain(cell) for cell in header]
    columns: dict[str, int] = {}
    for field in FIELDS:
        known = (_plain(word) for word in words.columns[field])
        place = next((called.index(word) for word in known if word in called), None)
        if place is not None and place not in columns.values():
            columns[field] = place
    if "name" not in columns:
        there = ", ".join(f"“{_clean(cell)}”" for cell in header[:12] if cell.strip())
        raise WaypostError(f"No column in the first line is known to hold names: {there}. Call the right one “name”.")
    return columns


def _entry(row: Sequence[str], columns: Mapping[str, int], line: int) -> Entry:
    values = {field: _clean(row[place]) if place < len(row) else "" for field, place in columns.items()}
    if not any(char.isalnum() for char in values["name"]):
        raise WaypostError(f"Line {line} has no name.")
    if len(values["name"]) > LONGEST:
        raise WaypostError(f"The name in line {line} is longer than {LONGEST} characters. Is a quotation mark missing?")
    return Entry(**{field: value[:LONGEST] for field, value in values.items()})


def _clean(cell: str) -> str:
    return " ".join(_UNFIT.sub(" ", cell).split())


def _plain(title: str) -> str:
    """A column's title without what differs between files: capitals, accents, dots and spaces."""
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", title).casefold())
    return "".join(c for c in letters if c.isalnum() or (unicodedata.category(c)[0] == "M" and not _ACCENTS.match(c)))
