"""Which casts Trino has, which of them can fail, and how DuckDB does them exactly.

A cast that is not listed does not exist (TYPE_MISMATCH). A form of None means that the embedded engine can not do it as Trino
does (GW402): doubles print differently, times with a zone keep no zone there.
"""

from __future__ import annotations

from typing import Final

from gateway.catalog.types import Type
from gateway.pipeline.bound import Constant
from gateway.pipeline.functions.castrule import DIGITS, SAME, CastRule, rounded
from gateway.pipeline.functions.coercion import untoken
from gateway.pipeline.functions.duckdb_types import duckdb_type
from gateway.pipeline.functions.template import fail
from gateway.pipeline.functions.textcasts import from_text, to_text

_FLOATS: Final = ("real", "double")


def cast_rule(source: Type, target: Type, *, constant: Constant | None = None) -> CastRule | None:
    """The rule for CAST(source AS target), or None when Trino has no such cast.

    >>> from gateway.catalog.types import BIGINT, INTEGER, VARCHAR, varchar
    >>> cast_rule(INTEGER, BIGINT)
    CastRule(total=True, duckdb='CAST($1 AS BIGINT)')
    >>> cast_rule(VARCHAR, varchar(3))
    CastRule(total=True, duckdb='left($1, 3)')
    """
    source, target = untoken(source), untoken(target)
    if source == target:
        return SAME
    if source.base == "unknown":
        return CastRule(True, f"CAST($1 AS {duckdb_type(target)})")
    if source.base in ("array", "map", "row") and target.base == source.base:
        return _nested(source, target)
    match source.base, target.base:
        case _, "json":
            return _to_json(source)
        case "json", _:
            return _from_json(target)
        case _, "varchar" | "char":
            return to_text(source, target)
        case "varchar", _:
            return from_text(target)
        case "char", _:
            return None
        case ("boolean", base) if base in (*DIGITS, *_FLOATS, "decimal"):
            return CastRule(base != "decimal" or target.precision > target.scale, _plain(target))
        case (base, "boolean") if base in (*DIGITS, *_FLOATS, "decimal"):
            return CastRule(True, "($1 <> 0)")
        case (base, other) if base in (*DIGITS, "decimal", *_FLOATS) and other in (*DIGITS, "decimal", *_FLOATS):
            return _number(source, target)
        case _:
            return _moment(source, target)


def _plain(target: Type) -> str:
    return f"CAST($1 AS {duckdb_type(target)})"


# --- numbers -------------------------------------------------------------------------------------


def _number(source: Type, target: Type) -> CastRule:
    match source.base, target.base:
        case (a, b) if a in DIGITS and b in DIGITS:
            return CastRule(DIGITS[a] < DIGITS[b], _plain(target))
        case (a, "decimal") if a in DIGITS:
            return CastRule(target.precision - target.scale >= DIGITS[a], _plain(target))
        case (a, b) if a in DIGITS and b in _FLOATS:
            return CastRule(True, _plain(target))
        case "decimal", "decimal":
            # One more whole digit than needed when rounding can carry into it.
            carry = 1 if target.scale < source.scale else 0
            room = target.precision - target.scale - (source.precision - source.scale)
            return CastRule(room >= carry, _plain(target))
        case ("decimal", b) if b in DIGITS:
            carry = 1 if source.scale else 0
            return CastRule(DIGITS[b] - 1 >= source.precision - source.scale + carry, _plain(target))
        case "decimal", "double":
            # Beyond 53 bits only text is read with one rounding.
            return CastRule(True, _plain(target) if source.precision <= 15 else "CAST(CAST($1 AS VARCHAR) AS DOUBLE)")
        case "decimal", "real":
            return CastRule(True, _plain(target) if source.precision <= 7 else "CAST(CAST($1 AS VARCHAR) AS FLOAT)")
        case ("real" | "double", b) if b in DIGITS:
            # DuckDB rounds halves to even in the cast, away from zero in round().
            return CastRule(False, f"CAST(round($1) AS {duckdb_type(target)})")
        case (("real" | "double"), "decimal"):
            # Trino rounds the shortest decimal text of the number, not its binary value.
            # DuckDB misreads texts with negative exponents, which only numbers that small have.
            text = f"CASE WHEN abs($1) < 0.0001 THEN 0 ELSE CAST(CAST($1 AS VARCHAR) AS {duckdb_type(target)}) END"
            return CastRule(False, f"CAST({text} AS {duckdb_type(target)})" if target.scale <= 3 else None)
        case "real", _:
            return CastRule(True, _plain(target))
        case _:
            return CastRule(False, _plain(target))


# --- dates and times -----------------------------------------------------------------------------


