"""Aggregates and window functions over rows: mixed values, NULLs alone, no rows; with DISTINCT, FILTER, ORDER BY and frames."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gateway.pipeline.functions.entry import Row
from gateway.pipeline.functions.function import FunctionKind
from gateway.pipeline.functions.signature import Pattern
from tests.judges.functions.arguments import PLACES
from tests.judges.functions.literals import ELEMENTS, LITERALS

PICKED_ONLY: Final = ("arbitrary", "reduce_agg", "numeric_histogram", "approx_most_frequent")
EMPTY: Final = " WHERE FALSE"
_FRAMES: Final = (
    "ORDER BY i", "ORDER BY i DESC", "", "PARTITION BY i % 2 ORDER BY i", "ORDER BY i ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING",
    "ORDER BY i ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING", "ORDER BY i RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
    "ORDER BY i ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING", "ORDER BY i GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW", "ORDER BY i RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING",
)  # fmt: skip
_ORDERED: Final = ("array_agg", "listagg", "min_by", "max_by", "map_agg", "multimap_agg")
_SQUARED: Final = (
    "stddev", "stddev_pop", "variance", "var_pop", "covar_pop", "covar_samp", "corr", "regr_slope", "regr_intercept", "skewness", "geometric_mean",
)  # fmt: skip
_NUMBERS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "tinyint": (("CAST(127 AS tinyint)", "CAST(127 AS tinyint)", "CAST(-5 AS tinyint)", "NULL"),),
    "smallint": (("CAST(32767 AS smallint)", "CAST(5 AS smallint)", "NULL", "CAST(5 AS smallint)"),),
    "integer": (("2147483647", "2147483647", "NULL", "-7"), ("3", "1", "2", "2")),
    "bigint": (("CAST(7 AS bigint)", "-2", "NULL", "7"), ("9223372036854775807", "1", "NULL"), ("9223372036854775807", "1", "-1")),
    "real": (("REAL '0.1'", "REAL '0.2'", "NULL", "REAL '1e10'"), ("REAL 'NaN'", "REAL '1'", "REAL 'Infinity'"), ("REAL '3e38'", "REAL '3e38'")),
    "double": (
        ("1e0", "2.5e0", "NULL", "-4e0"), ("nan()", "1e0", "infinity()"), ("1e308", "1e308"), ("infinity()", "-infinity()"), ("0.1e0", "0.2e0", "0.3e0"), ("5e0",), ("-0e0", "0e0"),
        ("2e0", "2e0", "2e0"),
    ),
    "decimal": (
        ("1.25", "2.50", "NULL", "-0.05"), ("DECIMAL '99999999999999999999999999999999999999'", "DECIMAL '1'"), ("0.1", "0.2", "0.2"), ("2.345", "-2.346"), ("1.0", "2.0", "2.0"),
    ),
}  # fmt: skip


def over_rows(row: Row) -> Iterator[str]:
    """Expressions that call one aggregate or window function."""
    if row.names[0] in PICKED_ONLY:
        return
    for at, columns in enumerate(_rows(row)):
        name = row.names[at % len(row.names)]
        for constants in _constants(row):
            names, literals = iter("xyz"), iter(constants)
            called = ", ".join(
                next(literals) if _constant(row, n) else next(names) for n in range(len(row.signature.arguments))
            )
            rows = "; ".join(", ".join(values) for values in zip(*columns, strict=True)) if columns else "1; 2; 3; 4; 5"
            if row.kind is FunctionKind.WINDOW:
                yield from (f"{name}({called}) OVER ({frame}) <- {rows}" for frame in _FRAMES if frame)
                if name in ("rank", "dense_rank", "percent_rank", "cume_dist"):
                    yield from (f"{name}({called}) OVER ({frame}) <- {rows}" for frame in ("", "ORDER BY i / 2"))
                if name in ("lag", "lead", "first_value", "last_value", "nth_value"):
                    yield from (
                        f"{name}({called}) IGNORE NULLS OVER ({frame}) <- {rows}" for frame in _FRAMES[:5] if frame
                    )
                continue
            yield from _aggregates(name, called, rows, ordered=name in _ORDERED)


def _aggregates(name: str, called: str, rows: str, *, ordered: bool) -> Iterator[str]:
    if name == "listagg":
        yield from (
            f"listagg({called}) WITHIN GROUP (ORDER BY {order}) <- {rows}"
            for order in ("i", "x", "i DESC", "x DESC NULLS FIRST")
        )
        yield f"listagg(DISTINCT {called}) WITHIN GROUP (ORDER BY x) <- {rows}"
        yield f"listagg({called}) WITHIN GROUP (ORDER BY i) FILTER (WHERE x IS NULL) <- {rows}"
        return
    in_order = f"{name}({called} ORDER BY i)" if called else f"{name}(*)"
    yield f"{in_order if ordered else name + '(' + (called or '*') + ')'} <- {rows}"
    yield f"{in_order if ordered else name + '(' + (called or '*') + ')'} <- {rows}{EMPTY}"
    if called:
        yield (
            f"{name}(DISTINCT {called}) <- {rows}" if not ordered else f"{name}(DISTINCT {called} ORDER BY x) <- {rows}"
        )
        if ordered:
            yield f"{name}({called} ORDER BY i DESC) <- {rows}"
    yield f"{name}({called or '*'}) FILTER (WHERE i > 100) <- {rows}"
    yield f"{in_order[:-1] if ordered else name + '(' + (called or '*')}) FILTER (WHERE i < 2) <- {rows}"
    yield from (
        f"{name}({called or '*'}) OVER ({frame}) <- {rows}"
        for frame in (_FRAMES[0], _FRAMES[2], _FRAMES[4], _FRAMES[5])
    )


def _rows(row: Row) -> Iterator[list[tuple[str, ...]]]:
    """Columns x, y, z of one relation after another."""
    open_ = [pattern for at, pattern in enumerate(row.signature.arguments) if not _constant(row, at)]
    if not open_:
        yield []
        return
    for round_ in range(7 if any(p.variable for p in open_) else 9):
        columns = [_column(pattern, round_ + n) for n, pattern in enumerate(open_)]
        # Trino's answer for the greatest doubles depends on how it splits the work.
        great = any("1e308" in value for column in columns for value in column)
        if all(columns) and not (great and row.names[0] in _SQUARED):
            length = min(len(column) for column in columns)
            yield [column[:length] for column in columns]
    nulls = [_null(pattern) for pattern in open_]
    yield [(null, "NULL") for null in nulls]


def _null(pattern: Pattern) -> str:
    names = {"decimal": "decimal(5,2)", "varchar": "varchar", "map": "map(integer, varchar)", "array": "array(double)"}
    return f"CAST(NULL AS {'integer' if pattern.variable else names.get(pattern.base, pattern.base)})"


def _column(pattern: Pattern, round_: int) -> tuple[str, ...]:
    if pattern.variable:
        kinds = [kind for kind in ELEMENTS if kind != "json"]
        one, two, three = ELEMENTS[kinds[round_ % len(kinds)]]
        return (two, one, "NULL", three, one)
    if pattern.base in _NUMBERS:
        known = _NUMBERS[pattern.base]
        return known[round_] if round_ < len(known) else ()
    if round_ > 2:
        return ()
    match pattern.base:
        case "boolean":
            return (("TRUE", "FALSE", "NULL"), ("TRUE", "TRUE", "NULL"), ("FALSE", "NULL", "FALSE"))[round_]
        case "varchar":
            return (("'b'", "'a'", "NULL", "'b'"), ("'中'", "'Z'", "'a'", "''"), ("'é'", "'e'", "'🎉'"))[round_]
        case "map":
            return ("map(ARRAY[1], ARRAY['x'])", "map(ARRAY[2, 1], ARRAY['y', 'z'])", "NULL") if round_ == 0 else ()
        case "array":
            return ("ARRAY[1e0, 2e0]",) * 2
        case base:
            return (*LITERALS[base][:3], "NULL", LITERALS[base][0]) if round_ == 0 else ()


def _constant(row: Row, at: int) -> bool:
    own = (row.names[0], at)
    return own == ("ntile", 0) or (at > 0 and own in PLACES and not row.signature.arguments[at].variable)


def _constants(row: Row) -> Iterator[tuple[str, ...]]:
    """Literals for the arguments that are constants, and what a third argument of lag and lead is."""
    places = [at for at in range(len(row.signature.arguments)) if _constant(row, at)]
    if not places:
        yield ()
        return
    for literal in PLACES[row.names[0], places[0]]:
        if row.signature.arguments[places[0]].base == "array":
            literal = f"ARRAY[{literal}, {literal}]"
        yield (literal,)
