"""The fingerprint of an advert: MinHash over its letters, with a key.

Where the advert was copied, its pay or its number changed, or a sentence added, most of the fingerprint stays; without the
key nobody can tell whether a text that they have belongs to it.
"""

import re
from hashlib import blake2b

import numpy as np

from bot.domain.fingerprints import Fingerprint
from bot.understanding.normalise import normalise

PARTS = 16
# Pieces of so many letters: scripts without spaces have no words to take instead.
PIECE = 6
LONGEST = 4000
_DIGITS = re.compile(r"\d+")


class FingerprintReader:
    """Makes fingerprints with one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def read(self, text: str) -> Fingerprint | None:
        """The fingerprint of a text; None for one without letters and digits."""
        letters = _DIGITS.sub("0", normalise(text[:LONGEST]).text)
        if not letters:
            return None
        pieces = {letters[start : start + PIECE].encode() for start in range(max(1, len(letters) - PIECE + 1))}
        # One digest is as good as sixteen independent hashes of four bytes.
        digests = b"".join(blake2b(piece, key=self._key, digest_size=4 * PARTS).digest() for piece in pieces)
        least = np.frombuffer(digests, "<u4").reshape(-1, PARTS).min(axis=0)
        return Fingerprint(tuple(int(part) for part in least))
