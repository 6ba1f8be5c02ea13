"""`huiliu demo`: generate the city, make keys and tokens, serve, and ask the same SQL as three people through the gateway."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gateway.cli.display import console, note
from gateway.cli.examples import examples
from gateway.cli.faults import tell, wrong_use
from gateway.cli.options import DEFAULT_CONFIG, Config, Json
from gateway.cli.site import settings_of
from gateway.errors import GatewayError, OwnError

if TYPE_CHECKING:
    from gateway.cli.demo_story import Told
    from gateway.settings import Settings

LOG = "demo.log"


def demo(
    scale: Annotated[int | None, typer.Option(help="Residents, 1,000 to 5,000,000; 200,000 unless given.")] = None,
    once: Annotated[bool, typer.Option("--once", help="End after the answers instead of serving on.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Ask all three statements of the story.")] = False,
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """Try it: a city of seven departments, one SQL asked by three people, three answers. Serves until Ctrl-C."""
    settings = settings_of(config)
    present(settings, lambda: _city(settings, scale, quiet=as_json), once=once, everything=everything, as_json=as_json)


def present(
    settings: Settings, prepare: Callable[[], None], *, once: bool, everything: bool = False, as_json: bool = False
) -> None:
    """Call `prepare`, then serve the site and tell the demo's story through it, until a signal comes or, with `once`, its end."""
    begun = time.monotonic()
    try:
        with _Interrupts() as interrupts:
            prepare()
            tokens = _tokens(settings)
            settings, listening = _listener(settings)
            settings, tls = _tls_listener(settings)
            interrupts.check()
    except KeyboardInterrupt:
        note("interrupted; the next run starts where this one stopped")
        raise typer.Exit(130) from None
    with listening, tls or nullcontext():
        host = _Host(settings, tokens, once=once or as_json, everything=everything, as_json=as_json, begun=begun)
        try:
            host.run(listening, tls)
        except KeyboardInterrupt:  # it had not begun to serve
            note("interrupted")
            raise typer.Exit(130) from None
    if host.failure is not None:
        tell(host.failure, as_json=as_json)
        raise typer.Exit(1)


class _Interrupts:
    """Remembers Ctrl-C: a library that swallows it while it is being imported must not make us serve on."""

    def __enter__(self) -> _Interrupts:
        self._seen = False
        self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def _note(self, number: int, frame: object) -> None:
        self._seen = True
        raise KeyboardInterrupt

    def check(self) -> None:
        """Raise what was swallowed."""
        if self._seen:
            raise KeyboardInterrupt

    def __exit__(self, *ended: object) -> None:
        signal.signal(signal.SIGINT, self._before)


def _city(settings: Settings, scale: int | None, *, quiet: bool) -> None:
    from gateway.demo.departments import ALL
    from gateway.demo.generate import DEFAULT_SCALE, generate, generate_visibly
    from gateway.demo.stores import place

    folder = settings.gateway.data_dir / "demo"
    for department in ALL:
        source = settings.sources.get(department.code)
        path = settings.path.parent / str(source.options.get("path")) if source else None
        if path is None or path.resolve() != place(department, folder).resolve():
            raise wrong_use(
                f"`{settings.path.name}` is not the demo's: it has no source `{department.code}` in the demo city",
                "run it with the gateway.toml that is shipped; `huiliu serve` is for your own site",
            )
    if not quiet:
        note(f"the city of Linjiang (临江市), {scale or DEFAULT_SCALE:,} residents, in {folder}")
    made = (generate if quiet else generate_visibly)(folder, scale or DEFAULT_SCALE)
    if not quiet:
        note(f"{len(made.relations)} tables of {len(ALL)} departments, {made.rows:,} rows")


def _tokens(settings: Settings) -> dict[str, str]:
    from gateway.cli.demo_story import ensure_tokens

    return ensure_tokens(settings)


def _listener(settings: Settings) -> tuple[Settings, socket.socket]:
    """The configured port, or a free one when it is taken; then the settings say so too."""
    from gateway.serve import listener

    try:
        return settings, listener(settings)
    except OwnError:
        anywhere = _listening(settings, 0)
        found = listener(anywhere)
        port = found.getsockname()[1]
        note(f"`{settings.gateway.listen}` is taken; using port {port} instead", "yellow")
        return _listening(settings, port), found


