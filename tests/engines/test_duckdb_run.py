"""The embedded engine as a whole: pages, limits, failures, and what happens to its process."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pytest

from gateway.catalog.types import VARCHAR
from gateway.engines.duckdb import DuckDBEngine
from gateway.engines.engine import PageFormat
from gateway.errors import EngineError, ErrorCode
from gateway.pipeline.bound import Key
from tests.engines.world import IPAD, OPAD, engine, file_sources, plan, read, source, with_engine

pytestmark = pytest.mark.slow

NUMBERS = [("a", "bigint")]


def _code(error: pytest.ExceptionInfo[EngineError]) -> ErrorCode:
    return error.value.code


@contextmanager
def _black_hole() -> Iterator[int]:
    """Accepts connections and never says a word."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(64)
        yield silent.getsockname()[1]


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
        if page_format is PageFormat.JSON:
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
            assert _code(error) is ErrorCode.COMPUTATION_FAILED
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
            assert _code(error) is ErrorCode.READ_BACK_FAILED
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


def test_a_cancelled_statement_stops_and_the_worker_is_free_again(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        asked = plan("SELECT range AS a FROM range(100000000)", NUMBERS)
        for _ in range(3):
            run = await running.run(asked, PageFormat.JSON, seconds=60)
            pages = run.pages()
            assert (await anext(pages)).rows
            started = time.monotonic()
            await run.close()
            await run.close()
            assert time.monotonic() - started < 15
            with pytest.raises(EngineError) as error:
                await anext(pages)
            assert _code(error) is ErrorCode.CANCELED
        assert (await read(running, plan("SELECT 1 AS a", NUMBERS)))[2] == 1

    with_engine(engine(tmp_path, workers=1), work)


def test_a_slow_reader_holds_the_engine_back(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        run = await running.run(plan("SELECT range AS a FROM range(20000000)", NUMBERS), PageFormat.JSON, seconds=60)
        pages = run.pages()
        await anext(pages)
        await asyncio.sleep(1)
        assert running._current is not None
        assert running._current._mail[run._number].qsize() <= 3
        await run.close()

    with_engine(engine(tmp_path), work)


def test_a_deadline_ends_what_can_be_interrupted_without_ending_the_process(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        process = running._current
        with pytest.raises(EngineError) as error:
            await read(
                running,
                plan("SELECT count(*) AS a FROM range(1000000) AS x(i), range(1000000) AS y(j)", NUMBERS),
                seconds=0.5,
            )
        assert _code(error) is ErrorCode.EXCEEDED_TIME_LIMIT
        assert (await read(running, plan("SELECT 1 AS a", NUMBERS)))[2] == 1
        assert running._current is process

    with_engine(engine(tmp_path), work)


def test_what_cannot_be_interrupted_is_ended_with_its_process_and_others_go_on(tmp_path: Path) -> None:
    stuck = "SELECT length(lpad('', 500000000 + CAST(range AS INTEGER), 'ab')) AS a FROM range(1)"

    async def work(running: DuckDBEngine) -> None:
        first = running._current
        other = await running.run(plan("SELECT range AS a FROM range(300000)", NUMBERS), PageFormat.JSON, seconds=60)
        started = time.monotonic()
        with pytest.raises(EngineError) as error:
            await read(running, plan(stuck, NUMBERS), seconds=0.5)
        assert _code(error) is ErrorCode.EXCEEDED_TIME_LIMIT
        assert time.monotonic() - started < 15
        assert sum([page.rows async for page in other.pages()]) == 300000
        assert (await read(running, plan("SELECT 1 AS a", NUMBERS)))[2] == 1
        assert running._current is not first
        await asyncio.sleep(0.2)
        assert first is not None
        assert first.dead is not None

    with_engine(engine(tmp_path, grace=1.0, resident_limit=4 * 10**9), work)


def test_a_killed_process_fails_its_statements_and_the_next_one_works(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        run = await running.run(plan("SELECT range AS a FROM range(100000000)", NUMBERS), PageFormat.JSON, seconds=60)
        assert running._current is not None
        assert running._current._process is not None
        os.kill(running._current._process.pid, signal.SIGKILL)
        with pytest.raises(EngineError) as error:
            _ = [page async for page in run.pages()]
        assert _code(error) is ErrorCode.ENGINE_FAILED
        assert error.value.hint == "run the statement again"
        assert (await read(running, plan("SELECT 1 AS a", NUMBERS)))[2] == 1

    with_engine(engine(tmp_path), work)


def test_memory_that_duckdb_counts_ends_the_statement_only(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        process = running._current
        with pytest.raises(EngineError) as error:
            await read(
                running, plan("SELECT len(list(md5(CAST(range AS VARCHAR)))) AS a FROM range(50000000)", NUMBERS)
            )
        assert _code(error) is ErrorCode.EXCEEDED_MEMORY_LIMIT
        assert running._current is process

    with_engine(engine(tmp_path, memory_limit="100MB", resident_limit=2 * 10**9), work)


def test_memory_that_duckdb_does_not_count_ends_the_process(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        with pytest.raises(EngineError) as error:
            await read(
                running,
                plan("SELECT length(lpad('', 1900000000 + CAST(range AS INTEGER), 'ab')) AS a FROM range(2)", NUMBERS),
            )
        assert _code(error) is ErrorCode.EXCEEDED_MEMORY_LIMIT
        assert (await read(running, plan("SELECT 1 AS a", NUMBERS)))[2] == 1

    with_engine(engine(tmp_path, memory_limit="200MB", resident_limit=700_000_000), work)


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
                assert _code(error) is ErrorCode.SOURCE_UNAVAILABLE
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
        assert _code(error) is ErrorCode.SOURCE_UNAVAILABLE
        await running.rebuild()
        assert (await read(running, asked))[1] == b'["x"]'

    with_engine(engine(tmp_path, sources), work)


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


def test_the_engine_process_ends_with_the_gateway(tmp_path: Path) -> None:
    script = (
        "import asyncio, sys; from pathlib import Path; from tests.engines.world import engine\n"
        "async def main():\n"
        f"    running = engine(Path({str(tmp_path)!r})); await running.start()\n"
        "    print(running._current._process.pid, flush=True); await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}
    ) as gateway:
        assert gateway.stdout is not None
        child = int(gateway.stdout.readline())
        gateway.kill()
        gateway.wait()
    for _ in range(50):
        if not Path(f"/proc/{child}").exists() or "State:\tZ" in Path(f"/proc/{child}/status").read_text():
            return
        time.sleep(0.1)
    pytest.fail("the engine process outlived the gateway")


def test_many_statements_at_once_all_answer(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        plans = [plan(f"SELECT sum(range) + {n} AS a FROM range(200000)", NUMBERS) for n in range(40)]
        answers = await asyncio.gather(*(read(running, one) for one in plans))
        assert [json.loads(body)[0] for _, body, _, _ in answers] == [19999900000 + n for n in range(40)]
        assert running._current is not None
        assert running._current.running == 0

    with_engine(engine(tmp_path, workers=4), work)


def test_a_stopped_engine_leaves_no_process_and_no_files(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> int:
        assert running._current is not None
        assert running._current._process is not None
        return running._current._process.pid

    process = with_engine(engine(tmp_path), work)
    for _ in range(50):
        if not Path(f"/proc/{process}").exists() and not list((tmp_path / "engine").iterdir()):
            return
        time.sleep(0.1)
    pytest.fail("something was left behind")


def test_a_long_chain_of_terms_runs(tmp_path: Path) -> None:
    async def work(running: DuckDBEngine) -> None:
        chain = " + ".join(["range"] * 800)
        assert (await read(running, plan(f"SELECT {chain} AS a FROM range(1, 2)", NUMBERS)))[1] == b"[800]"
        tests = " OR ".join(f"range = {n}" for n in range(800))
        assert (await read(running, plan(f"SELECT count(*) AS a FROM range(1000) WHERE {tests}", NUMBERS)))[
            1
        ] == b"[800]"

    with_engine(engine(tmp_path), work)


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
