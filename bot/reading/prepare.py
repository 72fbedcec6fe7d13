"""From a file's bytes to pictures that are easy to read: upright, grey, dark words on white. Only the worker loads this."""

from io import BytesIO

from PIL import Image, ImageChops, ImageFilter, ImageOps, UnidentifiedImageError

from bot.domain.inbound import Trouble

# What messengers and screenshots are made of. Everything else that Pillow could open stays closed.
FORMATS = ("PNG", "JPEG", "WEBP")
MOST_PIXELS = 60_000_000
SMALLEST_SIDE = 24

# Letters of some scripts are read far better at twice the size in which messengers send them.
_SHORT_SIDE = 1440
_MOST_ENLARGED = 2.0
# Reading takes time by the pixel.
_MOST_READ = 8_000_000
# A background is what most of a neighbourhood looks like, once its letters are too small to count.
_BLOCK, _NEIGHBOURS = 16, 9


class Unfit(Exception):
    """This cannot be read; `why` is for the person."""

    def __init__(self, why: Trouble) -> None:
        super().__init__(why)
        self.why = why


def picture(data: bytes) -> Image.Image:
    """The picture in these bytes, told by its content, upright and grey. Raises Unfit."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        opened = Image.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        raise Unfit(Trouble.UNKNOWN) from None
    except (OSError, Image.DecompressionBombError):
        raise Unfit(Trouble.TOO_LARGE) from None
    if opened.width * opened.height > MOST_PIXELS:
        raise Unfit(Trouble.TOO_LARGE)
    if min(opened.size) < SMALLEST_SIDE:
        raise Unfit(Trouble.NO_WORDS)
    # A camera's picture is decoded at half its size or less where that is enough; others do not know this.
    opened.draft("L", (_SHORT_SIDE, _SHORT_SIDE))
    try:
        return grey(ImageOps.exif_transpose(opened))
    except (OSError, ValueError, SyntaxError):
        # Cut off or damaged: what Pillow raises for that differs with the format.
        raise Unfit(Trouble.UNKNOWN) from None


def grey(image: Image.Image) -> Image.Image:
    """Grey; what is transparent becomes white."""
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert("L")


def readable(image: Image.Image) -> Image.Image:
    """Dark words on white, large enough, whatever was behind them: dark mode, chat bubbles, a shadow on a poster."""
    scale = min(_MOST_ENLARGED, max(1.0, _SHORT_SIDE / min(image.size)))
    scale = min(scale, (_MOST_READ / (image.width * image.height)) ** 0.5)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    image = image.resize(size, Image.Resampling.LANCZOS) if size != image.size else image
    blocks = (max(1, image.width // _BLOCK), max(1, image.height // _BLOCK))
    background = image.resize(blocks, Image.Resampling.BOX).filter(ImageFilter.MedianFilter(_NEIGHBOURS))
    words = ImageChops.difference(image, background.resize(image.size, Image.Resampling.BILINEAR))
    return ImageOps.invert(ImageOps.autocontrast(words, cutoff=(0, 0.5)))


def fullest_strip(image: Image.Image, height: int) -> Image.Image:
    """The strip of a readable picture that has most written on it."""
    if image.height <= height:
        return image
    rows = image.resize((1, image.height), Image.Resampling.BOX).tobytes()
    step = height // 8
    tops = range(0, image.height - height + 1, step)
    top = min(tops, key=lambda start: sum(rows[start : start + height]))
    return image.crop((0, top, image.width, top + height))
