"""Inspections that must not happen in this process run in a short-lived one of their own.

SQLite locks are per process and a second SQLite copy in the engine's would miss a writer's lock; DuckDB files and the MySQL scanner belong to DuckDB,
which may hang without being interruptible. A process can be killed.

    echo '{"kind": "sqlite", "options": {"path": "a.sqlite"}, "credentials": {}}' | python -m connectors.isolated
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from connectors.connector import FoundColumn, FoundRelation
from gateway.catalog.relations import Search
from gateway.catalog.types import parse_type
from gateway.errors import EngineError, ErrorCode

SECONDS: Final = 60.0
ROOT: Final = str(Path(__file__).resolve().parent.parent)


def inspect_isolated(kind: str, options: BaseModel, credentials: Mapping[str, str]) -> tuple[FoundRelation, ...]:
    """`read_here` of the kind's module, in a process of its own."""
    answer = ask(kind, "relations", options, credentials)
    return tuple(_relation(found) for found in answer)


def ask(kind: str, what: str, options: BaseModel, credentials: Mapping[str, str]) -> list[Any]:
    """One question (`relations` or `warnings`) to a process of its own. Raises EngineError SOURCE_UNAVAILABLE."""
    question = {
        "kind": kind,
        "what": what,
        "options": options.model_dump(mode="json"),
        "credentials": dict(credentials),
    }
    command = [sys.executable, "-P", "-m", "connectors.isolated"]
    # A clean environment: nothing of the gateway's own (keys, passwords of other sources) is in it.
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
        "PYTHONPATH": ROOT,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    try:
        done = subprocess.run(
            command,
            input=json.dumps(question),
            capture_output=True,
            text=True,
            env=environment,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _unavailable(f"no answer within {SECONDS:.0f} s") from error
    if done.returncode != 0:
        raise _unavailable(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"exit {done.returncode}")
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise _unavailable(answer["error"])
    found: list[Any] = answer["found"]
    return found


def _unavailable(detail: str) -> EngineError:
    return EngineError("the source cannot be inspected", code=ErrorCode.SOURCE_UNAVAILABLE, detail=detail)


def _relation(found: dict[str, Any]) -> FoundRelation:
    columns = tuple(
        FoundColumn(
            **{
                **column,
                "type": parse_type(column["type"]) if column["type"] else None,
                "search": Search(column["search"]),
            }
        )
        for column in found["columns"]
    )
    return FoundRelation(**{**found, "columns": columns})


def _shown(relation: FoundRelation) -> dict[str, Any]:
    return {
        "schema": relation.schema,
        "name": relation.name,
        "kind": relation.kind,
        "comment": relation.comment,
        "columns": [
            {
                "name": column.name,
                "type": str(column.type) if column.type is not None else None,
                "native": column.native,
                "comment": column.comment,
                "reason": column.reason,
                "search": column.search.value,
            }
            for column in relation.columns
        ],
    }


def _module(kind: str) -> Any:
    """Loaded here, and only the one: these modules import this one, and loading takes longer than the inspection."""
    match kind:
        case "duckdb":
            from connectors import duckdb as module
        case "mysql":
            from connectors import mysql as module  # type: ignore[no-redef]  # one name, one of three modules
        case _:
            from connectors import sqlite as module  # type: ignore[no-redef]
    return module


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """What the short-lived process does."""
    module = _module(question["kind"])
    options = module.OPTIONS.model_validate(question["options"])
    try:
        if question["what"] == "warnings":
            return {"found": list(module.grants_here(options, question["credentials"]))}
        return {"found": [_shown(relation) for relation in module.read_here(options, question["credentials"])]}
    except Exception as error:  # any failure of a driver is an answer: the source cannot be read, and why
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    signal.alarm(round(SECONDS) + 5)  # whoever asked may have ended meanwhile, and a driver may hang without end
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
