"""Asks Tesseract for the words in a readable picture. Only the worker loads this."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby, pairwise

from PIL import Image

# Sure enough to look no further, in per cent. Where the right pack was used it says 75 to 97, a wrong one 15 to 50.
ENOUGH = 70.0
# Below this share of it there is nothing that deserves to be called words.
_NONSENSE = 0.65
# The pack for Lao reads well and says 35 to 45.
_MODEST = {"lao": 0.5}
_FEWEST_LETTERS = 6
# Lines below each other, of any size. By its own idea of paragraphs and of the least height of a line Tesseract drops
# much of what Khmer and Burmese stack on letters.
_LAYOUT = ("--psm", "4", "-c", "textord_min_linesize=2.5")
# A gap this wide, in heights of its line, parts words in scripts that put no spaces between them.
_GAP = 0.45
_UNSPACED = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3000, 0x9FFF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF))


@dataclass(frozen=True, slots=True, repr=False)
class Recognised:
    """What stands in a picture. `sureness` is 1 or more where nothing better is to be expected."""

    text: str = ""
    sureness: float = 0.0
    letters: int = 0

    def is_good(self, packs: Sequence[str]) -> bool:
        """Whether it is as good as these packs get, where the picture is in their language."""
        return self.letters >= _FEWEST_LETTERS and self.sureness >= _MODEST.get(packs[0], 1.0)

    @property
    def is_words(self) -> bool:
        """It can be shown to a person."""
        return self.letters >= _FEWEST_LETTERS and self.sureness >= _NONSENSE


@dataclass(frozen=True, slots=True, repr=False)
class _Word:
    line: tuple[str, ...]
    left: int
    right: int
    height: int
    sureness: float
    text: str


def recognise(program: str, image: Image.Image, packs: Sequence[str]) -> Recognised:
    """The words, read with these packs. The picture goes through a pipe, never over a disk."""
    piped = BytesIO()
    image.save(piped, "PPM")
    command = [program, "stdin", "stdout", "-l", "+".join(packs), *_LAYOUT, "tsv"]
    ran = subprocess.run(command, input=piped.getbuffer(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    words = _words(ran.stdout.decode("utf-8", "replace"))
    letters = sum(len(word.text) for word in words)
    if not letters:
        return Recognised()
    mean = sum(word.sureness * len(word.text) for word in words) / letters
    lines = (_joined(list(line)) for _, line in groupby(words, key=lambda word: word.line))
    return Recognised("\n".join(lines), mean / ENOUGH, letters)


def _words(table: str) -> list[_Word]:
    """The rows of Tesseract's table that are words: level, page, block, paragraph, line, word, box, sureness, text."""
    found = []
    for row in table.splitlines():
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip():
            left, _top, width, height = map(int, cells[6:10])
            found.append(_Word(tuple(cells[1:5]), left, left + width, height, float(cells[10]), cells[11].strip()))
    return found


def _joined(words: Sequence[_Word]) -> str:
    height = max(word.height for word in words)
    line = words[0].text
    for before, word in pairwise(words):
        close = word.left - before.right < _GAP * height
        line += word.text if close and _is_unspaced(before.text[-1]) and _is_unspaced(word.text[0]) else f" {word.text}"
    return line


def _is_unspaced(letter: str) -> bool:
    return any(first <= ord(letter) <= last for first, last in _UNSPACED)
