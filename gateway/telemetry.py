"""Turns events into log lines (structlog, JSON) and metrics (Prometheus). Statements' texts never come here.

`METRICS` lists what is measured; docs/operations.md may name these and no others. Labels have few values by construction: no
principal, no relation, no statement.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, TextIO

import orjson
import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from gateway.events import Event

SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)
LEVELS: Final[Mapping[str, str]] = {
    "audit.failed": "error",
    "engine.close_failed": "error",
    "engine.guard_refused": "error",
    "engine.restarted": "warning",
    "engine.pushdown_failed": "warning",
    "probe.failed": "warning",
    "login.failed": "warning",
    "policy.rejected": "error",
    "policy.expired": "error",
    "policy.key_missing": "error",
    "catalog.rejected": "error",
    "coordinator.unavailable": "warning",
    "source.unavailable": "warning",
    "source.inspection_failed": "warning",
    "source.over_privileged": "warning",
    "engine.disagreed": "error",
    "engine.query_ended": "warning",
    "engine.query_left": "warning",
    "source.suspended": "warning",
    "storage.unavailable": "error",
    "background.failed": "error",
}
"""Everything else is `info`."""

DETAILED: Final = ("source.", "policy.", "catalog.")
"""Events whose `detail` is logged. The words of an engine or a database can quote a row or a statement: those go to the audit only."""


class Telemetry:
    """An observer. Thread-safe, as its libraries are."""

    def __init__(self, log: Callable[..., Any] | None = None) -> None:
        self._log = log
        self.registry = CollectorRegistry()
        made: dict[str, Any] = {"registry": self.registry}
        self._statements = Counter("huiliu_statements", "Statements that ended.", ["state", "code", "door"], **made)
        self._duration = Histogram(
            "huiliu_statement_seconds", "From arrival to end.", ["state"], buckets=SECONDS, **made
        )
        self._start = Histogram("huiliu_start_seconds", "From arrival to the engine's start.", buckets=SECONDS, **made)
        self._rows = Counter("huiliu_rows", "Rows delivered.", **made)
        self._bytes = Counter("huiliu_bytes", "Bytes of pages delivered.", **made)
        self._restarts = Counter("huiliu_engine_restarts", "Engine processes that were replaced.", **made)
        self._logins = Counter("huiliu_failed_logins", "Requests without a good token.", **made)
        self._audit = Counter("huiliu_audit_failures", "Records that could not be written.", **made)
        self._reloads = Counter("huiliu_policy_reloads", "Policy folders read.", ["outcome"], **made)
        self._policy = Gauge("huiliu_policy", "1 for the policy set in force.", ["version"], **made)
        self._sources = Gauge("huiliu_source_up", "1 when a source can be read.", ["source"], **made)
        self._lost = Gauge(
            "huiliu_source_unread", "Values that do not convert and lines that cannot be decoded.", ["source"], **made
        )
        self._missing = Gauge("huiliu_token_keys_missing", "Keys that the policies name and nobody made.", **made)
        self._opa = Counter(
            "huiliu_opa_questions", "Questions of Trino's access control.", ["question", "outcome"], **made
        )
        self._running = Gauge("huiliu_statements_running", "Statements that run now.", **made)
        self._waiting = Gauge("huiliu_statements_waiting", "Statements that wait now.", **made)

    def __call__(self, event: Event) -> None:
        """Count and log one event."""
        self._count(event.name, event.facts)
        if self._log is not None:
            facts = {name: value for name, value in event.facts.items() if value not in (None, "")}
            if not event.name.startswith(DETAILED):
                facts.pop("detail", None)
            self._log(LEVELS.get(event.name, "info"), event.name, **facts)

    def _count(self, name: str, facts: Mapping[str, Any]) -> None:
        match name:
            case "statement.ended":
                self._statements.labels(facts["state"], facts["code"], facts["door"]).inc()
                self._duration.labels(facts["state"]).observe(facts["seconds"])
                self._rows.inc(facts["rows"])
                self._bytes.inc(facts["bytes"])
            case "statement.started":
                self._start.observe(facts["seconds"])
            case "engine.restarted":
                self._restarts.inc()
            case "login.failed":
                self._logins.inc()
            case "audit.failed":
                self._audit.inc()
            case "policy.loaded" | "policy.renewed":
                self._reloads.labels("loaded").inc()
                self._policy.clear()
                self._policy.labels(facts.get("version", "")).set(1)
            case "policy.rejected" | "policy.expired":
                self._reloads.labels("rejected").inc()

    def sources(self, health: Mapping[str, str]) -> None:
        """Note which sources can be read."""
        for source, state in health.items():
            self._sources.labels(source).set(1 if state == "ok" else 0)

    def unread(self, totals: Mapping[str, int]) -> None:
        """Note how much of each source nobody can read."""
        for source, total in totals.items():
            self._lost.labels(source).set(total)

    def missing_keys(self, keys: Collection[str]) -> None:
        """Note how many keys are missing."""
        self._missing.set(len(keys))

    def opa(self, question: str, outcome: str) -> None:
        """Count a question of Trino's access control; there are thousands, so none is logged."""
        self._opa.labels(question, outcome).inc()

    def load(self, running: int, waiting: int) -> None:
        """Note how many statements run and wait."""
        self._running.set(running)
        self._waiting.set(waiting)

    def exposition(self) -> bytes:
        """All metrics as Prometheus text."""
        return bytes(generate_latest(self.registry))


def _json(facts: object, default: Callable[[Any], Any]) -> str:
    try:
        return orjson.dumps(facts, default=default).decode()
    except (
        TypeError
    ):  # a file's name that is not UTF-8, a number of more than 64 bits: what happened must be told all the same
        return json.dumps(facts, default=default, skipkeys=True)


def json_log(stream: TextIO | None = None) -> Callable[..., Any]:
    """A logger that writes one JSON object a line: `log(level, event, **facts)`."""
    logger = structlog.wrap_logger(
        structlog.PrintLogger(stream or sys.stderr),
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(_json),
        ],
    ).bind()

    def log(level: str, event: str, **facts: Any) -> None:
        logger.info(event, level=level, **facts)

    return log


def quiet_libraries() -> None:
    """Libraries' own loggers say only what is wrong; one of them would log statements."""
    for name in ("sqlglot", "sqlalchemy", "alembic", "casbin", "uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).setLevel(logging.ERROR)
