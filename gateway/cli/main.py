"""Puts the commands together, and turns what goes wrong into a message and an exit code.

0: done. 1: refused, failed, or a check that found something. 2: used or configured wrongly. 130: ended by Ctrl-C.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer

from gateway.cli import (
    audit,
    catalog,
    clients,
    config,
    demo,
    keys,
    policy,
    serving,
    source,
    statements,
    tokens,
    trino,
    trino_rules,
)
from gateway.cli.examples import examples
from gateway.cli.faults import exit_code, tell
from gateway.errors import GatewayError

app = typer.Typer(
    name="huiliu",
    help="One governed SQL over many departments' databases (汇流).",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(
        "huiliu demo                                   a city to try it on",
        "huiliu config check && huiliu serve           your own site, from gateway.toml",
        "huiliu query --as user:lihua --purpose dibao-check 'SELECT name FROM civil.main.applicants LIMIT 5'",
    ),
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"huiliu {version('huiliu')}")
        raise typer.Exit


@app.callback()
def everything(
    shown: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """One governed SQL over many departments' databases (汇流)."""


demo.register(app)
serving.register(app)
clients.register(app)
statements.register(app)
app.add_typer(catalog.app, name="catalog")
app.add_typer(policy.app, name="policy")
app.add_typer(config.app, name="config")
app.add_typer(source.app, name="source")
trino.app.command("rules", epilog=trino_rules.EXAMPLES)(trino_rules.rules)
app.add_typer(trino.app, name="trino")
app.add_typer(tokens.app, name="token")
app.add_typer(keys.keys, name="key")
app.add_typer(keys.keys, name="keys", hidden=True)
app.add_typer(keys.secrets, name="secret")
app.add_typer(audit.app, name="audit")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return app(given, standalone_mode=True) or 0
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except GatewayError as error:
        tell(error, as_json="--json" in given)
        return exit_code(error)
    except BrokenPipeError:  # whoever read us has read enough (`huiliu … | head`)
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115  # or the interpreter would fail again when it flushes at its end
        return 0
