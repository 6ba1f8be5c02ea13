"""Properties of the whole table: everything is tried, what is called total can not fail, what is called strict answers NULL with NULL."""

from __future__ import annotations

import datetime
import itertools
import random
import re
from collections.abc import Callable, Sequence
from functools import cache

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.catalog.types import Type, parse_type
from gateway.pipeline.functions import table
from gateway.pipeline.functions.casts import cast_rule
from gateway.pipeline.functions.duckdb_types import duckdb_type
from gateway.pipeline.functions.engine_functions import DUCKDB_FUNCTIONS
from gateway.pipeline.functions.function import FunctionKind
from gateway.pipeline.functions.table import Argument, LambdaArgument, resolve
from gateway.pipeline.functions.template import expand
from gateway.pipeline.printing.constants import constant
from tests.pipeline.functions.cases import Use, connection, uses


@cache
def used() -> list[Use]:
    """Every use of a function in the case file; made when a test asks for it, since it takes seconds."""
    return uses()


def test_the_table_has_what_an_analyst_expects() -> None:
    assert len(table.names()) >= 250
    assert table.exists("SUBSTR")
    assert not table.exists("huiliu_token")
    assert not table.exists("read_text")
    assert table.kind_of("sum") is FunctionKind.AGGREGATE
    assert table.kind_of("rank") is FunctionKind.WINDOW


CONNECTION = connection()

TEXTS = [
    "",
    " ",
    "a",
    "abc",
    "中🎉",
    "e\u0301ß",
    "  x ",
    "12",
    "-1.5",
    "%",
    "_",
    "\\",
    "a,b,",
    '{"a":[1]}',
    "null",
    "\t\n",
    "１２",
    "x" * 50,
    "'",
    "$1",
]


def sample(type_: Type, dice: random.Random, depth: int = 0) -> str:
    """A DuckDB literal of the type, often an extreme one."""
    if dice.random() < 0.1:
        return f"CAST(NULL AS {duckdb_type(type_)})"
    target = duckdb_type(type_)
    match type_.base:
        case "boolean":
            return dice.choice(["TRUE", "FALSE"])
        case "tinyint" | "smallint" | "integer" | "bigint":
            bits = {"tinyint": 7, "smallint": 15, "integer": 31, "bigint": 63}[type_.base]
            value = dice.choice(
                [0, 1, -1, 2**bits - 1, -(2**bits), dice.randrange(-(2**bits), 2**bits), dice.randrange(-9, 10)]
            )
            return f"CAST('{value}' AS {target})"
        case "decimal":
            most = 10**type_.precision - 1
            digits = dice.choice([0, 1, -1, most, -most, dice.randint(-most, most)])
            sign, text = "-" if digits < 0 else "", str(abs(digits)).rjust(type_.scale + 1, "0")
            point = len(text) - type_.scale
            return f"CAST('{sign}{text[:point]}.{text[point:]}' AS {target})"
        case "real" | "double":
            return f"CAST('{dice.choice(['NaN', 'Infinity', '-Infinity', '0', '-0', '1', '-1', '3e38', '-1e-30', '0.5', str(dice.gauss(0, 1000))])}' AS {target})"
        case "varchar" | "char":
            text = dice.choice(
                [*TEXTS, "".join(chr(dice.choice([97, 32, 0x4E2D, 0x1F389, 0x301, 48])) for _ in range(5))]
            )
            text = text if type_.length is None else text[: type_.length]
            return "'" + text.replace("'", "''") + "'"
        case "varbinary":
            return f"unhex('{dice.randbytes(dice.choice([0, 1, 5])).hex()}')"
        case "date":
            far = [
                "0001-01-01",
                "9999-12-31",
                "1970-01-01",
                "2020-02-29",
                "290000-12-31",
                "5000000-01-01",
                "4713-01-01 (BC)",
            ]
            near = datetime.date(1900, 1, 1) + datetime.timedelta(dice.randrange(60000))
            return f"CAST('{dice.choice([*far, near.isoformat()])}' AS DATE)"
        case "timestamp" | "timestamp with time zone":
            moments = [
                "0001-01-01 00:00:00",
                "9999-12-31 23:59:59.999",
                "1969-12-31 23:59:59.999",
                "2020-02-29 12:00:00",
                "290000-01-01 00:00:00",
            ]
            return f"CAST('{dice.choice(moments)}' AS {target})"
        case "time":
            return f"CAST('{dice.choice(['00:00:00', '23:59:59.999', '12:30:00'])}' AS TIME)"
        case "interval day to second":
            return f"to_milliseconds({dice.choice([0, 1, -1, 86_400_000, 10**11])})"
        case "interval year to month":
            return f"to_months({dice.choice([0, 1, -1, 1200])})"
        case "uuid":
            return f"CAST('12345678-1234-1234-1234-{dice.randrange(10**12):012d}' AS UUID)"
        case "json":
            document = dice.choice(['{"a":[1,"x"],"b":{"c":null}}', "[1,2.5,null]", '"x"', "12", "null", "true", "{}"])
            return f"CAST('{document}' AS JSON)"
        case "array":
            items = ", ".join(sample(type_.element, dice, depth + 1) for _ in range(dice.choice([0, 1, 3])))
            return f"CAST([{items}] AS {target})"
        case "map":
            key = sample(type_.element, dice, depth + 1)
            return f"CAST(map_from_entries(list_filter([{{'key': {key}, 'value': {sample(type_.value, dice, depth + 1)}}}], lambda e: e.key IS NOT NULL)) AS {target})"
        case "row":
            fields = ", ".join(
                f"'{type_.fields[n] or f'field{n}'}': {sample(t, dice, depth + 1)}"
                for n, t in enumerate(type_.parameters)
                if isinstance(t, Type)
            )
            return f"CAST({{{fields}}} AS {target})"
        case "unknown":
            return "CAST(NULL AS INTEGER)"
    raise AssertionError(type_)


