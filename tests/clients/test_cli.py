"""The genuine Trino CLI: rows, its batch formats, errors, session commands, the bar of progress."""

from __future__ import annotations

import os
import subprocess

import pytest

from tests.clients.site import PEOPLE, Place
from tests.trino.artifacts import CLI, fetch
from tests.trino.java import java

pytestmark = pytest.mark.slow


def cli(gateway: Place, *words: str, token: str = "", sql: str | None = None) -> subprocess.CompletedProcess[str]:
    """A run of the program; `sql` goes to its input."""
    [jar] = fetch(CLI)
    command = [
        str(java()), "-XX:TieredStopAtLevel=1", "-jar", str(jar), "--server", gateway.url, "--user", "ana", "--password",
        "--truststore-path", str(gateway.authority), "--catalog", gateway.catalog, "--schema", "public", *words,
    ]  # fmt: skip
    environment = {**os.environ, "TRINO_PASSWORD": token or gateway.tokens["ana"]}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120, env=environment, input=sql or ""
    )


def test_rows_in_its_formats(gateway: Place) -> None:
    sql = "SELECT id, phone FROM people ORDER BY id LIMIT 2"
    assert cli(gateway, "--execute", sql).stdout == '"2","138****0002"\n"4","138****0004"\n'
    aligned = cli(gateway, "--output-format", "ALIGNED", "--execute", sql).stdout
    assert aligned.split() == [
        "id",
        "|",
        "phone",
        "----+-------------",
        "2",
        "|",
        "138****0002",
        "4",
        "|",
        "138****0004",
        "(2",
        "rows)",
    ]
    many = cli(gateway, "--output-format", "TSV", "--execute", "SELECT * FROM people").stdout
    assert many.count("\n") == PEOPLE


def test_several_statements_keep_their_session(gateway: Place) -> None:
    sql = "USE information_schema; SELECT count(*) > 3 FROM tables; SET SESSION huiliu.purpose = '审计监督'; SHOW SESSION LIKE 'huiliu%'; SHOW TABLES FROM public;"
    told = cli(gateway, "--output-format", "TSV", "--execute", sql)
    assert told.returncode == 0, told.stderr
    lines = [line for line in told.stdout.splitlines() if line not in ("USE", "SET SESSION")]
    assert lines[0] == "true"
    assert lines[1].startswith("huiliu.purpose\taudit\t")
    assert lines[2:] == ["people", "typed"]


def test_prepared_statements(gateway: Place) -> None:
    sql = "PREPARE one FROM SELECT name FROM people WHERE id = ?; EXECUTE one USING 6; DESCRIBE OUTPUT one; DEALLOCATE PREPARE one;"
    told = cli(gateway, "--output-format", "TSV", "--execute", sql)
    assert told.returncode == 0, told.stderr
    assert "名6" in told.stdout
    assert "name\t" in told.stdout


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT nothing FROM people", "line 1:8"),
        ("SELECT * FROM vault", "does not exist"),
        ("DROP TABLE people", "is not supported"),
    ],
)
def test_errors_are_shown_with_their_place(gateway: Place, sql: str, words: str) -> None:
    told = cli(gateway, "--execute", sql)
    assert told.returncode == 1
    assert words in told.stderr


def test_a_wrong_password_is_said(gateway: Place) -> None:
    told = cli(gateway, "--execute", "SELECT 1", token="hl_wrong")
    assert told.returncode == 1
    assert "Authentication failed" in told.stderr


def test_progress_is_shown(gateway: Place) -> None:
    """It is computed from what the gateway says of states and splits; the program prints its summary with it."""
    told = cli(
        gateway,
        "--progress",
        "--output-format-interactive",
        "ALIGNED",
        "--debug",
        "--execute",
        "SELECT count(*) FROM people AS a, people AS b WHERE a.id < 200",
    )
    assert told.returncode == 0, told.stderr
    assert '"' in told.stdout
