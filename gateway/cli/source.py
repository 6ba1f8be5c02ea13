"""`huiliu source`: can every source be read, and does its account hold more than it should."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

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


@app.command(epilog=examples("huiliu source health", "huiliu source health police civil --json"))
def health(
    names: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Only these; all otherwise.")] = None,
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """Ask every source what it holds, and report accounts that may do more than read. Exit code 1 when one does not answer."""
    settings = settings_of(config)
    chosen = [source_of(settings, name) for name in names] if names else list(sources_of(settings))
    with ThreadPoolExecutor(max(1, min(8, len(chosen)))) as pool:
        found = list(pool.map(_look, chosen))
    if as_json:
        show_json({"sources": [{name: getattr(one, name) for name in one.__slots__} for one in found]})
    else:
        columns = ("source", "kind", "owner", "state", "relations", "seconds")
        show_table(columns, [tuple(getattr(one, name) for name in columns) for one in found], "no sources")
        for one in found:
            for warning in one.warnings:
                note(f"{one.source}: {warning}", "yellow")
    if any(one.state != "ok" for one in found):
        raise typer.Exit(1)


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
