"""`huiliu key` and `huiliu secret`: what the sealed key file holds. Neither ever shows a key or a secret."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from gateway.cli.display import say, show_json, show_table
from gateway.cli.examples import examples
from gateway.cli.faults import wrong_use
from gateway.cli.options import DEFAULT_CONFIG, Config, Json
from gateway.cli.site import key_file, record, settings_of, storage_of

keys = typer.Typer(help="Create, list, rotate and destroy the keys of token masks.", no_args_is_help=True)
secrets = typer.Typer(help="Keep sources' credentials in the sealed key file.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The key's name, as masks write it: k1 in `token:k1`.")]
Secret = Annotated[str, typer.Argument(metavar="NAME", help="For example his.password, of `keyfile:his`.")]
Sure = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@keys.command(epilog=examples("huiliu key create k1"))
def create(name: Name, config: Config = DEFAULT_CONFIG, as_json: Json = False) -> None:
    """Make a key of 256 random bits. A name that was ever used is refused."""
    settings = settings_of(config)
    key_file(settings).create_key(name)
    with storage_of(settings) as storage:
        record(storage, "key.created", name)
    _done(as_json, name, "created")


@keys.command("list", epilog=examples("huiliu key list --json"))
def list_(config: Config = DEFAULT_CONFIG, as_json: Json = False) -> None:
    """List the names of the keys."""
    names = key_file(settings_of(config)).key_names()
    if as_json:
        show_json({"keys": names})
    else:
        show_table(("key",), [(name,) for name in names], "no keys; `huiliu key create k1` makes one")


@keys.command(epilog=examples("huiliu key rotate k1 --yes"))
def rotate(name: Name, sure: Sure = False, config: Config = DEFAULT_CONFIG, as_json: Json = False) -> None:
    """Replace a key: from then on its tokens are others, and join with none that were given out before."""
    settings = settings_of(config)
    _ask(sure, f"Tokens of `{name}` given out so far will match no new ones. Rotate?")
    key_file(settings).rotate_key(name)
    with storage_of(settings) as storage:
        record(storage, "key.rotated", name)
    _done(as_json, name, "rotated")


@keys.command(epilog=examples("huiliu key destroy k1 --yes"))
def destroy(name: Name, sure: Sure = False, config: Config = DEFAULT_CONFIG, as_json: Json = False) -> None:
    """Forget a key: its tokens can never be computed again, and masks that name it refuse their statements."""
    settings = settings_of(config)
    _ask(sure, f"`{name}` can not be brought back. Destroy?")
    key_file(settings).destroy_key(name)
    with storage_of(settings) as storage:
        record(storage, "key.destroyed", name)
    _done(as_json, name, "destroyed")


@keys.command(epilog=examples("huiliu key rotate-tickets"))
def rotate_tickets(config: Config = DEFAULT_CONFIG, as_json: Json = False) -> None:
    """Sign addresses of result pages with a new key; those given out stay good until the next rotation (or for a day)."""
    settings = settings_of(config)
    key_file(settings).rotate_tickets()
    with storage_of(settings) as storage:
        record(storage, "key.rotated", "tickets")
    _done(as_json, "tickets", "rotated")


@secrets.command(
    epilog=examples("huiliu secret put his.user", "pass show his | head -1 | huiliu secret put his.password")
)
def put(name: Secret, config: Config = DEFAULT_CONFIG, as_json: Json = False) -> None:
    """Store or replace a secret, read from stdin (asked for without echo in a terminal): never from the command line."""
    settings = settings_of(config)
    value = typer.prompt(name, hide_input=True) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if not value:
        raise wrong_use("the secret is empty", "give it on stdin")
    key_file(settings).put_secret(name, value)
    with storage_of(settings) as storage:
        record(storage, "secret.stored", name)
    _done(as_json, name, "stored")


@secrets.command("list", epilog=examples("huiliu secret list"))
def list_secrets(config: Config = DEFAULT_CONFIG, as_json: Json = False) -> None:
    """List the names of the secrets."""
    names = key_file(settings_of(config)).secret_names()
    if as_json:
        show_json({"secrets": names})
    else:
        show_table(("secret",), [(name,) for name in names], "no secrets")


@secrets.command(epilog=examples("huiliu secret forget his.password"))
def forget(name: Secret, config: Config = DEFAULT_CONFIG, as_json: Json = False) -> None:
    """Remove a secret."""
    settings = settings_of(config)
    file = key_file(settings)
    if name not in file.secret_names():
        raise wrong_use(f"there is no secret `{name}`", "`huiliu secret list` shows the names")
    file.forget_secret(name)
    with storage_of(settings) as storage:
        record(storage, "secret.forgotten", name)
    _done(as_json, name, "forgotten")


def _ask(sure: bool, question: str) -> None:
    if sure:
        return
    if not sys.stdin.isatty():
        raise wrong_use("this cannot be undone", "add --yes")
    typer.confirm(question, abort=True)


def _done(as_json: bool, name: str, done: str) -> None:
    if as_json:
        show_json({"name": name, "done": done})
    else:
        say(f"{name} is {done}")
