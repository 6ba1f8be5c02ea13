"""Rows of the function table: dates, times, intervals. What depends on a time zone is refused: DuckDB keeps none with a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from gateway.catalog.types import DATE, Type, varchar
from gateway.pipeline.functions.castrule import rounded
from gateway.pipeline.functions.casts import cast_rule
from gateway.pipeline.functions.dateformats import ends_open, from_joda, from_mysql, mysql_problem, parsed_mysql
from gateway.pipeline.functions.entry import FALLIBLE, TOTAL, F, Row, Use
from gateway.pipeline.functions.forms import quoted

_DATE_UNITS: Final = ("day", "week", "month", "quarter", "year")
_TIME_UNITS: Final = ("millisecond", "second", "minute", "hour")
_UNITS: Final = {"date": _DATE_UNITS, "time": _TIME_UNITS, "timestamp": (*_TIME_UNITS, *_DATE_UNITS)}


def _word(use: Use) -> str | None:
    value = use.constant(0)
    return value.lower() if isinstance(value, str) else None


def _measured(use: Use) -> str:
    return next((t.base for t in use.arguments if t.base in _UNITS), "timestamp")


def _unit(use: Use) -> str | None:
    """None where it is no constant, or no unit: beside a NULL nobody is told of that."""
    word = _word(use)
    return word if word in _UNITS[_measured(use)] else None


def _unit_problem(use: Use) -> str | None:
    word, of = _word(use), _measured(use)
    return None if word is None or word in _UNITS[of] else f"`{word}` is not a unit of a {of}"


def _known_unit(use: Use) -> bool:
    return _unit(use) is not None


_TRUNCATED_DATE: Final = {
    # By subtraction and not by date_trunc, which goes through timestamps and fails for far dates.
    "day": "$2",
    "week": "($2 - CAST(isodow($2) - 1 AS INTEGER))",
    "month": "($2 - CAST(day($2) - 1 AS INTEGER))",
    "quarter": "make_date(year($2), (quarter($2) - 1) * 3 + 1, 1)",
    "year": "($2 - CAST(dayofyear($2) - 1 AS INTEGER))",
}


def _truncate_date(use: Use) -> str | None:
    return _TRUNCATED_DATE.get(_unit(use) or "")


def _truncate(use: Use) -> str | None:
    unit = _unit(use)
    if unit is None or use.arguments[1].precision > 6:
        return None
    return f"CAST(date_trunc('{'milliseconds' if unit == 'millisecond' else unit}', $2) AS TIMESTAMP)"


def _added(unit: str, count: str) -> str:
    """An interval of `count` units."""
    match unit:
        case "week":
            return f"to_days(CAST({count} * 7 AS INTEGER))"
        case "quarter":
            return f"to_months(CAST({count} * 3 AS INTEGER))"
        case "millisecond":
            return f"to_milliseconds({count})"
        case "hour" | "minute":
            return f"to_{unit}s({count})"
        case "second":
            return f"to_milliseconds({count} * 1000)"
        case _:
            return f"to_{unit}s(CAST({count} AS INTEGER))"


def _add_to_date(use: Use) -> str | None:
    unit = _unit(use)
    return f"CAST(($3 + {_added(unit, '$2')}) AS DATE)" if unit in _DATE_UNITS and unit else None


def _add_to_timestamp(use: Use) -> str | None:
    unit, precision = _unit(use), use.arguments[2].precision
    if unit is None or precision > 6 or (unit == "millisecond" and precision < 3):
        return None
    return f"($3 + {_added(unit, '$2')})"


def _months(unit: str, start: str, end: str) -> str:
    """Full months, quarters or years from start to end: one fewer than the boundaries when adding them goes past the end."""
    per = {"month": 1, "quarter": 3, "year": 12}[unit]
    boundaries = f"date_diff('month', {start}, {end})"
    full = f"({boundaries} - CASE WHEN {start} + to_months(CAST({boundaries} AS INTEGER)) > {end} THEN 1 ELSE 0 END)"
    return full if per == 1 else f"({full} // {per})"


def _difference(use: Use) -> str | None:
    unit, type_ = _unit(use), use.arguments[1]
    if unit is None or (type_.base != "date" and type_.precision > 6):
        return None
    if type_.base != "date" and type_.precision > 3:  # Trino counts whole milliseconds of both
        return between(unit, *(f"date_trunc('milliseconds', ${n})" for n in (2, 3)))
    return between(unit, "$2", "$3", date=type_.base == "date")


def between(unit: str, start: str, end: str, *, date: bool = False) -> str:
    """Whole units from one moment of milliseconds, or date, to another."""
    if unit in ("month", "quarter", "year"):
        return f"CASE WHEN {start} <= {end} THEN {_months(unit, start, end)} ELSE -{_months(unit, end, start)} END"
    if date:
        return f"({end} - {start})" if unit == "day" else f"(({end} - {start}) // 7)"
    millis = {
        "millisecond": 1,
        "second": 1000,
        "minute": 60_000,
        "hour": 3_600_000,
        "day": 86_400_000,
        "week": 604_800_000,
    }[unit]
    return f"((epoch_ms({end}) - epoch_ms({start})) // {millis})"


def _millis(use: Use) -> str:
    """Trino rounds to milliseconds before it formats."""
    moment = use.arguments[0]
    return rounded(3) or "$1" if moment.base == "timestamp" and moment.precision > 3 else "$1"


def _format(use: Use) -> str | None:
    pattern = use.constant(1)
    return (
        f"strftime({_millis(use)}, {quoted(from_mysql(pattern))})"
        if isinstance(pattern, str) and not mysql_problem(pattern) and not ends_open(pattern)
        else None
    )


def _format_problem(use: Use) -> str | None:
    pattern = use.constant(1)
    return mysql_problem(pattern) if isinstance(pattern, str) else None


def _joda(use: Use) -> str | None:
    pattern = use.constant(1)
    written = from_joda(pattern) if isinstance(pattern, str) else None
    return f"strftime({_millis(use)}, {quoted(written)})" if written is not None else None


def _parse(use: Use) -> str | None:
    pattern = use.constant(1)
    written = parsed_mysql(pattern) if isinstance(pattern, str) else None
    return f"strptime($1, {quoted(written)})" if written is not None else None


def _to_date(use: Use) -> str | None:
    rule = cast_rule(use.arguments[0], DATE)
    return rule.duckdb if rule else None


def _field(names: str, form: str, *bases: str) -> list[Row]:
    """A field of dates and timestamps; with a zone only the session could tell."""
    kinds = {"date": "date", "timestamp": "timestamp(p)", "time": "time(p)"}
    rows = [F(names, f"{kinds[base]} -> bigint", TOTAL, form) for base in bases]
    return [*rows, F(names, "timestamptz(p) -> bigint", TOTAL, None)]


def _iso(form: str) -> Callable[[Use], str | None]:
    fractions = {0: "", 3: ".%g", 6: ".%f"}

    def written(use: Use) -> str | None:
        precision = use.arguments[0].precision
        return f"strftime($1, '{form}{fractions[precision]}')" if precision in fractions else None

    return written


def _iso_type(types: tuple[Type, ...]) -> Type:
    """As long as the farthest year, with the fraction."""
    digits = types[0].precision
    return varchar(22 + (digits + 1 if digits else 0))


_DAY: Final = ("date", "timestamp")
_CLOCK: Final = ("timestamp", "time")

ROWS: Final[tuple[Row, ...]] = (
    F("date", "varchar(x) -> date", FALLIBLE, _to_date),
    F("date", "timestamp(p) -> date", TOTAL, _to_date),
    F("date", "timestamptz(p) -> date", TOTAL, None),
    F("date_trunc", "varchar(x), date -> date", _known_unit, _truncate_date, check=_unit_problem),
    F("date_trunc", "varchar(x), timestamp(p) -> timestamp(p)", _known_unit, _truncate, check=_unit_problem),
    F("date_trunc", "varchar(x), timestamptz(p) -> timestamptz(p)", FALLIBLE, None, check=_unit_problem),
    F("date_trunc", "varchar(x), time(p) -> time(p)", FALLIBLE, None, check=_unit_problem),
    F("date_add", "varchar(x), bigint, date -> date", FALLIBLE, _add_to_date, check=_unit_problem),
    F("date_add", "varchar(x), bigint, timestamp(p) -> timestamp(p)", FALLIBLE, _add_to_timestamp, check=_unit_problem),
    F("date_add", "varchar(x), bigint, timestamptz(p) -> timestamptz(p)", FALLIBLE, None, check=_unit_problem),
    F("date_add", "varchar(x), bigint, time(p) -> time(p)", FALLIBLE, None, check=_unit_problem),
    F("date_diff", "varchar(x), date, date -> bigint", FALLIBLE, _difference, check=_unit_problem),
    F("date_diff", "varchar(x), timestamp(p), timestamp(p) -> bigint", FALLIBLE, _difference, check=_unit_problem),
    F("date_diff", "varchar(x), timestamptz(p), timestamptz(p) -> bigint", FALLIBLE, None, check=_unit_problem),
    F("date_format", "date, varchar(x) -> varchar", lambda use: _format(use) is not None, _format, check=_format_problem),
    F("date_format", "timestamp(p), varchar(x) -> varchar", lambda use: _format(use) is not None, _format, check=_format_problem),
    F("date_format", "timestamptz(p), varchar(x) -> varchar", FALLIBLE, None, check=_format_problem),
    F("date_parse", "varchar(x), varchar(y) -> timestamp(3)", FALLIBLE, _parse, check=_format_problem),
    F("format_datetime", "date, varchar(x) -> varchar", lambda use: _joda(use) is not None, _joda),
    F("format_datetime", "timestamp(p), varchar(x) -> varchar", lambda use: _joda(use) is not None, _joda),
    F("format_datetime", "timestamptz(p), varchar(x) -> varchar", FALLIBLE, None),
    F("parse_datetime", "varchar(x), varchar(y) -> timestamptz(3)", FALLIBLE, None),
    *_field("year", "year($1)", *_DAY),
    *_field("quarter", "quarter($1)", *_DAY),
    *_field("month", "month($1)", *_DAY),
    *_field("week week_of_year", "week($1)", *_DAY),
    *_field("day day_of_month", "day($1)", *_DAY),
    *_field("day_of_week dow", "isodow($1)", *_DAY),
    *_field("day_of_year doy", "dayofyear($1)", *_DAY),
    *_field("year_of_week yow", "isoyear($1)", *_DAY),
    *_field("hour", "hour($1)", *_CLOCK),
    *_field("minute", "minute($1)", *_CLOCK),
    *_field("second", "second($1)", *_CLOCK),
    *_field("millisecond", "(millisecond($1) % 1000)", *_CLOCK),
    *(F(name, "interval_day -> bigint", TOTAL, None) for name in ("day", "hour", "minute", "second", "millisecond")),
    *(F(name, "interval_year -> bigint", TOTAL, None) for name in ("year", "month")),
    F("timezone_hour timezone_minute", "timestamptz(p) -> bigint", TOTAL, None),
    F("last_day_of_month", "date -> date", TOTAL, "last_day($1)"),
    F("last_day_of_month", "timestamp(p) -> date", TOTAL, "last_day($1)"),
    F("last_day_of_month", "timestamptz(p) -> date", TOTAL, None),
    # Trino takes it for a time of the session's zone.
    F("to_unixtime", "timestamp(p) -> double", TOTAL, None),
    F("to_unixtime", "timestamptz(p) -> double", TOTAL, lambda use: "(epoch_ms($1) / CAST(1000 AS DOUBLE))" if use.arguments[0].precision <= 3 else None),
    F("from_unixtime", "double -> timestamptz(3)", FALLIBLE, None),
    F("from_unixtime", "double, varchar(x) -> timestamptz(3)", FALLIBLE, None),
    F("from_unixtime", "double, bigint, bigint -> timestamptz(3)", FALLIBLE, None),
    F("from_unixtime_nanos", "bigint -> timestamptz(9)", FALLIBLE, None),
    F("from_iso8601_date", "varchar(x) -> date", FALLIBLE, r"CAST(regexp_extract($1, '^[0-9]{4}-[0-9]{2}-[0-9]{2}$') AS DATE)"),
    F("from_iso8601_timestamp", "varchar(x) -> timestamptz(3)", FALLIBLE, None),
    F("from_iso8601_timestamp_nanos", "varchar(x) -> timestamptz(9)", FALLIBLE, None),
    F("to_iso8601", "date -> varchar(16)", TOTAL, lambda use: "CASE WHEN year($1) BETWEEN 1 AND 9999 THEN CAST($1 AS VARCHAR) ELSE strftime($1, '%Y-%m-%d') END"),
    F("to_iso8601", "timestamp(p) -> varchar(22)", TOTAL, _iso("%Y-%m-%dT%H:%M:%S"), returns=_iso_type),
    F("to_iso8601", "timestamptz(p) -> varchar(32)", TOTAL, None),
    F("to_milliseconds", "interval_day -> bigint", FALLIBLE, "epoch_ms($1)"),
    F("at_timezone", "timestamptz(p), varchar(x) -> timestamptz(p)", FALLIBLE, None),
    F("with_timezone", "timestamp(p), varchar(x) -> timestamptz(p)", FALLIBLE, None),
    F("timezone", "timestamptz(p) -> varchar", TOTAL, None),
    F("parse_duration", "varchar(x) -> interval_day", FALLIBLE, None),
)  # fmt: skip
