"""What is asked of Trino: every row of the function table with edge literals in every argument, and the hand-picked expressions.

Nothing here says what the answer is. An expression over rows is written `expression <- row; row`, its columns are x, y, z.
"""

from __future__ import annotations

import pathlib
import random
from collections.abc import Iterator
from itertools import product
from typing import Final

from gateway.pipeline.functions import table
from gateway.pipeline.functions.entry import Row
from gateway.pipeline.functions.function import FunctionKind
from gateway.pipeline.functions.signature import Pattern
from tests.judges.functions.arguments import LAMBDAS, PLACES, REDUCE
from tests.judges.functions.literals import ELEMENTS, LITERALS, MEETING, NUMERIC
from tests.judges.functions.overrows import over_rows
from tests.judges.functions.spelled import spelled

PICKED: Final = pathlib.Path(__file__).with_name("picked.txt")
MOST: Final = 26
"""Expressions of one row of the table and one choice of its type variables."""
SEED: Final = 20200229


def corpus() -> dict[str, list[str]]:
    """Expressions by the name of the file that holds their answers, none twice."""
    found: dict[str, list[str]] = {"picked": picked()}
    for topic in table.TOPICS:
        name = topic.__name__.rpartition(".")[2]
        if rows := [row for row in topic.ROWS if not row.internal]:
            found[name] = [text for row in rows for text in _some(list(of_row(row)), _share(row))]
    found["casts"] = _some(list(casts()), 1400)
    found["types"] = _some(list(types()), 600)
    seen: set[str] = set()
    return {name: [text for text in texts if not (text in seen or seen.add(text))] for name, texts in found.items()}  # type: ignore[func-returns-value]


def _share(row: Row) -> int:
    """How many of its expressions a row gets: more where arguments have a meaning of their own, or types vary."""
    names = len(row.names)
    if row.kind is not FunctionKind.SCALAR:
        return 14 + 4 * names
    if any((row.names[0], at) in PLACES for at in range(len(row.signature.arguments))):
        return 22 + 5 * names
    return (13 if row.signature.generic else 8) + 4 * names


def _some(texts: list[str], most: int) -> list[str]:
    """At most so many, always the same ones; the first is always there."""
    if len(texts) <= most:
        return texts
    kept = {0, *random.Random(f"{SEED} {texts[0]}").sample(range(1, len(texts)), most - 1)}
    return [text for at, text in enumerate(texts) if at in kept]


def picked() -> list[str]:
    """The expressions that somebody thought of."""
    lines = PICKED.read_text("utf-8").split("\n")
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def of_row(row: Row) -> Iterator[str]:
    """Expressions that call one row of the table, by each of its names."""
    dice = random.Random(f"{SEED} {row.names[0]} {row.signature}")
    if not row.deterministic or row.names[0] == "shuffle":
        return  # what of these can be captured is hand-picked
    if row.kind is not FunctionKind.SCALAR:
        yield from over_rows(row)
        return
    for types_ in bindings(row, dice):
        if row.names[0] == "reduce":
            arrays = of_type(row.signature.arguments[0], types_)
            yield from (f"reduce({array}, {steps})" for array in arrays for steps in REDUCE)
            continue
        chosen = tuples(row, types_, dice)
        for at, arguments in enumerate(chosen):
            # Synonyms take turns: each is called, none is called as often as a function of its own.
            yield spelled(row.names[at % len(row.names)], arguments)


def bindings(row: Row, dice: random.Random) -> Iterator[dict[str, str]]:
    """Types for the signature's variables: several for the first, any for the others."""
    variables = sorted({name for pattern in row.signature.arguments for name in _variables(pattern)})
    if not variables:
        yield {}
        return
    kinds = list(ELEMENTS)
    orderable = [kind for kind in kinds if kind != "json"]
    for at in range(6 if len(variables) > 1 else 8):
        pool = orderable if "O" in variables else kinds
        yield {name: pool[(at * (n + 1) + n) % len(pool)] for n, name in enumerate(variables)}


def _variables(pattern: Pattern) -> Iterator[str]:
    if pattern.variable:
        yield pattern.base
    for inner in pattern.parameters:
        if isinstance(inner, Pattern):
            yield from _variables(inner)


def tuples(row: Row, types_: dict[str, str], dice: random.Random) -> list[tuple[str, ...]]:
    """Arguments: each one over all its literals while the others are tame, then some at random."""
    patterns = list(row.signature.arguments)
    if row.signature.variadic and len(patterns) > 2:
        patterns = patterns[: 2 + dice.randrange(2)]
    pools = [pool(row.names[0], at, pattern, types_) for at, pattern in enumerate(patterns)]
    tame = [literals[0] for literals in pools]
    found = [tuple(tame)] if pools else [()]
    for at, literals in enumerate(pools):
        found += [(*tame[:at], literal, *tame[at + 1 :]) for literal in literals[1:]]
    if len(pools) > 1:
        found += [tuple(dice.choice(literals) for literals in pools) for _ in range(8)]
    unique = list(dict.fromkeys(found))
    most = MOST if not types_ else MOST // 2
    if len(pools) > 1 and len(unique) > most * 2:
        unique = [unique[0], *dice.sample(unique[1:], most * 2 - 1)]
    return unique if not types_ else [unique[0], *dice.sample(unique[1:], min(most, len(unique) - 1))]


