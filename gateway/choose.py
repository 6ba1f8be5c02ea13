"""Makes the engine that the settings name, with what belongs to it: a folder of its own, or a way to ask Trino what it has."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gateway.claim import Claim, claim
from gateway.engines.duckdb import DuckDBEngine, EngineBounds
from gateway.engines.engine import Engine
from gateway.engines.trino import TrinoEngine
from gateway.engines.trino_columns import TrinoColumns
from gateway.engines.trino_session import ServiceAccount
from gateway.events import Observer
from gateway.looks import InTrino
from gateway.pipeline.bound import Key
from gateway.settings import Settings
from gateway.sources import ConfiguredSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`make` builds the engine; `in_trino` asks Trino for its columns, when that is it."""

    make: Callable[[Callable[[Key], bytes], Observer, Callable[[], datetime.datetime]], Engine]
    in_trino: InTrino | None = None
    place: Claim | None = None

    def release(self) -> None:
        """Give up what it holds on this machine; safe to call twice."""
        if self.place is not None:
            self.place.release()


def choose(settings: Settings, sources: Sequence[ConfiguredSource]) -> Choice:
    """By `engine.name`. Raises OwnError when its files cannot be used."""
    return _trino(settings, sources) if settings.engine.name == "trino" else _duckdb(settings, sources)


def _duckdb(settings: Settings, sources: Sequence[ConfiguredSource]) -> Choice:
    place = claim(settings.gateway.data_dir / "engine")
    engine = settings.engine
    bounds = EngineBounds(
        directory=place.folder,
        memory_limit=engine.memory_limit,
        threads=engine.threads,
        spill_limit=engine.spill_limit,
    )
    read = [source.engine for source in sources]

    def make(key_material: Callable[[Key], bytes], heard: Observer, now: Callable[[], datetime.datetime]) -> Engine:
        return DuckDBEngine(read, bounds, key_material, observe=heard, now=now)

    return Choice(make=make, place=place)


def _trino(settings: Settings, sources: Sequence[ConfiguredSource]) -> Choice:
    trino = settings.trino
    account = ServiceAccount(
        user=trino.user,
        **settings.trino_environment,
        certificate=trino.certificate,
        key=trino.key,
        authority=trino.authority,
    )
    # A source of a kind that Trino has no connector for is never there, and none of its relations is offered.
    contacts = {source.engine.name: source.engine.contact for source in sources if not source.entry.not_in_trino}
    zone = settings.gateway.timezone

    def make(key_material: Callable[[Key], bytes], heard: Observer, now: Callable[[], datetime.datetime]) -> Engine:
        return TrinoEngine(
            contacts,
            trino.coordinators,
            account,
            verify=settings.engine.verify == "engine",
            key_material=key_material,
            timezone=zone,
            observe=heard,
            now=now,
        )

    return Choice(make=make, in_trino=TrinoColumns(trino.coordinators, account).of)
