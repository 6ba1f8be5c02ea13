"""Rule 10, read only: everything that writes, defines or changes identity is refused with a sentence that says so.

Removed to see it fail: the reasons in pipeline/refusals.py.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.api.site import site

pytestmark = pytest.mark.slow

WRITES = [
    "INSERT INTO police.main.people VALUES (1, 'x', 'y')", "UPDATE police.main.people SET name = 'x'", "DELETE FROM police.main.people",
    "MERGE INTO police.main.people p USING police.main.people q ON p.id = q.id WHEN MATCHED THEN DELETE", "TRUNCATE TABLE police.main.people",
    "CREATE TABLE police.main.t AS SELECT 1 AS x", "CREATE VIEW police.main.v AS SELECT 1 AS x", "DROP TABLE police.main.people",
    "ALTER TABLE police.main.people ADD COLUMN x integer", "ATTACH 'x.db' AS x", "COPY police.main.people TO 'x.csv'",
]  # fmt: skip
OTHERS = [
    "SET ROLE admin",
    "SET SESSION AUTHORIZATION root",
    "CALL system.f()",
    "PREPARE p FROM SELECT 1",
    "START TRANSACTION",
]


def test_nothing_is_written_and_every_try_is_told_so(tmp_path: Path) -> None:
    with site(tmp_path, 10) as running, running.client() as client:
        before = hashlib.sha256((tmp_path / "people.sqlite").read_bytes()).hexdigest()
        for sql in [*WRITES, *OTHERS]:
            problem = client.post("/v1/query", json={"sql": sql}).json()
            assert problem["name"] == "NOT_SUPPORTED", (sql, problem)
            assert sql not in WRITES or "never writes to a department's database" in problem["message"], problem
        assert client.post("/v1/query", json={"sql": "SELECT count(*) FROM police.main.people"}).json()["data"] == [
            [10]
        ]
        assert hashlib.sha256((tmp_path / "people.sqlite").read_bytes()).hexdigest() == before
