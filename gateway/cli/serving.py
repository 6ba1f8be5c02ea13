"""`huiliu serve`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from gateway.cli.clients import endpoint
from gateway.cli.display import note
from gateway.cli.examples import examples
from gateway.cli.options import DEFAULT_CONFIG, Config
from gateway.cli.site import settings_of
from gateway.collector import loading

if TYPE_CHECKING:
    from gateway.app import Application


def serve(config: Config = DEFAULT_CONFIG) -> None:
    """Serve the site over HTTP until Ctrl-C or SIGTERM. The log goes to stderr, one JSON object a line."""
    settings = settings_of(config)
    with loading():
        from gateway.serve import serve as run

    def ready(application: Application) -> None:
        at = endpoint(settings)
        alone = at is not None and settings.http.tls_listen is None
        scheme = "https" if alone else "http"
        note(f"serving {scheme}://{settings.gateway.listen}/v1 — Ctrl-C ends it, after the running statements", "bold")
        if at is not None:
            authority = f", authority {at.authority}" if at.authority is not None else ""
            note(f"clients of Trino: https://{at.address}{authority}; `huiliu clients` prints what to type into each")
        for warning in application.inventory.warnings:
            note(f"catalogue: {warning}")

    run(settings, ready)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "huiliu serve",
            "huiliu serve --config /etc/huiliu/gateway.toml 2>> /var/log/huiliu.json",
            "HUILIU_GATEWAY_LISTEN=127.0.0.1:9000 huiliu serve",
        )
    )(serve)
