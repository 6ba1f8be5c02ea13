"""A genuine Superset in an environment of its own, and its REST API as its pages use it."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.clients.environment import FOLDER, environment
from tests.clients.site import Place

PATIENCE = 120


@dataclass(frozen=True)
class Superset:
    """A running one; whoever logs in is an administrator of it, which means nothing to the gateway."""

    url: str
    password: str
    folder: Path

    def client(self, name: str = "ana") -> httpx.Client:
        """A session of that person."""
        login = {"username": name, "password": self.password, "provider": "db"}
        asked = httpx.post(f"{self.url}/api/v1/security/login", json=login, timeout=PATIENCE, trust_env=False)
        bearer = {"Authorization": f"Bearer {good(asked)['access_token']}"}
        return httpx.Client(base_url=self.url, headers=bearer, timeout=PATIENCE, trust_env=False)


@contextmanager
def running(folder: Path, people: tuple[str, ...] = ("ana", "li")) -> Iterator[Superset]:
    """Until the end of the block; the people are known to it under these names."""
    python = environment("superset")
    known = {
        "PATH": f"{python.parent}:{os.environ['PATH']}", "HOME": str(folder), "LANG": "C.UTF-8", "SUPERSET_HOME": str(folder),
        "SUPERSET_CONFIG_PATH": str(FOLDER / "superset_config.py"), "SUPERSET_KEY": secrets.token_hex(24), "FLASK_APP": "superset.app:create_app()",
    }  # fmt: skip
    password = secrets.token_hex(12)
    with (folder / "log").open("ab") as log, socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]

        def superset(*words: str) -> None:
            command = [str(python), str(python.with_name("superset")), *words]
            subprocess.run(command, env=known, cwd=folder, check=True, stdout=log, stderr=log)

        superset("db", "upgrade")
        for name in people:
            named = ["--username", name, "--firstname", name, "--lastname", name, "--email", f"{name}@city.example"]
            superset("fab", "create-admin", *named, "--password", password)
        superset("init")
        one.close()
        words = [
            "--workers",
            "1",
            "--threads",
            "8",
            "--worker-class",
            "gthread",
            "--graceful-timeout",
            "1",
            "--timeout",
            "120",
            "--bind",
            f"127.0.0.1:{port}",
        ]
        server = subprocess.Popen(
            [str(python), "-m", "gunicorn", *words, "superset.app:create_app()"],
            env=known, cwd=folder, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            started = Superset(f"http://127.0.0.1:{port}", password, folder)
            _wait(started.url, server)
            yield started
        finally:
            server.terminate()
            server.wait(30)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        assert server.poll() is None, "Superset ended"
        try:
            if httpx.get(f"{url}/health", trust_env=False, timeout=PATIENCE).text == "OK":
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError("Superset does not answer")


def good(response: httpx.Response) -> Any:
    """The document of an answer that succeeded."""
    assert response.is_success, response.text[:2000]
    return response.json()


def database(gateway: Place, name: str, login: str = "ana", **more: Any) -> dict[str, Any]:
    """What its form for a database sends; the authority goes into the field for a root certificate."""
    return {
        "database_name": name,
        "sqlalchemy_uri": f"trino://{login}:{gateway.tokens[login]}@127.0.0.1:{gateway.port}/{gateway.catalog}",
        "server_cert": gateway.authority.read_text(),
        "extra": json.dumps({"engine_params": {"connect_args": {"http_scheme": "https"}}, **more}),
    }
