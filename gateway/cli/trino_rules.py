"""`huiliu trino rules`: the policies as a file of Trino's own access control, as far as it can say them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Final

import typer

from gateway.cli.display import note, show_json
from gateway.cli.examples import examples
from gateway.cli.faults import wrong_use
from gateway.cli.options import DEFAULT_CONFIG, Config, Json
from gateway.cli.site import policy_of, settings_of, sources_of, today

if TYPE_CHECKING:
    from gateway.api.opa.rules import Rules
    from gateway.catalog.relations import Catalog
    from gateway.settings import Settings


EXAMPLES: Final = examples("huiliu trino rules --for zhang@audit --for li@statistics > /etc/trino/rules.json")


def rules(
    users: Annotated[
        list[str], typer.Option("--for", metavar="PRINCIPAL@PURPOSE", help="A user as Trino names him; again for more.")
    ],
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """Render the policies for given users as rules of Trino's file-based access control. Says what it cannot express; that is refused there. Asks Trino how it has the columns."""
    from gateway.api.opa.rules import rules as rendered
    from gateway.api.opa.shown import OpaWorld

    settings = settings_of(config)
    if settings.engine.name != "trino":
        raise wrong_use(
            "the engine is not Trino, so it is not known how columns are read there", 'set `engine.name = "trino"`'
        )
    world = OpaWorld(_catalog(settings), policy_of(settings), today(settings))
    found = rendered(world, users, settings.opa.services)
    if found.unknown:
        raise wrong_use(
            f"`{found.unknown[0]}` is no principal with a purpose that is open to it",
            "write `zhang@audit` for `user:zhang` and the purpose `audit`",
        )
    if as_json:
        unsaid = [{name: getattr(one, name) for name in one.__slots__} for one in found.unsaid]
        show_json({"rules": found.document, "unsaid": unsaid})
        return
    typer.echo(
        json.dumps(found.document, indent=2, ensure_ascii=False)
    )  # as it is: a terminal's width must not break it
    _tell(found)


def _tell(found: Rules) -> None:
    for one in found.unsaid:
        what = f"{one.relation}.{one.column}" if one.column else one.relation
        note(f"`{one.user}` does not see `{what}` in Trino: {one.reason}", "yellow")
    note("columns that are new at a source are open under these rules until they are rendered again", "yellow")


def _catalog(settings: Settings) -> Catalog:
    """What owners accepted, and how Trino has it."""
    from gateway.catalog import accepted, snapshot
    from gateway.catalog.names import fold
    from gateway.choose import choose

    sources = sources_of(settings)
    choice = choose(settings, sources)
    known = {name: accepted.read(settings.gateway.catalog / f"{name}.toml") for name in settings.sources}
    states = {}
    for source in sources:
        name = source.engine.name
        if choice.in_trino is None or source.entry.not_in_trino:
            states[name] = snapshot.SourceState(in_trino={})
            continue
        schemas = {fold(relation.schema) for relation in known[name].relations}
        states[name] = snapshot.SourceState(in_trino=choice.in_trino(name, schemas))
    return snapshot.build([source.entry for source in sources], known, states)
