"""Departments move into real servers with all their rows, titles and indexes."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.demo.departments import ALL
from gateway.demo.generate import Manifest
from gateway.demo.servers import load_mysql, load_postgresql
from tests.servers import Server

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("department", ALL, ids=lambda department: department.code)
def test_every_department_fits_into_postgresql(
    postgresql: Server, city_folder: Path, manifest: Manifest, department
) -> None:  # type: ignore[no-untyped-def]
    server = postgresql.fresh_database()
    loaded = load_postgresql(server.dsn, city_folder, department)
    assert loaded == {r.name: manifest.relations[f"{department.code}.main.{r.name}"].rows for r in department.relations}
    relation = department.relations[0]
    assert server.execute(f"SELECT count(*) FROM {relation.name}").strip() == str(loaded[relation.name])
    assert server.execute(f"SELECT obj_description('{relation.name}'::regclass)").strip() == relation.title


@pytest.mark.parametrize("department", ALL, ids=lambda department: department.code)
def test_every_department_fits_into_mariadb(mariadb: Server, city_folder: Path, manifest: Manifest, department) -> None:  # type: ignore[no-untyped-def]
    server = mariadb.fresh_database()
    loaded = load_mysql(server.dsn, city_folder, department)
    assert loaded == {r.name: manifest.relations[f"{department.code}.main.{r.name}"].rows for r in department.relations}
    relation = department.relations[0]
    column = relation.columns[1]
    assert server.execute(f"SELECT count(*) FROM {relation.name}").strip() == str(loaded[relation.name])
    comment = f"SELECT column_comment FROM information_schema.columns WHERE table_schema = database() AND table_name = '{relation.name}' AND column_name = '{column.name}'"
    assert server.execute(comment).strip() == column.title