def _tls_listener(settings: Settings) -> tuple[Settings, socket.socket | None]:
    """The same for clients of Trino, where the site has such a listener."""
    from gateway.serve import listener

    wanted = settings.http.tls_listen
    if wanted is None:
        return settings, None
    try:
        return settings, listener(settings, wanted, "http.tls_listen")
    except OwnError:
        found = listener(settings, "127.0.0.1:0")
        address = f"127.0.0.1:{found.getsockname()[1]}"
        note(f"`{wanted}` is taken; clients of Trino find {address} instead", "yellow")
        http = settings.http.model_copy(update={"tls_listen": address})
        return settings.model_copy(update={"http": http}), found


def _listening(settings: Settings, port: int) -> Settings:
    gateway = settings.gateway.model_copy(update={"listen": f"127.0.0.1:{port}"})
    return settings.model_copy(update={"gateway": gateway})


class _Host:
    """Serves in this process, and asks over HTTP as anybody else would."""

    def __init__(
        self,
        settings: Settings,
        tokens: dict[str, str],
        *,
        once: bool,
        everything: bool,
        as_json: bool,
        begun: float,
    ) -> None:
        self._settings = settings
        self._tokens = tokens
        self._once = once
        self._everything = everything
        self._as_json = as_json
        self._begun = begun
        self._telling: asyncio.Task[None] | None = None
        self.failure: GatewayError | None = None

    def run(self, listening: socket.socket, tls: socket.socket | None) -> None:
        """Until a signal comes."""
        import uvloop

        from gateway.serve import serve_on
        from gateway.telemetry import Telemetry, json_log, quiet_libraries

        quiet_libraries()
        log = self._settings.gateway.data_dir / LOG
        with log.open("a", encoding="utf-8") as stream:
            telemetry = Telemetry(json_log(stream))
            uvloop.run(serve_on(self._settings, listening, lambda _: self._begin(listening), telemetry, tls))
        if not self._as_json:
            note("ended")

    def _begin(self, listening: socket.socket) -> None:
        self._telling = asyncio.create_task(self._tell(listening))

    async def _tell(self, listening: socket.socket) -> None:
        from gateway.cli.clients import endpoint
        from gateway.cli.demo_story import ask_all, show_all, show_clients, show_lines
        from gateway.demo import story

        try:
            address = f"http://{self._settings.gateway.listen}"
            told = await ask_all(address, self._tokens, everything=self._everything)
            if self._as_json:
                _print_json(address, told)
                return
            show_all(told)
            ask = (
                "This gateway ends now; without --once it serves on, and you can ask:"
                if self._once
                else "Ask yourself:"
            )
            console().print(f"\n{time.monotonic() - self._begun:.0f} seconds after the start. {ask}\n", style="bold")
            show_lines(address, self._tokens)
            at = endpoint(self._settings)
            if at is not None and not self._once:
                asker = story.CHECK.askers[1]
                show_clients(at, asker, self._tokens[asker.principal])
            if not self._once:
                where = Path(os.path.relpath(self._settings.gateway.data_dir / LOG))
                console().print(f"\nServing at {address}; the log is in {where}. Ctrl-C ends it.", style="bold")
            sys.stdout.flush()
        except GatewayError as error:
            if listening.fileno() != -1:  # else Ctrl-C came meanwhile: the server has closed it
                self.failure = error
        finally:
            if self._once or self.failure is not None:
                signal.raise_signal(signal.SIGTERM)  # the server's own way to end: drain, sign, close


def _print_json(address: str, told: list[Told]) -> None:
    from gateway.cli.display import show_json

    answers: list[dict[str, Any]] = [one.plain() for one in told]
    show_json({"address": address, "answers": answers})


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "huiliu demo                        200,000 residents, in half a minute; then serves on",
            "huiliu demo --scale 5000 --once    a small city; ends after the answers",
            "huiliu demo --all                  the other two statements of the story too",
        )
    )(demo)
