"""The parts that the app puts together: telemetry, predicates, the listener, what an application is."""

from __future__ import annotations

import io
import json
import os
import socket
from pathlib import Path

import pytest

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Column, Relation
from gateway.catalog.types import BIGINT, VARCHAR
from gateway.errors import OwnError
from gateway.events import Event
from gateway.predicates import check_predicate
from gateway.serve import listener
from gateway.settings import read
from gateway.telemetry import Telemetry, json_log

ENDED = {"state": "FAILED", "code": "ENGINE_FAILED", "door": "http", "rows": 3, "bytes": 9, "seconds": 0.2}


def test_events_become_lines_of_json_and_metrics() -> None:
    out = io.StringIO()
    telemetry = Telemetry(json_log(out))
    telemetry(Event("statement.ended", {"id": "x", **ENDED, "detail": "could not convert 'Zhang San'"}))
    line = json.loads(out.getvalue())
    assert (line["event"], line["code"], line["rows"]) == ("statement.ended", "ENGINE_FAILED", 3)
    assert "Zhang San" not in out.getvalue()
    text = telemetry.exposition().decode()
    assert 'huiliu_statements_total{code="ENGINE_FAILED",door="http",state="FAILED"} 1.0' in text
    assert "huiliu_rows_total 3.0" in text


def test_a_file_whose_name_is_not_utf_8_can_be_told_of() -> None:
    out = io.StringIO()
    name = os.fsdecode("民政.csv".encode("gbk"))
    Telemetry(json_log(out))(Event("policy.rejected", {"version": "2", "problems": [f"{name}: not owned"], "n": 2**64}))
    assert json.loads(out.getvalue())["problems"] == [f"{name}: not owned"]


def test_the_policy_in_force_and_failed_reloads_are_metrics() -> None:
    telemetry = Telemetry()
    telemetry(Event("policy.loaded", {"version": "1"}))
    telemetry(Event("policy.loaded", {"version": "2"}))
    telemetry(Event("policy.rejected", {"version": "2", "problems": ["a.csv:1: wrong"]}))
    telemetry.sources({"police": "ok", "health": "unavailable since …"})
    text = telemetry.exposition().decode()
    assert 'huiliu_policy{version="2"} 1.0' in text
    assert 'version="1"' not in text
    assert 'huiliu_policy_reloads_total{outcome="rejected"} 1.0' in text
    assert 'huiliu_source_up{source="health"} 0.0' in text


PEOPLE = Relation(
    name=RelationName("police", "main", "people"),
    columns=(Column(name="region", type=VARCHAR), Column(name="age", type=BIGINT)),
    location=("police", "main", "people"),
)


@pytest.mark.parametrize(
    "sql", ["starts_with(region, :prefix)", "region IN (:regions)", "age > 18 AND region = :region"]
)
def test_a_good_predicate_binds(sql: str) -> None:
    assert check_predicate(sql, PEOPLE) is None


@pytest.mark.parametrize("sql", ["regio = 'x'", "age", "region = 5", "1 / age = 1", "EXISTS (SELECT 1)", "region ="])
def test_a_bad_predicate_is_told(sql: str) -> None:
    assert check_predicate(sql, PEOPLE)


def test_a_taken_port_is_a_clear_error(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (tmp_path / "gateway.toml").write_text(f'[gateway]\nlisten = "127.0.0.1:{port}"\n')
        with pytest.raises(OwnError, match="cannot listen on"):
            listener(read(tmp_path / "gateway.toml", {}))
