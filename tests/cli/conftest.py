"""The shipped site in a folder of its own, and the program as a process."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-m", "gateway"]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Place:
    """A site's folder; `run` is the program in it."""

    folder: Path
    port: int = field(default_factory=free_port)
    tls_port: int = field(default_factory=free_port)

    @property
    def environment(self) -> dict[str, str]:
        # Compiled modules are kept: dozens of processes would each compile the whole program.
        unwanted = ("HUILIU_", "PYTHONDONTWRITEBYTECODE")
        own = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
        # Both ports of the shipped site: a demo may be serving on them beside the tests.
        ports = {"GATEWAY_LISTEN": self.port, "HTTP_TLS_LISTEN": self.tls_port}
        listen = {f"HUILIU_{key}": f"127.0.0.1:{port}" for key, port in ports.items()}
        return own | listen | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"}

    def run(self, *words: str, text: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*PROGRAM, *words],
            cwd=self.folder,
            env=self.environment | more,
            input=text,
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )

    def start(self, *words: str) -> subprocess.Popen[str]:
        out = (self.folder / "out").open("w")
        with out:
            return subprocess.Popen(
                [*PROGRAM, *words],
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                text=True,
            )

    @property
    def out(self) -> str:
        return (self.folder / "out").read_text("utf-8")


def shipped(folder: Path) -> Place:
    for name in ("policies", "catalog"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "gateway.toml", folder)
    return Place(folder)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A site of its own, without a city: for what needs no source."""
    return shipped(tmp_path)


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The demo's site as the demo leaves it: keys, tokens, a city."""
    found = shipped(tmp_path_factory.mktemp("cli"))
    done = found.run("demo", "--scale", "20000", "--once", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    (found.folder / "told.json").write_text(done.stdout, "utf-8")
    return found
