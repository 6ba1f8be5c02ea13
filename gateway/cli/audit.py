"""`huiliu audit`: proof that nothing was altered, and who did what."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from gateway.cli.display import say, show_json, show_table
from gateway.cli.examples import examples
from gateway.cli.faults import wrong_use
from gateway.cli.options import DEFAULT_CONFIG, Config, Json
from gateway.cli.site import key_file, record, settings_of, storage_of

if TYPE_CHECKING:
    from gateway.storage import AuditRecord, Outcome, Recorded

app = typer.Typer(help="Verify and search the audit.", no_args_is_help=True)


@app.command(epilog=examples("huiliu audit verify", "huiliu audit verify --json > proof.json"))
def verify(config: Config = DEFAULT_CONFIG, as_json: Json = False) -> None:
    """Walk the chain from the first record: every hash, signature and witness. Exit code 1 when anything was changed."""
    settings = settings_of(config)
    with storage_of(settings) as storage:
        found = storage.audit.verify()
    signer = key_file(settings).fingerprint()
    if as_json:
        show_json({name: getattr(found, name) for name in found.__slots__} | {"signer": signer})
    elif found.ok:
        say(f"unbroken: {found.records:,} records, {found.checkpoints:,} checkpoints, signed up to {found.signed:,}")
        say(f"signing key {signer}")
    else:
        say(f"BROKEN at record {found.first_bad}: {found.problem}", "bold red")
    if not found.ok:
        raise typer.Exit(1)


@app.command(
    epilog=examples(
        "huiliu audit search --principal user:lihua --since 2026-11-01",
        "huiliu audit search --relation police.main.residents --outcome FINISHED --json",
        "huiliu audit search --statement 20261122_093000_00001_ab3de",
    )
)
def search(
    principal: Annotated[str | None, typer.Option(help="Who.")] = None,
    relation: Annotated[str | None, typer.Option(help="What was read: catalog.schema.relation.")] = None,
    statement: Annotated[str | None, typer.Option(help="One statement, by its id.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="TIME", help="From this day or time on (the site's zone).")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="TIME", help="Up to, not including.")] = None,
    outcome: Annotated[str | None, typer.Option(help="STARTED, FINISHED, FAILED, CANCELED, LOST or EVENT.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="At most so many records.")] = 50,
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """Find records, newest first: who read what, when, why, by which rules. Looking is recorded too; results are never in it."""
    settings = settings_of(config)
    zone = ZoneInfo(settings.gateway.timezone)
    asked = {"principal": principal, "relation": relation, "statement": statement, "since": since, "until": until}
    with storage_of(settings) as storage:
        found = storage.audit.search(
            principal=principal,
            relation=relation,
            statement=statement,
            since=_moment(since, zone),
            until=_moment(until, zone),
            outcome=_outcome(outcome),
            limit=limit,
        )
        record(storage, "audit.searched", ", ".join(f"{name} {text}" for name, text in asked.items() if text))
    if as_json:
        show_json({"records": [_plain(one) for one in found]})
    else:
        columns = ("#", "when", "who", "purpose", "outcome", "rows", "ms", "read", "statement")
        show_table(columns, [_row(one, zone) for one in found], "no records")


def _moment(text: str | None, zone: ZoneInfo) -> datetime.datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise wrong_use(f"`{text}` is not a time", "write 2026-11-22 or 2026-11-22T09:30") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _outcome(text: str | None) -> Outcome | None:
    from gateway.storage import Outcome

    if text is None:
        return None
    try:
        return Outcome(text.upper())
    except ValueError:
        raise wrong_use(f"`{text}` is not an outcome", f"outcomes are {', '.join(o.value for o in Outcome)}") from None


def _row(one: Recorded, zone: ZoneInfo) -> tuple[object, ...]:
    kept: AuditRecord = one.record
    read = ", ".join(use.relation for use in kept.relations) or kept.event or kept.error
    what = kept.statement or kept.detail
    when = f"{kept.instant.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    who = kept.principal or kept.address
    return one.sequence, when, who, kept.purpose or "", kept.outcome.value, kept.rows, kept.milliseconds, read, what


def _plain(one: Recorded) -> dict[str, Any]:
    import json

    from gateway.storage.record import canonical

    told: dict[str, Any] = json.loads(canonical(one.record))
    return {"sequence": one.sequence, "hash": one.hash} | told
