"""Sealed fields: what a stolen database file must not tell is encrypted, what it is looked up by is a keyed digest."""

import os
from hashlib import blake2b
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.domain.inbound import PersonRef

NONCE = 12
KEY_BYTES = 32
# In the data folder.
KEY_FILE = "key"


class Sealer:
    """Seals bytes with AES-256-GCM and makes keyed digests. One key; its uses are kept apart by derivation."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(blake2b(b"seal", key=key, digest_size=KEY_BYTES).digest())
        self._lookup = blake2b(b"lookup", key=key, digest_size=KEY_BYTES).digest()
        self.fingerprints = blake2b(b"fingerprints", key=key, digest_size=KEY_BYTES).digest()
        """The key that fingerprints of adverts are made with."""

    def seal(self, plain: bytes, purpose: bytes) -> bytes:
        """Encrypt. `purpose` (the column's name) is bound to it: a sealed value does not open in another column."""
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, purpose)

    def open(self, sealed: bytes, purpose: bytes) -> bytes:
        """Decrypt; raises cryptography's InvalidTag for another key, another purpose or a changed value."""
        return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], purpose)

    def digest(self, *parts: str) -> bytes:
        """A keyed digest of 16 bytes: equal parts give equal digests, and nobody without the key can test a guess."""
        text = "\x1f".join(parts).encode("utf-8", "surrogatepass")
        return blake2b(text, key=self._lookup, digest_size=16).digest()


def key_from(configured: str | None, file: Path) -> bytes:
    """The key: 64 hexadecimal digits from the environment, else from `file`, which is made on the first start.

    Raises ValueError when what is there is not such a key.
    """
    if configured:
        return _parse(configured)
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        # Exclusive and private: two processes that start together must not make two keys.
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return key_from(None, file)
        with os.fdopen(handle, "w") as out:
            out.write(os.urandom(KEY_BYTES).hex())
            # Nothing may be sealed with a key that a power cut takes away again.
            out.flush()
            os.fsync(out.fileno())
    return _parse(file.read_text())


def _parse(text: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError("the key must be 64 hexadecimal digits")
    return key


def person_key(sealer: Sealer, ref: PersonRef) -> bytes:
    """By what a person is found."""
    return sealer.digest("person", ref.channel, ref.address)
