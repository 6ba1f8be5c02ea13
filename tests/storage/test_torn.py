"""What is written beside the database is there whole or not at all, whoever dies and however full the disk is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from gateway.storage import Checkpoint, KeyFile, Storage, master_key
from tests.storage.conftest import record

LITTLE_ROOM: Final = (
    "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))\n"
)
MASTER_KEY: Final = "from pathlib import Path; from gateway.storage import master_key; master_key(Path(sys.argv[1]))"
APPEND: Final = """
import os, resource
from gateway.storage.audit import append_line
file = os.open(sys.argv[1], os.O_RDWR | os.O_APPEND)
append_line(file, "x" * 100)
"""


def run(code: str, path: Path, room: int) -> subprocess.CompletedProcess[str]:
    """In a process that may not write files beyond so many bytes."""
    words = [sys.executable, "-c", LITTLE_ROOM + code, str(path), str(room)]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)


def test_a_full_disk_leaves_no_half_a_master_key(tmp_path: Path) -> None:
    failed = run(MASTER_KEY, tmp_path, 10)
    assert "the master key file cannot be read or created" in failed.stderr
    assert list(tmp_path.iterdir()) == []
    key = master_key(tmp_path)
    assert (len(key), master_key(tmp_path)) == (32, key)
    assert (tmp_path / "master.key").stat().st_mode & 0o777 == 0o600


def test_a_full_disk_leaves_no_half_a_line_in_the_witness_file(tmp_path: Path) -> None:
    file = tmp_path / "audit.checkpoints"
    file.write_text("a line\n")
    failed = run(APPEND, file, 50)
    assert "File too large" in failed.stderr
    assert file.read_text() == "a line\n"


def test_half_a_line_of_a_writer_that_died_is_no_broken_chain_and_the_next_one_takes_it_away(tmp_path: Path) -> None:
    storage = Storage.open(tmp_path, KeyFile(tmp_path / "keys", master_key(tmp_path)), checkpoint_every=10)
    for number in range(15):
        storage.audit.append(record(number))
    file = tmp_path / "audit.checkpoints"
    whole = file.read_text()
    with file.open("a") as witness:
        witness.write('{"hash": "12')
    assert storage.audit.verify().ok
    for number in range(15, 25):
        storage.audit.append(record(number))
    assert file.read_text().startswith(whole)
    assert [Checkpoint.from_line(line).sequence for line in file.read_text().splitlines()] == [10, 20]
    assert storage.audit.verify().ok
    storage.close(record(26).instant)
