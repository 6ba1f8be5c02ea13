"""`huiliu catalog`: what owners have accepted, what waits for them, and what a caller may see."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gateway.cli.display import note, say, show_json, show_table
from gateway.cli.examples import examples
from gateway.cli.faults import wrong_use
from gateway.cli.options import DEFAULT_CONFIG, Config, Json, Server, Token
from gateway.cli.site import accepted_catalog, record, settings_of, source_of, sources_of, storage_of

if TYPE_CHECKING:
    from gateway.catalog.accepted import AcceptedRelation, AcceptedSource
    from gateway.catalog.drift import Drift
    from gateway.catalog.found import FoundRelation
    from gateway.settings import Settings
    from gateway.sources import ConfiguredSource

app = typer.Typer(help="List, show and accept what sources offer.", no_args_is_help=True)
BUCKETS = ("new", "changed", "gone", "unreadable", "clashing")


@app.command(
    "list",
    epilog=examples("huiliu catalog list", "HUILIU_TOKEN=hl_… huiliu catalog list --server http://127.0.0.1:8440"),
)
def list_(config: Config = DEFAULT_CONFIG, server: Server = None, token: Token = None, as_json: Json = False) -> None:
    """List relations: all that are accepted, or with --server those that your token may read or know of."""
    if server is not None:
        found = _asked(server, token, "/v1/catalog")["relations"]
        rows = [
            {
                "relation": f"{one['catalog']}.{one['schema']}.{one['relation']}",
                "title": one["title"],
                "readable": one["readable"],
                "filtered": one["filtered"],
                "purposes": one["purposes"],
                "level": one["level"],
            }
            for one in found
        ]
    else:
        catalog = accepted_catalog(settings_of(config))
        rows = [
            {"relation": str(name), "title": relation.title, "columns": len(relation.columns)}
            for name, relation in sorted(catalog.relations.items())
        ]
    if as_json:
        show_json({"relations": rows})
        return
    shown = [tuple(", ".join(value) if isinstance(value, list) else value for value in row.values()) for row in rows]
    show_table(
        tuple(rows[0]) if rows else (), shown, "nothing is accepted; `huiliu catalog accept SOURCE --all` begins"
    )


@app.command(
    epilog=examples(
        "huiliu catalog show civil.main.applicants",
        "HUILIU_TOKEN=hl_… huiliu catalog show civil.main.applicants --server http://127.0.0.1:8440",
    )
)
def show(
    relation: Annotated[str, typer.Argument(metavar="CATALOG.SCHEMA.RELATION")],
    config: Config = DEFAULT_CONFIG,
    server: Server = None,
    token: Token = None,
    as_json: Json = False,
) -> None:
    """Show a relation's columns: as accepted, or with --server as your token sees them, masks included."""
    parts = relation.split(".")
    if len(parts) != 3:
        raise wrong_use(f"`{relation}` is not a full name", "write catalog.schema.relation")
    if server is not None:
        told = _asked(server, token, "/v1/catalog/" + "/".join(parts))
    else:
        told = _accepted(settings_of(config), relation)
    if as_json:
        show_json(told)
        return
    say(f"{relation}  {told['title']}", "bold")
    if told["comment"]:
        say(told["comment"])
    names = [
        name for name in ("name", "type", "title", "level", "mask", "purposes", "comment") if name in told["columns"][0]
    ]
    rows = [[_joined(column[name]) for name in names] for column in told["columns"]]
    show_table(names, rows, "no columns")


