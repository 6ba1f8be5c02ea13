"""Rows of the function table that only policy SQL and masks may call: keyed tokens.

The key argument is printed as `$name` and bound by the engine: a BLOB of 128 bytes, the two padded keys of HMAC one after the other
(key XOR 0x36…, key XOR 0x5c…), so that the digest needs nothing but the engine's own hash, and the key itself is never there.
"""

from __future__ import annotations

from typing import Final

from gateway.pipeline.functions.entry import TOTAL, F, Row

_INNER: Final = "unhex(sha256(array_slice($1, 1, 64) || encode($2)))"
_OUTER: Final = f"unhex(sha256(array_slice($1, 65, 128) || {_INNER}))"
_TOKEN: Final = f"rtrim(translate(to_base64({_OUTER}), '+/', '-_'), '=')"

ROWS: Final[tuple[Row, ...]] = (
    F("huiliu_token", "varchar, varchar -> varchar(43)", TOTAL, _TOKEN, internal=True),
    # The engine registers this function: DuckDB has no SM3.
    F("huiliu_token_sm3", "varchar, varchar -> varchar(43)", TOTAL, "huiliu_hmac_sm3($1, $2)", internal=True),
)
