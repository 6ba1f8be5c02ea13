"""What only a gateway of this key file can write and read: short texts sealed with AES-256-GCM, for addresses and for rows that others may see.

text = sealer.seal(b"…", about=b"page")
sealer.open(text, about=b"page")        # None: not ours, altered, or sealed for something else
"""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Callable, Sequence
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES: Final = 12


class Sealer:
    """Seals with the first of the keys of this moment, accepts all: so they can be changed while sealed texts are about. A key has 32 bytes."""

    def __init__(self, keys: Callable[[], Sequence[bytes]]) -> None:
        self._keys = keys

    def seal(self, raw: bytes, *, about: bytes) -> str:
        """In base64url. What is sealed `about` one thing opens as nothing else."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return _text(nonce + AESGCM(self._keys()[0]).encrypt(nonce, raw, about))

    def open(self, text: str, *, about: bytes) -> bytes | None:
        """What was sealed; None alike for whatever is wrong with it. Another spelling of the same bytes is wrong, too."""
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except (binascii.Error, ValueError):
            return None
        return self._opened(raw, about) if _text(raw) == text else None

    def _opened(self, raw: bytes, about: bytes) -> bytes | None:
        for key in self._keys():
            try:
                return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], about)
            except (InvalidTag, ValueError):  # too short, too
                continue
        return None


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
