"""Serves the application over HTTP until it is told to stop; SIGTERM and SIGINT let running statements end first."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from gateway.api.http.connections import ConnectionBounds, guarded
from gateway.app import Application
from gateway.errors import ErrorCode, OwnError
from gateway.settings import Settings
from gateway.settings_tree import HttpSettings
from gateway.telemetry import Telemetry, json_log, quiet_libraries

BACKLOG = 1024
KEEP_ALIVE = 30
OTHER_FILES = 256
"""Of the gateway itself: storage, engines, logs."""


class QuietlyEnding(uvicorn.Server):
    """A server that does not raise the signal again once it has ended: the app still has its audit to sign."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def serve(settings: Settings, ready: Callable[[Application], None] | None = None) -> None:
    """Run until a signal comes. `ready` is called once statements can run. Raises GatewayError when it cannot start."""
    quiet_libraries()
    if sys.platform == "win32":
        raise OwnError("the gateway does not run on Windows", code=ErrorCode.CONFIG_INVALID)
    import uvloop  # not importable everywhere, and only needed here

    with listener(settings) as listening:
        uvloop.run(serve_on(settings, listening, ready))


async def serve_on(
    settings: Settings,
    listening: socket.socket,
    ready: Callable[[Application], None] | None = None,
    telemetry: Telemetry | None = None,
) -> None:
    """The same on a socket that listens already, in a running loop. Without `telemetry` the log goes to stderr."""
    app = Application(settings, telemetry=telemetry or Telemetry(json_log()))
    try:
        await app.start()
        server = QuietlyEnding(_config(settings, app))
        announced = asyncio.ensure_future(_announce(server, app, ready))
        await server.serve(sockets=[listening])
        announced.cancel()
    finally:
        await app.stop()


def listener(settings: Settings) -> socket.socket:
    """The listening socket. A client that takes nothing is given up by the kernel too, so that it cannot hold memory for ever."""
    gateway = settings.gateway
    family = socket.AF_INET6 if ":" in gateway.host else socket.AF_INET
    try:
        found = socket.create_server((gateway.host, gateway.port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise OwnError(
            f"cannot listen on `{gateway.listen}`: {(error.strerror or 'the address cannot be used').lower()}",
            code=ErrorCode.CONFIG_INVALID,
            hint="set `gateway.listen` to a free port",
        ) from error
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(settings.http.write_seconds * 2000))
    return found


def _config(settings: Settings, app: Application) -> uvicorn.Config:
    http = settings.http
    return uvicorn.Config(
        app.http,
        loop="uvloop",
        http=guarded(_connection_bounds(http)),
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="error",
        server_header=False,
        date_header=True,
        proxy_headers=bool(http.trusted_proxies),
        forwarded_allow_ips=list(http.trusted_proxies) or None,
        timeout_graceful_shutdown=max(1, round(http.drain_seconds)),
        timeout_keep_alive=KEEP_ALIVE,
        ssl_certfile=http.tls_certificate,
        ssl_keyfile=http.tls_key,
    )


def _connection_bounds(http: HttpSettings) -> ConnectionBounds:
    """As many connections as are set, if the system lets the process have so many files: without one, nothing else works either."""
    import resource  # not importable everywhere, and only needed here

    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = http.connections + OTHER_FILES
    if files < wanted:
        files = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return ConnectionBounds(
        connections=max(1, min(http.connections, files - OTHER_FILES)),
        header_bytes=http.header_bytes,
        header_seconds=http.header_seconds,
        idle_seconds=KEEP_ALIVE + http.header_seconds,
        linger_seconds=http.write_seconds * 10,
    )


async def _announce(server: uvicorn.Server, app: Application, ready: Callable[[Application], None] | None) -> None:
    while not server.started:
        await asyncio.sleep(0.02)
    if ready is not None:
        ready(app)
