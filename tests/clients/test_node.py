"""Node's clients, `trino-client` and the old `presto-client`: odd content types, pages fetched without a login, headers of either family."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Final

import pytest

from tests.clients.site import PEOPLE, PERSON, Place
from tests.trino.artifacts import PartMissingError, cache, locked
from tests.trino.fixture import absent

pytestmark = pytest.mark.slow
FOLDER: Final = Path(__file__).parent / "node"
FILES: Final = ("package.json", "package-lock.json")


def installed() -> Path:
    """The folder with the packages, in the user's cache."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise PartMissingError("no Node with npm is installed")
    made_of = hashlib.sha256(b"".join((FOLDER / name).read_bytes() for name in FILES)).hexdigest()[:12]
    folder = cache() / f"node-clients-{made_of}"
    if not folder.exists():
        with locked("node-clients"), tempfile.TemporaryDirectory(dir=cache(), prefix="installing-") as arriving:
            if not folder.exists():
                fresh = Path(arriving) / "fresh"
                fresh.mkdir()
                for name in FILES:
                    shutil.copy(FOLDER / name, fresh)
                command = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
                done = subprocess.run(command, cwd=fresh, capture_output=True, text=True, check=False)
                if done.returncode:
                    raise PartMissingError(f"the packages for Node cannot be had: {done.stderr[-500:]}")
                fresh.rename(folder)
    return folder


@pytest.fixture(scope="module")
def told(gateway: Place) -> dict[str, Any]:
    try:
        folder = installed()
    except PartMissingError as reason:
        absent(reason)
    words = [gateway.url, "ana", gateway.tokens["ana"], str(gateway.authority), gateway.catalog]
    done = subprocess.run(
        ["node", str(FOLDER / "walk.mjs"), *words],
        capture_output=True, text=True, check=False, timeout=120, env={**os.environ, "CLIENTS": str(folder)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_rows_errors_and_sessions(told: dict[str, Any]) -> None:
    assert told["rows"]["rows"] == [PERSON]
    assert told["rows"]["columns"] == ["id:bigint", "name:varchar(40)", "phone:varchar(20)", "region:varchar(6)"]
    assert told["many"] == PEOPLE
    assert told["error"] == "COLUMN_NOT_FOUND"
    assert told["use"][1] == [[True]]
    assert told["prepared"] == [[], [["名4"]]]  # it reads no rows of an answer that is whole at once
    assert told["purpose"] == [[1]]
    assert "401" in told["wrong"]


def test_a_statement_is_looked_at_and_ended_by_its_id(told: dict[str, Any]) -> None:
    assert told["info"] == [True, True]
    assert told["canceled"] == ["FAILED", "USER_CANCELED"]


@pytest.mark.parametrize("family", ["trino", "presto"])
def test_the_old_client_in_both_families(told: dict[str, Any], family: str) -> None:
    assert told[family][:2] == [[["名2", "138****0002"]], PEOPLE]
    assert "TABLE_NOT_FOUND" in told[family][2]
