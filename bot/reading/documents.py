"""The words of a PDF: as they stand in it, or read from its pages where these are pictures. Only the worker loads this."""

from collections.abc import Callable
from io import BytesIO
from typing import NamedTuple

import pypdfium2
from PIL import Image

from bot.domain.inbound import Trouble
from bot.reading.prepare import Unfit, grey

MOST_PAGES = 5
# Fewer letters than this on a page are a page number or a stamp on a scan.
_FEWEST_LETTERS = 20
_SHORT_SIDE, _LONG_SIDE = 1440, 4000
_PASSWORD = 4


class Document(NamedTuple):
    """What was read. `partly`: it has more pages."""

    text: str
    partly: bool


def is_pdf(data: bytes) -> bool:
    """Told by its content; readers allow for some bytes in front of the mark."""
    return b"%PDF-" in data[:1024]


def words_of(data: bytes, read: Callable[[Image.Image], str]) -> Document:
    """The words of its first pages; `read` reads a page that is a picture. Raises Unfit."""
    try:
        with pypdfium2.PdfDocument(BytesIO(data)) as document:
            pages = [_page(document[number], read) for number in range(min(len(document), MOST_PAGES))]
            return Document("\n".join(filter(None, pages)), len(document) > MOST_PAGES)
    except pypdfium2.PdfiumError as error:
        raise Unfit(Trouble.LOCKED if error.err_code == _PASSWORD else Trouble.UNKNOWN) from None


def _page(page: pypdfium2.PdfPage, read: Callable[[Image.Image], str]) -> str:
    text = "\n".join(page.get_textpage().get_text_bounded().split("\r\n")).strip()
    if sum(letter.isalnum() for letter in text) >= _FEWEST_LETTERS:
        return text
    short, long = sorted(page.get_size())
    scale = min(_SHORT_SIDE / max(short, 1), _LONG_SIDE / max(long, 1))
    return read(grey(page.render(scale=scale).to_pil()))
