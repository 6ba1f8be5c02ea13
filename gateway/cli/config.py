"""`huiliu config`: is gateway.toml right, and what is in force."""

from __future__ import annotations

import typer

from gateway.cli.display import say, show_json
from gateway.cli.examples import examples
from gateway.cli.options import DEFAULT_CONFIG, Config, Json
from gateway.cli.site import settings_of, sources_of

app = typer.Typer(help="Check and show gateway.toml.", no_args_is_help=True)


@app.command(epilog=examples("huiliu config check", "huiliu config check --config /etc/huiliu/gateway.toml --json"))
def check(config: Config = DEFAULT_CONFIG, as_json: Json = False) -> None:
    """Report every mistake of gateway.toml with its key, and of the accepted catalogue files. No source is asked."""
    from gateway.catalog import accepted

    settings = settings_of(config)
    sources_of(settings)
    for name in settings.sources:
        accepted.read(settings.gateway.catalog / f"{name}.toml")
    facts = {"file": str(config), "sources": len(settings.sources), "owners": len(settings.owners)}
    if as_json:
        show_json({"ok": True} | facts)
    else:
        say(f"{config}: no problems ({facts['sources']} sources, {facts['owners']} owners)")


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