def fresh() -> Callable[[], str]:
    """Names v0, v1 … for one text."""
    counter = itertools.count()
    return lambda: f"v{next(counter)}"


def run(form: str, texts: Sequence[str | None], types: Sequence[Type], dice: random.Random, rows: int = 12) -> None:
    """The form over random values in a table; arguments that are constants stand in the text."""
    open_ = [n for n, text in enumerate(texts) if text is None]
    arguments = [text if text is not None else f"c{n}" for n, text in enumerate(texts)]
    sql = expand(form, arguments, fresh=fresh())
    lines = ", ".join("(" + ", ".join(sample(types[n], dice) for n in open_) + ")" for _ in range(rows))
    columns = ", ".join(f"c{n}" for n in open_)
    source = f" FROM (VALUES {lines}) AS t({columns})" if open_ else ""
    CONNECTION.execute(f"SELECT {sql}{source}").fetchall()


@cache
def total_uses() -> list[tuple[str, tuple[str | None, ...], tuple[Type, ...], str]]:
    """Each total form once: nothing known, or the first argument open and the others as the case has them."""
    found: dict[tuple[str, str], tuple[str, tuple[str | None, ...], tuple[Type, ...], str]] = {}
    for use in used():
        if any(isinstance(a, LambdaArgument) for a in use.arguments) or use.function.kind is FunctionKind.WINDOW:
            continue
        arguments = [a for a in use.arguments if isinstance(a, Argument)]
        opened = [Argument(arguments[0].type), *arguments[1:]] if arguments else []
        for given_ in (opened, [Argument(a.type) for a in arguments]):
            function = resolve(use.name, given_).function
            if not function.total or function.duckdb is None or not function.deterministic:
                continue
            texts = tuple(constant(a.constant) if a.constant is not None else None for a in given_)
            found.setdefault(
                (function.duckdb, str(function.argument_types)),
                (use.name, texts, function.argument_types, function.duckdb),
            )
    return list(found.values())


@pytest.mark.slow
@settings(max_examples=3, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_a_total_function_fails_for_no_value(seed: int) -> None:
    dice = random.Random(seed)
    for name, texts, types, form in total_uses():
        try:
            run(form, texts, types, dice)
        except duckdb.Error as error:
            raise AssertionError(f"{name}({', '.join(map(str, types))}): {form}: {error}") from error


TYPES = [
    parse_type(text)
    for text in (
        "boolean", "tinyint", "smallint", "integer", "bigint", "real", "double", "decimal(5,2)", "decimal(18,0)", "decimal(38,10)",
        "decimal(2,2)", "varchar", "varchar(3)", "char(4)", "char(2)", "date", "timestamp(0)", "timestamp(3)", "timestamp(6)",
        "time(3)", "uuid", "json", "varbinary", "array(varchar(3))", "array(bigint)", "row(a varchar(2), b integer)", "map(varchar, integer)",
    )
]  # fmt: skip


@pytest.mark.slow
@settings(max_examples=10, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_a_total_cast_and_a_safe_cast_fail_for_no_value(seed: int) -> None:
    dice = random.Random(seed)
    for source, target in itertools.product(TYPES, TYPES):
        rule = cast_rule(source, target)
        if rule is None or rule.duckdb_safe is None:
            continue
        try:
            run(rule.duckdb_safe, [None], [source], dice, rows=6)
        except duckdb.Error as error:
            raise AssertionError(f"{source} -> {target}: {rule.duckdb_safe}: {error}") from error


def strict_uses() -> list[Use]:
    return [
        u
        for u in used()
        if u.function.strict
        and u.function.duckdb
        and u.function.argument_types
        and not any(isinstance(a, LambdaArgument) for a in u.arguments)
    ]


@pytest.mark.slow
def test_a_strict_function_answers_null_with_null_and_never_fails_on_it() -> None:
    dice = random.Random(7)
    for use in strict_uses():
        assert use.function.duckdb
        for hole in range(len(use.function.argument_types)):
            argument = use.arguments[hole]
            if isinstance(argument, Argument) and argument.constant is not None:
                continue  # known not to be NULL; the form may rest on it
            if f"${hole + 1}" not in use.function.duckdb and "$*" not in use.function.duckdb:
                continue  # it became part of the form
            texts = [
                f"CAST(NULL AS {duckdb_type(t)})"
                if n == hole
                else sample(t, dice)
                if not isinstance(a, Argument) or a.constant is None
                else constant(a.constant)
                for n, (a, t) in enumerate(zip(use.arguments, use.function.argument_types, strict=True))
            ]
            sql = expand(use.function.duckdb, texts, fresh=fresh())
            # The guard of the security barrier turns hidden values into NULL: that must be the end of every failure.
            assert CONNECTION.execute(f"SELECT {sql}").fetchone() == (None,), (use.name, sql)


@pytest.mark.slow
def test_every_function_that_a_form_calls_is_on_the_list_for_the_engine() -> None:
    called = {
        name.lower()
        for use in used()
        if use.function.duckdb
        for name in CALLED.findall(re.sub(r"'(?:[^']|'')*'", "''", use.function.duckdb))
    }
    assert called - KEYWORDS <= DUCKDB_FUNCTIONS, sorted(called - KEYWORDS - DUCKDB_FUNCTIONS)


CALLED = re.compile(r"([A-Za-z_][A-Za-z_0-9]*)!?\(")
KEYWORDS = {"cast", "in", "and", "or", "not", "decimal", "struct", "map", "try", "then", "else", "when", "lambda"}
