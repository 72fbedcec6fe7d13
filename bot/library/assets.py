"""Where content and catalogues lie: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from bot.errors import ContentError

_PACKAGE = Path(__file__).resolve().parent.parent


def find_root(given: Path | None = None) -> Path:
    """The folder with `content/` and `locales/`: the given one, else the repository's, else the wheel's.

    Raises ContentError when there is none.
    """
    places = (given,) if given is not None else (_PACKAGE.parent, _PACKAGE / "assets")
    for place in places:
        if (place / "content").is_dir():
            return place
    tried = " or ".join(str(place) for place in places)
    raise ContentError([f"no folder content/ in {tried}"])


def content_folder(root: Path) -> Path:
    """Where the facts lie."""
    return root / "content"


def locales_folder(root: Path) -> Path:
    """Where the catalogues lie."""
    return root / "locales"
