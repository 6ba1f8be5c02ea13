"""A second opinion: what Trino's own analysis of the sent text says that it reads, against what the plan says (`engine.verify = "engine"`).

Trino's analysis shares no code with the rewriter. It runs before anything else of the statement does, and no row is passed on before both agree.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from gateway.engines.trino_client import Coordinator
from gateway.engines.trino_errors import garbled
from gateway.errors import EngineError, ErrorCode
from gateway.pipeline.stages import Place, Plan

NONE: Final[frozenset[str]] = frozenset()

Reads = Mapping[Place, frozenset[str]]
"""Columns by catalog, schema and table."""


async def verify(coordinator: Coordinator, query: str, plan: Plan, *, failed: bool = False) -> None:
    """Raise READ_BACK_FAILED unless Trino's `query` reads the relations and columns of `plan`, no more and no fewer; EngineError when Trino does not say.

    One that `failed` may have done so before all of it was analysed.
    """
    found = analysed(await coordinator.query(query))
    if found == plan.reads or (failed and all(found[place] <= plan.reads.get(place, NONE) for place in found)):
        return
    raise EngineError(
        "the engine reads other columns than the gateway allowed, so nothing of its answer was passed on",
        code=ErrorCode.READ_BACK_FAILED,
        hint="please report this statement to the operator",
        detail=f"query {query}: {_differences(found, plan.reads)}"[:4000],
    )


def analysed(body: bytes) -> Reads:
    """What an answer to `/v1/query/…` says of the tables that the text refers to, views and masks of Trino's own included. Raises EngineError when it does not say."""
    try:
        told: Any = json.loads(body)
        found: dict[Place, frozenset[str]] = {}
        for table in told["referencedTables"]:
            place = (str(table["catalog"]), str(table["schema"]), str(table["table"]))
            found[place] = found.get(place, frozenset()) | {str(column["column"]) for column in table["columns"]}
    except (ValueError, KeyError, TypeError) as error:
        raise garbled(f"the analysis of a query could not be read: {error!r}") from error
    return found


def _differences(found: Reads, allowed: Reads) -> str:
    parts = []
    for place in sorted(found.keys() | allowed.keys()):
        more = found.get(place, frozenset()) - allowed.get(place, frozenset())
        less = allowed.get(place, frozenset()) - found.get(place, frozenset())
        if more or less or (place in found) != (place in allowed):
            parts.append(f"{'.'.join(place)} reads {sorted(more)} beside and {sorted(less)} not")
    return "; ".join(parts)
