"""Draws the pictures that the tests have read: an advert as a phone shows it."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

NOTO = Path("/usr/share/fonts/truetype/noto")
FONTS = {
    "": NOTO / "NotoSans-Regular.ttf",
    "ar": NOTO / "NotoSansArabic-Regular.ttf",
    "hi": NOTO / "NotoSansDevanagari-Regular.ttf",
    "km": NOTO / "NotoSansKhmer-Regular.ttf",
    "my": NOTO / "NotoSansMyanmar-Regular.ttf",
    "th": NOTO / "NotoSansThai-Regular.ttf",
    "zh-Hans": Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
}
ADVERT = (
    "URGENT HIRING",
    "Customer service in Thailand",
    "Salary 1500 USD a month",
    "No experience needed",
    "Free flight and accommodation",
    "Company will pick you up in Mae Sot",
)


def drawn(
    lines: Sequence[str] = ADVERT, *, language: str = "", ink: int = 20, paper: int = 255, size: int = 40
) -> Image.Image:
    """Lines of text on a page as large as a phone's screen."""
    page = Image.new("L", (1080, 1920), paper)
    font = ImageFont.truetype(FONTS.get(language, FONTS[""]), size)
    for number, line in enumerate(lines):
        ImageDraw.Draw(page).text((60, 200 + number * 2 * size), line, font=font, fill=ink)
    return page


def as_file(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """The picture as bytes of a file."""
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
