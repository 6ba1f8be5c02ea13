"""The session fixture `trino`: one server for all workers of a run.

The worker that needs it first starts it; every user holds a shared lock, which the kernel drops also for a worker that dies.
The starter ends it when it alone is left.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import pytest

from tests.trino.artifacts import PartMissingError
from tests.trino.server import Trino, answers, running


@pytest.fixture(scope="session")
def trino(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trino]:
    """A genuine Trino with the catalogs tpch, tpcds and memory; HUILIU_TRINO_URL names one that runs already."""
    if url := os.environ.get("HUILIU_TRINO_URL"):
        if not answers(url):
            pytest.fail(f"HUILIU_TRINO_URL is set, but {url} does not answer")
        yield Trino(url)
        return
    with ExitStack() as stack:
        folder = tmp_path_factory.getbasetemp()
        try:
            if "PYTEST_XDIST_WORKER" in os.environ:
                server = stack.enter_context(shared(folder.parent))
            else:
                server = stack.enter_context(running())
        except PartMissingError as reason:
            absent(reason)
        yield server


def absent(reason: PartMissingError) -> None:
    """A real part is missing: no test of it runs, and CI does not accept that."""
    if os.environ.get("CI") == "true":
        pytest.fail(str(reason))
    pytest.skip(str(reason))


@contextmanager
def shared(folder: Path) -> Iterator[Trino]:
    """The server of all processes that share `folder`."""
    address = folder / "trino.url"
    with (folder / "trino.users").open("a") as users, ExitStack() as ours:
        with _turn(folder):
            if address.exists():
                server = Trino(address.read_text())
            else:
                server = ours.enter_context(running())
                ours.callback(_wait_for_others, folder, users, address)
                address.write_text(server.url)
            fcntl.flock(users, fcntl.LOCK_SH)
        yield server


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    with (folder / "trino.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _wait_for_others(folder: Path, users: IO[str], address: Path) -> None:
    """Until no other process uses the server; from then on none finds it."""
    while True:
        with _turn(folder):
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                fcntl.flock(users, fcntl.LOCK_SH)  # a failed change of kind may have lost the lock
            else:
                address.unlink()
                return
        time.sleep(0.2)
