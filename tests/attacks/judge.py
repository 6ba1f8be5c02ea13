"""What an attack came to, in this process: rows, or an error as the client would read it; and the same in the worst order of evaluation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

import duckdb

from gateway.catalog.relations import Catalog
from gateway.errors import GatewayError
from gateway.pipeline.authorize import authorize
from gateway.pipeline.locate import locate
from gateway.pipeline.parse import parse
from gateway.pipeline.plan import ENGINES
from gateway.pipeline.prepare import prepare
from gateway.pipeline.printing.printer import Printer
from gateway.pipeline.resolve import resolve
from gateway.pipeline.rewrite import rewrite
from gateway.pipeline.stages import Plan, Statement
from gateway.policy.decision import DecisionPoint
from tests.attacks.world import CANARIES, CATALOG, PAIRS, POLICY, TYPES, WORLDS, Rows, statement
from tests.properties.test_non_interference import settled

Outcome = tuple[str, object]


@lru_cache
def database(world: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config={"threads": "1"})
    connection.execute("SET TimeZone='UTC'; ATTACH ':memory:' AS data")
    for name, types in TYPES.items():
        columns = ", ".join(f'"{column}" {type_}' for column, type_ in types.items())
        connection.execute(f"CREATE TABLE data.main.{name} ({columns})")
        rows: Rows = WORLDS[world][name]
        if rows:
            marks = ", ".join("?" for _ in types)
            connection.executemany(f"INSERT INTO data.main.{name} VALUES ({marks})", [list(row) for row in rows])
    return connection


def prepared(sql: str) -> Plan:
    return prepare(statement(sql), CATALOG, POLICY)


def outcome(sql: str, world: str) -> Outcome:
    """What the client gets: rows, the engine's failure without its words, or our refusal with all of its words."""
    try:
        plan = prepared(sql)
    except GatewayError as error:
        return error.code.name, error.public()
    return ran(plan, world)


def ran(plan: Plan, world: str) -> Outcome:
    """What a plan comes to."""
    keys = dict.fromkeys(plan.keys, b"6" * 64 + b"\\" * 64)
    return _rows(lambda: database(world).execute(plan.sql, keys or None).fetchall(), ordered=plan.ordered)


def in_worst_order(sql: str, world: str) -> Outcome:
    """The outcome with the row rule of every unfenced view dropped and its guards kept.

    Views under an aggregation or window keep theirs: it has run before anything above can be evaluated.
    """
    text = worst_text(sql)
    return _rows(lambda: database(world).execute(text).fetchall(), ordered=False)


def worst_text(sql: str) -> str:
    """The statement as the worst order of evaluation would have it."""
    return worst(statement(sql), CATALOG, POLICY)


def worst(asked: Statement, catalog: Catalog, policy: DecisionPoint) -> str:
    """The text in the worst order of evaluation, for the engine of the statement."""
    rewritten = rewrite(resolve(authorize(locate(parse(asked), catalog), policy)))
    kept = {scan.id for scan in settled(rewritten.query)}
    views = {
        number: view if view.fenced or number in kept else replace(view, rows=None)
        for number, view in rewritten.views.items()
    }
    printer = Printer.of(rewritten.query, views, engine=ENGINES[asked.engine])
    return printer.sent(printer.query(rewritten.query))


def verdict(sql: str) -> tuple[str, list[str]]:
    """What the statement comes to over the loud database, and everything in which it tells of something hidden.

    Besides the worst order, the plan is run as the engine's optimizer leaves it alone: whatever it moves, nothing may show.
    """
    try:
        plan = prepared(sql)
    except GatewayError as error:
        return error.code.name, []  # the same for every database: none was looked at
    problems = []
    loud = ran(plan, "loud")
    for quiet_one, loud_one in PAIRS:
        without, with_hidden = ran(plan, quiet_one), ran(plan, loud_one)
        if with_hidden != without:
            problems.append(f"{loud_one} is told from {quiet_one}: {with_hidden} {without}")
        if with_hidden[0] == "rows":
            text = worst_text(sql)
            worst = _rows(lambda text=text, world=loud_one: database(world).execute(text).fetchall(), ordered=False)
            if worst[0] != "rows":
                problems.append(f"a hidden row of {loud_one} fails it in the worst order")
            if as_written(plan, loud_one)[0] != "rows":
                problems.append(f"a hidden row of {loud_one} fails it without the optimizer")
        problems += [f"{word} comes out" for word in CANARIES if word in repr(with_hidden) and word not in sql]
    return loud[0], problems


def as_written(plan: Plan, world: str) -> Outcome:
    """The outcome when the engine's optimizer does nothing."""
    connection = database(world)
    connection.execute("PRAGMA disable_optimizer")
    try:
        return ran(plan, world)
    finally:
        connection.execute("PRAGMA enable_optimizer")


def _rows(run: Callable[[], Sequence[tuple[object, ...]]], *, ordered: bool) -> Outcome:
    try:
        rows = [tuple(map(_plain, row)) for row in run()]
    except (duckdb.ConversionException, duckdb.OutOfRangeException, duckdb.InvalidInputException):
        return "COMPUTATION_FAILED", None
    except duckdb.NotImplementedException:
        return "NOT_SUPPORTED_BY_ENGINE", None
    return "rows", rows if ordered else sorted(rows, key=repr)


def _plain(value: object) -> object:
    """NaN equals nothing, itself included."""
    return "NaN" if value != value else value
