"""Routes that run, explain, follow and cancel statements."""

from __future__ import annotations

import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from gateway.api.authenticate import Caller
from gateway.api.http.answer import Answer
from gateway.api.http.body import StatementBody, read_statement
from gateway.api.http.callers import AnyAdmitted, AnyCaller, address_of
from gateway.api.http.doors import Doors, doors_of
from gateway.api.http.errors import invalid_request, problem
from gateway.api.http.formats import JSON, accepted, notes_json
from gateway.api.http.models import (
    AccessExplained,
    ColumnExplained,
    Explained,
    Notes,
    ResultColumn,
    RuleShown,
    StatementShown,
    StatementsShown,
)
from gateway.api.http.openapi import EXPLAIN, OWN_STATEMENT, QUERY, problems
from gateway.engines.engine import PageFormat
from gateway.errors import EngineError, ErrorCode
from gateway.execution import cancel as execution
from gateway.execution.request import Intent
from gateway.execution.request import Request as Asked
from gateway.execution.running import Running
from gateway.pipeline.explain import Explanation
from gateway.pipeline.stages import Access, Session
from gateway.policy.decision import Rule
from gateway.storage import Outcome, StatementRow

router = APIRouter(prefix="/v1", tags=["statements"])


@router.post(
    "/query", openapi_extra=QUERY, responses=problems(400, 401, 403, 404, 406, 409, 413, 429, 500, 502, 503, 504, 507)
)
async def query(request: Request, known: AnyAdmitted) -> Response:
    """Run a statement and stream its answer in the form that `Accept` asks for."""
    doors = doors_of(request)
    form = accepted(request.headers.get("accept"))
    if form is None:
        offered = "application/json, application/x-ndjson, text/csv or application/vnd.apache.arrow.stream"
        return problem(invalid_request("no form of answer that you accept is offered", f"accept {offered}"), status=406)
    body = await read_statement(request, doors.bounds)
    caller = await known.declaring(body.purpose, doors)
    running = doors.gateway.accept(_asked(request, doors, caller, body, form.page_format, Intent.ANSWER))
    return Answer(running, form, doors.bounds.write_seconds)


@router.post("/explain", openapi_extra=EXPLAIN, responses=problems(400, 401, 403, 404, 413, 429, 500, 503))
async def explain(request: Request, known: AnyAdmitted) -> Explained:
    """Show what a statement would run and which rules apply, without running it."""
    doors = doors_of(request)
    body = await read_statement(request, doors.bounds)
    caller = await known.declaring(body.purpose, doors)
    running = await doors.gateway.query(_asked(request, doors, caller, body, JSON.page_format, Intent.EXPLAIN))
    try:
        async for _ in running:
            pass
    finally:
        await running.close()
    if running.explanation is None:
        raise invalid_request("only a query can be explained", "send a SELECT")
    return explained(running, running.explanation)


@router.get("/queries", responses=problems(400, 401, 403, 429, 503))
async def queries(
    request: Request,
    caller: AnyCaller,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    before: Annotated[datetime.datetime | None, Query(description="Only those started before this moment.")] = None,
) -> StatementsShown:
    """The caller's own statements, newest first."""
    doors = doors_of(request)
    if before is not None and before.tzinfo is None:
        raise invalid_request("`before` needs its zone", "write 2026-01-31T12:00:00Z")
    code = caller.asking.principal.code
    rows = await doors.threads.store(doors.history.list, code, before=before, limit=limit)
    running = {one.id: one for one in doors.gateway.running(code)}
    return StatementsShown(statements=[_live(running[r.id]) if r.id in running else _past(r) for r in rows])


@router.get("/query/{identifier}", responses=OWN_STATEMENT)
async def status(request: Request, identifier: str, caller: AnyCaller) -> StatementShown:
    """One of the caller's own statements."""
    doors = doors_of(request)
    found = await execution.find(doors.gateway, doors.history, identifier, caller.asking.principal.code)
    return _shown(found, identifier)


@router.delete("/query/{identifier}", responses=OWN_STATEMENT)
async def cancel(request: Request, identifier: str, caller: AnyCaller) -> StatementShown:
    """Cancel one of the caller's own statements, at whichever replica it runs; one that has ended stays as it is. `RUNNING`: it has been asked to end."""
    doors = doors_of(request)
    found = await execution.cancel(doors.gateway, doors.history, identifier, caller.asking.principal.code)
    return _shown(found, identifier)


def _asked(
    request: Request, doors: Doors, caller: Caller, body: StatementBody, page_format: PageFormat, intent: Intent
) -> Asked:
    return Asked(
        sql=body.sql,
        asking=caller.asking,
        purposes=caller.open_purposes,
        session=Session(catalog=body.catalog, schema=body.schema_, timezone=body.zone(doors.bounds.timezone)),
        parameters=body.values(),
        limit=body.limit,
        page_format=page_format,
        intent=intent,
        door="http",
        address=address_of(request),
        token=caller.token,
        claims=caller.claims,
        still_valid=caller.still_valid,
    )


def _shown(found: Running | StatementRow | None, identifier: str) -> StatementShown:
    match found:
        case Running():
            return _live(found)
        case StatementRow():
            return _past(found)
        case None:
            message = f"you have no statement `{identifier[:64]}`"
            raise EngineError(message, code=ErrorCode.STATEMENT_NOT_FOUND, hint="`GET /v1/queries` lists yours")


def _live(running: Running) -> StatementShown:
    return StatementShown(
        id=running.id,
        state=running.state.value,
        sql=running.request.sql,
        purpose=running.request.asking.purpose,
        started=running.received,
        ended=running.ended,
        rows=running.rows,
        bytes=running.bytes,
        cut=running.cut,
        error=running.error.code.name if running.error else None,
    )


def _past(row: StatementRow) -> StatementShown:
    state = "RUNNING" if row.state is Outcome.STARTED else row.state.value
    return StatementShown(
        id=row.id,
        state=state,
        sql=row.sql,
        purpose=row.purpose,
        started=row.started,
        ended=row.ended,
        rows=row.rows,
        bytes=row.bytes,
        cut=row.cut,
        error=row.error.name if row.error else None,
    )


def explained(running: Running, explanation: Explanation) -> Explained:
    """An explanation in the shape that every door shows."""
    plan = explanation.plan
    return Explained(
        id=running.id,
        engine=plan.engine,
        sql=plan.logged_sql,
        columns=[ResultColumn(name=column.name, type=str(column.type)) for column in plan.columns],
        accesses=[_access(access, explanation.hidden.get(access.relation, ())) for access in plan.accesses],
        notes=Notes.model_validate(notes_json(running.notes)),
        policy_version=plan.policy_version,
        catalog_version=plan.catalog_version,
        text=explanation.text,
    )


def _access(access: Access, hidden: tuple[str, ...]) -> AccessExplained:
    return AccessExplained(
        relation=str(access.relation),
        filters=list(access.filters),
        rules=_rules(access.rules),
        columns=[ColumnExplained(name=c.name, mask=c.mask, rules=_rules(c.rules)) for c in access.columns],
        hidden=list(hidden),
        fenced=access.fenced,
    )


def _rules(rules: tuple[Rule, ...]) -> list[RuleShown]:
    return [RuleShown(id=rule.id, file=rule.file, line=rule.line) for rule in rules]
