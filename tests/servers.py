"""Real PostgreSQL and MariaDB servers for tests: on a free loopback port, in a folder of their own, gone at the end.

    def test_something(postgresql: Server) -> None:
        postgresql.execute("CREATE TABLE t (a int)")
        psycopg.connect(postgresql.dsn)

A server that is not installed skips its tests with the reason; with CI=true that is a failure.
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import pytest

PATIENCE: Final = 60
BINARIES: Final = (
    *sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), key=lambda p: int(Path(p).parent.name), reverse=True),
    "/usr/local/bin", "/usr/bin", "/usr/sbin", "/usr/local/sbin",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server and an administrator's way into it."""

    kind: str
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    database: str

    @property
    def dsn(self) -> str:
        """The address as psycopg and SQLAlchemy take it."""
        scheme = "postgresql" if self.kind == "postgresql" else "mysql"
        return f"{scheme}://{self.user}:{self.password}@{self.host}:{self.port}/{self.database}"

    def execute(self, sql: str) -> str:
        """Run SQL statements through the server's own client; gives what they print."""
        if self.kind == "postgresql":
            command = [_binary("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", self.dsn]
            environment = None
        else:
            command = [
                _binary("mariadb"),
                "--no-defaults",
                "--batch",
                "--skip-column-names",
                "--default-character-set=utf8mb4",
            ]
            command += ["-h", self.host, "-P", str(self.port), "-u", self.user, "--protocol=tcp", self.database]
            environment = {**os.environ, "MYSQL_PWD": self.password}
        done = subprocess.run(
            command, input=sql, capture_output=True, text=True, env=environment, check=False, timeout=300
        )
        if done.returncode:
            raise RuntimeError(f"{self.kind}: {done.stderr.strip()}")
        return done.stdout

    def fresh_database(self) -> Server:
        """The same server with a new, empty database."""
        name = f"t_{secrets.token_hex(6)}"
        self.execute(f"CREATE DATABASE {name}")
        return replace(self, database=name)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """One PostgreSQL server for the session; tests take `fresh_database()`."""
    require_postgresql()
    with running_postgresql() as server:
        yield server


@contextmanager
def running_postgresql(connections: int = 100) -> Iterator[Server]:
    """A PostgreSQL server for so many connections until the end of the block; it also ends when this process is killed."""
    with _folder("postgresql") as folder:
        password = secrets.token_hex(12)
        words = folder / "password"
        words.write_text(password)
        _give_away(folder)
        initdb = [_binary("initdb"), "-D", str(folder / "data"), "-U", "tester", "-A", "scram-sha-256"]
        _run_once([*initdb, "--pwfile", str(words), "-E", "UTF8", "--locale=C", "--no-sync"], folder)

        def command(port: int) -> list[str]:
            settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": ""}
            # Hundreds of small databases, none of which outlives the session.
            settings |= {"shared_buffers": "32MB", "fsync": "off", "max_connections": connections}
            options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
            return [_binary("postgres"), "-D", str(folder / "data"), *options]

        with _running(command, folder, signal.SIGINT) as port:
            started = Server(
                kind="postgresql", host="127.0.0.1", port=port, user="tester", password=password, database="postgres"
            )
            _wait_until_it_takes_sessions(started)
            yield started


@pytest.fixture(scope="session")
def mariadb() -> Iterator[Server]:
    """One MariaDB server for the session; tests take `fresh_database()`."""
    require_mariadb()
    with running_mariadb() as server:
        yield server


@contextmanager
def running_mariadb() -> Iterator[Server]:
    """A MariaDB server until the end of the block; it also ends when this process is killed."""
    with _folder("mariadb") as folder:
        password = secrets.token_hex(12)
        first = folder / "first.sql"
        first.write_text(
            "CREATE DATABASE IF NOT EXISTS test;\n"
            f"CREATE OR REPLACE USER 'tester'@'127.0.0.1' IDENTIFIED BY '{password}';\n"
            "GRANT ALL ON *.* TO 'tester'@'127.0.0.1' WITH GRANT OPTION;\n"
        )
        _give_away(folder)
        install = [_binary("mariadb-install-db"), "--no-defaults", f"--datadir={folder / 'data'}"]
        _run_once([*install, "--skip-test-db", "--auth-root-authentication-method=normal"], folder)

        def command(port: int) -> list[str]:
            files = [f"--datadir={folder / 'data'}", f"--socket={folder / 'socket'}", f"--init-file={first}"]
            network = [
                "--bind-address=127.0.0.1",
                f"--port={port}",
                "--skip-name-resolve",
                "--character-set-server=utf8mb4",
            ]
            small = ["--innodb-buffer-pool-size=64M", "--innodb-flush-log-at-trx-commit=0", "--skip-log-bin"]
            return [_binary("mariadbd"), "--no-defaults", *files, *network, *small]

        with _running(command, folder, signal.SIGTERM) as port:
            yield Server(kind="mariadb", host="127.0.0.1", port=port, user="tester", password=password, database="test")


def _binary(name: str) -> str:
    return shutil.which(name, path=os.pathsep.join(BINARIES)) or ""


def require_postgresql() -> None:
    """Skip or, in CI, fail the test when it is not installed."""
    _require("initdb", "postgres", "psql", package="postgresql")


def require_mariadb() -> None:
    """The same for MariaDB."""
    _require("mariadbd", "mariadb-install-db", "mariadb", package="mariadb-server")


def _require(*names: str, package: str) -> None:
    missing = [name for name in names if not _binary(name)]
    if not missing:
        return
    reason = f"{', '.join(missing)} not installed (Debian package {package})"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def _folder(name: str) -> Iterator[Path]:
    """Not below pytest's own folders: those are closed to the user that the server runs as."""
    folder = Path(tempfile.mkdtemp(prefix=f"huiliu-{name}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _give_away(folder: Path) -> None:
    """Database servers refuse to run as root: then everything belongs to `nobody`."""
    if os.geteuid() == 0:
        for path in (folder, *folder.iterdir()):
            shutil.chown(path, "nobody", "nogroup")


def _unprivileged(command: list[str], stop: signal.Signals | None = None) -> list[str]:
    """`command` as `nobody` when we are root, told to stop when we die."""
    words = ["setpriv"]
    if os.geteuid() == 0:
        words += ["--reuid=nobody", "--regid=nogroup", "--clear-groups"]
    if stop is not None:
        words += ["--pdeathsig", stop.name.removeprefix("SIG")]
    return [*words, *command] if len(words) > 1 else command


def _run_once(command: list[str], folder: Path) -> None:
    done = subprocess.run(_unprivileged(command), cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stdout}{done.stderr}")


@contextmanager
def _running(command: Callable[[int], list[str]], folder: Path, stop: signal.Signals) -> Iterator[int]:
    """Start on a free port, wait until it answers, stop it at the end. Gives the port."""
    for _ in range(3):  # another process may take the port between looking and starting
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        with (folder / "server.log").open("ab") as log:
            process = subprocess.Popen(_unprivileged(command(port), stop), cwd=folder, stdout=log, stderr=log)
        try:
            if _answers(process, port):
                yield port
                return
        finally:
            process.send_signal(stop)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    raise RuntimeError(f"the server does not start: {(folder / 'server.log').read_text()[-2000:]}")


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                time.sleep(0.2)
                return process.poll() is None
        except OSError:
            time.sleep(0.05)
    return False


def _wait_until_it_takes_sessions(server: Server) -> None:
    """PostgreSQL opens its port before it takes sessions: for seconds, when other tests have the machine."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            server.execute("SELECT 1")
            return
        except RuntimeError as error:
            if "starting up" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
