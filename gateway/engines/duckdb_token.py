"""The engine's own function: HMAC-SM3 of a text under a key given as its two pads (ipad block || opad block), base64url without padding."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, Final

import duckdb
import pyarrow as pa
from cryptography.hazmat.primitives import hashes
from duckdb.func import FunctionNullHandling, PythonUDFType

BLOCK: Final = 64
NAME: Final = "huiliu_hmac_sm3"
_BUILT_IN: Final = "sm3" in hashlib.algorithms_available


def _sm3(*parts: bytes) -> bytes:
    if _BUILT_IN:
        return hashlib.new("sm3", b"".join(parts)).digest()
    digest = hashes.Hash(hashes.SM3())
    for part in parts:
        digest.update(part)
    return digest.finalize()


def hmac_sm3(pads: bytes, text: str) -> str:
    """The token of one text: 43 characters."""
    if len(pads) != 2 * BLOCK:
        raise ValueError("a key is two blocks of 64 bytes")
    inner = _sm3(pads[:BLOCK], text.encode())
    return base64.urlsafe_b64encode(_sm3(pads[BLOCK:], inner)).rstrip(b"=").decode()


def _column(keys: Any, texts: Any) -> Any:
    """A batch at a time; the key is mostly one value for all rows, but nothing relies on it."""
    tokens = [
        None if key is None or text is None else hmac_sm3(key, text)
        for key, text in zip(keys.to_pylist(), texts.to_pylist(), strict=True)
    ]
    return pa.array(tokens, pa.string())


def register(connection: duckdb.DuckDBPyConnection) -> None:
    """Before the instance is locked."""
    connection.create_function(
        NAME,
        _column,
        ["BLOB", "VARCHAR"],
        "VARCHAR",
        type=PythonUDFType.ARROW,
        null_handling=FunctionNullHandling.SPECIAL,
    )
