"""Tells the demo's story through the running gateway: tokens for its people, their answers, lines to paste."""

from __future__ import annotations

import datetime
import json
import os
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich.syntax import Syntax
from rich.text import Text

from gateway.api.http import formats
from gateway.cli.answers import Answer, collected, told_of
from gateway.cli.asking import Ask
from gateway.cli.clients import Endpoint, recipes
from gateway.cli.display import console, glance
from gateway.cli.remote import RemoteDoor
from gateway.cli.site import key_file, record, storage_of, utc_now
from gateway.demo import story
from gateway.demo.story import Asker, Statement
from gateway.errors import GatewayError

if TYPE_CHECKING:
    from gateway.settings import Settings
    from gateway.storage import Storage

FILE: Final = "demo-tokens.json"
LASTING: Final = datetime.timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One asker's answer, or the refusal."""

    statement: Statement
    asker: Asker
    answer: Answer | GatewayError

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        known = {"sql": self.statement.sql, "principal": self.asker.principal, "purpose": self.asker.purpose}
        match self.answer:
            case GatewayError() as error:
                return known | {"error": error.public()}
            case Answer(columns=columns, rows=rows, notes=notes, cut=cut):
                return known | {"columns": columns, "rows": rows, "notes": notes, "cut": cut}


def ensure_tokens(settings: Settings) -> dict[str, str]:
    """A token that works for everybody of the story, and the keys. Those of the last run are used again, so that pasted lines keep working.

    Their secrets stand in a file for the owner's eyes only: this is the demo's comfort, a site's tokens are shown once.
    """
    keys = key_file(settings)
    for name in story.KEYS:
        if name not in keys.key_names():
            keys.create_key(name)
    path = settings.gateway.data_dir / FILE
    known = _remembered(path)
    with storage_of(settings) as storage:
        tokens = {
            principal: _working(storage, known.get(principal, ""), principal, purposes)
            for principal, purposes in story.tokens().items()
        }
    if tokens != known:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(tokens, file, indent=1)
    return tokens


def _remembered(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(token) for name, token in found.items()} if isinstance(found, dict) else {}


def _working(storage: Storage, token: str, principal: str, purposes: tuple[str, ...]) -> str:
    now = utc_now()
    grant = storage.tokens.verify(token, now + datetime.timedelta(days=1)) if token else None
    if grant is not None and grant.principal == principal and set(purposes) <= set(grant.purposes):
        return token
    identifier, made = storage.tokens.create(principal, purposes, None, now + LASTING, now=now, note="demo")
    record(storage, "token.created", identifier, principal)
    return made


async def ask_all(address: str, tokens: dict[str, str], *, everything: bool) -> list[Told]:
    """Every asker's answer, in the story's order. A refusal that the story does not tell of is raised."""
    told = []
    for statement in story.ALL if everything else story.ALL[:1]:
        for asker in statement.askers:
            answer = await _asked(address, tokens[asker.principal], asker, statement)
            if isinstance(answer, GatewayError) and not asker.refused:
                raise answer
            told.append(Told(statement=statement, asker=asker, answer=answer))
    return told


async def _asked(address: str, token: str, asker: Asker, statement: Statement) -> Answer | GatewayError:
    door = RemoteDoor(address, token)
    try:
        answer = await collected(door.stream(Ask(sql=statement.sql, purpose=asker.purpose), formats.JSON))
        return answer.error or answer
    except GatewayError as error:
        return error
    finally:
        await door.close()


def show_all(told: list[Told]) -> None:
    """Each statement once, each answer under it."""
    out, shown = console(), None
    for one in told:
        if one.statement is not shown:
            shown = one.statement
            out.print(Text(f"\n{shown.title}\n", style="bold"))
            sql = Syntax(shown.sql, "sql", background_color="default", word_wrap=True)
            out.print(sql if out.is_terminal else Text(shown.sql))
        out.print(Text.assemble(("\n● ", "green"), (one.asker.title, "bold"), (f"   {one.asker.principal}", "dim")))
        out.print(Text(f"  {one.asker.look}", style="italic"))
        match one.answer:
            case GatewayError() as error:
                out.print(Text(f"  {error.code.name}: {error.message}", style="red"))
                out.print(Text(f"  ask {error.contact}", style="dim")) if error.contact else None
            case Answer() as answer:
                out.print(glance(out, answer.columns, answer.rows))
                for line in told_of(answer):
                    out.print(Text(f"  {line}", style="dim"), overflow="ellipsis", no_wrap=True)


def show_lines(address: str, tokens: dict[str, str]) -> None:
    """Lines to paste, with tokens that work."""
    out = console()
    for asker in (story.CHECK.askers[0], story.CHECK.askers[1]):
        out.print(Text(f"# as {asker.title}", style="dim"))
        token = tokens[asker.principal]
        out.print(Text(story.curl_line(address, token, asker)), soft_wrap=True)
        purpose = f" --purpose {asker.purpose}" if asker.purpose else ""
        out.print(
            Text(f"HUILIU_TOKEN={token} {program()} query --server {address}{purpose} {shlex.quote(story.TRY)}"),
            soft_wrap=True,
        )
    out.print(Text("# why: what would run, by which rules, in which file and line", style="dim"))
    # At the gateway that serves: the settings of another site may lie here, or a password that only it was given.
    asker = story.CHECK.askers[0]
    asked = f"{program()} explain --server {address} --purpose {asker.purpose} {shlex.quote(story.TRY)}"
    out.print(Text(f"HUILIU_TOKEN={tokens[asker.principal]} {asked}"), soft_wrap=True)


def show_clients(at: Endpoint, asker: Asker, token: str) -> None:
    """How BI tools connect as one of the story's people; `huiliu clients` knows more of them."""
    out = console()
    out.print(Text(f"# BI tools and other clients of Trino, as {asker.title}", style="dim"))
    found = recipes(at, asker.principal.partition(":")[2], token)
    for name in ("JDBC", "Superset"):
        out.print(Text(f"{name:10} {found[name]}"), soft_wrap=True)
    out.print(Text(f"{'more':10} {program()} clients"), soft_wrap=True)


def program() -> str:
    """How this program is called from here."""
    beside = Path(".venv/bin/huiliu")
    return str(beside) if beside.exists() else "huiliu"
