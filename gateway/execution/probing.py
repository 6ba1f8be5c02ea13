"""Rounds of a statement whose joins are worth narrowing: run the probe, judge again with its keys.

A probe is part of its statement: it runs after the statement's first record, in its place and its time, and gives nothing to the client.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final

from gateway.engines.engine import Body, Origin, PageFormat
from gateway.errors import EngineError
from gateway.events import Event
from gateway.execution.request import Request
from gateway.execution.surroundings import Surroundings
from gateway.execution.world import Judged, World
from gateway.pipeline.pushdown.probes import keys_of
from gateway.pipeline.stages import Keys, Plan, Probe, Statement

MOST_BYTES: Final = 1_000_000


async def with_keys(
    judged: tuple[Statement, World, Judged], identifier: str, request: Request, around: Surroundings
) -> tuple[Statement, World, Judged]:
    """The statement with all keys that are worth reading, judged with them. Raises GatewayError."""
    statement, world, made = judged
    while isinstance(made, Plan) and made.probe is not None:
        found: Keys = {
            **(statement.keys or {}),
            made.probe.id: await _keys(made.probe, request.origin(identifier), around),
        }
        statement = replace(statement, keys=found)
        made = await around.threads.think(around.judge, statement, request, world)
    return statement, world, made


async def _keys(probe: Probe, origin: Origin, around: Surroundings) -> tuple[int | str, ...] | None:
    """None when there are too many, or when they cannot be read: the statement can do without."""
    try:
        body = await _read(probe.plan, origin, around)
    except EngineError as error:
        around.observe(Event("probe.failed", {"code": error.code.name, "detail": error.detail}))
        return None
    if body is None:
        return None
    rows = json.loads(b"[" + body + b"]")
    return keys_of([row[0] for row in rows], probe.plan.columns[0].type.base)


async def _read(plan: Plan, origin: Origin, around: Surroundings) -> bytes | None:
    run = await around.start(plan, PageFormat.JSON, around.limits.seconds, origin)
    pages: list[Body] = []
    try:
        async for page in run.pages():
            pages.append(page.body)
            if sum(map(len, pages)) > MOST_BYTES:
                return None
    finally:
        await run.close()
    return b",".join(pages)
