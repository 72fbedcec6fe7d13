"""Burmese in the Zawgyi encoding, which many phones still write: other letters for the same code points. Read as Unicode.

Google's myanmartools tells the two apart, ICU's own rules convert; both are loaded when they are first needed.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icu import Transliterator
    from myanmartools import ZawgyiDetector

# myanmartools' own advice: below 0.05 it is Unicode, above 0.95 Zawgyi, between them it cannot be told.
ZAWGYI_FROM = 0.95
ENOUGH_TO_TELL = 1000
_BURMESE = re.compile("[\u1000-\u109f]")


def to_unicode(text: str) -> str:
    """The text with Zawgyi converted; any other text as it is."""
    if not _BURMESE.search(text) or _detector().get_zawgyi_probability(text[:ENOUGH_TO_TELL]) < ZAWGYI_FROM:
        return text
    converted: str = _converter().transliterate(text)
    return converted


@cache
def _detector() -> "ZawgyiDetector":
    from myanmartools import ZawgyiDetector

    return ZawgyiDetector()


@cache
def _converter() -> "Transliterator":
    from icu import Transliterator

    return Transliterator.createInstance("Zawgyi-my")
