"""The harness itself: a real server starts, answers, sees other sources, stops, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.servers import Server
from tests.trino.client import Column, TrinoError
from tests.trino.server import Trino

pytestmark = pytest.mark.slow


def test_it_answers_with_trinos_types_and_values(trino: Trino) -> None:
    answer = trino.run(
        "SELECT 1, DECIMAL '1.50', TIMESTAMP '2024-02-29 12:00:00.123456', nan(), cast(null AS varchar(3)) x"
    )
    assert answer.types == ("integer", "decimal(3, 2)", "timestamp(6)", "double", "varchar(3)")
    assert answer.columns[-1] == Column("x", "varchar(3)")
    assert answer.rows == ((1, "1.50", "2024-02-29 12:00:00.123456", "NaN", None),)


def test_an_error_has_trinos_name_and_place(trino: Trino) -> None:
    with pytest.raises(TrinoError) as caught:
        trino.run("SELECT 1 +\n nothing")
    assert (caught.value.name, caught.value.line, caught.value.column) == ("COLUMN_NOT_FOUND", 2, 2)
    with pytest.raises(TrinoError, match="DIVISION_BY_ZERO"):
        trino.run("SELECT 1 / (nationkey - nationkey) FROM tpch.tiny.nation")


def test_long_answers_come_whole_and_in_order(trino: Trino) -> None:
    answer = trino.client("tpch", "tiny").run("SELECT orderkey FROM orders ORDER BY orderkey")
    assert len(answer.rows) == 15_000
    assert list(answer.rows) == sorted(answer.rows)


def test_the_sessions_zone_is_the_gateways(trino: Trino) -> None:
    assert trino.run("SELECT current_timezone()").rows == (("Asia/Shanghai",),)


def test_a_fresh_schema_is_empty_and_gone_afterwards(trino: Trino) -> None:
    with trino.fresh_schema() as client:
        client.run("CREATE TABLE t AS SELECT 1 a")
        assert client.run("SELECT a FROM t").rows == ((1,),)
        schema = client.schema
    assert (schema,) not in trino.run("SHOW SCHEMAS FROM memory").rows


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_databases_become_catalogs(trino: Trino, kind: str, request: pytest.FixtureRequest) -> None:
    server: Server = request.getfixturevalue(kind)
    database = server.fresh_database()
    database.execute("CREATE TABLE people (id int, name varchar(20)); INSERT INTO people VALUES (1, '张三'), (2, NULL)")
    schema = "public" if kind == "postgresql" else database.database
    with trino.attach(database) as catalog:
        answer = trino.client(catalog, schema).run("SELECT id, name FROM people ORDER BY id")
        assert (answer.types, answer.rows) == (("integer", "varchar(20)"), ((1, "张三"), (2, None)))
    assert (catalog,) not in trino.run("SHOW CATALOGS").rows


RUN = """
import os, signal
from tests.trino.server import running
with running() as server:
    assert server.run("SELECT 1").rows == ((1,),)
    print(server.url, flush=True)
    {then}
"""


@pytest.mark.parametrize(
    "then",
    [
        pytest.param("raise SystemExit(3)", id="ended"),
        pytest.param("os.kill(os.getpid(), signal.SIGKILL)", id="killed"),
    ],
)
def test_nothing_is_left_running(trino: Trino, then: str, tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", RUN.format(then=then)], env=environment, capture_output=True, text=True, check=False
    )
    url = done.stdout.strip()
    assert url.startswith("http://127.0.0.1:"), done.stderr
    deadline = time.monotonic() + 30
    while _answers(url) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _answers(url)
    while (left := _processes_in(tmp_path)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == []
    if done.returncode != -signal.SIGKILL:
        assert list(tmp_path.glob("huiliu-trino-*")) == []


def _answers(url: str) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(f"{url}/v1/info", timeout=2, trust_env=False).status_code == 200
    return False


def _processes_in(folder: Path) -> list[str]:
    """Processes whose command names the folder of the server."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if str(folder) in entry.read_bytes().decode(errors="replace") and int(entry.parent.name) != os.getpid():
                found.append(entry.parent.name)
    return found
