"""`huiliu query` and `huiliu explain`."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Coroutine
from contextlib import aclosing
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from gateway.cli.asking import Ask, Door, parameter
from gateway.cli.display import harmless, say, show_json
from gateway.cli.examples import examples
from gateway.cli.faults import told, wrong_use
from gateway.cli.options import DEFAULT_CONFIG, Config, Format, Json, Purpose, Server, Token
from gateway.cli.progress import progress
from gateway.cli.site import settings_of

SHOWN: Final = 1000
"""Rows of a table, unless --limit says otherwise: nobody reads more."""
SUFFIXES: Final = {".json": Format.JSON, ".ndjson": Format.NDJSON, ".csv": Format.CSV, ".arrow": Format.ARROW}

Sql = Annotated[str | None, typer.Argument(metavar="SQL", help="One statement; `-` or nothing reads it from stdin.")]
SqlFile = Annotated[Path | None, typer.Option("--file", "-f", metavar="FILE", help="Read the statement from a file.")]
As = Annotated[
    str | None,
    typer.Option("--as", metavar="PRINCIPAL", help="Ask as this principal on this machine's site; needs its files."),
]
Parameters = Annotated[
    list[str] | None,
    typer.Option(
        "--parameter", metavar="VALUE", help="Value of the next `?`: text, a number, date:2026-01-31, decimal:1.50."
    ),
]
Catalog = Annotated[str | None, typer.Option("--catalog", metavar="NAME", help="Catalog of names that have none.")]
Schema = Annotated[str | None, typer.Option("--schema", metavar="NAME", help="Schema of names that have none.")]


def query(
    context: typer.Context,
    sql: Sql = None,
    file: SqlFile = None,
    as_: As = None,
    purpose: Purpose = None,
    parameters: Parameters = None,
    limit: Annotated[int | None, typer.Option(min=1, help=f"At most so many rows; a table stops at {SHOWN}.")] = None,
    form: Annotated[Format | None, typer.Option("--format", help="How the answer is written.")] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write there; the name's ending chooses the form."),
    ] = None,
    catalog: Catalog = None,
    schema: Schema = None,
    server: Server = None,
    token: Token = None,
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """Run a statement as somebody, for a purpose, and print the governed answer."""
    form = Format.JSON if as_json else form or SUFFIXES.get(output.suffix if output else "", Format.TABLE)
    text = _text(sql, file)
    ask = Ask(
        sql=text,
        purpose=purpose,
        parameters=tuple(map(parameter, parameters or ())),
        limit=limit or (SHOWN if form is Format.TABLE else None),
        catalog=catalog,
        schema=schema,
    )
    with told(text, as_json=form is Format.JSON):
        _run(_answer(_door(context, as_, server, token, config), ask, form, output))


def explain(
    context: typer.Context,
    sql: Sql = None,
    file: SqlFile = None,
    as_: As = None,
    purpose: Purpose = None,
    parameters: Parameters = None,
    catalog: Catalog = None,
    schema: Schema = None,
    server: Server = None,
    token: Token = None,
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """Show what a statement would run, which rules apply (file and line), what is masked and hidden. Nothing is run."""
    text = _text(sql, file)
    values = tuple(map(parameter, parameters or ()))
    ask = Ask(sql=text, purpose=purpose, parameters=values, catalog=catalog, schema=schema)
    with told(text, as_json=as_json):
        found = _run(_explained(_door(context, as_, server, token, config), ask))
        if as_json:
            show_json(found)
        else:
            for line in str(found["text"]).splitlines():
                say(line)


def _door(context: typer.Context, as_: str | None, server: str | None, token: str | None, config: Path) -> Door:
    """Local with --as, otherwise the server's; the one that is not meant is not even imported."""
    if as_ is not None and server is not None:
        source = context.get_parameter_source("server")
        if source is not None and source.name == "COMMANDLINE":
            raise wrong_use("--as and --server exclude each other", "a server knows who asks from the token")
        server = None
    if server is not None:
        from gateway.cli.remote import RemoteDoor

        return RemoteDoor(server, token)
    if as_ is None:
        raise wrong_use("say who asks", "`--as user:lihua` on this machine, or `--server URL` with HUILIU_TOKEN set")
    from gateway.cli.local import LocalDoor

    return LocalDoor(settings_of(config), as_)


def _text(sql: str | None, file: Path | None) -> str:
    """The statement, from wherever it is given, as text that can be sent."""
    if sql not in (None, "-") and file is not None:
        raise wrong_use("the statement is given twice", "give SQL or --file")
    if sql is None and file is None and sys.stdin.isatty():
        raise wrong_use("there is no statement", "give it as an argument, with --file, or on stdin")
    try:
        if file is not None:
            return file.read_text("utf-8-sig")
        return (os.fsencode(sql) if sql not in (None, "-") else sys.stdin.buffer.read()).decode("utf-8")
    except UnicodeDecodeError:
        raise wrong_use("the statement is not text in UTF-8", "save it as UTF-8") from None
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        raise wrong_use(f"`{harmless(str(file))}` cannot be read: {reason}", "name another file") from error


async def _answer(door: Door, ask: Ask, form: Format, output: Path | None) -> None:
    from gateway.api.http import formats
    from gateway.cli import answers

    wanted = formats.JSON if form is Format.TABLE else getattr(formats, form.name)
    try:
        if form is Format.TABLE and output is None:
            async with progress() as line, aclosing(line.counted(door.stream(ask, wanted))) as pieces:
                answer = await answers.collected(pieces)
            answers.show(answer)
            return
        if form is Format.TABLE:
            raise wrong_use(
                "a table is for a terminal", "name the file .csv, .json, .ndjson or .arrow, or give --format"
            )
        with answers.opened(output, form) as to:
            async with progress() as line, aclosing(line.counted(door.stream(ask, wanted))) as pieces:
                await answers.write(pieces, form, to)
    finally:
        await door.close()


async def _explained(door: Door, ask: Ask) -> dict[str, Any]:
    try:
        async with progress():
            return await door.explain(ask)
    finally:
        await door.close()


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run to the end; Ctrl-C cancels the statement, which is recorded, and ends with the code that shells expect."""
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        typer.echo("canceled", err=True)
        raise typer.Exit(130) from None


def register(app: typer.Typer) -> None:
    """Add both commands."""
    app.command(
        epilog=examples(
            "huiliu query --as user:lihua --purpose dibao-check 'SELECT name, id_card FROM civil.main.applicants LIMIT 5'",
            "huiliu query --as user:wangfang -p health-statistics -f report.sql -o report.csv",
            "huiliu query --as user:lihua -p dibao-check --parameter 5000 'SELECT count(*) FROM social.main.insured WHERE monthly_base > ?'",
            "HUILIU_SERVER=http://127.0.0.1:8440 HUILIU_TOKEN=hl_… huiliu query 'SHOW CATALOGS' --json",
        )
    )(query)
    app.command(
        epilog=examples(
            "huiliu explain --as user:lihua --purpose dibao-check 'SELECT id_card FROM civil.main.applicants'",
            "huiliu explain --server http://127.0.0.1:8440 'SELECT * FROM market.main.entities' --json",
        )
    )(explain)