def pool(name: str, at: int, pattern: Pattern, types_: dict[str, str]) -> tuple[str, ...]:
    """Literals for one argument."""
    if pattern.base == "function":
        return LAMBDAS.get(name, ("x -> x",))
    if (name, at) in PLACES and pattern.base not in (
        "date",
        "timestamp",
        "timestamp with time zone",
        "varbinary",
        "json",
        "array",
        "map",
    ):
        return PLACES[name, at]
    return of_type(pattern, types_)


def of_type(pattern: Pattern, types_: dict[str, str]) -> tuple[str, ...]:
    """Literals of the type that the pattern stands for."""
    if pattern.variable:
        type_ = types_[pattern.base]
        return (*ELEMENTS[type_], f"CAST(NULL AS {type_})")
    if pattern.base == "any":
        return ("1", "'a'", "1.50", "TRUE", "DATE '2020-02-29'", "ARRAY[1]", "NULL", "1e0", "CAST('a' AS char(3))")
    inner = [of_type(part, types_) for part in pattern.parameters if isinstance(part, Pattern)]
    name = _name(pattern, types_)
    match pattern.base:
        case "array":
            one, two, *more = inner[0]
            known = [literal for literal in inner[0] if not literal.startswith("CAST(NULL")]
            return (
                f"ARRAY[{one}, {two}]", f"ARRAY[{', '.join(reversed(known))}, {one}]", f"ARRAY[{two}, NULL, {one}, {two}]", f"CAST(ARRAY[] AS {name})",
                f"ARRAY[{more[0] if more else one}]", f"ARRAY[{one}, {two}, {', '.join(more[:1] or [one])}, {two}]", f"CAST(NULL AS {name})",
            )  # fmt: skip
        case "map":
            keys, values = ([t for t in part if not t.startswith("CAST(NULL")] for part in inner)
            return (
                f"map(ARRAY[{keys[0]}, {keys[1]}], ARRAY[{values[0]}, {values[1]}])", f"map(ARRAY[{keys[1]}], ARRAY[NULL])", f"CAST(map() AS {name})",
                f"map(ARRAY[{', '.join(keys)}], ARRAY[{', '.join((values * 3)[: len(keys)])}])", f"CAST(NULL AS {name})",
            )  # fmt: skip
        case "row":
            return (
                *(f"ROW({a}, {b})" for a, b in zip(*(part[:3] for part in inner), strict=False)),
                f"ROW({inner[0][0]}, NULL)",
            )
        case base:
            return LITERALS[base]


def _name(pattern: Pattern, types_: dict[str, str]) -> str:
    if pattern.variable:
        return types_[pattern.base]
    parts = [_name(part, types_) if isinstance(part, Pattern) else str(part) for part in pattern.parameters]
    if pattern.base in ("array", "map", "row"):
        return f"{pattern.base}({', '.join(parts)})"
    return pattern.base


# --- casts and types -----------------------------------------------------------------------------

