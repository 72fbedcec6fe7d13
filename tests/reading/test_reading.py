"""Pictures are read with the real Tesseract, whatever they look like; what is no picture gets an answer too."""

import logging
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from bot.domain.inbound import Trouble
from bot.library.assets import find_root, locales_folder
from bot.library.register import load_languages
from bot.reading.packs import installed, missing, tesseract
from bot.reading.reader import WorkerReader
from tests.reading.drawing import ADVERT, as_file, drawn

pytestmark = pytest.mark.slow

LANGUAGES = load_languages(locales_folder(find_root()))


@pytest.fixture
def reader() -> WorkerReader:
    program = tesseract()
    assert program is not None, "./run test installs Tesseract"
    return WorkerReader(program, LANGUAGES)


def test_every_language_has_its_pack_here() -> None:
    assert missing(LANGUAGES, installed(tesseract() or "")) == ()


def _shadowed() -> Image.Image:
    return Image.blend(drawn(), Image.linear_gradient("L").resize((1080, 1920)), 0.5)


def _bubbles() -> Image.Image:
    half = drawn(ink=240, paper=15)
    half.paste(drawn().crop((0, 350, 1080, 1920)), (0, 350))
    return half


@pytest.mark.parametrize(
    "image",
    [
        drawn(),
        drawn().rotate(90, expand=True),
        drawn().rotate(180),
        drawn().rotate(270, expand=True),
        drawn(ink=230, paper=20),
        drawn(ink=150, paper=120),
        drawn().resize((432, 768)),
        _shadowed(),
        _bubbles(),
    ],
    ids=["plain", "on its side", "upside down", "on its other side", "dark", "pale", "small", "in a shadow", "chat bubbles"],
)
async def test_an_advert_is_read_however_it_looks(reader: WorkerReader, image: Image.Image) -> None:
    read = await reader.read(as_file(image), "en")
    assert [line for line in ADVERT if line not in read.text] == []


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_a_file_is_told_by_its_content(reader: WorkerReader, kind: str) -> None:
    assert ADVERT[1] in (await reader.read(as_file(drawn(), kind), None)).text


async def test_a_camera_that_was_held_upside_down_says_so_in_its_file(reader: WorkerReader) -> None:
    exif = Image.Exif()
    exif[0x0112] = 3
    assert ADVERT[1] in (await reader.read(as_file(drawn().rotate(180), "JPEG", exif=exif), "en")).text


WORDS = {
    "ar": ("بدون خبرة", "تذكرة مجانية وسكن مجاني"),
    "hi": ("थाईलैंड में डाटा एंट्री की नौकरी", "अनुभव की जरूरत नहीं"),
    "km": ("មិនត្រូវការបទពិសោធន៍", "ស្នាក់នៅឥតគិតថ្លៃ"),
    "my": ("အတွေ့အကြုံမလိုပါ", "နေစရာအခမဲ့"),
    "th": ("รับสมัครงานด่วน", "ไม่ต้องมีประสบการณ์"),
    "zh-Hans": ("无需经验", "包吃包住"),
}


@pytest.mark.parametrize("language", WORDS)
async def test_every_script_is_read_as_its_people_write_it(reader: WorkerReader, language: str) -> None:
    read = await reader.read(as_file(drawn(WORDS[language] * 3, language=language)), language)
    assert [line for line in WORDS[language] if line not in read.text] == []


async def test_somebody_may_send_a_picture_in_another_language_than_their_own(reader: WorkerReader) -> None:
    read = await reader.read(as_file(drawn(WORDS["th"] * 3, language="th")), "en")
    assert WORDS["th"][0] in read.text


def _bomb() -> bytes:
    """A few kilobytes that say they are a picture of 25 billion points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 160_000, 160_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1_000_000))) + chunk(b"IEND", b"")
    )


def _pdf(pages: int = 1, more: str = "") -> bytes:
    """A PDF with the advert's words on each page."""
    shown = " ".join(f"(page {{}} {line}) Tj T*" for line in ADVERT)
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for page in range(1, pages + 1):
        words = f"BT /F 12 Tf 14 TL 40 700 Td {shown.replace('{}', str(page))} ET"
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        box = "/MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {number + 1} 0 R >>")
        objects.append(f"<< /Length {len(words)} >>\nstream\n{words}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {pages} >>"
    file, places = "%PDF-1.4\n", ""
    for number, content in enumerate(objects, 1):
        places += f"{len(file):010} 00000 n \n"
        file += f"{number} 0 obj\n{content}\nendobj\n"
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{places}"
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {more} >>\nstartxref\n{len(file)}\n%%EOF\n"
    return (file + table + trailer).encode()


LOCK = f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'00' * 32}>/U<{'00' * 32}>>>/ID[<00><00>]"


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (as_file(Image.effect_mandelbrot((800, 800), (-3, -2.5, 2, 2.5), 80)), Trouble.NO_WORDS),
        (as_file(Image.new("RGBA", (900, 900))), Trouble.NO_WORDS),
        (as_file(Image.new("L", (5, 5))), Trouble.NO_WORDS),
        (_bomb(), Trouble.TOO_LARGE),
        (as_file(drawn())[:900], Trouble.UNKNOWN),
        (as_file(drawn(), "GIF"), Trouble.UNKNOWN),
        (_pdf(more=LOCK), Trouble.LOCKED),
        (as_file(Image.new("L", (800, 800), 255), "PDF"), Trouble.NO_WORDS),
        (b"%PDF-1.7 and then nothing", Trouble.UNKNOWN),
        (b"PK\x03\x04 nothing like a picture", Trouble.UNKNOWN),
        (b"", Trouble.UNKNOWN),
    ],
    ids=[
        "a drawing",
        "transparent",
        "tiny",
        "a bomb",
        "cut off",
        "another kind",
        "locked",
        "an empty page",
        "no pdf",
        "another file",
        "nothing",
    ],
)
async def test_what_cannot_be_read_is_told_by_its_reason(reader: WorkerReader, data: bytes, trouble: Trouble) -> None:
    read = await reader.read(data, "en")
    assert (read.text, read.trouble) == ("", trouble)


async def test_a_pdf_is_read_as_it_is_written(reader: WorkerReader) -> None:
    read = await reader.read(_pdf(), "en")
    assert [line for line in ADVERT if f"page 1 {line}" not in read.text] == []
    assert not read.partly


async def test_a_scan_in_a_pdf_is_read_like_a_picture(reader: WorkerReader) -> None:
    read = await reader.read(as_file(drawn(), "PDF"), "en")
    assert [line for line in ADVERT if line not in read.text] == []


async def test_of_a_long_contract_the_first_pages_are_read_and_it_is_said(reader: WorkerReader) -> None:
    read = await reader.read(_pdf(pages=50), "en")
    assert "page 5 URGENT" in read.text
    assert "page 6 URGENT" not in read.text
    assert read.partly


async def test_no_word_of_a_picture_reaches_a_log(reader: WorkerReader, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    read = await reader.read(as_file(drawn(("Zanzibarina calls", "number 77123456789"))), "en")
    assert "Zanzibarina" in read.text
    assert "Zanzibarina" not in repr(read)
    logged = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert "Zanzibarina" not in logged
    assert "77123456789" not in logged


def test_the_setup_installs_just_the_packs_of_the_register() -> None:
    script = (Path(__file__).parents[2] / "run").read_text()
    listed = script.partition("tesseract-ocr-{")[2].partition("}")[0].split(",")
    assert {f"tesseract-ocr-{pack}" for pack in listed} == set(missing(LANGUAGES, ()))
