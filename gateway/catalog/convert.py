"""Reading dirty text as a Trino type, totally: what Trino's `TRY(CAST(text AS type))` gives, for columns with `Read.CONVERT`.

DuckDB's own TRY_CAST is more generous than Trino's cast ('1.5' is a bigint, '0x1F', '1_000', 'yes', 'epoch', '2024/01/05' …), so a pattern
says first what Trino would read. And it trusts its strings: bytes that are not UTF-8, which SQLite keeps in any column, make `trim` and other
functions fail or worse, so every text passes `TRY(decode(encode(…)))` first, which gives NULL for them.
"""

from __future__ import annotations

from typing import Final

from gateway.catalog.types import Type

_BLANK: Final = r"[\t\n\f\r ]*"
_NUMBER: Final = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"
_DAY: Final = r"[0-9]{1,4}-[0-9]{1,2}-[0-9]{1,2}"
_CLOCK: Final = r"([01]?[0-9]|2[0-3]):[0-5]?[0-9](:[0-5]?[0-9](\.[0-9]+)?)?"
_UUID: Final = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"

PATTERNS: Final = {
    "tinyint": r"[+-]?[0-9]+",
    "smallint": r"[+-]?[0-9]+",
    "integer": r"[+-]?[0-9]+",
    "bigint": r"[+-]?[0-9]+",
    "decimal": _NUMBER,
    "real": f"{_BLANK}({_NUMBER}|[+-]?(NaN|Infinity)){_BLANK}",
    "double": f"{_BLANK}({_NUMBER}|[+-]?(NaN|Infinity)){_BLANK}",
    "date": f"{_BLANK}{_DAY}{_BLANK}",
    "timestamp": f"{_BLANK}[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}( {_CLOCK})?{_BLANK}",
    "time": f"{_BLANK}{_CLOCK}{_BLANK}",
    "uuid": _UUID,
}

CONVERTIBLE: Final = frozenset({*PATTERNS, "boolean", "varchar", "varbinary"})


def convertible(type_: Type) -> bool:
    """Whether text can be read as this type."""
    precise = type_.base != "timestamp" or type_.precision in (0, 3, 6)
    return type_.base in CONVERTIBLE and precise and (type_.base != "time" or type_.precision <= 6)


def convert_expression(identifier_sql: str, type: Type) -> str:
    """SQL that reads the text column as `type`; NULL for what does not convert; never fails.

    >>> from gateway.catalog.types import VARCHAR
    >>> convert_expression('"c"', VARCHAR)
    'TRY(decode(encode("c")))'
    """
    if not convertible(type):
        raise ValueError(f"text cannot be read as {type}")
    text = f"TRY(decode(encode({identifier_sql})))"
    match type.base:
        case "varbinary":
            return f"encode({identifier_sql})"
        case "varchar":
            return text if type.length is None else f"left({text}, {type.length})"
        case "boolean":
            yes, no = (f"regexp_full_match({text}, '(?i){words}')" for words in ("t|true|1", "f|false|0"))
            return f"CASE WHEN {yes} THEN true WHEN {no} THEN false END"
        case base:
            return f"CASE WHEN regexp_full_match({text}, '{PATTERNS[base]}') THEN {_cast(text, type)} END"


def _cast(text: str, type_: Type) -> str:
    match type_.base:
        case "decimal":
            return f"TRY_CAST({text} AS DECIMAL({type_.precision}, {type_.scale}))"
        case "date" | "time":
            return f"TRY_CAST(trim({text}, {_BLANKS}) AS {type_.base.upper()})"
        case "timestamp":
            moment = f"TRY_CAST(trim({text}, {_BLANKS}) AS TIMESTAMP)"
            # Trino rounds half up; DuckDB's date_trunc cuts.
            match type_.precision:
                case 0:
                    return f"date_trunc('second', {moment} + INTERVAL 500000 MICROSECOND)"
                case 3:
                    return f"date_trunc('millisecond', {moment} + INTERVAL 500 MICROSECOND)"
                case _:
                    return moment
        case "double" | "real":
            name = "DOUBLE" if type_.base == "double" else "FLOAT"
            return f"TRY_CAST(trim({text}, {_BLANKS}) AS {name})"
        case base:
            return f"TRY_CAST({text} AS {base.upper()})"


_BLANKS: Final = "chr(9) || chr(10) || chr(12) || chr(13) || ' '"
