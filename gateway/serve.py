"""Serves the application over HTTP until it is told to stop; SIGTERM and SIGINT let running statements end first."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import uvicorn

from gateway.api.http.connections import ConnectionBounds, guarded
from gateway.app import Application
from gateway.errors import ErrorCode, GatewayError, OwnError
from gateway.own_tls import own_certificates
from gateway.settings import Settings
from gateway.settings_tree import HttpSettings, split
from gateway.telemetry import Telemetry, json_log, quiet_libraries

BACKLOG = 1024
KEEP_ALIVE = 30
CERTIFICATE_SECONDS = 3600.0
"""Between two looks whether certificates were exchanged."""
OTHER_FILES = 256
"""Of the gateway itself: storage, engines, logs."""


class Server(uvicorn.Server):
    """A server that does not raise the signal again once it has ended: the app still has its audit to sign. Those `beside` it end when it does."""

    def __init__(self, config: uvicorn.Config, beside: Sequence[Server] | None = None) -> None:
        super().__init__(config)
        self.beside = beside if beside is not None else ()
        self._leads = beside is not None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """For all of them."""
        super().handle_exit(sig, frame)
        for one in self.beside:
            one.handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Connections that wait to be taken are taken first: the system breaks those that it finds when the listener is closed."""
        for _ in range(3):
            await asyncio.sleep(0)
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        if not self._leads or threading.current_thread() is not threading.main_thread():
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

    with ExitStack() as stack:
        listening = stack.enter_context(listener(settings))
        beside = settings.http.tls_listen
        tls = stack.enter_context(listener(settings, beside, "http.tls_listen")) if beside is not None else None
        uvloop.run(serve_on(settings, listening, ready, tls=tls))


async def serve_on(
    settings: Settings,
    listening: socket.socket,
    ready: Callable[[Application], None] | None = None,
    telemetry: Telemetry | None = None,
    tls: socket.socket | None = None,
) -> None:
    """The same on sockets that listen already, in a running loop; `tls` is the one for `http.tls_listen`. Without `telemetry` the log goes to stderr."""
    app = Application(settings, telemetry=telemetry or Telemetry(json_log()))
    try:
        await app.start()
        http = settings.http
        own = Pem(http.tls_certificate, http.tls_key) if http.tls_certificate and http.tls_key else None
        beside = [(Server(_config(settings, app, own or made(settings))), tls)] if tls is not None else []
        server = Server(_config(settings, app, None if beside else own), [one for one, _ in beside])
        announced = asyncio.ensure_future(_announce([server, *server.beside], app, ready))
        renewing = asyncio.ensure_future(_renew([server, *server.beside], settings))
        try:
            await asyncio.gather(server.serve(sockets=[listening]), *(one.serve(sockets=[at]) for one, at in beside))
        finally:
            announced.cancel()
            renewing.cancel()
    finally:
        await app.stop()


@dataclass(frozen=True, slots=True)
class Pem:
    """A certificate with those that it hangs on, and its key."""

    certificate: Path
    key: Path


def made(settings: Settings) -> Pem:
    """The certificate that the gateway makes itself. Raises OwnError."""
    found = own_certificates(settings)
    return Pem(found.certificate, found.key)


async def _renew(servers: Sequence[uvicorn.Server], settings: Settings) -> None:
    """Certificates that were exchanged are used for connections from then on; one of ours is exchanged before it ends."""
    known: dict[str, int] = {}
    while True:
        for server in servers:
            config = server.config
            if config.ssl_certfile is None or not config.loaded:
                continue
            try:
                if not settings.http.tls_certificate:
                    await asyncio.to_thread(made, settings)
                changed = Path(config.ssl_certfile).stat().st_mtime_ns
                if known.setdefault(str(config.ssl_certfile), changed) != changed and config.ssl is not None:
                    config.ssl.load_cert_chain(config.ssl_certfile, config.ssl_keyfile)
                    known[str(config.ssl_certfile)] = changed
            except (OSError, GatewayError):
                continue  # half written, or gone: what is loaded goes on
        await asyncio.sleep(CERTIFICATE_SECONDS)


def listener(settings: Settings, address: str | None = None, key: str = "gateway.listen") -> socket.socket:
    """A listening socket, that of `gateway.listen` unless another is named. A client that takes nothing is given up by the kernel too, so that it cannot hold memory for ever."""
    address = address if address is not None else settings.gateway.listen
    host, port = split(address)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        found = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise OwnError(
            f"cannot listen on `{address}`: {(error.strerror or 'the address cannot be used').lower()}",
            code=ErrorCode.CONFIG_INVALID,
            hint=f"set `{key}` to a free port",
        ) from error
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(settings.http.write_seconds * 2000))
    return found


def _config(settings: Settings, app: Application, pem: Pem | None) -> uvicorn.Config:
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
        ssl_certfile=pem.certificate if pem is not None else None,
        ssl_keyfile=pem.key if pem is not None else None,
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


async def _announce(
    servers: Sequence[uvicorn.Server], app: Application, ready: Callable[[Application], None] | None
) -> None:
    while not all(server.started for server in servers):
        await asyncio.sleep(0.02)
    if ready is not None:
        ready(app)
