"""`huiliu trino rules`: a file for Trino's access control, from a site's own policies and what Trino has of its sources."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gateway.catalog.accepted import AcceptedColumn, AcceptedRelation, AcceptedSource, write
from gateway.catalog.types import BIGINT, varchar
from gateway.cli.main import main
from tests.trino.server import Trino

SITE = """
[engine]
name = "trino"
[trino]
coordinators = ["{url}"]
[owners.a]
policy = "a.csv"
catalogs = ["tpch"]
departments = ["a"]
[sources.tpch]
kind = "postgresql"
owner = "a"
credentials = "env:DB"
options = {{ host = "db", database = "civil" }}
"""
POLICY = """\
g, user:ana, dept:a
p2, @few, nationkey < 5
p, *, tpch, select, -, *, -, -, -, allow, READ
p, *, tpch, row_any, @few, *, -, -, -, allow, FEW
p, *, tpch.tiny.nation.name, mask, const:***, *, -, -, -, allow, NAME
p, *, tpch.tiny.nation.comment, mask, token:k1, *, -, -, -, allow, TOKEN
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HUILIU_CONFIG", raising=False)
    monkeypatch.setenv("DB_USER", "reader")
    monkeypatch.setenv("DB_PASSWORD", "hunter2")
    (tmp_path / "gateway.toml").write_text(SITE.format(url="http://127.0.0.1:1"))
    (tmp_path / "policies" / "policy.d").mkdir(parents=True)
    (tmp_path / "policies" / "policy.d" / "a.csv").write_text(POLICY)
    columns = {"nationkey": BIGINT, "name": varchar(25), "comment": varchar(152)}
    nation = AcceptedRelation(
        schema="tiny", name="nation", columns=tuple(AcceptedColumn(name=n, type=t) for n, t in columns.items())
    )
    write(tmp_path / "catalog" / "tpch.toml", AcceptedSource(source="tpch", relations=(nation,)))
    return tmp_path


@pytest.mark.slow
def test_the_rules_are_printed_and_what_they_cannot_say_is_told(
    trino: Trino, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "gateway.toml").write_text(SITE.format(url=trino.url))
    assert main(["trino", "rules", "--for", "ana"]) == 0
    out, err = capsys.readouterr()
    nation = json.loads(out)["tables"][1]
    assert nation["filter"] == """("nationkey" < BIGINT '5')"""
    assert [column["name"] for column in nation["columns"]] == ["name", "comment"]
    assert "`ana` does not see `tpch.tiny.nation.comment` in Trino: its mask has a key" in err
    assert main(["trino", "rules", "--for", "ana", "--for", "bo", "--json"]) == 2
    assert "`bo` is no principal" in capsys.readouterr().out


def test_without_trino_nothing_is_guessed(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trino", "rules", "--for", "ana"]) == 1
    assert "Trino does not say what it has of this source" in capsys.readouterr().err
    (site / "gateway.toml").write_text(
        SITE.format(url="http://127.0.0.1:1").replace('name = "trino"', 'name = "duckdb"')
    )
    assert main(["trino", "rules", "--for", "ana"]) == 2
    assert "the engine is not Trino" in capsys.readouterr().err
