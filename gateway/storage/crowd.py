"""Bounds on how many statements run at once over all replicas, asked while the statement's own row is written.

Whoever asks holds the audit's lock, which everybody needs who begins or ends a statement: so no two replicas both take the last place.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, bindparam, select

from gateway.errors import EngineError, ErrorCode
from gateway.storage.instants import to_text
from gateway.storage.prepared import Prepared
from gateway.storage.record import Outcome
from gateway.storage.schema import STATEMENTS

AT_WORK: Final = Prepared(
    select(STATEMENTS.c.principal, STATEMENTS.c.accesses).where(
        STATEMENTS.c.state == bindparam("running"), STATEMENTS.c.lease >= bindparam("now")
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """At most so many at once: of the statement's principal, and of those that read a source, for each that it reads and that has a bound."""

    of_principal: int
    of_sources: Mapping[str, int] = field(default_factory=dict)


class CrowdedError(EngineError):
    """All places are taken over all replicas. Nothing was written: ask again a little later."""

    default_code = ErrorCode.TOO_MANY_STATEMENTS


def check_crowd(connection: Connection, principal: str, crowd: Crowd, now: datetime.datetime) -> None:
    """Raises CrowdedError."""
    rows = AT_WORK.run(connection, {"running": Outcome.STARTED.value, "now": to_text(now)}).all()
    if sum(row.principal == principal for row in rows) >= crowd.of_principal:
        raise CrowdedError(
            "no place became free in time",
            hint=f"at most {crowd.of_principal} run at once for one principal, at whichever replica: end one, or try again later",
        )
    if crowd.of_sources:
        read = [{use["relation"].partition(".")[0] for use in json.loads(row.accesses)} for row in rows]
        for source, most in sorted(crowd.of_sources.items()):
            if sum(source in sources for sources in read) >= most:
                raise CrowdedError(
                    f"the source `{source}` is read by as many statements as it allows",
                    hint=f"at most {most} at once, of all who ask: try again later",
                )
