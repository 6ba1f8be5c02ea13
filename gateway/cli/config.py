"""`huiliu config`: is gateway.toml right, and what is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.display import note, say, show_json
from gateway.cli.examples import examples
from gateway.cli.options import DEFAULT_CONFIG, Config, Json
from gateway.cli.site import missing_keys, policy_of, settings_of, sources_of, tell_missing_keys
from gateway.errors import GatewayError

if TYPE_CHECKING:
    from gateway.settings import Settings

app = typer.Typer(help="Check and show gateway.toml.", no_args_is_help=True)


@app.command(
    epilog=examples(
        "huiliu config check",
        "huiliu config check --ask",
        "huiliu config check --config /etc/huiliu/gateway.toml --json",
    )
)
def check(
    ask: Annotated[
        bool, typer.Option("--ask", help="Ask the sources what their accounts may do beyond reading.")
    ] = False,
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """Report every mistake of gateway.toml with its key, and of the accepted catalogue files; and keys that are missing. No source is asked without --ask."""
    from gateway.catalog import accepted

    settings = settings_of(config)
    sources_of(settings)
    for name in settings.sources:
        accepted.read(settings.gateway.catalog / f"{name}.toml")
    facts = {"file": str(config), "sources": len(settings.sources), "owners": len(settings.owners)}
    missing = _missing_keys(settings)
    privileges = _privileges(settings) if ask else []
    if as_json:
        show_json({"ok": True} | facts | {"missing_keys": missing} | ({"privileges": privileges} if ask else {}))
        return
    say(f"{config}: no problems ({facts['sources']} sources, {facts['owners']} owners)")
    tell_missing_keys(missing)
    for sentence in privileges:
        note(sentence, "yellow")


def _missing_keys(settings: Settings) -> list[str]:
    """None when the policies cannot be read: what is wrong with them, `huiliu policy check` says."""
    try:
        return missing_keys(settings, policy_of(settings))
    except GatewayError:
        note("the policies have problems: `huiliu policy check` lists them", "yellow")
        return []


def _privileges(settings: Settings) -> list[str]:
    found: list[str] = []
    for source in sources_of(settings):
        engine = source.engine
        if engine.connector.warnings is None:
            continue
        try:
            found += engine.connector.warnings(engine.name, engine.options, engine.credentials)
        except Exception as error:  # drivers raise what they like; whatever it is, this source cannot be asked now
            reason = error.message if isinstance(error, GatewayError) else type(error).__name__
            found.append(f"source `{engine.name}`: could not be asked ({reason})")
    return found


@app.command(epilog=examples("huiliu config show", "HUILIU_LIMITS_ROWS=1000 huiliu config show --json"))
def show(config: Config = DEFAULT_CONFIG, as_json: Json = False) -> None:
    """Print the settings in force: file, defaults and environment together. It never holds a secret."""
    settings = settings_of(config)
    if as_json:
        show_json(settings.shown())
        return
    for line in _lines(settings.shown(), ""):
        say(line)


def _lines(tree: dict[str, object], at: str) -> list[str]:
    found = []
    for key, value in tree.items():
        here = f"{at}.{key}" if at else key
        match value:
            case dict() if value:
                found += _lines(value, here)
            case _:
                found.append(f"{here} = {value}")
    return found
