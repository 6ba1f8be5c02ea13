"""Turns `[sources]` of the settings into checked options of their kinds. Every problem is reported together."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ValidationError

from connectors import ALL
from connectors.connector import Connector
from connectors.identity import same_database
from connectors.trino_catalog import NoCatalog
from gateway.catalog.relations import Source
from gateway.catalog.snapshot import SourceEntry
from gateway.engines.duckdb_setup import EngineSource
from gateway.errors import GatewayError
from gateway.execution.sources import SourceBounds
from gateway.execution.windows import parse
from gateway.settings import Settings, SettingsError, SourceSettings

FOLDERS = frozenset({"parquet", "csv"})
"""Kinds that the embedded engine reads through views in its own base file."""


@dataclass(frozen=True, slots=True)
class ConfiguredSource:
    """One source, checked: how the engine reads it, and how the catalogue knows it."""

    engine: EngineSource
    entry: SourceEntry


def configured_sources(settings: Settings, secret: Callable[[str], str]) -> tuple[ConfiguredSource, ...]:
    """Every source of the settings. `secret` reads the key file. Raises SettingsError."""
    problems: list[str] = []
    found: list[ConfiguredSource] = []
    for name, source in settings.sources.items():
        try:
            found.append(_configured(settings, name, source, secret))
        except _Wrong as wrong:
            problems += wrong.problems
    kinds = {one.engine.name: (one.engine.connector, one.engine.options) for one in found}
    problems += same_database(kinds, settings.path.parent)
    if problems:
        raise SettingsError(settings.path.name, problems)
    return tuple(found)


def source_bounds(settings: Settings) -> dict[str, SourceBounds]:
    """What each source may bear, as its owner set it."""
    return {
        name: SourceBounds(
            windows=tuple(map(parse, source.windows)),
            concurrent=source.concurrent,
            rows=source.rows,
            seconds=source.seconds,
            contact=settings.owners[source.owner].contact,
        )
        for name, source in settings.sources.items()
    }


class _Wrong(Exception):  # noqa: N818  # carries problems to the list above
    def __init__(self, *problems: str) -> None:
        super().__init__(*problems)
        self.problems = problems


def _configured(
    settings: Settings, name: str, source: SourceSettings, secret: Callable[[str], str]
) -> ConfiguredSource:
    connector = _connector(name, source)
    owner = settings.owners.get(source.owner)
    contact = owner.contact if owner else ""
    engine = EngineSource(
        name=name,
        connector=connector,
        options=_options(settings, name, source, connector),
        credentials=_credentials(settings, name, source, secret),
        contact=contact,
    )
    known = Source(
        name=name,
        kind=source.kind,
        owner=source.owner,
        title=source.title,
        contact=contact,
        share_keys_with=frozenset(source.share_keys_with),
    )
    entry = SourceEntry(
        source=known,
        loose=connector.loose,
        compares_otherwise=connector.compares_otherwise,
        clean=getattr(engine.options, "clean", False),
        folder=connector.kind in FOLDERS,
        engine=settings.engine.name,
        not_in_trino=_not_in_trino(connector),
    )
    return ConfiguredSource(engine, entry)


def _not_in_trino(connector: Connector) -> str:
    match connector.trino:
        case NoCatalog(reason=reason, instead=instead):
            return f"{reason}; {instead}"
        case _:
            return ""


def _connector(name: str, source: SourceSettings) -> Connector:
    connector = ALL.get(source.kind)
    if connector is None:
        near = difflib.get_close_matches(source.kind, ALL, n=1)
        hint = f"; did you mean `{near[0]}`?" if near else f"; kinds are {', '.join(ALL)}"
        raise _Wrong(f"sources.{name}.kind: there is no kind `{source.kind}`{hint}")
    return connector


def _options(settings: Settings, name: str, source: SourceSettings, connector: Connector) -> BaseModel:
    try:
        return connector.options.model_validate(source.options, context={"base": settings.path.parent})
    except ValidationError as error:
        fields = connector.options.model_fields
        raise _Wrong(*(f"sources.{name}.options.{_sentence(dict(one), fields)}" for one in error.errors())) from None


def _sentence(error: Mapping[str, object], fields: Mapping[str, object]) -> str:
    """One of pydantic's errors; the value itself is not repeated."""
    place = error["loc"]
    where = ".".join(map(str, place)) if isinstance(place, tuple) else ""
    match error["type"]:
        case "extra_forbidden":
            near = difflib.get_close_matches(where, fields, n=1)
            known = f"; did you mean `{near[0]}`?" if near else f"; options are {', '.join(fields)}"
            return f"{where}: is not an option{known}"
        case "missing":
            return f"{where}: is missing"
        case _:
            reason = str(error["msg"]).removeprefix("Value error, ")
            return f"{where}: {reason[:1].lower()}{reason[1:]}"


def _credentials(
    settings: Settings, name: str, source: SourceSettings, secret: Callable[[str], str]
) -> Mapping[str, str]:
    if source.credentials is None or not source.credentials.startswith("keyfile:"):
        return settings.source_environment(name)
    entry = source.credentials.removeprefix("keyfile:")
    return dict(_from_key_file(name, entry, secret))


def _from_key_file(name: str, entry: str, secret: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    for word in ("user", "password"):
        try:
            yield word, secret(f"{entry}.{word}")
        except GatewayError as error:
            raise _Wrong(f"sources.{name}.credentials: {error.message}") from error