_TARGETS: Final = (
    "boolean", "tinyint", "smallint", "integer", "bigint", "real", "double", "decimal(5,2)", "decimal(38,0)", "decimal(18,10)", "decimal(38,38)", "varchar", "varchar(3)",
    "char(4)", "varbinary", "date", "time(3)", "time(6)", "timestamp(0)", "timestamp(3)", "timestamp(6)", "timestamp(9)", "timestamp(3) with time zone",
    "time(3) with time zone", "interval day to second", "uuid", "json", "array(varchar)", "array(bigint)", "map(varchar, double)", "row(a bigint, b varchar)",
)  # fmt: skip
_TEXTS: Final[dict[str, tuple[str, ...]]] = {
    "boolean": ("true", "FALSE", "t", "F", "1", "0", "yes", " true", "TRUE ", ""),
    "integer": ("12", "-12", "+12", "-0", "0012", "2147483647", "2147483648", "-2147483648", " 12", "12 ", "1.0", "1e2", "", "-", "１２", "0x1F", "1_000", "12a"),
    "double": ("1.5", "-1.5e3", "1e400", "-0", "NaN", "nan", "Infinity", "-Infinity", "inf", " 1.5 ", ".5", "5.", "1d", "0x1p3", "", "1,5", "+1.5", "4.9e-324", "1e-400", "1E5"),
    "decimal(5,2)": ("1.5", "-1.555", "999.994", "999.995", "1000", ".5", "5.", "1e2", " 1.5", "+1.5", "", "NaN", "-0.001", "00001.5", "1.5.1", "١"),
    "date": (
        "2020-02-29", "2021-02-29", "2020-2-9", " 2020-02-29 ", "2020-02-29 10:00:00", "2020-02-29T00:00:00", "0000-01-01", "-0001-01-01", "10000-01-01", "+10000-01-01",
        "1582-10-10", "20200229", "2020-02", "0001-01-01", "", "2020-13-01", "9999-12-31", "99999-01-01", "2020-02-29\t", "２０２０-02-29",
    ),
    "time(3)": ("10:11:12", "10:11:12.3456", "10:11", "24:00:00", "1:2:3", " 10:11:12", "10:11:12.9999", "23:59:59.9999", "10:60:00", "", "10:11:12+08:00", "101112", "10"),
    "timestamp(3)": (
        "2020-02-29 10:11:12", "2020-02-29 10:11:12.3456", "2020-02-29 10:11:12.9996", "2020-02-29", "2020-2-9 1:2:3", "2020-02-29T10:11:12", "2020-02-29 10:11", "2020-02-29 24:00:00",
        "2021-02-29 00:00:00", "2020-02-29 10:11:12 UTC", "2020-02-29 10:11:12+08:00", " 2020-02-29 10:11:12 ", "-0001-01-01 00:00:00", "12020-01-01 00:00:00", "", "1969-12-31 23:59:59.9996",
        "2020-02-29 10", "2020-02-29 10:11:12.", "2020-02-29 10:11:12.1234567891234",
    ),
    "timestamp(3) with time zone": ("2020-02-29 10:11:12 Asia/Tokyo", "2020-02-29 10:11:12", "2020-02-29 10:11:12+08:00", "x"),
    "uuid": ("12345678-1234-1234-1234-123456789abc", "12345678-1234-1234-1234-123456789ABC", "12345678123412341234123456789abc", "1-1-1-1-1", "", "x"),
    "interval day to second": ("1 00:00:00.000", "x"),
    "json": ("x", '{"a":1}', "", "\"", "中"),
    "varbinary": ("abc", "中", ""),
    "char(4)": ("ab", "abcdef", "", "ab  ", "中🎉", "  ab"),
}  # fmt: skip
_SAME_TEXTS: Final = {
    "tinyint": "integer", "smallint": "integer", "bigint": "integer", "real": "double", "decimal(38,0)": "decimal(5,2)", "decimal(18,10)": "decimal(5,2)",
    "time(6)": "time(3)", "timestamp(0)": "timestamp(3)", "timestamp(6)": "timestamp(3)", "timestamp(9)": "timestamp(3)",
}  # fmt: skip


def casts() -> Iterator[str]:
    """Every pair of types, every literal of the first; texts that the second reads or does not."""
    dice = random.Random(SEED)
    for source, literals in LITERALS.items():
        for target in _TARGETS:
            if source == "varchar" and target not in ("varchar", "varchar(3)"):
                continue
            many = 3 if source in ("unknown", "uuid", "json", "array(integer)", "row") else 7
            for literal in [literals[0], *dice.sample(literals[1:], min(many - 1, len(literals) - 1))]:
                yield f"CAST({literal} AS {target})"
    for target in _TARGETS:
        for text in _TEXTS.get(_SAME_TEXTS.get(target, target), ("x",)):
            yield f"CAST('{text}' AS {target})"
            yield f"TRY_CAST('{text}' AS {target})"
            if text and dice.random() < 0.3:
                yield f"CAST(CAST('{text}' AS char(22)) AS {target})"
    for value in ("'12'", "'x'", "1.5", "1e300", "DATE '2020-02-29'", "NULL", "9223372036854775807", "TRUE"):
        for target in _TARGETS:
            yield f"TRY_CAST({value} AS {target})"
    for literals, target in product(
        (LITERALS["array(integer)"], LITERALS["row"]),
        ("array(double)", "array(varchar(1))", "array(tinyint)", "row(x double, y varchar)", "row(integer, integer)"),
    ):
        yield from (f"CAST({literal} AS {target})" for literal in literals)


def types() -> Iterator[str]:
    """Which types operators and common types give: precisions, scales, lengths."""
    for left, right in product(NUMERIC, NUMERIC):
        yield from (f"{left} {operator} {right}" for operator in "+-*/%")
    for left, right in product(MEETING, MEETING):
        if left != right:
            yield f"coalesce({left}, {right})"
    for left, right in zip(MEETING, MEETING[1:] + MEETING[:1], strict=True):
        yield from (
            f"ARRAY[{left}, {right}]",
            f"CASE WHEN TRUE THEN {left} ELSE {right} END",
            f"{left} IN ({right})",
            f"IF(FALSE, {left}, {right})",
            f"{left} = {right}",
        )
        yield from (
            f"{left} < {right}",
            f"{left} || {right}",
            f"nullif({left}, {right})",
            f"greatest({left}, {right})",
            f"{left} IS DISTINCT FROM {right}",
        )
