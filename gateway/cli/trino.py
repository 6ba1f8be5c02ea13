"""`huiliu trino`: the same sources for a Trino cluster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gateway.cli.display import note, say, show_json
from gateway.cli.examples import examples
from gateway.cli.faults import wrong_use
from gateway.cli.options import DEFAULT_CONFIG, Config, Json
from gateway.cli.site import settings_of
from gateway.cli.trino_folder import State, compared, write
from gateway.errors import GatewayError

if TYPE_CHECKING:
    from gateway.settings import Settings

app = typer.Typer(help="Give a Trino cluster the same sources.", no_args_is_help=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One source as Trino gets it. `variables` are to be set where Trino runs."""

    source: str
    properties: Mapping[str, str]
    text: str
    variables: tuple[str, ...]
    sealed: bool
    """Its credentials lie in the gateway's key file, which Trino cannot read."""

    @property
    def file(self) -> str:
        return f"{self.source}.properties"


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """A source that Trino cannot read."""

    source: str
    kind: str
    reason: str
    instead: str


@app.command(
    epilog=examples(
        "huiliu trino catalogs                                     print every file",
        "huiliu trino catalogs --to /etc/trino/catalog             write them; Trino reads them when it starts",
        "huiliu trino catalogs --to /etc/trino/catalog --check     exit code 1 when something there is not as it would be written",
    )
)
def catalogs(
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", help="Write there, a file a source; printed otherwise.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; compare the folder with what would be written.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite files of these names that this command did not write.")
    ] = False,
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """Render the sources of gateway.toml as Trino catalogs. Secrets are named as environment variables of Trino, never written. Says which sources Trino cannot read."""
    from connectors.trino_catalog import MARK

    if to is None and (check or force):
        raise wrong_use("`--check` and `--force` are about a folder", "name it with `--to DIR`")
    if check and force:
        raise wrong_use("`--check` writes nothing", "leave out `--force`")
    rendered, without = _rendered(settings_of(config))
    texts = {one.file: one.text for one in rendered}
    states: Mapping[str, State] = {}
    if to is not None:
        states = compared(to, MARK, texts) if check else write(to, MARK, texts, force=force)
    if as_json:
        show_json(_plain(rendered, without, states))
    else:
        _show(rendered, without, states if to is not None else None)
    if check and any(state is not State.SAME for state in states.values()):
        raise typer.Exit(1)


def _rendered(settings: Settings) -> tuple[list[Rendered], list[Without]]:
    """The key file is not opened: what is in it would not be written anyway."""
    from connectors.trino_catalog import (
        NoCatalog,
        catalog_properties,
        catalog_text,
        credential_variables,
        in_environment,
    )
    from gateway.sources import configured_sources

    rendered, without = [], []
    for source in configured_sources(settings, lambda _: ""):
        name, connector = source.engine.name, source.engine.connector
        credentials = settings.sources[name].credentials
        match connector.trino:
            case NoCatalog(reason=reason, instead=instead):
                without.append(Without(source=name, kind=connector.kind, reason=reason, instead=instead))
            case own:
                with _of(name):
                    properties = catalog_properties(name, own(source.engine.options), credentials)
                rendered.append(
                    Rendered(
                        source=name,
                        properties=properties,
                        text=catalog_text(properties),
                        variables=tuple(credential_variables(name, credentials).values()),
                        sealed=credentials is not None and not in_environment(credentials),
                    )
                )
    return rendered, without


@contextmanager
def _of(source: str) -> Iterator[None]:
    """What goes wrong names the source."""
    try:
        yield
    except GatewayError as error:
        raise type(error)(
            f"source `{source}`: {error.message}", code=error.code, hint=error.hint, detail=error.detail
        ) from error


def _plain(rendered: list[Rendered], without: list[Without], states: Mapping[str, State]) -> dict[str, Any]:
    files = [
        {
            "source": one.source,
            "file": one.file,
            "properties": dict(one.properties),
            "environment": list(one.variables),
        }
        | ({"state": states[one.file].value} if states else {})
        for one in rendered
    ]
    unread = [{name: getattr(one, name) for name in one.__slots__} for one in without]
    named = {one.file for one in rendered}
    return {"catalogs": files, "without": unread, "stale": [name for name in states if name not in named]}


def _show(rendered: list[Rendered], without: list[Without], states: Mapping[str, State] | None) -> None:
    for one in rendered if states is None else ():
        typer.echo(f"# ---- {one.file}\n{one.text}")  # as it is: a terminal's width must not break a line of it
    for file, state in (states or {}).items():
        say(f"{file}: {state.value}")
    for one in rendered:
        if one.sealed:
            note(
                f"source `{one.source}`: Trino cannot read the key file; set {' and '.join(one.variables)} where it runs",
                "yellow",
            )
    for lost in without:
        note(f"source `{lost.source}` ({lost.kind}) is left out: {lost.reason}; {lost.instead}", "yellow")
