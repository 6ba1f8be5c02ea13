"""Judges a statement: a query is prepared for the engine, SHOW, DESCRIBE and EXPLAIN are answered here. Pure."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import assert_never

from gateway.catalog.types import BOOLEAN, VARCHAR
from gateway.errors import ErrorCode, StatementError
from gateway.execution.listing import Look, look
from gateway.execution.metadata import metadata
from gateway.execution.request import Intent, Request
from gateway.execution.world import Judged, Listed, Row, Told, World
from gateway.pipeline import front
from gateway.pipeline.explain import Explanation, explanation
from gateway.pipeline.metadata import AllOpen, is_metadata, over
from gateway.pipeline.prepare import find, finish
from gateway.pipeline.stages import Plan, ResultColumn, Statement


def judge(statement: Statement, request: Request, world: World, look: Look = look) -> Judged:
    """What to run, or what to say. `look` says what may be listed."""
    found = front.read(statement.sql)
    match found:
        case front.QueryText() if request.intent is Intent.EXPLAIN:
            return _explained(_shown(statement, request, world, look), "TEXT")
        case front.QueryText():
            return _query(statement, request, world, look)
        case front.Explain(sql=sql, type=kind, format=layout):
            shown = _shown(replace(statement, sql=sql, keys=None), request, world, look)
            return _explain(shown, statement, world, kind, layout)
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
            columns, rows = metadata(found, statement, request.purposes, world, look)
            return _told(columns, rows, statement, world)
        case _:
            assert_never(found)


def _query(statement: Statement, request: Request, world: World, look: Look) -> Plan | Listed:
    located = find(statement, world.catalog)
    if not is_metadata(located):
        return finish(located, world.policy)
    visible = look(world, statement.asking, request.purposes)
    made = finish(over(located, visible.catalogs, visible.database), AllOpen(world.policy.version))
    return Listed(replace(made, sources=frozenset(), accesses=(), logged_sql=""), visible)


def _shown(statement: Statement, request: Request, world: World, look: Look) -> Explanation:
    made = _query(statement, request, world, look)
    if isinstance(made, Plan):
        return explanation(statement, made, world.catalog, world.policy)
    said = "answered from the gateway's own catalogue"
    return Explanation(plan=replace(made.plan, engine="gateway", logged_sql=said), hidden={})


def _explain(shown: Explanation, statement: Statement, world: World, kind: str, layout: str) -> Told:
    match kind, layout:
        case "VALIDATE", _:
            return _told((ResultColumn(name="Valid", type=BOOLEAN),), ((True,),), statement, world, shown)
        case "IO", _:
            raise _not_supported("EXPLAIN (TYPE IO)")
        case _, "TEXT" | "JSON":
            return _explained(shown, layout)
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
    columns: tuple[ResultColumn, ...],
    rows: tuple[Row, ...],
    statement: Statement,
    world: World,
    explanation: Explanation | None = None,
) -> Told:
    plan = Plan(
        engine="gateway",
        sql="",
        columns=columns,
        row_limit=statement.row_limit,
        catalog_version=world.catalog.version,
        policy_version=world.policy.version,
    )
    return Told(plan=plan, rows=rows, explanation=explanation)
