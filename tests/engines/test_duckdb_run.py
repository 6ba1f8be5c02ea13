"""The embedded engine as a whole: pages, formats, limits, keys, and what is refused in front of it."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from pathlib import Path

import pyarrow as pa
import pytest

from gateway.catalog.types import VARCHAR
from gateway.engines.duckdb import DuckDBEngine
from gateway.engines.engine import JSON_ROWS, PageFormat
from gateway.errors import EngineError, ErrorCode
from gateway.pipeline.bound import Key
from tests.engines.world import IPAD, OPAD, engine, file_sources, plan, read, with_engine

pytestmark = pytest.mark.slow
NUMBERS = [("a", "bigint")]


def test_every_kind_of_file_is_read_in_every_format(tmp_path: Path) -> None:
    sources = file_sources(tmp_path)
    places = [("lite", "main"), ("duck", "main"), ("huiliu", "pq"), ("huiliu", "texts")]

    async def work(running: DuckDBEngine) -> None:
        for catalog, schema in places:
            place = (catalog, schema, "people")
            sql = f'SELECT CAST(id AS BIGINT) AS id, name, CAST(amount AS DOUBLE) AS amount FROM "{catalog}"."{schema}"."people" ORDER BY 1'
            asked = plan(sql, [("id", "bigint"), ("name", "varchar"), ("amount", "double")], locations=[place])
            head, body, rows, cut = await read(running, asked)
            assert json.loads(b"[" + body + b"]") == [[1, "张三", 10.5], [2, "李四", None], [3, None, -1.0]]
            assert (head, rows, cut) == (b"", 3, False)
            head, body, _, _ = await read(running, asked, PageFormat.CSV)
            assert (head + body).decode() == "id,name,amount\r\n1,张三,10.5\r\n2,李四,\r\n3,,-1.0\r\n"
            _, body, _, _ = await read(running, asked, PageFormat.NDJSON)
            assert json.loads(body.splitlines()[2]) == {"id": 3, "name": None, "amount": -1.0}
            head, body, _, _ = await read(running, asked, PageFormat.ARROW)
            table = pa.ipc.open_stream(head + body + b"\xff\xff\xff\xff\0\0\0\0").read_all()
            assert table.to_pylist()[1] == {"id": 2, "name": "李四", "amount": None}
        assert running.health() == dict.fromkeys(("lite", "duck", "pq", "texts"), "ok")

    with_engine(engine(tmp_path, sources), work)


@pytest.mark.parametrize("page_format", list(PageFormat))
def test_a_large_answer_comes_in_pages_that_join_to_the_whole(tmp_path: Path, page_format: PageFormat) -> None:
    async def work(running: DuckDBEngine) -> None:
        asked = plan("SELECT range AS a, 'row ' || range AS b FROM range(200000)", [("a", "bigint"), ("b", "varchar")])
        run = await running.run(asked, page_format, seconds=60)
        pages = [page async for page in run.pages()]
        assert sum(page.rows for page in pages) == 200000
        assert len(pages) > 3
        assert all(page.rows for page in pages)
        if page_format in JSON_ROWS:
            rows = json.loads(b"[" + b",".join(page.body for page in pages) + b"]")
            assert rows[123456] == [123456, "row 123456"]
        elif page_format is not PageFormat.ARROW:
            assert b"".join(page.body for page in pages).count(b"\n") == 200000

    with_engine(engine(tmp_path), work)


@pytest.mark.parametrize(
    ("limit", "rows", "cut"), [(0, 0, True), (2, 2, True), (9, 9, True), (10, 10, False), (11, 10, False)]
)
def test_the_row_limit_is_kept_and_a_cut_shows(tmp_path: Path, limit: int, rows: int, cut: bool) -> None:
    async def work(running: DuckDBEngine) -> None:
        _, body, delivered, was_cut = await read(
            running, plan("SELECT range AS a FROM range(10)", NUMBERS, limit=limit)
        )
        assert (delivered, was_cut) == (rows, cut)
        assert json.loads(b"[" + body + b"]") == [[n] for n in range(rows)]

    with_engine(engine(tmp_path), work)


@pytest.mark.slow
@pytest.mark.parametrize("page_format", PageFormat)
def test_a_large_row_limit_is_kept_to_the_row(tmp_path: Path, page_format: PageFormat) -> None:
    async def work(running: DuckDBEngine) -> None:
        for limit, rows, cut in ((30_000, 30_000, True), (49_999, 49_999, True), (50_000, 50_000, False)):
            asked = plan("SELECT range AS a FROM range(50000)", NUMBERS, limit=limit)
            head, body, delivered, was_cut = await read(running, asked, page_format)
            assert (delivered, was_cut) == (rows, cut)
            if page_format is PageFormat.ARROW:
                assert pa.ipc.open_stream(head + body).read_all().column(0).to_pylist() == list(range(rows))

    with_engine(engine(tmp_path), work)


def test_a_failing_value_is_not_quoted(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        for sql in (
            "SELECT CAST('secret' AS BIGINT) AS a FROM range(1)",
            "SELECT CAST(300 + range AS TINYINT) AS a FROM range(1)",
            "SELECT 9223372036854775807 + range AS a FROM range(2)",
            "SELECT CAST(strptime('secret', '%Y') AS VARCHAR) AS a",
        ):
            with pytest.raises(EngineError) as error:
                await read(running, plan(sql, NUMBERS))
            assert error.value.code is ErrorCode.COMPUTATION_FAILED
            assert error.value.message == "the statement failed while computing a value"
            assert error.value.detail
            assert "secret" not in json.dumps(error.value.public())

    with_engine(engine(tmp_path), work)


def test_the_guard_stands_in_front_of_the_engine(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        for sql in (
            'SELECT id AS a FROM "lite"."main"."people"',
            "SELECT 1 AS a; SELECT 2",
            "SELECT a FROM '/etc/passwd'",
        ):
            with pytest.raises(EngineError) as error:
                await read(running, plan(sql, NUMBERS))
            assert error.value.code is ErrorCode.READ_BACK_FAILED
            assert "passwd" not in json.dumps(error.value.public())

    with_engine(engine(tmp_path, file_sources(tmp_path)), work)


def test_the_instance_is_locked_even_for_a_text_that_passed_the_guard(tmp_path: Path) -> None:
    from gateway.engines.duckdb_generation import build

    (tmp_path / "spill").mkdir()
    config = {
        "directory": str(tmp_path), "memory_limit": "200MB", "threads": 1, "spill_limit": "10MB",
        "spill_directory": str(tmp_path / "spill"), "sources": [],
    }  # fmt: skip
    connection = build(config, lambda source, state, detail: None).connection
    for sql in (
        "SET memory_limit = '8GB'", "RESET lock_configuration", "SELECT * FROM read_text('/etc/passwd')", "COPY (SELECT 1) TO '/tmp/x.csv'",
        "CREATE TABLE t (a INT)", "CREATE MACRO lower(x) AS x", "ATTACH '/tmp/x.duckdb' AS x", "INSTALL httpfs", "LOAD httpfs",
    ):  # fmt: skip
        with pytest.raises(
            Exception, match=r"disabled|locked|read-only|Cannot|not allowed|could not|Could not|Permission"
        ):
            connection.cursor().execute(sql)
    assert connection.execute("SELECT count(*) FROM duckdb_secrets()").fetchone() == (0,)


def test_keys_are_bound_and_tokens_are_hmac(tmp_path: Path) -> None:
    def expected(name: str, text: str) -> str:
        inner = hashlib.new(name, IPAD + text.encode()).digest()
        return base64.urlsafe_b64encode(hashlib.new(name, OPAD + inner).digest()).rstrip(b"=").decode()

    async def work(running: DuckDBEngine) -> None:
        key = Key("k1", "p", "d", VARCHAR)
        sql = "SELECT huiliu_hmac_sm3($key1, t) AS a, $key1 AS k FROM (VALUES ('张三'), (''), (NULL), ('x')) AS v(t)"
        asked = plan(sql, [("a", "varchar"), ("k", "varbinary")], keys={"key1": key})
        _, body, _, _ = await read(running, asked)
        rows = json.loads(b"[" + body + b"]")
        assert [row[0] for row in rows] == [expected("sm3", "张三"), expected("sm3", ""), None, expected("sm3", "x")]
        assert base64.b64decode(rows[0][1]) == IPAD + OPAD

    with_engine(engine(tmp_path), work)


def test_many_statements_at_once_all_answer(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        plans = [plan(f"SELECT sum(range) + {n} AS a FROM range(200000)", NUMBERS) for n in range(40)]
        answers = await asyncio.gather(*(read(running, one) for one in plans))
        assert [json.loads(body)[0] for _, body, _, _ in answers] == [19999900000 + n for n in range(40)]
        assert running._current is not None
        assert running._current.running == 0

    with_engine(engine(tmp_path, workers=4), work)


def test_a_long_chain_of_terms_runs(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        chain = " + ".join(["range"] * 800)
        assert (await read(running, plan(f"SELECT {chain} AS a FROM range(1, 2)", NUMBERS)))[1] == b"[800]"
        tests = " OR ".join(f"range = {n}" for n in range(800))
        assert (await read(running, plan(f"SELECT count(*) AS a FROM range(1000) WHERE {tests}", NUMBERS)))[
            1
        ] == b"[800]"

    with_engine(engine(tmp_path), work)
