"""Commands that need more than the client's session: what a prepared statement takes and gives, and the end of a statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final

from sqlglot.tokenizer_core import TokenType

from gateway.api.http.doors import Doors
from gateway.api.trino.answers import Inner, Told, answer, prepared
from gateway.api.trino.callers import PURPOSE
from gateway.api.trino.session import ClientSession
from gateway.catalog.types import BIGINT, BOOLEAN, VARCHAR, Type
from gateway.errors import EngineError, ErrorCode, ResolutionError, StatementError
from gateway.execution import cancel as execution
from gateway.execution.request import Intent, Request
from gateway.pipeline import commands, front
from gateway.pipeline.inputs import ASKED
from gateway.pipeline.origins import Origin
from gateway.pipeline.scan import scan
from gateway.pipeline.stages import Plan, ResultColumn

Asked = Callable[[Inner, Intent], Request]
"""A statement of the same caller, as the gateway takes it."""

INPUT: Final = (ResultColumn(name="Position", type=BIGINT), ResultColumn(name="Type", type=VARCHAR))
OUTPUT: Final = (
    *(ResultColumn(name=name, type=VARCHAR) for name in ("Column Name", "Catalog", "Schema", "Table", "Type")),
    ResultColumn(name="Type Size", type=BIGINT),
    ResultColumn(name="Aliased", type=BOOLEAN),
)
COUNTS: Final = frozenset({"LIMIT", "OFFSET", "FIRST", "NEXT"})
"""Words before a `?` that is a number of rows."""
SIZES: Final[Mapping[str, int]] = {
    "boolean": 1, "tinyint": 1, "smallint": 2, "integer": 4, "real": 4, "date": 4, "bigint": 8, "double": 8, "uuid": 16,
    "time": 8, "interval day to second": 8, "interval year to month": 4,
}  # fmt: skip
"""Bytes of types of one size, as Trino counts them; 0 for all others."""


async def obey(
    command: commands.Command, session: ClientSession, properties: Mapping[str, str], asked: Asked, doors: Doors
) -> Told | Inner:
    """What comes of a command. Texts are read on a thread: one may have its client's longest length. Raises GatewayError."""
    principal = asked(Inner(sql="", arguments=None), Intent.ANSWER).asking.principal.code
    think = doors.threads.think_for
    match command:
        case commands.DescribeInput(name=name):
            inner, marks = await think(principal, _to_describe, name, session)
            taken = iter((await _plan(asked(inner, Intent.EXPLAIN), doors)).inputs)
            types = ["bigint" if counts else str(next(taken)) for counts in marks]
            return Told(update_type=None, columns=INPUT, rows=list(enumerate(types)))
        case commands.DescribeOutput(name=name):
            inner, _ = await think(principal, _to_describe, name, session)
            return _output(await _plan(asked(inner, Intent.EXPLAIN), doors))
        case commands.Prepare() | commands.Execute() | commands.Deallocate():
            return await think(principal, answer, command, session, properties)
        case commands.KillQuery(query=query):
            if await execution.cancel(doors.gateway, doors.history, query, principal) is None:
                raise EngineError(f"query not found: `{query[:64]}`", code=ErrorCode.STATEMENT_NOT_FOUND)
            return Told(update_type="CALL")
        case front.Use():
            await _check(command, session, asked(Inner(sql="", arguments=None), Intent.ANSWER), doors)
            return answer(command, session, properties)
        case commands.SetSession(name=name, value=value) if name == PURPOSE:
            code = doors.gateway.world.policy.purpose_named(value)  # drivers carry ASCII alone
            return answer(replace(command, value=code), session, properties)
        case _:
            return answer(command, session, properties)


async def _check(use: front.Use, session: ClientSession, request: Request, doors: Doors) -> None:
    """Raise for a schema that is not there; one that may not be seen is none, too. Nothing that a client wrote becomes a header before it is found here."""
    catalog = use.catalog or session.catalog
    if catalog is None:
        return  # said with Trino's words by who answers
    around = doors.gateway.around
    visible = await around.threads.think(around.look, around.worlds(), request.asking, request.purposes)
    if catalog not in visible.catalogs:
        raise ResolutionError(f"catalog `{catalog[:64]}` does not exist", code=ErrorCode.CATALOG_NOT_FOUND)
    if (catalog, use.schema) not in visible.schemas:
        raise ResolutionError(f"schema `{catalog}.{use.schema[:64]}` does not exist", code=ErrorCode.SCHEMA_NOT_FOUND)
    if not (catalog + use.schema).isascii() or not (catalog + use.schema).isprintable():
        raise StatementError(
            "clients cannot carry this name in their session",
            code=ErrorCode.NOT_SUPPORTED,
            hint="write catalog.schema.relation in each statement",
        )


def _to_describe(name: str, session: ClientSession) -> tuple[Inner, list[bool]]:
    """A prepared statement with the question for the type of each `?`, and of all its `?` whether they stand for a number of rows, which is 1 then."""
    sql = prepared(name, session)
    tokens = scan(sql)
    counts = {
        mark.start: before.text.upper() in COUNTS
        for before, mark in pairwise(tokens)
        if mark.token_type is TokenType.PLACEHOLDER
    }
    text = "".join("1" if counts.get(place) else letter for place, letter in enumerate(sql))
    return Inner(sql=text, arguments=None, parameters=(ASKED,) * list(counts.values()).count(False)), [*counts.values()]


async def _plan(request: Request, doors: Doors) -> Plan:
    """What a statement would be now, by the policies of this moment; recorded like any other that is explained."""
    running = await doors.gateway.query(request)
    try:
        async for _ in running:
            pass
        return running.explanation.plan if running.explanation is not None else running.plan
    finally:
        await running.close()


def _output(plan: Plan) -> Told:
    return Told(
        update_type=None,
        columns=OUTPUT,
        rows=[
            (column.name, *_place(column.origin), str(column.type), _size(column.type), column.origin.aliased)
            for column in plan.columns
        ],
    )


def _place(origin: Origin) -> tuple[str, str, str]:
    name = origin.relation
    return ("", "", "") if name is None else (name.catalog, name.schema, name.relation)


def _size(type_: Type) -> int:
    match type_.base:
        case "timestamp":
            return 8 if type_.precision <= 6 else 16
        case "timestamp with time zone":
            return 8 if type_.precision <= 3 else 16
        case "decimal":
            return 8 if type_.precision <= 18 else 16
        case base:
            return SIZES.get(base, 0)
