"""What docker/compose.yaml starts, as processes on loopback: the same files and commands, with other ports and paths."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
from ruamel.yaml import YAML

from tests.docker.environment import DOCKER, ROOT, written
from tests.servers import BINARIES, Server, running_mariadb, running_postgresql
from tests.trino.artifacts import Artifact, fetch, server
from tests.trino.client import Client
from tests.trino.java import java
from tests.trino.server import answers

PATIENCE: Final = 180
GROUPS: Final = Artifact(
    "io.trino:trino-resource-group-managers:476:zip",
    "cd4da1bead5dbd2ad1bef5cd17a12339353d920bc1be144c725dc72fa46c4d8f",
    27,
)
PLUGINS: Final = ("geospatial", "mariadb", "postgresql")
HUILIU: Final = str(Path(sys.executable).with_name("huiliu"))


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """Everything runs."""

    site: Path
    environment: Mapping[str, str]
    balancer: str
    gateways: tuple[str, str]
    processes: tuple[subprocess.Popen[bytes], subprocess.Popen[bytes]]
    trino: str
    worker: str
    postgresql: Server

    @property
    def storage(self) -> str:
        """The address of the gateways' database."""
        return self.environment["HUILIU_STORAGE_URL"]

    def as_gateway(self) -> Client:
        """Trino asked past the gateways, as their account."""
        return Client(self.trino, user="huiliu")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """`huiliu …` where the gateways run."""
        done = subprocess.run(
            [HUILIU, *command], cwd=self.site, env=_with(self.environment), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    def seed(self) -> None:
        """The one-shot service once more."""
        _seed(self.site, self.environment)


@contextmanager
def running(folder: Path) -> Iterator[Cluster]:
    """The whole of it until the end of the block."""
    with ExitStack() as stack:
        postgresql, mariadb = stack.enter_context(running_postgresql()), stack.enter_context(running_mariadb())
        ports = dict(zip(("trino", "worker", "one", "two", "balancer"), _free_ports(5), strict=True))
        given = written(folder)
        environment = _environment(given, postgresql, mariadb, folder)
        site = _site(folder, ports["trino"], postgresql, mariadb)
        for half_done in (postgresql, mariadb):  # as an interrupted run leaves them; a later test sees whole ones
            half_done.execute(f"CREATE DATABASE {'police' if half_done is postgresql else 'main'}")
        _seed(site, environment)
        plugins = _plugins(folder)
        nodes = [
            stack.enter_context(_trino(folder, node, ports["trino"], ports[port], plugins, given))
            for node, port in (("coordinator", "trino"), ("worker", "worker"))
        ]
        trino = f"http://127.0.0.1:{ports['trino']}"
        assert answers(trino, nodes[0]), (folder / "coordinator.log").read_text()[-3000:]
        gateways = [
            stack.enter_context(_gateway(folder, site, environment, ports[name], name)) for name in ("one", "two")
        ]
        stack.enter_context(nginx(folder, ports))
        urls = [f"http://127.0.0.1:{ports[name]}" for name in ("one", "two", "balancer")]
        for url in urls:
            _ready(url, folder)
        yield Cluster(
            site=site,
            environment=environment,
            balancer=urls[2],
            gateways=(urls[0], urls[1]),
            processes=(gateways[0], gateways[1]),
            trino=trino,
            worker=f"http://127.0.0.1:{ports['worker']}",
            postgresql=postgresql,
        )


def _environment(given: Mapping[str, str], postgresql: Server, mariadb: Server, folder: Path) -> dict[str, str]:
    """What compose.yaml gives the seed, which is what it gives the gateways and more."""
    services: dict[str, Any] = YAML(typ="safe").load(DOCKER / "compose.yaml")["services"]
    named = {**services["seed"]["environment"], "SEED_SCALE": "2000"}
    found = {name: re.sub(r"\$\{(\w+)[^}]*\}", lambda m: given[m[1]], value) for name, value in named.items()}
    found["HUILIU_STORAGE_URL"] = found["HUILIU_STORAGE_URL"].replace(
        "@postgresql:5432/", f"@{postgresql.host}:{postgresql.port}/"
    )
    for name, home in (("POSTGRESQL", postgresql), ("MARIADB", mariadb)):
        file = folder / f"{name}.password"
        file.write_text(home.password + "\n", encoding="utf-8")
        found |= {f"SEED_{name}_USER": home.user, f"SEED_{name}_PASSWORD_FILE": str(file)}
    return found


def _site(folder: Path, trino: int, postgresql: Server, mariadb: Server) -> Path:
    site = folder / "site"
    (site / "catalog").mkdir(parents=True)
    (folder / "catalogs").mkdir()
    shutil.copytree(ROOT / "policies", site / "policies")
    text = (
        (DOCKER / "gateway.toml").read_text(encoding="utf-8").replace("http://trino:8080", f"http://127.0.0.1:{trino}")
    )
    for home in (postgresql, mariadb):
        text = text.replace(f'host = "{home.kind}"', f'host = "{home.host}", port = {home.port}')
    (site / "gateway.toml").write_text(text, encoding="utf-8")
    return site


def _seed(site: Path, environment: Mapping[str, str]) -> None:
    command = [sys.executable, str(DOCKER / "seed" / "seed.py"), "--catalogs", str(site.parent / "catalogs")]
    done = subprocess.run(
        [*command, "--accepted", str(ROOT / "catalog")],
        cwd=site,
        env=_with(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _plugins(folder: Path) -> Path:
    """Those that the files name: the assembled server leaves out what no other test uses."""
    plugins = folder / "plugins"
    plugins.mkdir()
    with zipfile.ZipFile(fetch(GROUPS)[0]) as content:
        content.extractall(plugins)
    for name in PLUGINS:
        (plugins / name).symlink_to(server() / "plugin" / name)
    return plugins


@contextmanager
def _trino(
    folder: Path, node: str, coordinator: int, port: int, plugins: Path, given: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """A node with the shipped files, started as Trino's launcher does, in the memory that compose.yaml gives."""
    home = folder / node
    etc = home / "etc"
    shutil.copytree(DOCKER / "trino" / node, etc)
    for name in ("data", "plugin", "secrets-plugin"):
        (home / name).mkdir()
    moved = {
        "/etc/trino/": f"{etc}/",
        "/catalogs": str(folder / "catalogs"),
        "http://trino:8080": f"http://127.0.0.1:{coordinator}",
        "port=8080": f"port={port}",
        "/data/trino": str(home / "data"),
    }
    for file in etc.iterdir():
        text = file.read_text(encoding="utf-8")
        for before, after in moved.items():
            text = text.replace(before, after)
        text = re.sub(r"node\.internal-address=.*", "node.internal-address=127.0.0.1\nnode.bind-ip=127.0.0.1", text)
        file.write_text(text, encoding="utf-8")
    with (etc / "config.properties").open("a", encoding="utf-8") as config:
        config.write(f"plugin.dir={plugins}\nexperimental.concurrent-startup=true\n")
    flags = [line for line in (etc / "jvm.config").read_text().splitlines() if not line.startswith("#")]
    defined = [f"-D{line}" for line in (etc / "node.properties").read_text().splitlines()]
    defined += [f"-Dnode.id={node}", f"-Dconfig={etc / 'config.properties'}"]
    defined += [f"-Dlog.levels-file={etc / 'log.properties'}", "-XX:MaxRAM=4g", "-XX:TieredStopAtLevel=1"]
    compose: dict[str, Any] = YAML(typ="safe").load(DOCKER / "compose.yaml")["services"]["trino"]
    variables = {k: re.sub(r"\$\{(\w+)[^}]*\}", lambda m: given[m[1]], v) for k, v in compose["environment"].items()}
    command = [str(java()), *flags, *defined, "-cp", f"{server()}/lib/*", "io.trino.server.TrinoServer"]
    with _process(folder, node, command, home, variables) as process:
        yield process


@contextmanager
def _gateway(
    folder: Path, site: Path, environment: Mapping[str, str], port: int, name: str
) -> Iterator[subprocess.Popen[bytes]]:
    own = {k: v for k, v in environment.items() if not k.startswith("SEED_")}
    own |= {"HUILIU_GATEWAY_LISTEN": f"127.0.0.1:{port}", "HUILIU_GATEWAY_ADDRESS": f"http://127.0.0.1:{port}"}
    with _process(folder, f"gateway-{name}", [HUILIU, "serve"], site, own) as process:
        yield process


@contextmanager
def nginx(folder: Path, ports: Mapping[str, int]) -> Iterator[None]:
    text = (DOCKER / "nginx" / "nginx.conf").read_text(encoding="utf-8")
    for number, name in (("1", "one"), ("2", "two")):
        text = text.replace(f"gateway-{number}:8440", f"127.0.0.1:{ports[name]}")
    text = text.replace("listen 8440;", f"listen 127.0.0.1:{ports['balancer']};").replace(" /tmp/", f" {folder}/")
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    program = shutil.which("nginx", path=os.pathsep.join(BINARIES)) or "nginx"
    directives = "daemon off;" + (" user root;" if os.geteuid() == 0 else "")
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", directives]
    with _process(folder, "nginx", command, folder, {}):
        yield


@contextmanager
def _process(
    folder: Path, name: str, command: list[str], place: Path, variables: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """It ends with the block, or when this process is killed."""
    guard = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
    with (folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            [*guard, *command], cwd=place, env=_with(variables), stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _with(variables: Mapping[str, str]) -> dict[str, str]:
    """Without settings of whoever runs the tests."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("HUILIU_", "CITY_", "SEED_"))} | dict(variables)


def _ready(url: str, folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(httpx.HTTPError):
            if httpx.get(f"{url}/v1/ready", timeout=5, trust_env=False).status_code == 200:
                return
        time.sleep(0.1)
    logs = {file.name: file.read_text(errors="replace")[-1500:] for file in folder.glob("*.log")}
    raise RuntimeError(f"{url} is not ready: {logs}")


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
