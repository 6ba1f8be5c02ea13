"""A small site on disk and `python -m gateway serve` over it, to be killed, starved and started again."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import duckdb
import httpx

from bench.site import children, is_engine
from gateway.catalog import accepted
from gateway.catalog.drift import accept
from gateway.settings import Settings, read
from gateway.sources import configured_sources
from gateway.storage import KeyFile, Storage, Verification, master_key

ROWS: Final = 30_000
PEOPLE: Final = "city.main.people"
SETTINGS: Final = """\
[gateway]
data_dir = "var"
listen = "127.0.0.1:{port}"
[engine]
memory_limit = "{memory}"
[limits]
seconds = 6
concurrent_per_principal = 50
[http]
status_principals = ["user:ops"]
[owners.police]
policy = "police.csv"
catalogs = {catalogs}
departments = ["police"]
contact = "Data office 0571-0000"
[owners.common]
policy = "common.csv"
[sources.city]
kind = "duckdb"
owner = "police"
options = {{ path = "city.duckdb" }}
"""
SUBJECTS: Final = """\
g, user:ana, dept:police
g, user:ops, dept:police
"""
GRANTS: Final = (
    SUBJECTS
    + """\
p, user:ana, city, select, -, *, -, -, -, allow, may-read
p, user:ana, city, row_any, TRUE, *, -, -, -, allow, all-rows
p, *, city.main.people.phone, mask, partial:3:4, *, -, -, -, allow, mask-phone
"""
)


def clear(number: int) -> tuple[int, str, str]:
    """A row of the source."""
    return number, f"名{number}", f"138{number:08d}"


def shown(number: int) -> list[object]:
    """The same row as the policy lets it be seen."""
    return [number, f"名{number}", f"138****{number % 10_000:04d}"]


EXPECTED: Final = [shown(number) for number in range(ROWS)]


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


@dataclass
class Site:
    """A folder with everything that a gateway needs, a token, and at most one gateway over it."""

    folder: Path
    port: int
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    token: str = ""
    operator: str = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> Settings:
        return read(self.folder / "gateway.toml", dict(self.environment))

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def command(self, *words: str) -> list[str]:
        """A command of the program over this site."""
        return [sys.executable, "-m", "gateway", *words, "--config", str(self.folder / "gateway.toml")]

    def spawn(self, before: Sequence[str] = ()) -> None:
        """Start a gateway and do not wait for it; `before` stands in front of its command."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*before, *self.command("serve")], stdout=log, stderr=log, env={**os.environ, **self.environment}
            )

    def ready(self, seconds: float = 60) -> None:
        """Wait until it answers."""
        assert self.process is not None
        process = self.process

        def answers() -> bool:
            if process.poll() is not None:
                raise AssertionError((self.folder / "log").read_text()[-3000:])
            with contextlib.suppress(httpx.TransportError):
                return httpx.get(f"{self.url}/v1/ready", timeout=5).status_code == 200
            return False

        until(answers, seconds)

    def kill(self) -> None:
        """kill -9, and wait until nothing of it is left: an engine must not outlive its gateway."""
        assert self.process is not None
        engines = self.engines()
        self.process.kill()
        self.process.wait()
        until(lambda: not any(is_engine(pid) for pid in engines), 20)

    def stop(self) -> None:
        """In order, or by force when it does not end."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def engines(self) -> list[int]:
        """Engine processes of the gateway."""
        try:
            return [pid for pid in children(self.pid) if is_engine(pid)]
        except OSError:
            return []

    def events(self, name: str) -> list[dict[str, Any]]:
        """What the log says."""
        lines = (self.folder / "log").read_text("utf-8", "replace").splitlines()
        found = [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]
        return [one for one in found if one.get("event") == name]

    def client(self, seconds: float = 60) -> httpx.Client:
        return httpx.Client(base_url=self.url, headers={"authorization": f"Bearer {self.token}"}, timeout=seconds)

    def status(self) -> dict[str, Any]:
        """What an operator sees."""
        bearer = {"authorization": f"Bearer {self.operator}"}
        found: dict[str, Any] = httpx.get(f"{self.url}/v1/status", headers=bearer, timeout=20).json()
        return found

    def source_state(self, name: str) -> str:
        return next(str(one["state"]) for one in self.status()["sources"] if one["name"] == name)

    def rules(self, text: str) -> None:
        """Put a policy file in place as an editor does: whole, by renaming."""
        path = self.folder / "policies" / "policy.d" / "police.csv"
        draft = path.with_suffix(".new")
        draft.write_text(text, "utf-8")
        draft.replace(path)

    def accept(self) -> None:
        """What `huiliu catalog accept --all` does for every source that answers."""
        for source in configured_sources(self.settings, str):
            engine = source.engine
            found = engine.connector.inspect(engine.name, engine.options, engine.credentials)
            entry = accepted.AcceptedSource(source=engine.name)
            accepted.write(self.folder / "catalog" / f"{engine.name}.toml", accept(found, entry))

    @contextlib.contextmanager
    def storage(self, data_dir: Path | None = None) -> Iterator[Storage]:
        """The gateway's own state, opened beside it."""
        place = data_dir or self.folder / "var"
        opened = Storage.open(place, KeyFile(place / "keys", master_key(place)), url=self.settings.storage_url)
        try:
            yield opened
        finally:
            opened.close(now())

    def verified(self, data_dir: Path | None = None) -> Verification:
        with self.storage(data_dir) as storage:
            return storage.audit.verify()


def make(
    folder: Path,
    *,
    sources: Mapping[str, str] = MappingProxyType({}),
    environment: Mapping[str, str] = MappingProxyType({}),
    rules: str = GRANTS,
    memory: str = "400MB",
) -> Site:
    """Write the site and two tokens. `sources` are further ones: their sections of the settings by name."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    (folder / "gateway.toml").write_text(
        SETTINGS.format(port=port, memory=memory, catalogs=json.dumps(["city", *sources])) + "".join(sources.values()),
        "utf-8",
    )
    (folder / "policies" / "policy.d").mkdir(parents=True)
    site = Site(folder, port, environment)
    site.rules(rules)
    with duckdb.connect(str(folder / "city.duckdb")) as city:
        city.execute(
            f"CREATE TABLE people AS SELECT i AS id, '名' || i AS name, '138' || lpad(i::VARCHAR, 8, '0') AS phone FROM range({ROWS}) AS numbers(i)"
        )
    site.accept()
    with site.storage() as storage:
        later = now() + datetime.timedelta(days=1)
        site.token = storage.tokens.create("user:ana", [], None, later, now=now())[1]
        site.operator = storage.tokens.create("user:ops", [], None, later, now=now())[1]
    return site


@contextlib.contextmanager
def served(site: Site, before: Sequence[str] = ()) -> Iterator[Site]:
    """From its start until it is ready; ended afterwards, whatever became of it meanwhile."""
    site.spawn(before)
    try:
        site.ready()
        yield site
    finally:
        site.stop()


def until(holds: Callable[[], bool], seconds: float) -> None:
    """Wait for something that must come."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not within {seconds:g} seconds"
        time.sleep(0.02)
