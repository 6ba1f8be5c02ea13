"""Rule 14, new is invisible: what its owner has not accepted is seen by nobody; a listed view is opaque and fenced.

Removed to see it fail: `same_type` in catalog/snapshot.py held always; `_view` in pipeline/rewrite did not fence opaque relations.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from gateway.catalog.accepted import AcceptedSource
from gateway.catalog.drift import accept
from gateway.catalog.relations import Catalog, Source
from gateway.catalog.snapshot import SourceEntry, SourceState, build
from gateway.errors import GatewayError
from gateway.pipeline.prepare import prepare
from tests.attacks.world import CATALOG, POLICY, name_of, statement
from tests.engines.world import source


def change(folder: Path, sql: str) -> None:
    with duckdb.connect(str(folder / "data.duckdb")) as connection:
        connection.execute(sql)


def test_what_is_new_or_changed_is_not_there_until_it_is_accepted(tmp_path: Path) -> None:
    change(tmp_path, "CREATE TABLE person (id BIGINT, age INTEGER)")
    made = source("data", "duckdb", path=tmp_path / "data.duckdb")
    entry = SourceEntry(source=Source(name="data", kind="duckdb", owner="office"))

    def found() -> Catalog:
        now = made.connector.inspect("data", made.options, made.credentials)
        return build([entry], {"data": accepted}, {"data": SourceState(found=now)})

    accepted = accept(made.connector.inspect("data", made.options, made.credentials), AcceptedSource(source="data"))
    change(
        tmp_path,
        "ALTER TABLE person ADD COLUMN secret VARCHAR; ALTER TABLE person ALTER age TYPE VARCHAR; CREATE TABLE vault (pin INTEGER); CREATE VIEW v AS SELECT * FROM person",
    )
    assert {str(name) for name in found().relations} == {"data.main.person"}
    assert [column.name for column in found().relations[name_of("person")].columns] == ["id"]
    with pytest.raises(GatewayError, match="COLUMN_NOT_FOUND"):
        prepare(statement("SELECT secret FROM person"), found(), POLICY)


def test_a_listed_view_is_fenced_whatever_is_asked_of_it() -> None:
    opaque = replace(CATALOG.relations[name_of("place")], opaque=True)
    known = Catalog(version="1", sources=CATALOG.sources, relations={**CATALOG.relations, opaque.name: opaque})
    assert "MATERIALIZED" in prepare(statement("SELECT n FROM place WHERE n = 1"), known, POLICY).sql
