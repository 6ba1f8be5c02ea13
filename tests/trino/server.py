"""A genuine Trino server for tests: one process on a free loopback port, in a folder of its own, gone at the end.

The catalogs tpch, tpcds and memory are always there; others are made in it while it runs (`Trino.attach`).
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from tests.servers import Server
from tests.trino.artifacts import server
from tests.trino.client import Answer, Client, TrinoError
from tests.trino.java import java

PATIENCE: Final = 180
SETTLES: Final = 30
STOP: Final = 30
CATALOGS: Final = ("tpch", "tpcds", "memory")
SETTINGS: Final = {
    "coordinator": "true",
    "node-scheduler.include-coordinator": "true",
    "node.bind-ip": "127.0.0.1",
    "node.internal-address": "127.0.0.1",
    "http-server.process-forwarded": "true",
    "query.max-memory": "1GB",
    "query.max-memory-per-node": "1GB",
    "query.min-expire-age": "2m",
    "task.concurrency": "2",
    "task.max-worker-threads": "4",
    "web-ui.enabled": "false",
    "catalog.management": "dynamic",
    "catalog.store": "memory",
    "experimental.concurrent-startup": "true",
}
FLAGS: Final = (
    "-XX:+UseG1GC", "-XX:G1HeapRegionSize=16M", "-XX:+ExitOnOutOfMemoryError", "-XX:ReservedCodeCacheSize=256M",
    "-Dfile.encoding=UTF-8", "-Djdk.attach.allowAttachSelf=true", "-XX:+EnableDynamicAgentLoading",
    "--sun-misc-unsafe-memory-access=allow",
)  # fmt: skip
QUICK: Final = "-XX:TieredStopAtLevel=1"
"""Short statements: starting fast wins."""


@dataclass(frozen=True, slots=True)
class Trino:
    """A running server."""

    url: str

    def client(self, catalog: str | None = None, schema: str | None = None, **properties: str) -> Client:
        """A session in which statements run."""
        return Client(self.url, catalog, schema, properties=properties)

    def run(self, sql: str) -> Answer:
        """One statement in a session without a catalog."""
        return self.client().run(sql)

    @contextmanager
    def fresh_schema(self, catalog: str = "memory") -> Iterator[Client]:
        """A session in a new, empty schema, which goes with all its tables at the end."""
        name = f"t_{secrets.token_hex(6)}"
        client = self.client(catalog, name)
        self.run(f"CREATE SCHEMA {catalog}.{name}")
        try:
            yield client
        finally:
            for table in client.run("SHOW TABLES").rows:
                client.run(f'DROP TABLE "{table[0]}"')
            self.run(f"DROP SCHEMA {catalog}.{name}")

    @contextmanager
    def attach(self, source: Server) -> Iterator[str]:
        """A catalog over the database of a PostgreSQL or MariaDB server; gives its name."""
        if source.kind == "postgresql":
            kind, address = "postgresql", f"jdbc:postgresql://{source.host}:{source.port}/{source.database}"
        else:  # Trino shows each database of such a server as a schema
            kind, address = "mariadb", f"jdbc:mariadb://{source.host}:{source.port}/"
        name = f"{kind}_{secrets.token_hex(6)}"
        options = {
            "connection-url": address,
            "connection-user": source.user,
            "connection-password": source.password,
        }
        listed = ", ".join(f"\"{key}\" = '{value}'" for key, value in options.items())
        self.run(f"CREATE CATALOG {name} USING {kind} WITH ({listed})")
        try:
            yield name
        finally:
            self.run(f"DROP CATALOG {name}")


@contextmanager
def running(
    memory: str = "2G",
    files: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
    settings: Mapping[str, str] | None = None,
    *,
    quick: bool = True,
) -> Iterator[Trino]:
    """A server until the end of the block; it also ends when this process is killed.

    With `files` of its `etc` folder (`catalog/NAME.properties` …) it has the catalogs that stand there, and no others can be made. `environment` and
    `settings` (of `config.properties`) are added to its own. One that is not `quick` to start is fast once it is warm.
    """
    home, program = server(), java()
    folder = Path(tempfile.mkdtemp(prefix="huiliu-trino-"))
    try:
        for _ in range(3):  # another process may take the port between looking and starting
            port = _free_port()
            command = _command(home, program, folder, memory, port, files, settings or {})
            if quick:
                command.insert(command.index("-cp"), QUICK)
            with (folder / "server.log").open("ab") as log:
                process = subprocess.Popen(
                    command,
                    cwd=folder,
                    env={**os.environ, **(environment or {})},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            try:
                started = Trino(f"http://127.0.0.1:{port}")
                if answers(started.url, process):
                    if files is None:
                        settled(started.client())
                    for catalog in CATALOGS if files is None else ():
                        started.run(f"CREATE CATALOG {catalog} USING {catalog}")
                    yield started
                    return
            finally:
                _stop(process)
            said = (folder / "server.log").read_text()
            if "BindException" not in said:
                break
        raise RuntimeError(f"Trino does not start: {_reason(said)}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def answers(url: str, process: subprocess.Popen[bytes] | None = None) -> bool:
    """Wait until the server takes statements; false when it ended or took too long."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and (process is None or process.poll() is None):
        with suppress(httpx.HTTPError):
            info = httpx.get(f"{url}/v1/info", timeout=5, trust_env=False)
            if info.status_code == 200 and info.json().get("starting") is False:
                return True
        time.sleep(0.1)
    return False


