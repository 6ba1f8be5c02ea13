"""Rule 11, errors are output: the engine's words, which quote values, reach the operator only; an answer holds no counts of the engine.

Removed to see it fail: `failure` in engines/duckdb_errors.py put the engine's words into the message.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.site import site

pytestmark = pytest.mark.slow


def test_a_failure_quotes_no_value_in_answer_or_header_and_the_record_has_the_words(tmp_path: Path) -> None:
    with site(tmp_path, 10) as running, running.client() as client:
        answer = client.post(
            "/v1/query", json={"sql": "SELECT CAST(name AS integer) FROM police.main.people WHERE id = 7"}
        )
        assert answer.json()["name"] == "COMPUTATION_FAILED"
        assert answer.json()["message"] == "the statement failed while computing a value"
        assert "onver" not in answer.text  # no word of the engine's
        assert "名7" not in answer.text + repr(answer.headers) + json.dumps(answer.json(), ensure_ascii=False)
        mine = client.get("/v1/queries").text
        assert "名7" not in mine
        records = running.storage.audit.search(limit=10)
        assert any("COMPUTATION_FAILED" in repr(entry.record) for entry in records)


def test_an_answer_counts_nothing_but_what_it_delivers(tmp_path: Path) -> None:
    with site(tmp_path, 10) as running, running.client() as client:
        document = client.post("/v1/query", json={"sql": "SELECT id FROM police.main.people WHERE id = 7"}).json()
        assert document["rows"] == 1
        assert not {"stats", "scanned", "processedRows", "bytes_read", "splits", "plan"} & set(document)
