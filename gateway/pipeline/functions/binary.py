"""Rows of the function table: bytes, encodings, digests, URLs."""

from __future__ import annotations

from typing import Final

from gateway.catalog.types import Type, varchar
from gateway.pipeline.functions.entry import FALLIBLE, TOTAL, F, Row
from gateway.pipeline.functions.forms import failing

_URL: Final = "replace(replace(replace(url_encode($1), '%20', '+'), '~', '%7E'), '%2A', '*')"


def _encoded_type(types: tuple[Type, ...]) -> Type:
    """Four bytes a character, three characters a byte."""
    length = types[0].length
    return varchar(None if length is None else length * 12)


_DECODED: Final = failing(
    "regexp_matches($1, '%(?:[^0-9A-Fa-f]|[0-9A-Fa-f][^0-9A-Fa-f]|[0-9A-Fa-f]?$)')",
    "not a valid encoded text",
    "url_decode(replace($1, '+', ' '))",
    1,
)
_HEX: Final = failing(
    "NOT regexp_full_match($1, '(?:[0-9A-Fa-f]{2})*')", "not hexadecimal digits in pairs", "unhex($1)", 1
)
_BASE64URL: Final = "translate(to_base64($1), '+/', '-_')"

ROWS: Final[tuple[Row, ...]] = (
    F("length", "varbinary -> bigint", TOTAL, "octet_length($1)"),
    F("to_utf8", "varchar(x) -> varbinary", TOTAL, "encode($1)"),
    # Trino replaces what is not UTF-8; DuckDB fails.
    F("from_utf8", "varbinary -> varchar", FALLIBLE, "decode($1)"),
    F("to_hex", "varbinary -> varchar", TOTAL, "hex($1)"),
    F("from_hex", "varchar(x) -> varbinary", FALLIBLE, _HEX),
    F("to_base64", "varbinary -> varchar", TOTAL, "to_base64($1)"),
    F("from_base64", "varchar(x) -> varbinary", FALLIBLE, "from_base64($1)"),
    F("to_base64url", "varbinary -> varchar", TOTAL, _BASE64URL),
    F("from_base64url", "varchar(x) -> varbinary", FALLIBLE, None),
    F("md5", "varbinary -> varbinary", TOTAL, "unhex(md5($1))"),
    F("sha1", "varbinary -> varbinary", TOTAL, "unhex(sha1($1))"),
    F("sha256", "varbinary -> varbinary", TOTAL, "unhex(sha256($1))"),
    F("sha512", "varbinary -> varbinary", TOTAL, None),
    F("crc32", "varbinary -> bigint", TOTAL, None),
    F("xxhash64", "varbinary -> varbinary", TOTAL, None),
    F("murmur3", "varbinary -> varbinary", TOTAL, None),
    *(F(f"hmac_{name}", "varbinary, varbinary -> varbinary", TOTAL, None) for name in ("md5", "sha1", "sha256", "sha512")),
    F("reverse", "varbinary -> varbinary", TOTAL, None),
    F("substr", "varbinary, bigint -> varbinary", TOTAL, None),
    F("substr", "varbinary, bigint, bigint -> varbinary", TOTAL, None),
    F("to_big_endian_64", "bigint -> varbinary", TOTAL, None),
    F("from_big_endian_64", "varbinary -> bigint", FALLIBLE, None),
    F("url_encode", "varchar(x) -> varchar", TOTAL, _URL, returns=_encoded_type),
    F("url_decode", "varchar(x) -> varchar(x)", FALLIBLE, _DECODED),
    *(F(f"url_extract_{part}", "varchar(x) -> varchar(x)", TOTAL, None) for part in ("fragment", "host", "path", "protocol", "query")),
    F("url_extract_parameter", "varchar(x), varchar(y) -> varchar(x)", TOTAL, None),
    F("url_extract_port", "varchar(x) -> bigint", TOTAL, None),
)  # fmt: skip
