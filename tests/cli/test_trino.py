"""`huiliu trino catalogs`: files for a Trino server, compared, written whole, never over somebody else's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gateway.cli.main import main

SITE = """
[owners.a]
policy = "a.csv"
[sources.civil]
kind = "postgresql"
owner = "a"
credentials = "env:CIVIL_DB"
options = { host = "db", database = "civil" }
[sources.health]
kind = "mysql"
owner = "a"
credentials = "keyfile:health"
options = { host = "db", database = "health", flavor = "mariadb" }
[sources.old]
kind = "csv"
owner = "a"
options = { path = "old" }
"""


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HUILIU_CONFIG", raising=False)
    monkeypatch.setenv("CIVIL_DB_USER", "reader")
    monkeypatch.setenv("CIVIL_DB_PASSWORD", "hunter2")
    (tmp_path / "gateway.toml").write_text(SITE)
    (tmp_path / "etc").mkdir()
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    assert main(["trino", "catalogs", *words, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def states(found: Any) -> dict[str, str]:
    return {one["file"]: one["state"] for one in found["catalogs"]}


def test_the_files_are_printed_and_what_is_to_be_done_is_said(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    assert main(["trino", "catalogs"]) == 0
    out, err = capsys.readouterr()
    assert "# ---- civil.properties\n# Written by `huiliu trino catalogs`" in out
    assert "connection-password=${ENV:CIVIL_DB_PASSWORD}\n" in out
    assert "# ---- health.properties\n" in out
    assert "old" not in out
    assert (
        "source `health`: Trino cannot read the key file; set HUILIU_SOURCE_HEALTH_USER and HUILIU_SOURCE_HEALTH_PASSWORD"
        in err
    )
    assert "source `old` (csv) is left out: Trino has no connector for CSV files; load them into" in err
    assert not (site / "var").exists()


def test_no_secret_is_written_and_no_key_file_opened(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    found = told(capsys, "--to", "etc")
    texts = [file.read_text() for file in (site / "etc").iterdir()]
    assert len(texts) == 2
    assert not any("hunter2" in text or "reader" in text for text in [*texts, json.dumps(found)])
    assert found["catalogs"][0]["environment"] == ["CIVIL_DB_USER", "CIVIL_DB_PASSWORD"]
    assert [one["source"] for one in found["without"]] == ["old"]
    assert not (site / "var").exists()


def test_a_folder_is_written_once_and_compared_afterwards(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    missing = told(capsys, "--to", "etc", "--check", code=1)
    assert states(missing) == {"civil.properties": "missing", "health.properties": "missing"}
    assert list((site / "etc").iterdir()) == []
    assert set(states(told(capsys, "--to", "etc")).values()) == {"written"}
    assert set(states(told(capsys, "--to", "etc", "--check")).values()) == {"unchanged"}
    written = (site / "etc" / "civil.properties").stat()
    assert written.st_mode & 0o777 == 0o644
    assert set(states(told(capsys, "--to", "etc")).values()) == {"unchanged"}
    assert (site / "etc" / "civil.properties").stat().st_ino == written.st_ino
    assert len(list((site / "etc").iterdir())) == 2


def test_what_is_not_as_it_would_be_written_is_found_and_put_right(
    capsys: pytest.CaptureFixture[str], site: Path
) -> None:
    told(capsys, "--to", "etc")
    file = site / "etc" / "civil.properties"
    text = file.read_text()
    file.write_text(text.replace("dynamic-filtering.enabled=false", "dynamic-filtering.enabled=true"))
    assert states(told(capsys, "--to", "etc", "--check", code=1))["civil.properties"] == "different"
    assert states(told(capsys, "--to", "etc"))["civil.properties"] == "written"
    assert file.read_text() == text


def test_a_catalog_that_is_no_source_any_more_is_told_and_left(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    told(capsys, "--to", "etc")
    (site / "etc" / "tpch.properties").write_text("connector.name=tpch\n")
    (site / "gateway.toml").write_text(SITE.replace("[sources.civil]", "[sources.civics]"))
    found = told(capsys, "--to", "etc")
    assert found["stale"] == ["civil.properties"]
    assert (site / "etc" / "civil.properties").exists()
    assert told(capsys, "--to", "etc", "--check", code=1)["stale"] == ["civil.properties"]
    (site / "etc" / "civil.properties").unlink()
    assert told(capsys, "--to", "etc", "--check")["stale"] == []


@pytest.mark.parametrize("made", ["file", "folder", "link"])
def test_a_file_of_somebody_else_is_not_overwritten(made: str, capsys: pytest.CaptureFixture[str], site: Path) -> None:
    there, other = site / "etc" / "health.properties", site / "other"
    other.write_text("connector.name=tpch\n")
    match made:
        case "file":
            there.write_text("connector.name=tpch\n")
        case "folder":
            there.mkdir()
        case _:
            there.symlink_to(other)
    assert states(told(capsys, "--to", "etc", "--check", code=1))["health.properties"] == "not written by this command"
    assert main(["trino", "catalogs", "--to", "etc"]) == 2
    assert "`health.properties` was not written by this command" in capsys.readouterr().err
    assert not (site / "etc" / "civil.properties").exists()
    assert main(["trino", "catalogs", "--to", "etc", "--force"]) == (2 if made == "folder" else 0)
    assert other.read_text() == "connector.name=tpch\n"


@pytest.mark.parametrize(
    "words",
    [("--check",), ("--force",), ("--to", "etc", "--check", "--force"), ("--to", "nowhere"), ("--to", "gateway.toml")],
)
def test_wrong_use_ends_with_2_and_a_hint(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trino", "catalogs", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "hint: " in err


def test_a_server_that_does_not_tell_what_it_is_gets_no_file(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    unknown = SITE.replace(
        'host = "db", database = "health", flavor = "mariadb"', 'host = "127.0.0.1", port = 1, database = "health"'
    )
    (site / "gateway.toml").write_text(unknown)
    assert main(["trino", "catalogs", "--to", "etc"]) == 1
    err = capsys.readouterr().err
    assert "source `health`: the server does not tell" in err
    assert 'flavor = "mysql"' in err
    assert list((site / "etc").iterdir()) == []
