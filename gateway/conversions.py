"""Counts what does not convert in loosely typed relations, in the background, and keeps the counts for operators and owners (rule 13).

A count is taken over all rows, those that a principal may not see too: it would tell about them, so no answer, error, catalogue or explanation holds one.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Awaitable, Callable, Container, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Relation
from gateway.engines.dirt import dirt_plan
from gateway.engines.engine import Engine, PageFormat
from gateway.errors import GatewayError
from gateway.events import Event, Observer
from gateway.pipeline.stages import Plan
from gateway.storage.sealed import replace_file

AGAIN: Final = datetime.timedelta(hours=6)
"""A relation is counted anew no earlier than this, unless its columns are others."""
PATIENCE: Final = datetime.timedelta(hours=1)
"""So long a count that is due waits for a moment without statements."""
SECONDS: Final = 60.0
FILE: Final = "conversions.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One relation, counted: `lost` holds by column how many values read as NULL because they do not convert, where there are any."""

    relation: str
    columns: str
    """Names and types that were counted; another text: count again."""
    at: str
    rows: int = 0
    lost: Mapping[str, int]
    unread_lines: int = 0
    """Lines of a file that are left out because they are not in its encoding."""
    failed: str = ""
    """Why it could not be counted; empty when it was."""

    @property
    def source(self) -> str:
        return self.relation.partition(".")[0]

    @property
    def place(self) -> str:
        """Schema and relation within the source."""
        return self.relation.partition(".")[2]

    def shown(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {name: value for name, value in asdict(self).items() if name != "columns"}


class Conversions:
    """Holds the newest count of every relation, also over restarts."""

    def __init__(self, engine: Engine, path: Path, observe: Observer, clock: Callable[[], datetime.datetime]) -> None:
        self._engine = engine
        self._path = path
        self._observe = observe
        self._clock = clock
        self.counts: dict[str, Count] = read(path)

    def due(self, catalog: Catalog, *, idle: bool, closed: Container[str] = ()) -> Relation | None:
        """The relation to count next, of a source that is not closed; None when none is due, or all that are can wait until the gateway has nothing else to do."""
        for name, relation in sorted(catalog.relations.items()):
            source = catalog.sources.get(name.catalog)
            if dirt_plan(relation, self._engine.name) is None or source is None or source.unavailable:
                continue
            if source.name in closed:
                continue
            known = self.counts.get(str(name))
            if known is None or known.columns != _columns(relation):
                if idle:
                    return relation
                continue
            waited = self._clock() - datetime.datetime.fromisoformat(known.at) - AGAIN
            if waited >= (datetime.timedelta() if idle else PATIENCE):
                return relation
        return None

    async def count(self, relation: Relation, unread_lines: Callable[[], Awaitable[int]]) -> Count:
        """Count one relation at the engine and keep the result. An engine that fails is a result too."""
        plan = dirt_plan(relation, self._engine.name)
        assert plan is not None, "only relations that are due are counted"
        try:
            counted = await self._run(plan)
            lost = {column.name: n for column, n in zip(plan.columns[1:], counted[1:], strict=True) if n}
            found = self._count(relation, rows=counted[0], lost=lost, unread_lines=await unread_lines())
        except (GatewayError, OSError) as error:
            reason = error.message if isinstance(error, GatewayError) else "its files cannot be read"
            found = self._count(relation, lost={}, failed=reason)
        self._keep(found)
        return found

    async def _run(self, plan: Plan) -> list[int]:
        run = await self._engine.run(plan, PageFormat.JSON, seconds=SECONDS)
        try:
            body = b"".join([page.body async for page in run.pages()])
        finally:
            await run.close()
        numbers: list[int] = json.loads(body)
        return numbers

    def _count(self, relation: Relation, **found: Any) -> Count:
        return Count(
            relation=str(relation.name),
            columns=_columns(relation),
            at=self._clock().isoformat(timespec="seconds"),
            **found,
        )

    def _keep(self, found: Count) -> None:
        self.counts = self.counts | {found.relation: found}
        facts = {"source": found.source, "relation": found.place, "rows": found.rows, "lost": dict(found.lost)}
        self._observe(Event("source.counted", facts | {"unread_lines": found.unread_lines, "failed": found.failed}))
        write(self._path, self.counts)

    def totals(self) -> dict[str, int]:
        """By source: values and lines that nobody can read."""
        found: dict[str, int] = {}
        for count in self.counts.values():
            found[count.source] = found.get(count.source, 0) + sum(count.lost.values()) + count.unread_lines
        return found

    def forget(self, known: Mapping[RelationName, Relation]) -> None:
        """Drop the counts of relations that are not accepted any more."""
        names = {str(name) for name in known}
        self.counts = {name: count for name, count in self.counts.items() if name in names}


def _columns(relation: Relation) -> str:
    return ", ".join(f"{column.source_name} {column.type}" for column in relation.columns)


def read(path: Path) -> dict[str, Count]:
    """The counts that were kept; none when the file is not there or is of another version."""
    try:
        return {one["relation"]: Count(**one) for one in json.loads(path.read_bytes())["relations"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def write(path: Path, counts: Mapping[str, Count]) -> None:
    """Replace the file, for nobody else to read. Gateways that share a folder each write a draft of their own."""
    text = json.dumps(
        {"relations": [asdict(count) for _, count in sorted(counts.items())]}, ensure_ascii=False, indent=1
    )
    replace_file(path, text.encode())