def _moment(source: Type, target: Type) -> CastRule | None:
    match source.base, target.base:
        case "date", "timestamp":
            return CastRule(False, _plain(target) if target.precision <= 6 else None)
        case "timestamp", "date":
            return CastRule(True, "CAST($1 AS DATE)")
        case "timestamp", "timestamp":
            if source.precision <= target.precision <= 6:
                return SAME
            return CastRule(False, rounded(target.precision) if source.precision <= 6 else None)
        case "timestamp", "time":
            # Trino's own answer before 1970 is a second off where there is a fraction.
            return CastRule(True, "CAST($1 AS TIME)" if source.precision == target.precision == 0 else None)
        case "time", "time":
            return SAME if source.precision <= target.precision <= 6 else CastRule(False, None)
        case "timestamp with time zone", "timestamp with time zone":
            return SAME if source.precision <= target.precision <= 6 else CastRule(False, None)
        case "date", "time" | "time with time zone":
            return None
        case (
            "date" | "timestamp" | "timestamp with time zone",
            "timestamp with time zone" | "date" | "timestamp" | "time" | "time with time zone",
        ) | ("time" | "time with time zone", "time with time zone" | "time" | "timestamp" | "timestamp with time zone"):
            # The answer depends on the session's or the value's zone, which DuckDB does not know.
            return CastRule(False, None)
        case "varbinary", "uuid":
            return CastRule(False, None)
        case "uuid", "varbinary":
            return CastRule(True, None)
        case _:
            return None


# --- JSON ----------------------------------------------------------------------------------------


_FAR: Final = r"regexp_matches($1, '[^\x{0}-\x{FFFF}]')"
_HALVES: Final = (
    # Trino's writer escapes what takes two UTF-16 units, both of them.
    "CAST(array_to_string(list_transform(regexp_extract_all(CAST(to_json($1) AS VARCHAR), '(?s).'), lambda $v_c: CASE WHEN unicode($v_c) > 65535 "
    r"THEN printf('\u%04X\u%04X', 55296 + (unicode($v_c) - 65536) // 1024, 56320 + (unicode($v_c) - 65536) % 1024) ELSE $v_c END), '') AS JSON)"
)


def _to_json(source: Type) -> CastRule | None:
    match source.base:
        case "boolean" | "tinyint" | "smallint" | "integer" | "bigint":
            return CastRule(True, "CASE WHEN $1 IS NOT NULL THEN to_json($1) END")
        case "varchar":
            return CastRule(True, f"CASE WHEN {_FAR} THEN {_HALVES} WHEN $1 IS NOT NULL THEN to_json($1) END")
        case "array" | "map" | "row" | "decimal" | "real" | "double" | "date" | "timestamp":
            return CastRule(False, None)
        case _:
            return None


def _from_json(target: Type) -> CastRule | None:
    match target.base:
        case "varchar" if target.length is None:
            text = f"CASE json_type($1) WHEN 'VARCHAR' THEN ($1 ->> '$') WHEN 'BOOLEAN' THEN ($1 ->> '$') WHEN 'NULL' THEN NULL ELSE {_whole_json(target)} END"
            return CastRule(False, text)
        case "bigint" | "integer":
            return CastRule(False, f"CASE json_type($1) WHEN 'NULL' THEN NULL ELSE {_whole_json(target)} END")
        case "boolean":
            return CastRule(
                False,
                f"CASE json_type($1) WHEN 'BOOLEAN' THEN CAST(($1 ->> '$') AS BOOLEAN) WHEN 'NULL' THEN NULL ELSE {fail(target, 'not a boolean')} END",
            )
        case "array" | "map" | "row" | "decimal" | "double" | "real" | "varchar" | "smallint" | "tinyint":
            return CastRule(False, None)
        case _:
            return None


def _whole_json(target: Type) -> str:
    """A whole JSON number; anything else fails."""
    text = "regexp_extract(($1 ->> '$'), '^-?[0-9]+$')"
    whole = f"CAST({text} AS BIGINT)"
    return f"CAST({whole} AS {duckdb_type(target)})"


# --- arrays, maps, rows --------------------------------------------------------------------------


def _nested(source: Type, target: Type) -> CastRule | None:
    if len(source.parameters) != len(target.parameters):
        return None
    rules: list[CastRule] = []
    for one, other in zip(source.parameters, target.parameters, strict=True):
        assert isinstance(one, Type)
        assert isinstance(other, Type)
        rule = cast_rule(one, other)
        if rule is None:
            return None
        rules.append(rule)
    total = all(rule.total for rule in rules) and source.base != "map"
    if any(rule.duckdb is None for rule in rules):
        return CastRule(total, None)
    same = all(rule == SAME for rule in rules)
    if same and duckdb_type(source) == duckdb_type(target):
        return SAME
    match source.base:
        case "array":
            element = (rules[0].duckdb or "").replace("$1", "$v_e")
            return CastRule(total, f"list_transform($1, lambda $v_e: {element})")
        case "row":
            return CastRule(total, _struct(target, rules))
        case _:
            key, value = (
                (rule.duckdb or "").replace("$1", f"$v_e['{part}']")
                for rule, part in zip(rules, ("key", "value"), strict=True)
            )
            pairs = f"list_transform(map_entries($1), lambda $v_e: {{'key': {key}, 'value': {value}}})"
            return CastRule(total, f"map_from_entries({pairs})")


def _struct(target: Type, rules: list[CastRule]) -> str:
    fields: list[str] = []
    for index, rule in enumerate(rules):
        name = (target.fields[index] or f"field{index}").replace("'", "''")
        value = (rule.duckdb or "").replace("$1", f"struct_extract_at($1, {index + 1})")
        fields.append(f"'{name}': {value}")
    return f"CASE WHEN $1 IS NOT NULL THEN {{{', '.join(fields)}}} END"
