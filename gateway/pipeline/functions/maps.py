"""Rows of the function table: maps. Keys are never NULL and never twice, on both engines."""

from __future__ import annotations

from typing import Final

from gateway.pipeline.functions.comparison import is_plain
from gateway.pipeline.functions.entry import FALLIBLE, TOTAL, F, Form, Row, Use
from gateway.pipeline.functions.forms import known


def _plain_key(form: str, *, entries: bool = False) -> Form:
    """For keys that both engines compare alike."""

    def chosen(use: Use) -> str | None:
        type_ = use.arguments[0]
        key = type_.element if type_.base in ("map", "array") else type_
        if type_.base == "array" and key.base == "row" and entries:
            key = key.element
        # Trino refuses keys with a NULL inside.
        return form if is_plain(key) and key.base not in ("row", "array", "map") else None

    return chosen


def _concatenated(use: Use) -> str | None:
    form = f"CASE WHEN {known(len(use.arguments))} THEN map_concat($*) END"
    return form if is_plain(use.arguments[0].element) else None


_VALUES: Final = "map_from_entries(list_transform(map_entries($1), lambda $v_e: {'key': $v_e['key'], 'value': $2($v_e['key'], $v_e['value'])}))"
_KEYS: Final = "map_from_entries(list_transform(map_entries($1), lambda $v_e: {'key': $2($v_e['key'], $v_e['value']), 'value': $v_e['value']}))"
_FILTER: Final = "map_from_entries(list_filter(map_entries($1), lambda $v_e: $2($v_e['key'], $v_e['value'])))"
_ENTRIES: Final = "list_transform(map_entries($1), lambda $v_e: {'field0': $v_e['key'], 'field1': $v_e['value']})"
_FROM: Final = "map_from_entries(list_transform($1, lambda $v_e: {'key': struct_extract_at($v_e, 1), 'value': struct_extract_at($v_e, 2)}))"
_TRANSFORMED: Final = f"CAST(CASE WHEN $1 IS NOT NULL THEN {_KEYS} END AS $return)"

ROWS: Final[tuple[Row, ...]] = (
    F("map", "array(K), array(V) -> map(K, V)", FALLIBLE, _plain_key(f"CASE WHEN {known(2)} THEN map($1, $2) END")),
    F("map", "-> map(unknown, unknown)", TOTAL, "CAST(MAP {} AS $return)"),
    F(
        "map_from_entries",
        "array(row(K, V)) -> map(K, V)",
        FALLIBLE,
        _plain_key(f"CASE WHEN $1 IS NOT NULL THEN {_FROM} END", entries=True),
    ),
    F("multimap_from_entries", "array(row(K, V)) -> map(K, array(V))", FALLIBLE, None),
    F("map_entries", "map(K, V) -> array(row(K, V))", TOTAL, f"CASE WHEN $1 IS NOT NULL THEN {_ENTRIES} END"),
    F("map_keys", "map(K, V) -> array(K)", TOTAL, "map_keys($1)"),
    F("map_values", "map(K, V) -> array(V)", TOTAL, "map_values($1)"),
    F("map_concat", "map(K, V), map(K, V), map(K, V)... -> map(K, V)", TOTAL, _concatenated),
    F("cardinality", "map(K, V) -> bigint", TOTAL, "CAST(cardinality($1) AS BIGINT)"),
    F("element_at", "map(K, V), K -> V", TOTAL, _plain_key("$1[$2]")),
    F(
        "map_filter",
        "map(K, V), function(K, V, boolean) -> map(K, V)",
        TOTAL,
        f"CAST(CASE WHEN $1 IS NOT NULL THEN {_FILTER} END AS $return)",
    ),
    F(
        "transform_values",
        "map(K, V), function(K, V, W) -> map(K, W)",
        TOTAL,
        f"CAST(CASE WHEN $1 IS NOT NULL THEN {_VALUES} END AS $return)",
    ),
    F(
        "transform_keys",
        "map(K, V), function(K, V, E) -> map(E, V)",
        FALLIBLE,
        lambda use: _TRANSFORMED if use.returns.element.base not in ("row", "array", "map") else None,
    ),
    F("map_zip_with", "map(K, V), map(K, W), function(K, V, W, R) -> map(K, R)", TOTAL, None),
)
