"""Ends at Trino what a gateway that died left running there: nobody asks for its pages any more, and Trino itself gives it up only minutes later.

Its own `DELETE /v1/query/{id}` does it for whoever sent the query, without a right to kill or to call anything; the procedure
`system.runtime.kill_query` would need the right to execute it. A statement's queries are found by its id, which each of them carries as
its trace token: most often the gateway died before it could tell storage what Trino calls them.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

import orjson
from aiohttp import ClientError

from gateway.engines.trino_client import Coordinator
from gateway.errors import EngineError
from gateway.events import Event, Observer

ENDED: Final = frozenset({"FINISHED", "FAILED"})
_ID: Final = re.compile(r"[a-z0-9_]{1,100}")


async def end_lost(
    coordinators: Sequence[Coordinator], statements: Mapping[str, str], seconds: float, observe: Observer
) -> None:
    """End the queries of these statements, each with Trino's id of it where that is known, at every coordinator. Takes so long at most and raises nothing."""
    await asyncio.gather(*(_end_at(one, statements, seconds, observe) for one in coordinators))


async def _end_at(one: Coordinator, statements: Mapping[str, str], seconds: float, observe: Observer) -> None:
    known = [query for query in statements.values() if _ID.fullmatch(query)]
    try:
        async with asyncio.timeout(seconds):
            await asyncio.gather(*(one.cancel(f"/v1/query/{query}") for query in known))
            for statement, query in await _running(one, statements):
                await one.cancel(f"/v1/query/{query}")
                observe(Event("engine.query_ended", {"id": statement, "query": query, "coordinator": one.address}))
    except (ClientError, EngineError, TimeoutError, ValueError) as error:
        # Trino gives up by itself what nobody asks about, and what is beyond its time.
        facts = {"coordinator": one.address, "statements": sorted(statements), "reason": type(error).__name__}
        observe(Event("engine.query_left", facts))


async def _running(one: Coordinator, statements: Collection[str]) -> list[tuple[str, str]]:
    """Each query of these statements that the coordinator works on. Raises ValueError when its answer is none."""
    status, body = await one.told("/v1/query")
    queries = orjson.loads(body) if status == 200 else None
    if not isinstance(queries, list):
        raise ValueError(f"status {status}")
    return list(_of(queries, statements))


def _of(queries: Sequence[Any], statements: Collection[str]) -> Iterator[tuple[str, str]]:
    for query in queries:
        match query:
            case {"queryId": str(identifier), "state": str(state), "session": {"traceToken": str(statement)}}:
                if statement in statements and state not in ENDED and _ID.fullmatch(identifier):
                    yield statement, identifier
