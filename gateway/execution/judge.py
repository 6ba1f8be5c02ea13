"""Judges a statement: a query is prepared for the engine, SHOW, DESCRIBE and EXPLAIN are answered here. Pure."""

from __future__ import annotations

import json
from typing import assert_never

from gateway.catalog.types import VARCHAR
from gateway.errors import ErrorCode, StatementError
from gateway.execution.metadata import metadata
from gateway.execution.request import Intent, Request
from gateway.execution.world import Judged, Told, World
from gateway.pipeline import front
from gateway.pipeline.explain import Explanation
from gateway.pipeline.prepare import explain, prepare
from gateway.pipeline.stages import Plan, ResultColumn, Statement


def judge(statement: Statement, request: Request, world: World) -> Judged:
    """What to run, or what to say."""
    found = front.read(statement.sql)
    match found:
        case front.QueryText() if request.intent is Intent.EXPLAIN:
            return _explained(explain(statement, world.catalog, world.policy), "TEXT")
        case front.QueryText():
            return prepare(statement, world.catalog, world.policy)
        case front.Explain(sql=sql, type=kind, format=layout):
            return _explain(_with_text(statement, sql), world, kind, layout)
        case front.Use():
            raise StatementError(
                "`USE` needs a session, and this door has none",
                code=ErrorCode.NOT_SUPPORTED,
                hint="send `catalog` and `schema` with the statement",
            )
        case (
            front.ShowCatalogs()
            | front.ShowSchemas()
            | front.ShowTables()
            | front.ShowColumns()
            | front.ShowFunctions()
            | front.Describe()
        ):
            names, rows = metadata(found, statement, request.purposes, world)
            return _told(names, rows, statement, world)
        case _:
            assert_never(found)


def _with_text(statement: Statement, sql: str) -> Statement:
    return Statement(
        sql=sql,
        asking=statement.asking,
        session=statement.session,
        instant=statement.instant,
        parameters=statement.parameters,
        engine=statement.engine,
        row_limit=statement.row_limit,
    )


def _explain(statement: Statement, world: World, kind: str, layout: str) -> Told:
    explanation = explain(statement, world.catalog, world.policy)
    match kind, layout:
        case "VALIDATE", _:
            return _told(("Valid",), (("true",),), statement, world, explanation)
        case "IO", _:
            raise _not_supported("EXPLAIN (TYPE IO)")
        case _, "TEXT" | "JSON":
            return _explained(explanation, layout)
        case _:
            raise _not_supported(f"EXPLAIN (FORMAT {layout})")


def _not_supported(what: str) -> StatementError:
    hint = "EXPLAIN shows what the gateway would run and which rules apply"
    return StatementError(f"`{what}` is not supported", code=ErrorCode.NOT_SUPPORTED, hint=hint)


def _explained(explanation: Explanation, layout: str) -> Told:
    text = (
        explanation.text if layout == "TEXT" else json.dumps({"text": explanation.text.split("\n")}, ensure_ascii=False)
    )
    plan = explanation.plan
    told = Plan(
        engine="gateway",
        sql="",
        columns=(ResultColumn(name="Query Plan", type=VARCHAR),),
        accesses=plan.accesses,
        logged_sql=plan.logged_sql,
        catalog_version=plan.catalog_version,
        policy_version=plan.policy_version,
    )
    return Told(plan=told, rows=((text,),), explanation=explanation)


def _told(
    names: tuple[str, ...],
    rows: tuple[tuple[str | None, ...], ...],
    statement: Statement,
    world: World,
    explanation: Explanation | None = None,
) -> Told:
    plan = Plan(
        engine="gateway",
        sql="",
        columns=tuple(ResultColumn(name=name, type=VARCHAR) for name in names),
        row_limit=statement.row_limit,
        catalog_version=world.catalog.version,
        policy_version=world.policy.version,
    )
    return Told(plan=plan, rows=rows, explanation=explanation)
