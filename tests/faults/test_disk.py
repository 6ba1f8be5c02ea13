"""A full disk: no record, no answer; and when there is room again everything goes on. Also for what the engine spills."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from gateway.storage import Outcome, Storage
from tests.faults.answers import JSON, ask
from tests.faults.site import EXPECTED, PEOPLE, ROWS, Site, make, served, until

pytestmark = pytest.mark.slow
ALL: Final = f"SELECT id, name, phone FROM {PEOPLE}"
ONE: Final = f"SELECT count(*) AS n FROM {PEOPLE}"
SPILLING: Final = f"""
SELECT count(*) AS n, max(x) AS m FROM (SELECT row_number() OVER (ORDER BY a.phone || b.name || a.name || b.phone) AS x
FROM {PEOPLE} AS a JOIN {PEOPLE} AS b ON b.id < 100)
"""
MOUNT: Final = (
    'cp -a "$0" "$0.seed" && mount -t tmpfs -o size=24m,mode=0700 tmpfs "$0" && cp -a "$0.seed/." "$0" && exec "$@"'
)


def in_a_small_disk(site: Site) -> list[str]:
    """The data folder is a file system of 24 MB that only this gateway sees, and that goes with it."""
    words = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
    tried = subprocess.run([*words, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False)
    if tried.returncode:
        if os.environ.get("CI") == "true":
            pytest.fail("no file system of one's own can be mounted here")
        pytest.skip("no file system of one's own can be mounted here")
    return [*words, "sh", "-c", MOUNT, str(site.folder / "var")]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = make(tmp_path, memory="100MB")
    with served(made, in_a_small_disk(made)) as running:
        yield running


def seen(site: Site) -> Path:
    """The gateway's data folder as the gateway sees it."""
    return Path(f"/proc/{site.pid}/root{site.folder}/var")


@contextlib.contextmanager
def copied(site: Site) -> Iterator[Storage]:
    """Its storage as it is now. A copy: SQLite would follow the path out of the gateway's own file system."""
    copy = Path(tempfile.mkdtemp(dir=site.folder))
    for file in seen(site).iterdir():
        if file.is_file() and not file.name.endswith("-shm"):
            shutil.copy(file, copy)
    with site.storage(copy) as storage:
        yield storage


@contextlib.contextmanager
def full(site: Site, left: int = 0) -> Iterator[None]:
    """So many bytes are left."""
    filler = seen(site) / "filler"
    with filler.open("wb", buffering=0) as file:
        with contextlib.suppress(OSError):
            while True:
                file.write(b"x" * 65_536)
        with contextlib.suppress(OSError):
            while True:
                file.write(b"x")
        file.truncate(file.tell() - left)
    try:
        yield
    finally:
        filler.unlink()


def test_without_a_record_nothing_runs_and_with_room_everything_goes_on(site: Site) -> None:
    with site.client() as client:
        assert sorted(ask(client, ALL).rows) == EXPECTED
        with full(site):
            refused = [ask(client, ALL) for _ in range(30)]
            # What is free inside the database's own file may still take a record or two.
            assert refused[-1].code == "AUDIT_UNAVAILABLE"
            assert all(sorted(answer.rows) == EXPECTED for answer in refused if answer.whole)
            assert {answer.code for answer in refused if not answer.whole} == {"AUDIT_UNAVAILABLE"}
        assert sorted(ask(client, ALL).rows) == EXPECTED
    with copied(site) as storage:
        assert storage.audit.verify().ok
        written = {found.record.statement for found in storage.audit.search(outcome=Outcome.FINISHED, limit=10_000)}
    assert {answer.statement for answer in refused if answer.whole} <= written


def test_an_end_that_cannot_be_recorded_makes_no_answer_that_looks_whole(site: Site) -> None:
    with contextlib.ExitStack() as disk, site.client() as client, site.client() as other:

        def fill() -> None:
            """After the opening record and some pages; until nothing more can be written."""
            disk.enter_context(full(site))
            until(lambda: ask(other, ONE).code == "AUDIT_UNAVAILABLE", 20)

        answer = ask(
            client, f"SELECT a.id, a.name, b.phone FROM {PEOPLE} AS a JOIN {PEOPLE} AS b ON b.id < 20", JSON, fill
        )
    assert (answer.status, answer.whole, answer.code) == (200, False, "AUDIT_UNAVAILABLE")
    with site.client() as client, copied(site) as storage:
        assert sorted(ask(client, ALL).rows) == EXPECTED
        left = storage.history.find(answer.statement)
        assert left is not None
        assert left.state is Outcome.STARTED, "closed as lost once its lease is over"
        assert storage.audit.verify().ok


def test_a_spill_that_finds_no_room_is_told_and_the_next_statement_runs(site: Site) -> None:
    with site.client() as client:
        answer = ask(client, SPILLING)
        assert answer.code == "EXCEEDED_MEMORY_LIMIT", answer
        assert ask(client, f"SELECT count(*) AS n FROM {PEOPLE}").rows == [[ROWS]]
        assert sorted(ask(client, ALL).rows) == EXPECTED
        with full(site, left=3_000_000):  # filled by others since the engine measured it
            assert ask(client, ONE).whole
            assert ask(client, SPILLING).code == "EXCEEDED_MEMORY_LIMIT"
            assert sorted(ask(client, ALL).rows) == EXPECTED
    room = shutil.disk_usage(seen(site))
    until(lambda: shutil.disk_usage(seen(site)).free >= room.total // 2, 20)
