"""A PostgreSQL server that a test may kill, freeze and start again: a cluster and a port of its own."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tests import servers
from tests.servers import Server


@dataclass
class Cluster:
    """The server's folder and, while it runs, its process."""

    folder: Path
    server: Server
    process: subprocess.Popen[bytes] | None = None

    def start(self, server: Server | None = None) -> None:
        """Wait until it answers; after a kill it recovers first. `server` has another port: nobody else finds it there."""
        server = server or self.server
        settings = {"listen_addresses": "127.0.0.1", "port": server.port, "unix_socket_directories": ""}
        settings |= {"shared_buffers": "32MB", "fsync": "off"}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [servers._binary("postgres"), "-D", str(self.folder / "data"), *options]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                servers._unprivileged(command, signal.SIGINT),
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if not servers._answers(self.process, server.port):
            raise RuntimeError((self.folder / "server.log").read_text()[-2000:])
        server.execute("SELECT 1")

    def change(self, sql: str) -> None:
        """While it is away for everybody else."""
        hidden = replace(self.server, port=_free_port())
        self.start(hidden)
        hidden.execute(sql)
        self.stop()

    def _pids(self) -> list[int]:
        """The server and every backend: each is a session of its own, so they are found by their parent."""
        assert self.process is not None
        found = [self.process.pid]
        with contextlib.suppress(OSError):
            children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
            found += [int(pid) for pid in children.split()]
        return found

    def signal(self, number: signal.Signals) -> None:
        """To all of its processes."""
        for pid in self._pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def kill(self) -> None:
        """As when its machine loses its power."""
        assert self.process is not None
        self.signal(signal.SIGKILL)
        self.process.wait()
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.signal(signal.SIGCONT)
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextlib.contextmanager
def cluster() -> Iterator[Cluster]:
    """Made, not started. Skips where PostgreSQL is not installed."""
    servers._require("initdb", "postgres", "psql", package="postgresql")
    with servers._folder("faults") as folder:
        password = secrets.token_hex(12)
        words = folder / "password"
        words.write_text(password)
        servers._give_away(folder)
        initdb = [servers._binary("initdb"), "-D", str(folder / "data"), "-U", "tester", "-A", "scram-sha-256"]
        servers._run_once([*initdb, "--pwfile", str(words), "-E", "UTF8", "--locale=C", "--no-sync"], folder)
        server = Server(
            kind="postgresql",
            host="127.0.0.1",
            port=_free_port(),
            user="tester",
            password=password,
            database="postgres",
        )
        found = Cluster(folder, server)
        try:
            yield found
        finally:
            found.stop()
