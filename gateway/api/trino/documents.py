"""The documents that a client gets page by page (Trino's `QueryResults`). Only columns and rows come from an engine; everything else is written here (rule 11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from gateway.api.trino.errors import error_document
from gateway.api.trino.signatures import displayed, signature
from gateway.catalog.types import with_precision
from gateway.engines.engine import Body
from gateway.errors import GatewayError
from gateway.pipeline.stages import ResultColumn

HALF_SECONDS: Final = 10.0
"""After so long a running statement says that half of it is done: nobody may be told what was scanned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One answer. `rows` are JSON rows without the brackets around them; `following` is the next page's address, None at the end."""

    id: str
    info: str
    state: str
    seconds: float
    delivered: int = 0
    columns: Sequence[ResultColumn] | None = None
    rows: Body = b""
    following: str | None = None
    error: GatewayError | None = None
    update_type: str | None = None
    warnings: Sequence[str] = field(default=())
    parametric: bool = True
    """Whether the client knows the precision of times (PARAMETRIC_DATETIME)."""

    def encoded(self) -> bytes:
        """The JSON, members in Trino's order."""
        head: dict[str, Any] = {"id": self.id, "infoUri": self.info}
        if self.following is not None:
            head["nextUri"] = self.following
        if self.columns is not None:
            head["columns"] = [column_document(column, parametric=self.parametric) for column in self.columns]
        tail: dict[str, Any] = {"stats": self._stats()}
        if self.error is not None:
            tail["error"] = error_document(self.error)
        tail["warnings"] = [warning_document(number, text) for number, text in enumerate(self.warnings, 1)]
        if self.update_type is not None:
            tail["updateType"] = self.update_type
        begin, end = orjson.dumps(head)[:-1], orjson.dumps(tail)[1:]
        data = b',"data":[' + bytes(self.rows) + b"]," if self.rows else b","
        return begin + data + end

    def _stats(self) -> dict[str, Any]:
        """Of state, time and rows delivered alone."""
        done = self.following is None
        percentage = 100.0 if done else 100.0 * (1 - 0.5 ** (self.seconds / HALF_SECONDS))
        splits = 100
        queued = self.state == "QUEUED"
        return {
            "state": self.state,
            "queued": queued,
            "scheduled": not queued,
            "progressPercentage": round(percentage, 2),
            "runningPercentage": 0.0 if done or queued else round(100 - percentage, 2),
            "nodes": 0 if queued else 1,
            "totalSplits": splits,
            "queuedSplits": splits if queued else 0,
            "runningSplits": 0 if queued or done else splits - int(percentage),
            "completedSplits": 0 if queued else int(percentage),
            "planningTimeMillis": 0,
            "analysisTimeMillis": 0,
            "cpuTimeMillis": 0,
            "wallTimeMillis": 0,
            "queuedTimeMillis": 0,
            "elapsedTimeMillis": int(self.seconds * 1000),
            "finishingTimeMillis": 0,
            "physicalInputTimeMillis": 0,
            "processedRows": self.delivered,
            "processedBytes": 0,
            "physicalInputBytes": 0,
            "physicalWrittenBytes": 0,
            "internalNetworkInputBytes": 0,
            "peakMemoryBytes": 0,
            "spilledBytes": 0,
        }


def column_document(column: ResultColumn, *, parametric: bool = True) -> dict[str, Any]:
    """A column as clients read it."""
    shown = column.type if parametric else with_precision(column.type)
    return {"name": column.name, "type": displayed(shown), "typeSignature": signature(shown)}


def warning_document(number: int, text: str) -> dict[str, Any]:
    """What policy did to the answer, said where clients show warnings. The JDBC driver shows one warning of each code."""
    return {"warningCode": {"code": number, "name": f"HUILIU_POLICY_{number}"}, "message": text}
