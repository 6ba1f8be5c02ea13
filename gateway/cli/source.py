"""`huiliu source`: can every source be read, and does its account hold more than it should."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gateway.cli.display import note, show_json, show_table
from gateway.cli.examples import examples
from gateway.cli.options import DEFAULT_CONFIG, Config, Json
from gateway.cli.site import settings_of, source_of, sources_of
from gateway.errors import GatewayError

if TYPE_CHECKING:
    from gateway.sources import ConfiguredSource

app = typer.Typer(help="Look at the sources.", no_args_is_help=True)


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