def _joined(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else value


def _accepted(settings: Settings, text: str) -> dict[str, Any]:
    catalog = accepted_catalog(settings)
    found = next((relation for name, relation in catalog.relations.items() if str(name) == text.lower()), None)
    if found is None:
        raise wrong_use(f"`{text}` is not accepted", "`huiliu catalog list` shows what is")
    columns = [{"name": c.name, "type": str(c.type), "title": c.title, "comment": c.comment} for c in found.columns]
    return {"relation": str(found.name), "title": found.title, "comment": found.comment, "columns": columns}


def _asked(server: str, token: str | None, path: str) -> dict[str, Any]:
    from gateway.cli.remote import RemoteDoor

    async def ask() -> dict[str, Any]:
        door = RemoteDoor(server, token)
        try:
            return await door.call("GET", path)
        finally:
            await door.close()

    return asyncio.run(ask())


@app.command(epilog=examples("huiliu catalog drift", "huiliu catalog drift police --json"))
def drift(
    names: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Only these; all otherwise.")] = None,
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """Compare sources with what was accepted. Exit code 1 when something waits for its owner."""
    settings = settings_of(config)
    chosen = [source_of(settings, name) for name in names] if names else list(sources_of(settings))
    found = {source.engine.name: _drift(settings, source)[2] for source in chosen}
    if as_json:
        show_json({"sources": {name: _plain(one) for name, one in found.items()}})
    else:
        show_table(
            ("source", "what", "object", "detail"),
            [row for name, one in found.items() for row in _rows(name, one)],
            "no drift",
        )
    if not all(one.none for one in found.values()):
        raise typer.Exit(1)


app.command("check", hidden=True, epilog=examples("huiliu catalog check"), help="The same as `huiliu catalog drift`.")(
    drift
)


@app.command(
    epilog=examples(
        "huiliu catalog accept police --all",
        "huiliu catalog accept police main.residents main.vehicles.plate",
        "git diff catalog/                          what was accepted, to be reviewed like code",
    )
)
def accept(
    name: Annotated[str, typer.Argument(metavar="SOURCE")],
    objects: Annotated[
        list[str] | None, typer.Argument(metavar="[SCHEMA.RELATION[.COLUMN]]...", help="What to accept.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All tables as they are now; views still have to be named.")
    ] = False,
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """Accept new, changed or vanished objects of a source into catalog/SOURCE.toml: only then can anybody see them."""
    from gateway.catalog import accepted
    from gateway.catalog.drift import accept as accepting
    from gateway.catalog.drift import compare

    if bool(objects) == everything:
        raise wrong_use("say what to accept", "name objects, or give --all; `huiliu catalog drift` shows what waits")
    settings = settings_of(config)
    source = source_of(settings, name)
    found, before, _ = _drift(settings, source)
    loose = source.entry.loose
    _known(found, before, objects or [])
    after = accepting(found, before, objects or None, loose=loose)
    if after != before:
        accepted.write(settings.gateway.catalog / f"{name}.toml", after)
        with storage_of(settings) as storage:
            record(storage, "catalog.accepted", f"{name}: {', '.join(objects or ['all tables'])}")
    left = compare(found, after, loose=loose)
    if as_json:
        show_json(
            {"source": name, "changed": after != before, "relations": len(after.relations), "drift": _plain(left)}
        )
        return
    say(f"catalog/{name}.toml: {len(after.relations)} relations{'' if after != before else ', unchanged'}")
    for row in _rows(name, left):
        note("  ".join(map(str, row[1:])))


def _known(found: tuple[FoundRelation, ...], before: AcceptedSource, objects: list[str]) -> None:
    known = {name for r in found for name in _names(r)} | {name for r in before.relations for name in _names(r)}
    for one in objects:
        if one.lower() not in known:
            raise wrong_use(f"the source has no `{one}`", "write schema.relation or schema.relation.column")


def _names(relation: FoundRelation | AcceptedRelation) -> list[str]:
    whole = f"{relation.schema}.{relation.name}".lower()
    return [whole, *(f"{whole}.{column.name}".lower() for column in relation.columns)]


def _drift(settings: Settings, source: ConfiguredSource) -> tuple[tuple[FoundRelation, ...], AcceptedSource, Drift]:
    from gateway.catalog import accepted
    from gateway.catalog.drift import compare

    engine = source.engine
    found = engine.connector.inspect(engine.name, engine.options, engine.credentials)
    before = accepted.read(settings.gateway.catalog / f"{engine.name}.toml")
    return found, before, compare(found, before, loose=source.entry.loose)


def _plain(found: Drift) -> dict[str, list[str]]:
    return {bucket: [str(one) for one in getattr(found, bucket)] for bucket in BUCKETS}


def _rows(name: str, found: Drift) -> list[tuple[str, str, str, str]]:
    return [(name, bucket, one.object, one.detail) for bucket in BUCKETS for one in getattr(found, bucket)]
