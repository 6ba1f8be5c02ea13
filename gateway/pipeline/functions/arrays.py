"""Rows of the function table: arrays and the functions that take lambdas over them.

A lambda's own failures count where its body stands; the functions themselves add none unless marked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from gateway.catalog.types import Type, array, row
from gateway.pipeline.functions.casts import cast_rule
from gateway.pipeline.functions.comparison import is_plain
from gateway.pipeline.functions.dates import between
from gateway.pipeline.functions.duckdb_types import duckdb_type
from gateway.pipeline.functions.entry import FALLIBLE, TOTAL, F, Row, Use
from gateway.pipeline.functions.forms import failing, joined, known

MOST: Final = 10_000
"""Elements that repeat and sequence make at most, as Trino has it."""

_HAS_NULL: Final = "len(list_filter($1, lambda $v_n: $v_n IS NULL)) > 0"


def _plain(form: str) -> Callable[[Use], str | None]:
    """For elements that both engines compare alike: no NaN, no nested NULLs."""
    return lambda use: form if is_plain(use.arguments[0].element) else None


def _joined_text(use: Use) -> str | None:
    """Elements printed as Trino prints them."""
    rule = cast_rule(use.arguments[0].element, Type("varchar"))
    if rule is None or not rule.total or rule.duckdb is None:
        return None
    element = rule.duckdb.replace("$1", "$v_e")
    if len(use.arguments) == 3:
        element = f"coalesce({element}, $3)"
    texts = "$1" if element == "$v_e" else f"list_transform($1, lambda $v_e: {element})"
    text = joined(texts, "$2", constant=use.is_constant(1))
    return f"CASE WHEN {known(len(use.arguments))} THEN {text} END"


def _joined_type(types: tuple[Type, ...]) -> Type | None:
    """Only what can be cast to text can be joined."""
    return Type("varchar") if cast_rule(types[0].element, Type("varchar")) else None


def _reduced(use: Use) -> str:
    """DuckDB folds over one type only: state and element travel together in a struct. What comes of it stands once, however often its lambda names it."""
    element, state = duckdb_type(use.arguments[0].element), duckdb_type(use.arguments[1])
    steps = f"list_transform($1, lambda $v_e: {{'s': CAST(NULL AS {state}), 'x': $v_e}})"
    step = f"{{'s': CAST($3($v_a['s'], $v_b['x']) AS {state}), 'x': CAST(NULL AS {element})}}"
    start = f"{{'s': CAST($2 AS {state}), 'x': CAST(NULL AS {element})}}"
    folded = f"(list_reduce({steps}, lambda $v_a, $v_b: {step}, {start})).s"
    return f"CASE WHEN $1 IS NOT NULL THEN list_transform([{folded}], lambda $v_r: $4($v_r))[1] END"


def _zipped(types: tuple[Type, ...]) -> Type:
    return array(row(*((None, t.element) for t in types)))


def _zip(use: Use) -> str:
    count = len(use.arguments)
    fields = ", ".join(f"'field{n}': struct_extract_at($v_e, {n + 1})" for n in range(count))
    return f"CASE WHEN {known(count)} THEN list_transform(list_zip($*), lambda $v_e: {{{fields}}}) END"


def _slice_known(use: Use) -> bool:
    start, length = use.constant(1), use.constant(2)
    return isinstance(start, int) and start > 0 and isinstance(length, int) and length >= 0


def _slice(use: Use) -> str:
    if _slice_known(use):
        return "list_slice($1, $2, $2 + $3 - 1)"
    first = "CASE WHEN $2 < 0 THEN len($1) + $2 + 1 ELSE $2 END"
    inside = f"list_slice($1, {first}, least({first} + $3 - 1, len($1)))"
    form = f"CASE WHEN $2 < -len($1) OR $3 = 0 THEN list_filter($1, lambda $v_e: FALSE) ELSE {inside} END"
    return failing(
        "$2 = 0 OR $3 < 0", "array subscripts start at 1, lengths at 0", f"CASE WHEN {known(3)} THEN {form} END", 3
    )


def _slice_problem(use: Use) -> str | None:
    start, length = use.constant(1), use.constant(2)
    if start == 0 and not isinstance(start, bool):
        return "array subscripts start at 1"
    return "length must not be negative" if isinstance(length, int) and length < 0 else None


def _element_known(use: Use) -> bool:
    index = use.constant(1)
    return isinstance(index, int) and index != 0


def _element(use: Use) -> str:
    return "$1[$2]" if _element_known(use) else failing("$2 = 0", "array subscripts start at 1", "$1[$2]", 2)


def _element_problem(use: Use) -> str | None:
    return "array subscripts start at 1" if use.constant(1) == 0 and use.arguments[1].base == "bigint" else None


def _repeat_known(use: Use) -> bool:
    count = use.constant(1)
    return isinstance(count, int) and 0 <= count <= MOST


def _repeat_problem(use: Use) -> str | None:
    known = isinstance(use.constant(1), int)
    return f"count of repeat must be between 0 and {MOST}" if known and not _repeat_known(use) else None


def _sequence_problem(use: Use) -> str | None:
    start, stop = use.constant(0), use.constant(1)
    step = use.constant(2) if len(use.arguments) == 3 else 1
    if not (isinstance(start, int) and isinstance(stop, int) and isinstance(step, int)):
        return None
    if step == 0 or (len(use.arguments) == 3 and (stop - start) * step < 0):
        return "step of sequence must lead from its start to its end"
    return f"sequence has more than {MOST} entries" if abs(stop - start) // abs(step) >= MOST else None


def _repeat(use: Use) -> str:
    form = "list_transform(range($2), lambda $v_i: $1)"
    if _repeat_known(use):
        return form
    return f"CASE WHEN $2 < 0 OR $2 > {MOST} THEN $fail{{count of repeat must be between 0 and {MOST}}} ELSE {form} END"


_DISTINCT: Final = "list_filter($1, lambda $v_e, $v_i: list_position($1, $v_e) = $v_i)"
_BOTH: Final = "list_concat($1, $2)"
_CONTAINS: Final = (
    f"CASE WHEN list_contains($1, $2) THEN TRUE WHEN {_HAS_NULL} THEN NULL ELSE list_contains($1, $2) END"
)
_OVERLAP: Final = (
    "CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL "
    "WHEN len(list_filter($1, lambda $v_e: $v_e IS NOT NULL AND coalesce(list_contains($2, $v_e), FALSE))) > 0 THEN TRUE "
    f"WHEN len($1) > 0 AND len($2) > 0 AND ({_HAS_NULL} OR {_HAS_NULL.replace('$1', '$2')}) THEN NULL ELSE FALSE END"
)


def _matched(wanted: str, otherwise: str) -> str:
    """`wanted` where the lambda says so of some element, else NULL where it says NULL of one. It is written once, or lambdas in lambdas would double the text."""
    answers = f"list_contains($v_a, {wanted})"
    unknown = "len(list_filter($v_a, lambda $v_u: $v_u IS NULL)) > 0"
    told = f"CASE WHEN {answers} THEN {wanted} WHEN {unknown} THEN NULL WHEN $v_a IS NOT NULL THEN {otherwise} END"
    return f"list_transform([list_transform($1, lambda $v_e: $2($v_e))], lambda $v_a: {told})[1]"


_ANY: Final = _matched("TRUE", "FALSE")
_ALL: Final = _matched("FALSE", "TRUE")
_STEP: Final = "CASE WHEN $1 <= $2 THEN 1 ELSE -1 END"
_SEQUENCE: Final = failing(
    f"abs(CAST($2 AS HUGEINT) - $1) >= {MOST}",
    f"sequence has more than {MOST} entries",
    f"generate_series($1, $2, {_STEP})",
    2,
)
_SEQUENCE_STEP: Final = failing(
    "$3 = 0 OR ($2 > $1 AND $3 < 0) OR ($2 < $1 AND $3 > 0) OR abs(CAST($2 AS HUGEINT) - $1) // nullif(abs($3), 0) >= 10000",
    "sequence steps away from its end, or has more than 10000 entries",
    "generate_series($1, $2, $3)",
    3,
)
_DATES: Final = failing(
    "abs($2 - $1) >= 10000",
    "sequence has more than 10000 entries",
    f"list_transform(generate_series(0, $2 - $1, {_STEP}), lambda $v_d: $1 + CAST($v_d AS INTEGER))",
    2,
)
_DAY: Final = 86_400_000


def _days_apart(use: Use) -> str | None:
    """Days by a known interval, which is whole days in Trino."""
    step = use.constant(2)
    if not isinstance(step, int) or step == 0 or step % _DAY:
        return None
    days = step // _DAY
    return failing(
        f"{'$2 < $1' if days > 0 else '$2 > $1'} OR abs($2 - $1) // {abs(days)} >= {MOST}",
        f"sequence steps away from its end, or has more than {MOST} entries",
        f"list_transform(generate_series(0, $2 - $1, {days}), lambda $v_d: $1 + CAST($v_d AS INTEGER))",
        2,
    )


def _months_apart(use: Use) -> str | None:
    """Days by a known number of months, each counted from the first day, so that the end of a month stays one."""
    step = use.constant(2)
    if not isinstance(step, int) or step == 0:
        return None
    steps = f"({between('month', '$1', '$2')}) // {step}"
    return failing(
        f"{'$2 < $1' if step > 0 else '$2 > $1'} OR {steps} >= {MOST}",
        f"sequence steps away from its end, or has more than {MOST} entries",
        f"list_transform(range(0, {steps} + 1), lambda $v_m: CAST(($1 + to_months(CAST($v_m * {step} AS INTEGER))) AS DATE))",
        2,
    )


_TRIM: Final = failing(
    "$2 < 0 OR $2 > len($1)", "size must be between 0 and that of the array", "list_slice($1, 1, len($1) - $2)", 2
)

ROWS: Final[tuple[Row, ...]] = (
    F("cardinality", "array(T) -> bigint", TOTAL, "len($1)"),
    F("contains", "array(E), E -> boolean", TOTAL, _plain(_CONTAINS)),
    F("element_at", "array(T), bigint -> T", _element_known, _element, check=_element_problem),
    F("array_position", "array(E), E -> bigint", TOTAL, _plain(f"CASE WHEN {known(2)} THEN coalesce(CAST(list_position($1, $2) AS BIGINT), 0) END")),
    F("array_remove", "array(E), E -> array(E)", TOTAL, _plain("CASE WHEN $2 IS NOT NULL THEN list_filter($1, lambda $v_e: $v_e IS DISTINCT FROM $2) END")),
    F("array_distinct", "array(E) -> array(E)", TOTAL, _plain(_DISTINCT)),
    F("array_union", "array(E), array(E) -> array(E)", TOTAL, _plain(f"CASE WHEN {known(2)} THEN {_DISTINCT.replace('$1', _BOTH)} END")),
    F("array_except", "array(E), array(E) -> array(E)", TOTAL, _plain(
        # Trino takes out what is there twice only if there is something to except.
        f"CASE WHEN {known(2)} THEN CASE WHEN len($2) = 0 THEN $1 ELSE list_filter($1, lambda $v_e, $v_i: list_position($1, $v_e) = $v_i AND list_position($2, $v_e) IS NULL) END END")),
    # The order of its result is Trino's own choice.
    F("array_intersect", "array(E), array(E) -> array(E)", TOTAL, None),
    F("arrays_overlap", "array(E), array(E) -> boolean", TOTAL, _plain(_OVERLAP)),
    F("array_max", "array(O) -> O", TOTAL, _plain(f"CASE WHEN {_HAS_NULL} THEN NULL ELSE list_max($1) END")),
    F("array_min", "array(O) -> O", TOTAL, _plain(f"CASE WHEN {_HAS_NULL} THEN NULL ELSE list_min($1) END")),
    F("array_sort", "array(O) -> array(O)", TOTAL, _plain("list_sort($1, 'ASC', 'NULLS LAST')")),
    F("array_sort", "array(T), function(T, T, integer) -> array(T)", FALLIBLE, None),
    F("array_join", "array(T), varchar -> varchar", TOTAL, _joined_text, returns=_joined_type),
    F("array_join", "array(T), varchar, varchar -> varchar", TOTAL, _joined_text, returns=_joined_type),
    F("flatten", "array(array(T)) -> array(T)", TOTAL, "flatten($1)"),
    F("reverse", "array(T) -> array(T)", TOTAL, "list_reverse($1)"),
    F("repeat", "T, bigint -> array(T)", _repeat_known, _repeat, strict=False, check=_repeat_problem),
    F("slice", "array(T), bigint, bigint -> array(T)", _slice_known, _slice, check=_slice_problem),
    F("trim_array", "array(T), bigint -> array(T)", FALLIBLE, _TRIM),
    F("sequence", "bigint, bigint -> array(bigint)", FALLIBLE, _SEQUENCE, check=_sequence_problem),
    F("sequence", "bigint, bigint, bigint -> array(bigint)", FALLIBLE, _SEQUENCE_STEP, check=_sequence_problem),
    F("sequence", "date, date -> array(date)", FALLIBLE, _DATES),
    F("sequence", "date, date, interval_day -> array(date)", FALLIBLE, _days_apart),
    F("sequence", "date, date, interval_year -> array(date)", FALLIBLE, _months_apart),
    F("zip", "array(T), array(U) -> array(unknown)", TOTAL, _zip, returns=_zipped),
    F("zip", "array(T), array(U), array(V) -> array(unknown)", TOTAL, _zip, returns=_zipped),
    F("shuffle", "array(T) -> array(T)", TOTAL, None, deterministic=False),
    F("combinations", "array(T), integer -> array(array(T))", FALLIBLE, None),
    F("ngrams", "array(T), integer -> array(array(T))", FALLIBLE, None),
    F("array_histogram", "array(K) -> map(K, bigint)", TOTAL, None),
    # --- lambdas
    F("transform", "array(T), function(T, U) -> array(U)", TOTAL, "list_transform($1, $2)"),
    F("filter", "array(T), function(T, boolean) -> array(T)", TOTAL, "list_filter($1, $2)"),
    F("reduce", "array(T), S, function(S, T, S), function(S, R) -> R", TOTAL, _reduced, strict=False),
    F("any_match", "array(T), function(T, boolean) -> boolean", TOTAL, _ANY),
    F("all_match", "array(T), function(T, boolean) -> boolean", TOTAL, _ALL),
    F("none_match", "array(T), function(T, boolean) -> boolean", TOTAL, f"(NOT {_ANY})"),
    F("zip_with", "array(T), array(U), function(T, U, R) -> array(R)", TOTAL,
      f"CASE WHEN {known(2)} THEN list_transform(list_zip($1, $2), lambda $v_e: $3(struct_extract_at($v_e, 1), struct_extract_at($v_e, 2))) END"),
)  # fmt: skip
