"""Sources of the embedded engine that are down, come back, are broken, have changed or hold dirty lines."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gateway.engines.duckdb import DuckDBEngine
from gateway.engines.engine import PageFormat
from gateway.errors import EngineError, ErrorCode
from tests.engines.world import engine, file_sources, plan, read, source, with_engine

pytestmark = pytest.mark.slow
NUMBERS = [("a", "bigint")]


@contextmanager
def _black_hole() -> Iterator[int]:
    """Accepts connections and never says a word."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(64)
        yield silent.getsockname()[1]


def test_a_source_that_is_down_is_named_with_reason_and_contact_and_others_work(tmp_path: Path) -> None:
    with _black_hole() as port:
        silent = {"host": "127.0.0.1", "database": "d", "port": port}
        sources = [
            *file_sources(tmp_path),
            source("pg", "postgresql", {"user": "u", "password": "hunter2"}, **silent),
            source("my", "mysql", {"user": "u", "password": "hunter2"}, **silent),
            source("nobody", "postgresql", host="127.0.0.1", database="d", port=1),
            source("missing", "sqlite", path=tmp_path / "nothing.sqlite"),
            source("nofolder", "csv", path=tmp_path / "nofolder"),
        ]

        async def work(running: DuckDBEngine) -> None:
            health = running.health()
            assert health["lite"] == "ok"
            assert "no answer within 0.5 s" in health["pg"]
            assert "no answer within 0.5 s" in health["my"]
            assert "refused" in health["nobody"]
            assert "missing" in health["missing"]
            assert "folder" in health["nofolder"]
            for name in ("pg", "my", "nobody", "missing"):
                with pytest.raises(EngineError) as error:
                    await read(running, plan("SELECT 1 AS a", NUMBERS, locations=[(name, "public", "t")]))
                assert error.value.code is ErrorCode.SOURCE_UNAVAILABLE
                assert error.value.message.startswith(f"source `{name}` is unavailable since 2")
                assert error.value.contact == f"ask {name}"
                assert "hunter2" not in f"{error.value.public()} {error.value.detail}"
            sql = 'SELECT count(*) AS a FROM (SELECT id FROM "lite"."main"."people") AS p'
            assert (await read(running, plan(sql, NUMBERS, locations=[("lite", "main", "people")])))[1] == b"[3]"

        with_engine(engine(tmp_path, sources, preflight=0.5), work)


def test_a_source_that_comes_back_is_attached_beside_the_running_statements(tmp_path: Path) -> None:
    sources = file_sources(tmp_path)
    (tmp_path / "lite.sqlite").rename(tmp_path / "away")

    async def work(running: DuckDBEngine) -> None:
        assert running.health()["lite"].startswith("unavailable since")
        assert not await running.recheck()
        run = await running.run(plan("SELECT range AS a FROM range(300000)", NUMBERS), PageFormat.JSON, seconds=60)
        (tmp_path / "away").rename(tmp_path / "lite.sqlite")
        assert await running.recheck()
        assert running.health()["lite"] == "ok"
        assert sum([page.rows async for page in run.pages()]) == 300000
        sql = 'SELECT count(*) AS a FROM "lite"."main"."people"'
        assert (await read(running, plan(sql, NUMBERS, locations=[("lite", "main", "people")])))[1] == b"[3]"

    with_engine(engine(tmp_path, sources), work)


def test_a_csv_file_whose_header_changed_is_not_read_under_the_old_names(tmp_path: Path) -> None:
    sources = file_sources(tmp_path)

    async def work(running: DuckDBEngine) -> None:
        asked = plan(
            'SELECT name AS a FROM "huiliu"."texts"."people"',
            [("a", "varchar")],
            locations=[("huiliu", "texts", "people")],
        )
        assert (await read(running, asked))[2] == 3
        (tmp_path / "texts" / "people.csv").write_text("id,amount,name\n1,2,x\n")
        with pytest.raises(EngineError) as error:
            await read(running, asked)
        assert error.value.code is ErrorCode.SOURCE_UNAVAILABLE
        await running.rebuild()
        assert (await read(running, asked))[1] == b'["x"]'

    with_engine(engine(tmp_path, sources), work)


def test_a_source_that_answers_but_cannot_be_attached_is_not_tried_all_the_time(tmp_path: Path) -> None:
    (tmp_path / "broken.duckdb").write_text("this is no database")
    sources = [source("broken", "duckdb", path=tmp_path / "broken.duckdb")]

    async def work(running: DuckDBEngine) -> None:
        first = running._current
        assert running.health()["broken"].endswith("it could not be attached")
        assert not await running.recheck()
        second = running._current
        assert second is not first
        assert not await running.recheck(forced=False)
        assert running._current is second

    with_engine(engine(tmp_path, sources), work)


def test_dirty_csv_lines_do_not_fail_the_others(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    lines = [
        b"id,name,n", b"1,plain,1", b'2,"quoted, with ""quotes"" and\r\na line end",2', b"3,short", b"4,too,many,fields,here", b"5,\xb0\xa1,5", b"", b'6,"",6', b"7,,7",
    ]  # fmt: skip
    (tmp_path / "texts" / "crlf.csv").write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(lines) + b"\r\n")
    (tmp_path / "texts" / "lf.csv").write_bytes(b"\n".join(lines) + b"\n")
    (tmp_path / "texts" / "empty.csv").write_bytes(b"id,name,n\n")
    (tmp_path / "texts" / "nothing.csv").write_bytes(b"")

    async def work(running: DuckDBEngine) -> None:
        assert running.health() == {"texts": "ok"}
        columns = [("id", "varchar"), ("name", "varchar"), ("n", "varchar")]
        for name in ("crlf", "lf"):
            sql = f'SELECT id, name, n FROM "huiliu"."texts"."{name}"'
            _, body, _, _ = await read(running, plan(sql, columns, locations=[("huiliu", "texts", name)]))
            rows = {row[0]: row[1:] for row in json.loads(b"[" + body + b"]")}
            assert rows["1"] == ["plain", "1"]
            assert rows["2"] == ['quoted, with "quotes" and\r\na line end', "2"]
            assert rows["3"] == ["short", None]
            assert rows["6"] == ["", "6"]
            assert rows["7"] == [None, "7"]
            assert "5" not in rows
        sql = 'SELECT count(*) AS a FROM (SELECT id FROM "huiliu"."texts"."empty") AS e'
        assert (await read(running, plan(sql, NUMBERS, locations=[("huiliu", "texts", "empty")])))[1] == b"[0]"

    with_engine(engine(tmp_path, [source("texts", "csv", path=tmp_path / "texts")]), work)