def settled(client: Client, sql: str = "SELECT 1") -> None:
    """Wait until a server that has started knows that it is a node itself, and has a statement's catalogs: until then it runs nothing."""
    deadline = time.monotonic() + SETTLES
    while True:
        try:
            client.run(sql)
        except TrinoError as error:
            if error.name != "NO_NODES_AVAILABLE" or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _command(
    home: Path,
    program: Path,
    folder: Path,
    memory: str,
    port: int,
    files: Mapping[str, str] | None,
    more: Mapping[str, str],
) -> list[str]:
    """Write the configuration; gives what starts the server without its launcher."""
    etc = folder / "etc"
    for name in ("etc", "data", "plugin", "secrets-plugin"):  # it looks for both in its working directory
        (folder / name).mkdir(exist_ok=True)
    settings = {
        **SETTINGS,
        **more,
        "http-server.http.port": str(port),
        "discovery.uri": f"http://127.0.0.1:{port}",
        "plugin.dir": str(home / "plugin"),
    }
    if files is not None:
        del settings["catalog.store"]
        settings |= {"catalog.management": "static", "catalog.config-dir": str(etc / "catalog")}
        (etc / "catalog").mkdir()
        for name, text in files.items():
            (etc / name).write_text(text, encoding="utf-8")
    _properties(etc / "config.properties", settings)
    _properties(etc / "log.properties", {"io.trino": "WARN", "io.trino.server.Server": "INFO"})
    node = {"node.environment": "test", "node.id": "n1", "node.data-dir": folder / "data"}
    node |= {"config": etc / "config.properties", "log.levels-file": etc / "log.properties"}
    defined = [f"-D{key}={value}" for key, value in node.items()]
    # The signal comes when the thread that started it ends, so also when the tests are killed.
    guard = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
    classes = ["-cp", f"{home}/lib/*", "io.trino.server.TrinoServer"]
    return [*guard, str(program), f"-Xmx{memory}", *FLAGS, *defined, *classes]


def _properties(file: Path, values: Mapping[str, str]) -> None:
    file.write_text("".join(f"{key}={value}\n" for key, value in values.items()), encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _reason(log: str) -> str:
    lines = [line for line in log.splitlines() if "ERROR" in line or line.startswith(("1)", "2)", "Error"))]
    return "\n".join(lines[:10] or log.splitlines()[-10:])
