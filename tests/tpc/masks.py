"""The masks of the worlds: as policy writes them, and as the SQL that somebody would write who had only read what they do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gateway.catalog.types import Type
from tests.engines.world import IPAD, OPAD


@dataclass(frozen=True, slots=True)
class Masked:
    """A mask, and SQL that gives what it shows of a column of some type, on Trino and on DuckDB."""

    text: str
    on_trino: Callable[[str, Type], str]
    on_duckdb: Callable[[str, Type], str]


def nothing() -> Masked:
    return Masked(
        "null", lambda column, type_: f"CAST(NULL AS {type_})", lambda column, type_: f"if(true, NULL, {column})"
    )


def constant(shown: str) -> Masked:
    return Masked(
        f"const:{shown}",
        lambda column, type_: f"CAST(if({column} IS NULL, NULL, '{shown}') AS {type_})",
        lambda column, type_: f"if({column} IS NULL, NULL, '{shown}')",
    )


def partial(head: int, tail: int) -> Masked:
    """Values that would hide less than half as many characters as they show are hidden whole."""
    least = head + tail + (head + tail + 1) // 2

    def shown(text: str) -> str:
        ending = f" || substr({text}, length({text}) - {tail - 1}, {tail})" if tail else ""
        kept = f"substr({text}, 1, {head}) || '****'{ending}"
        return f"CASE WHEN {text} IS NULL THEN NULL WHEN length({text}) < {least} THEN '***' ELSE {kept} END"

    return Masked(
        f"partial:{head}:{tail}",
        lambda column, type_: f"CAST({shown(f'trim(CAST({column} AS varchar))')} AS {type_})",
        lambda column, type_: shown(f"trim({column})"),
    )


def band(width: int) -> Masked:
    def shown(column: str, type_: Type) -> str:
        return f"CAST(floor(CAST({column} AS double) / {width}) * {width} AS {type_})"

    return Masked(f"generalize:number:{width}", shown, shown)


def month() -> Masked:
    def shown(column: str, type_: Type) -> str:
        return f"CAST(date_trunc('month', {column}) AS date)"

    return Masked("generalize:month", shown, shown)


def token(key: str) -> Masked:
    """HMAC-SHA256 under the tests' key of the trimmed text in lower case, in the alphabet of web addresses, without filling."""

    def on_trino(column: str, type_: Type) -> str:
        text = f"to_utf8(lower(trim(CAST({column} AS varchar))))"
        hashed = f"sha256(X'{OPAD.hex()}' || sha256(X'{IPAD.hex()}' || {text}))"
        return f"CAST(rtrim(replace(to_base64url({hashed}), '=', ' ')) AS varchar(43))"

    def on_duckdb(column: str, type_: Type) -> str:
        text = f"encode(lower(trim({column})))"
        inner = f"unhex(sha256(unhex('{IPAD.hex()}') || {text}))"
        hashed = f"unhex(sha256(unhex('{OPAD.hex()}') || {inner}))"
        return f"rtrim(translate(to_base64({hashed}), '+/', '-_'), '=')"

    return Masked(f"token:{key}", on_trino, on_duckdb)
