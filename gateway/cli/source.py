"""`huiliu source`: can every source be read, does its account hold more than it should; and nobody may read it until further notice."""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, Final
from zoneinfo import ZoneInfo

import typer

from gateway.cli.display import note, say, show_json, show_table
from gateway.cli.examples import examples
from gateway.cli.faults import wrong_use
from gateway.cli.options import DEFAULT_CONFIG, Config, Json
from gateway.cli.site import event, operator, settings_of, source_of, sources_of, storage_of, utc_now
from gateway.errors import GatewayError

if TYPE_CHECKING:
    from gateway.settings import Settings, SourceSettings
    from gateway.sources import ConfiguredSource
    from gateway.storage import Suspension

app = typer.Typer(help="Look at the sources; suspend and resume them.", no_args_is_help=True)
REASON: Final = 200
"""Characters of a reason, at most: it stands in a line that clients read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """One source as it answers now."""

    source: str
    kind: str
    owner: str
    state: str
    relations: int
    seconds: float
    warnings: tuple[str, ...]
    unread: tuple[dict[str, Any], ...] = ()
    """What in it does not convert, as the running gateway last counted it."""


@app.command(epilog=examples("huiliu source health", "huiliu source health police civil --json"))
def health(
    names: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Only these; all otherwise.")] = None,
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """Ask every source what it holds; report accounts that may do more than read, and what the gateway counted that does not convert. Exit code 1 when one does not answer."""
    from gateway.conversions import FILE, read

    settings = settings_of(config)
    chosen = [source_of(settings, name) for name in names] if names else list(sources_of(settings))
    with ThreadPoolExecutor(max(1, min(8, len(chosen)))) as pool:
        found = list(pool.map(_look, chosen))
    counts = list(read(settings.gateway.data_dir / FILE).values())
    found = [replace(one, unread=tuple(c.shown() for c in counts if c.source == one.source)) for one in found]
    if as_json:
        show_json({"sources": [{name: getattr(one, name) for name in one.__slots__} for one in found]})
    else:
        columns = ("source", "kind", "owner", "state", "relations", "seconds")
        show_table(columns, [tuple(getattr(one, name) for name in columns) for one in found], "no sources")
        for one in found:
            for warning in one.warnings:
                note(warning, "yellow")
            for count in one.unread:
                _tell(count)
    if any(one.state != "ok" for one in found):
        raise typer.Exit(1)


@app.command("list", epilog=examples("huiliu source list", "huiliu source list --json"))
def list_(config: Config = DEFAULT_CONFIG, as_json: Json = False) -> None:
    """List the sources with what their owners let them bear, and which nobody may read now. Asks none of them."""
    settings = settings_of(config)
    with storage_of(settings) as storage:
        suspended = storage.replicas.suspended()
    closed = _states(settings, suspended)
    found = [_listed(name, source, suspended.get(name), closed.get(name)) for name, source in settings.sources.items()]
    if as_json:
        show_json({"sources": found})
        return
    columns = ("source", "kind", "owner", "state", "windows", "concurrent", "seconds", "rows")
    zone = ZoneInfo(settings.gateway.timezone)
    told = [one | {"state": _why(suspended[one["source"]], zone)} if one["suspended"] else one for one in found]
    rows = [tuple(_shown(one[name]) for name in columns) for one in told]
    show_table(columns, rows, "no sources")


def _why(suspension: Suspension, zone: ZoneInfo) -> str:
    """In a table whose first column names the source."""
    since = f"suspended since {suspension.since.astimezone(zone):%Y-%m-%d %H:%M} by {suspension.asked_by}"
    return f"{since}: {suspension.reason}" if suspension.reason else since


def _states(settings: Settings, suspended: Mapping[str, Suspension]) -> Mapping[str, str]:
    from gateway.execution.sources import Sources
    from gateway.sources import source_bounds

    zone = ZoneInfo(settings.gateway.timezone)
    return Sources(bounds=source_bounds(settings), zone=zone, suspended=suspended).states(utc_now())


def _listed(name: str, source: SourceSettings, suspension: Suspension | None, closed: str | None) -> dict[str, Any]:
    return {
        "source": name,
        "kind": source.kind,
        "owner": source.owner,
        "state": closed or "open",
        "suspended": suspension is not None,
        "since": suspension.since if suspension else None,
        "by": suspension.asked_by if suspension else None,
        "reason": suspension.reason if suspension else None,
        "windows": source.windows,
        "concurrent": source.concurrent,
        "seconds": source.seconds,
        "rows": source.rows,
    }


def _shown(value: object) -> object:
    return ", ".join(value) if isinstance(value, tuple) else "" if value is None else value


@app.command(
    epilog=examples(
        "huiliu source suspend police", "huiliu source suspend police --reason 'moved to a new server until 18:00'"
    )
)
def suspend(
    name: Annotated[str, typer.Argument(metavar="SOURCE", help="The source, as gateway.toml names it.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; those who ask for it read this.")] = "",
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """Let nobody read a source, within two seconds, at every replica. What reads it now ends with an error; it stays so over restarts."""
    from gateway.storage import Suspension

    settings = settings_of(config)
    if name not in settings.sources:
        raise wrong_use(f"there is no source `{name}`", f"sources are {', '.join(settings.sources)}")
    if len(reason) > REASON or not reason.isprintable():
        raise wrong_use("the reason is not one short line", f"write at most {REASON} characters in one line")
    now = utc_now()
    told = Suspension(source=name, since=now, asked_by=operator(), reason=reason)
    with storage_of(settings) as storage:
        storage.suspend(told, event("source.suspended", f"{name}: {reason}" if reason else name, at=now))
    if as_json:
        show_json({"source": name, "suspended": True, "reason": reason})
    else:
        say(f"{name} is suspended; `huiliu source resume {name}` lets it be read again")


@app.command(epilog=examples("huiliu source resume police"))
def resume(
    name: Annotated[str, typer.Argument(metavar="SOURCE", help="The source, as `huiliu source list` shows it.")],
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """Let a suspended source be read again."""
    with storage_of(settings_of(config)) as storage:
        if not storage.resume(name, event("source.resumed", name)):
            raise wrong_use(f"there is no suspended source `{name}`", "`huiliu source list` shows which are")
    if as_json:
        show_json({"source": name, "suspended": False})
    else:
        say(f"{name} can be read again")


def _tell(count: dict[str, Any]) -> None:
    """What is lost of one relation, if anything."""
    lost = [f"{column} {number:,}" for column, number in count["lost"].items()]
    lost += [f"{count['unread_lines']:,} lines"] if count["unread_lines"] else []
    if count["failed"]:
        note(f"{count['relation']}: not counted: {count['failed']}")
    elif lost:
        note(
            f"{count['relation']}: does not convert, of {count['rows']:,} rows: {', '.join(lost)} ({count['at']})",
            "yellow",
        )


def _look(source: ConfiguredSource) -> Health:
    engine, begun = source.engine, time.monotonic()
    count, state = 0, "ok"
    warnings: tuple[str, ...] = ()
    try:
        count = len(engine.connector.inspect(engine.name, engine.options, engine.credentials))
        if engine.connector.warnings is not None:
            warnings = engine.connector.warnings(engine.name, engine.options, engine.credentials)
    except GatewayError as error:
        state = error.message
    except Exception as error:  # drivers raise what they like; whatever it is, this source cannot be read now
        state = f"cannot be inspected ({type(error).__name__})"
    return Health(
        source=engine.name,
        kind=engine.connector.kind,
        owner=source.entry.source.owner,
        state=state,
        relations=count,
        seconds=round(time.monotonic() - begun, 2),
        warnings=warnings,
    )
