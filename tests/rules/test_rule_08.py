"""Rule 8, one door: every way to ask goes through the same prepare and the same run.

Removed to see it fail: an import of `prepare` was added to api/http/statements.py.
"""

from __future__ import annotations

import ast
from pathlib import Path

from tests.api.served import served

GATEWAY = Path(__file__).parents[2] / "gateway"


def test_one_module_prepares() -> None:
    found = set()
    for path in GATEWAY.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "gateway.pipeline.prepare":
                found.add(path.relative_to(GATEWAY).as_posix())
    assert found == {"execution/judge.py"}


def test_every_form_of_asking_is_refused_alike_and_recorded(tmp_path: Path) -> None:
    forms = ("application/json", "application/x-ndjson", "text/csv", "application/vnd.apache.arrow.stream")
    with served(tmp_path) as server, server.client() as client:
        told = [client.post("/v1/query", json={"sql": "deny"}, headers={"accept": form}).json() for form in forms]
        told.append(client.post("/v1/query", content="deny", headers={"content-type": "text/plain"}).json())
        told.append(client.post("/v1/explain", json={"sql": "deny"}).json())
        assert {(problem["code"], problem["message"]) for problem in told} == {
            ("GW203", "table `people` does not exist")
        }
        asked = {e.record.statement for e in server.storage.audit.search(limit=100) if e.record.sql == "deny"}
        assert len(asked) == len(told)
