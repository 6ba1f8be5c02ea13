"""`huiliu token`: who may call the gateway over HTTP."""

from __future__ import annotations

import datetime
from typing import Annotated

import typer

from gateway.cli.display import note, say, show_json, show_table
from gateway.cli.examples import examples
from gateway.cli.faults import wrong_use
from gateway.cli.options import DEFAULT_CONFIG, Config, Json
from gateway.cli.site import policy_of, record, settings_of, storage_of, utc_now

app = typer.Typer(help="Create, list and revoke bearer tokens.", no_args_is_help=True)


@app.command(
    epilog=examples(
        "huiliu token create user:lihua --purpose dibao-check --days 90",
        "huiliu token create service:bi -p statistics -p planning --default statistics --note 'BI server'",
    )
)
def create(
    principal: Annotated[str, typer.Argument(metavar="PRINCIPAL", help="Whom it is for, as policies write it.")],
    purposes: Annotated[
        list[str] | None, typer.Option("--purpose", "-p", metavar="CODE", help="A purpose it may declare; repeat it.")
    ] = None,
    default: Annotated[
        str | None, typer.Option("--default", metavar="CODE", help="The purpose of statements that declare none.")
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=3650, help="Valid for so many days.")] = 90,
    claims: Annotated[
        list[str] | None,
        typer.Option("--claim", metavar="NAME=VALUE", help="An attribute that the policy takes from the token."),
    ] = None,
    note_: Annotated[str, typer.Option("--note", help="What it is for; shown in lists.")] = "",
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """Make a token and show it, once: only its hash is kept."""
    settings = settings_of(config)
    chosen = tuple(dict.fromkeys(purposes or ()))
    policy = policy_of(settings)
    policy.principal(principal)
    unknown = [purpose for purpose in chosen if purpose not in policy.purposes]
    if unknown:
        raise wrong_use(
            f"the purpose `{unknown[0]}` is not declared", f"purposes are {', '.join(sorted(policy.purposes))}"
        )
    now = utc_now()
    expires = now + datetime.timedelta(days=days)
    with storage_of(settings) as storage:
        identifier, secret = storage.tokens.create(
            principal, chosen, default, expires, now=now, claims=_claims(claims or []), note=note_
        )
        record(storage, "token.created", identifier, principal)
    if as_json:
        show_json({"id": identifier, "token": secret, "principal": principal, "purposes": chosen, "expires": expires})
        return
    say(secret)
    note(f"token {identifier} of {principal}, until {expires:%Y-%m-%d}; it is not shown again")


def _claims(given: list[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    for name, equals, _ in pairs:
        if not name or not equals:
            raise wrong_use(f"`{name}` is not a claim", "write --claim name=value")
    return {name: value for name, _, value in pairs}


@app.command("list", epilog=examples("huiliu token list", "huiliu token list --principal user:lihua --json"))
def list_(
    principal: Annotated[str | None, typer.Option(help="Only this principal's.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Expired and revoked ones too.")] = False,
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """List tokens, newest first. Their secrets are nowhere."""
    now = utc_now()
    with storage_of(settings_of(config)) as storage:
        found = storage.tokens.list(principal)
    rows = [
        (
            grant.id,
            grant.principal,
            ", ".join(grant.purposes),
            grant.default_purpose or "",
            f"{grant.expires:%Y-%m-%d}",
            "revoked" if grant.revoked else "expired" if grant.expires <= now else "valid",
            grant.note,
        )
        for grant in found
    ]
    shown = [row for row in rows if everything or row[5] == "valid"]
    columns = ("id", "principal", "purposes", "default", "until", "state", "note")
    if as_json:
        show_json({"tokens": [dict(zip(columns, row, strict=True)) for row in shown]})
    else:
        show_table(columns, shown, "no tokens")


@app.command(epilog=examples("huiliu token revoke k3j5x7a2qd"))
def revoke(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="The token's id, as `huiliu token list` shows it.")],
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """Withdraw a token at once; its running statements end at their next page."""
    with storage_of(settings_of(config)) as storage:
        if not storage.tokens.revoke(identifier, utc_now()):
            raise wrong_use(f"there is no valid token `{identifier}`", "`huiliu token list` shows the ids")
        record(storage, "token.revoked", identifier)
    if as_json:
        show_json({"id": identifier, "revoked": True})
    else:
        say(f"token {identifier} is revoked")
