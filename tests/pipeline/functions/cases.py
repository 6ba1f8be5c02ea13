"""The case file through the product: prepare() makes the text, a real DuckDB answers it."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import duckdb

from gateway.catalog.types import Type
from gateway.errors import GatewayError
from gateway.pipeline import bound
from gateway.pipeline.authorize import authorize
from gateway.pipeline.functions.duckdb_types import duckdb_type
from gateway.pipeline.functions.function import Function
from gateway.pipeline.functions.table import Argument, LambdaArgument
from gateway.pipeline.locate import locate
from gateway.pipeline.parse import parse
from gateway.pipeline.resolve import resolve
from gateway.pipeline.walk import expressions
from tests.pipeline.functions.hidden import EVERYTHING, NOTHING, hidden
from tests.pipeline.functions.shown import show
from tests.world import CATALOG, OPEN, plan, statement

CASES: Final = pathlib.Path(__file__).with_name("values.txt")


@dataclass(frozen=True)
class Case:
    """One line: an expression, over rows if any, its type and value, or `error` and a code."""

    line: int
    expression: str
    rows: str | None
    type: str
    value: str

    def __str__(self) -> str:
        return f"{self.line}: {self.expression[:60]}"

    @property
    def ordered(self) -> bool:
        """A window: one value a row, in the order of the rows."""
        return " over " in self.expression.lower()

    @property
    def choices(self) -> list[range]:
        """Which literals to hide: none, all, each one alone, so that folding hides no form and a form that needs a constant has it."""
        if self.rows is not None:
            return [NOTHING]
        count = hidden(self.expression).met
        return [NOTHING, EVERYTHING, *(range(n, n + 1) for n in range(count if count > 1 else 0))]

    def statement(self, hide: range) -> str:
        """The case as a client would send it; `hide` keeps these of its constants from the pipeline."""
        if self.rows is not None:
            return f"SELECT {self.expression} FROM {_rows(self.rows)}{' ORDER BY i' if self.ordered else ''}"
        if hide == NOTHING:
            return f"SELECT {self.expression}"
        found = hidden(self.expression, hide)
        return f"SELECT {found.expression} FROM {found.source}"


@dataclass(frozen=True)
class Use:
    """A function of the table as one case used it: its name, what it was resolved to, and the arguments that it was given."""

    function: Function
    arguments: tuple[Argument | LambdaArgument, ...]

    @property
    def name(self) -> str:
        return self.function.name


def cases() -> list[Case]:
    """Every case of the file."""
    found = []
    for number, line in enumerate(CASES.read_text("utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        # Two blanks around a bar: `||` is an operator.
        expression, type_, value = (part.strip() for part in line.split(" | "))
        expression, _, rows = expression.partition(" <- ")
        found.append(Case(number, expression.strip(), rows.strip() or None, type_, value))
    return found


def _rows(rows: str) -> str:
    """`1, 'a'; 2, 'b'` as a relation of columns x, y, z and the row's number i."""
    lines = [line.strip() for line in rows.split(";")]
    width = max(line.count(",") for line in lines) + 1 if not any("(" in line for line in lines) else 1
    names = ", ".join([*"xyz"[:width], "i"])
    return f"(VALUES {', '.join(f'({line}, {n})' for n, line in enumerate(lines))}) AS v({names})"


def connection() -> duckdb.DuckDBPyConnection:
    """A database as the engine sets it up."""
    made = duckdb.connect()
    made.execute("SET TimeZone = 'UTC'")
    made.execute("SET threads = 1")
    return made


def outcome(database: duckdb.DuckDBPyConnection, case: Case, hide: range) -> tuple[str, str]:
    """Type and shown value, or `error` and a code."""
    try:
        return _answer(database, case, hide)
    except GatewayError as error:
        return "error", error.code.name
    except (duckdb.ConversionException, duckdb.OutOfRangeException, duckdb.InvalidInputException):
        return "error", "COMPUTATION_FAILED"


def _answer(database: duckdb.DuckDBPyConnection, case: Case, hide: range) -> tuple[str, str]:
    made = plan(case.statement(hide))
    type_ = made.columns[0].type
    rows = database.execute(made.sql).fetchall()
    _same_type(database, made.sql, type_)
    values = [show(row[0], type_) for row in rows]
    if case.ordered:
        return str(type_), " ".join(values)
    assert len(set(values)) == 1
    return str(type_), values[0]


def _same_type(database: duckdb.DuckDBPyConnection, sql: str, type_: Type) -> None:
    """Nothing wider or narrower than the declared type may leave a form: it would overflow elsewhere."""
    declared = duckdb_type(type_)
    if declared in ("JSON", "INTEGER"):
        return
    described = database.execute(f"DESCRIBE {sql}").fetchone()
    assert described is not None
    found = described[1].replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ").replace("TIME WITH TIME ZONE", "TIMETZ")
    assert _bare(found) == _bare(declared), (found, declared)


def _bare(type_: str) -> str:
    return type_.replace('"', "").replace(" ", "")


def texts() -> Iterator[str]:
    """The text of every case that has one, whatever of it is known."""
    for case in cases():
        for hide in case.choices:
            try:
                yield plan(case.statement(hide)).sql
            except GatewayError:
                continue  # a case about a refusal


def uses() -> list[Use]:
    """Every use of a function in the case file, whatever of it is known."""
    found: list[Use] = []
    for case in cases():
        for hide in case.choices:
            try:
                parsed = parse(statement(case.statement(hide)))
                query = resolve(authorize(locate(parsed, CATALOG), OPEN)).query
            except GatewayError:
                continue
            found += [_use(node) for node in expressions(query) if isinstance(node, _CALLS)]
    return found


_CALLS: Final = (bound.Call, bound.Aggregate, bound.Window)


def _use(node: bound.Call | bound.Aggregate | bound.Window) -> Use:
    return Use(node.function, tuple(_argument(argument) for argument in node.arguments))


def _argument(node: bound.Expr) -> Argument | LambdaArgument:
    if isinstance(node, bound.Lambda):
        body = node.body.type
        return LambdaArgument(len(node.parameters), lambda _: body)
    return Argument(node.type, node if isinstance(node, bound.Constant) else None)
