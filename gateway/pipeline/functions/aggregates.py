"""Rows of the function table: aggregates. `name!(…)` marks the calls that take DISTINCT, ORDER BY, FILTER and OVER."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from gateway.catalog.types import Type, decimal
from gateway.pipeline.functions.arithmetic import INTEGERS
from gateway.pipeline.functions.comparison import is_plain
from gateway.pipeline.functions.entry import FALLIBLE, TOTAL, A, Row, Use
from gateway.pipeline.functions.fitting import EXACT
from gateway.pipeline.functions.quotients import rescaled, unscaled


def _mean(use: Use) -> str:
    """Rounded half up at the scale of the values, as Trino keeps it."""
    type_ = use.arguments[0]
    total = unscaled("sum!($1)", decimal(38, type_.scale))
    half_up = "(2 * abs($v_m['n'] % $v_m['d']) + $v_m['d']) // (2 * $v_m['d'])"
    mean = rescaled(f"($v_m['n'] // $v_m['d'] + sign($v_m['n']) * ({half_up}))", use.returns, whole=False)
    return f"list_transform([{{'n': {total}, 'd': count!($1)}}], lambda $v_m: {mean})[1]"


def _extreme(name: str) -> Callable[[Use], str | None]:
    """NaN only if there is nothing else; arrays and rows with NULLs inside are refused."""

    def form(use: Use) -> str | None:
        type_ = use.arguments[0]
        if type_.base in ("real", "double"):
            # DuckDB's NaN is the greatest value, so only max has to look past it.
            return "coalesce(max!(CASE WHEN NOT isnan($1) THEN $1 END), max!($1))" if name == "max" else "min!($1)"
        if type_.base == "char":
            return f"rtrim({name}!(rpad($1, {type_.length}, ' ')), ' ')"
        return f"{name}!($1)" if is_plain(type_) else None

    return form


def _by(name: str, form: str) -> Row:
    return A(name, "T, O -> T", TOTAL, lambda use: form if is_plain(use.arguments[1]) else None)


def _few(name: str, form: str) -> Row:
    """The n greatest or least."""

    def chosen(use: Use) -> str | None:
        return form if isinstance(use.constant(1), int) and is_plain(use.arguments[0]) else None

    return A(name, "O, bigint -> array(O)", FALLIBLE, chosen)


def _long(types: tuple[Type, ...]) -> Type:
    return decimal(38, types[0].scale)


def _never_overflows(use: Use) -> bool:
    """A sum of 38 digits takes more rows than any statement lives to read: a hundred million million of the greatest value."""
    return use.arguments[0].precision <= 24


def _decimal_sum(use: Use) -> str:
    """DuckDB adds up without looking at 38 digits."""
    if _never_overflows(use):
        return "CAST(sum!($1) AS $return)"
    most = f"CAST('{Decimal(10**38 - 1).scaleb(-use.returns.scale, EXACT):f}' AS $return)"
    checked = f"CASE WHEN $v_s > {most} OR $v_s < -{most} THEN $fail{{sum of more than 38 digits}} ELSE $v_s END"
    return f"list_transform([CAST(sum!($1) AS $return)], lambda $v_s: {checked})[1]"


def _estimate_problem(use: Use) -> str | None:
    error = use.constant(1)
    known = isinstance(error, int | float)
    return "standard error must be between 0.0040625 and 0.26" if known and not 0.0040625 <= error <= 0.26 else None  # type: ignore[operator]


def _without_nan(form: str) -> str:
    """Trino gives NULL where the formula gives NaN."""
    return f"list_filter([{form}], lambda $v_r: NOT isnan($v_r))[1]"


def _percentile(use: Use) -> str | None:
    at = use.constant(1)
    if not isinstance(at, float) or not 0 <= at <= 1:
        return None
    form = f"quantile_disc!($1, {at!r})"
    if use.arguments[0].base == "bigint":
        return form
    return f"CASE WHEN bool_or!(isnan($1)) THEN $fail{{NaN has no place among percentiles}} ELSE {form} END"


def _keys(form: str) -> Callable[[Use], str | None]:
    return lambda use: form if is_plain(use.arguments[0]) else None


def _over_two(name: str, form: str) -> list[Row]:
    """Whole numbers and decimals are taken for reals, as Trino has it."""
    return [
        A(name, "double, double -> double", FALLIBLE, form),
        A(name, "real, real -> real", FALLIBLE, f"CAST({form} AS FLOAT)"),
    ]


_GEOMETRIC: Final = "exp(avg!(CASE WHEN $1 > 0 THEN ln($1) WHEN $1 = 0 THEN CAST('-Infinity' AS DOUBLE) WHEN $1 < 0 THEN CAST('NaN' AS DOUBLE) END))"

ROWS: Final[tuple[Row, ...]] = (
    A("count", "-> bigint", TOTAL, "count!(*)"),
    A("count", "T -> bigint", TOTAL, "count!($1)"),
    A("count_if", "boolean -> bigint", TOTAL, "count!(CASE WHEN $1 THEN 1 END)"),
    *(A("sum", f"{kind} -> bigint", kind in ("tinyint", "smallint"), "CAST(sum!($1) AS BIGINT)") for kind in INTEGERS),
    A("sum", "real -> real", FALLIBLE, "CAST(sum!($1) AS FLOAT)"),
    A("sum", "double -> double", TOTAL, "sum!($1)"),
    A("sum", "decimal(p, s) -> decimal(p, s)", _never_overflows, _decimal_sum, returns=_long),
    A("sum", "interval_day -> interval_day", FALLIBLE, None),
    A("sum", "interval_year -> interval_year", FALLIBLE, None),
    *(A("avg", f"{kind} -> double", TOTAL, "avg!($1)") for kind in INTEGERS),
    A("avg", "real -> real", FALLIBLE, "CAST(avg!($1) AS FLOAT)"),
    A("avg", "double -> double", TOTAL, "avg!($1)"),
    A("avg", "decimal(p, s) -> decimal(p, s)", _never_overflows, _mean),
    A("min", "O -> O", TOTAL, _extreme("min")),
    A("max", "O -> O", TOTAL, _extreme("max")),
    _few("min", "min!($1, $2)"),
    _few("max", "max!($1, $2)"),
    _by("min_by", "arg_min_null!($1, $2)"),
    _by("max_by", "arg_max_null!($1, $2)"),
    A("min_by max_by", "T, O, bigint -> array(T)", FALLIBLE, None),
    A("arbitrary any_value", "T -> T", TOTAL, "any_value!($1)"),
    A("array_agg", "T -> array(T)", TOTAL, "list!($1)"),
    A("bool_and every", "boolean -> boolean", TOTAL, "bool_and!($1)"),
    A("bool_or", "boolean -> boolean", TOTAL, "bool_or!($1)"),
    A("bitwise_and_agg", "bigint -> bigint", TOTAL, "bit_and!($1)"),
    A("bitwise_or_agg", "bigint -> bigint", TOTAL, "bit_or!($1)"),
    A("bitwise_xor_agg", "bigint -> bigint", TOTAL, "bit_xor!($1)"),
    A("histogram", "K -> map(K, bigint)", TOTAL, _keys("CAST(histogram!($1) AS $return)")),
    A("map_agg", "K, V -> map(K, V)", TOTAL, None),
    A("multimap_agg", "K, V -> map(K, array(V))", TOTAL, None),
    A("map_union", "map(K, V) -> map(K, V)", TOTAL, None),
    A("listagg", "varchar(x), varchar(y) -> varchar", TOTAL, "string_agg!($1, $2)"),
    # Exact where an estimate is asked for.
    A("approx_distinct", "T -> bigint", TOTAL, "count!(DISTINCT $1)"),
    A("approx_distinct", "T, double -> bigint", TOTAL, "count!(DISTINCT $1)", check=_estimate_problem),
    *(A("approx_percentile", f"{kind}, double -> {kind}", FALLIBLE, _percentile) for kind in ("bigint", "double", "real")),
    *(A("approx_percentile", f"{kind}, array(double) -> array({kind})", FALLIBLE, None) for kind in ("bigint", "double", "real")),
    A("stddev stddev_samp", "double -> double", FALLIBLE, "stddev_samp!($1)"),
    A("stddev_pop", "double -> double", FALLIBLE, "stddev_pop!($1)"),
    A("variance var_samp", "double -> double", FALLIBLE, "var_samp!($1)"),
    A("var_pop", "double -> double", FALLIBLE, "var_pop!($1)"),
    A("geometric_mean", "double -> double", FALLIBLE, _GEOMETRIC),
    *_over_two("covar_pop", "covar_pop!($1, $2)"),
    *_over_two("covar_samp", "covar_samp!($1, $2)"),
    *(row for name in ("corr", "regr_slope", "regr_intercept") for row in _over_two(name, _without_nan(f"{name}!($1, $2)"))),
    # Defined differently, or not at all, in DuckDB.
    A("skewness kurtosis", "double -> double", FALLIBLE, None),
    A("checksum", "T -> varbinary", TOTAL, None),
    A("numeric_histogram", "bigint, double -> map(double, double)", FALLIBLE, None),
    A("approx_most_frequent", "bigint, bigint, bigint -> map(bigint, bigint)", FALLIBLE, None),
    A("approx_most_frequent", "bigint, varchar, bigint -> map(varchar, bigint)", FALLIBLE, None),
    A("reduce_agg", "T, S, function(S, T, S), function(S, S, S) -> S", FALLIBLE, None),
)  # fmt: skip
