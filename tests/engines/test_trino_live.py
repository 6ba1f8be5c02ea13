"""The engine on a genuine Trino: every type, long answers in little memory, ends that Trino itself has seen."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import orjson
import pyarrow as pa
import pytest

from gateway.catalog.types import VARCHAR
from gateway.engines.engine import Origin, PageFormat
from gateway.engines.trino import ServiceAccount, TrinoBounds, TrinoEngine
from gateway.engines.trino_pages import read_page
from gateway.errors import EngineError, ErrorCode
from gateway.pipeline.bound import Key
from tests.engines.rogue import Asked, Reply, Rogue, engine, plan, read
from tests.trino.server import Trino

pytestmark = pytest.mark.slow
Work = Callable[[TrinoEngine], Awaitable[Any]]
MILLION = "FROM UNNEST(sequence(1, 1000)) AS x(a), UNNEST(sequence(0, 999)) AS y(b)"
WIDE = "CAST(rpad('x', 300, 'y') AS varchar(300))"
"""So many bytes that Trino cannot put the whole answer by."""
ENDLESS = (
    "SELECT count(*) FROM tpch.sf1000.lineitem AS l, tpch.sf1000.lineitem AS m WHERE l.orderkey * 7 = m.partkey % 13"
)


def with_engine(trino: Trino, work: Work) -> Any:
    async def session() -> Any:
        async with engine(trino.url, bounds=TrinoBounds(), sources=("tpch",)) as running:
            return await work(running)

    return asyncio.run(session())


def answer(trino: Trino, sql: str, page_format: PageFormat = PageFormat.JSON, **types: str) -> bytes:
    """Head and body."""

    async def work(running: TrinoEngine) -> bytes:
        head, body, _, _ = await read(running, plan(sql, sources=(), **types), page_format)
        return head + body

    found: bytes = with_engine(trino, work)
    return found


# Trino's expression | its type | JSON | CSV (· is a blank at its end)
VALUES = r"""
true | boolean | true | true
CAST(NULL AS boolean) | boolean | null |
TINYINT '-128' | tinyint | -128 | -128
9223372036854775807 | bigint | 9223372036854775807 | 9223372036854775807
REAL '0.1' | real | 0.1 | 0.1
REAL '3e30' | real | 3e30 | 3e+30
1e20 | double | 100000000000000000000.0 | 1e+20
1e7 | double | 10000000.0 | 10000000.0
1.2e-6 | double | 0.0000012 | 1.2e-06
-0e0 | double | -0.0 | -0.0
nan() | double | "NaN" | NaN
-infinity() | double | "-Infinity" | -Infinity
DECIMAL '-0.50' | decimal(2,2) | "-0.50" | -0.50
DECIMAL '12345678901234567890123456789012345678' | decimal(38,0) | "12345678901234567890123456789012345678" | 12345678901234567890123456789012345678
'a"b\c],"stats":{' | varchar(16) | "a\"b\\c],\"stats\":{" | "a""b\c],""stats"":{"
'' | varchar | "" | ""
'𠀀张' || chr(31) | varchar | "𠀀张\u001F" | 𠀀张
CAST('ab' AS char(4)) | char(4) | "ab  " | ab··
X'00FF' | varbinary | "AP8=" | AP8=
DATE '2024-02-29' | date | "2024-02-29" | 2024-02-29
DATE '-0044-03-15' | date | "-0044-03-15" | -0044-03-15
DATE '12024-01-01' | date | "+12024-01-01" | +12024-01-01
TIME '10:11:12.123456000' | time(9) | "10:11:12.123456000" | 10:11:12.123456000
TIMESTAMP '2024-01-02 03:04:05' | timestamp(0) | "2024-01-02 03:04:05" | 2024-01-02 03:04:05
TIMESTAMP '2024-01-02 03:04:05.123456789000' | timestamp(12) | "2024-01-02 03:04:05.123456789000" | 2024-01-02 03:04:05.123456789000
TIMESTAMP '2024-01-02 03:04:05.123 Asia/Shanghai' | timestamp(3) with time zone | "2024-01-02 03:04:05.123 Asia/Shanghai" | 2024-01-02 03:04:05.123 Asia/Shanghai
TIMESTAMP '2024-01-02 03:04:05.5 +05:30' | timestamp(1) with time zone | "2024-01-02 03:04:05.5 +05:30" | 2024-01-02 03:04:05.5 +05:30
INTERVAL '-90' MINUTE | interval day to second | "-0 01:30:00.000" | -0 01:30:00.000
INTERVAL '14' MONTH | interval year to month | "1-2" | 1-2
UUID '00000000-0000-0000-0000-000000000001' | uuid | "00000000-0000-0000-0000-000000000001" | 00000000-0000-0000-0000-000000000001
JSON '{"a": [1]}' | json | "{\"a\":[1]}" | "{""a"":[1]}"
NULL | unknown | null |
ARRAY[1, NULL, 3] | array(integer) | [1,null,3] | "[1,null,3]"
ARRAY[ARRAY[1e20], ARRAY[]] | array(array(double)) | [[100000000000000000000.0],[]] | "[[100000000000000000000.0],[]]"
ROW(1, 'x') | row(integer, varchar(1)) | [1,"x"] | "[1,""x""]"
CAST(ROW(1, NULL) AS row(a integer, b varchar)) | row(a integer, b varchar) | [1,null] | "[1,null]"
MAP(ARRAY['k', 'l'], ARRAY[DECIMAL '1.5', NULL]) | map(varchar(1), decimal(2,1)) | {"k":"1.5","l":null} | "{""k"":""1.5"",""l"":null}"
MAP(ARRAY[7], ARRAY[ARRAY[nan()]]) | map(integer, array(double)) | {"7":["NaN"]} | "{""7"":[""NaN""]}"
'=1+1' | varchar(4) | "=1+1" | '=1+1
""".strip().splitlines()


def _cases() -> list[tuple[str, str, str, str]]:
    split = (line.split(" | ") if line.count(" | ") == 3 else [*line[:-2].split(" | "), ""] for line in VALUES)
    return [(sql, told, as_json, as_csv.replace("·", " ")) for sql, told, as_json, as_csv in split]


def test_every_type_is_exact_in_every_format(trino: Trino) -> None:
    cases = _cases()
    types = {f"c{at}": told for at, (_, told, _, _) in enumerate(cases)}
    sql = "SELECT " + ", ".join(f"{expression} AS c{at}" for at, (expression, *_) in enumerate(cases))
    values = [as_json for _, _, as_json, _ in cases]
    assert answer(trino, sql, **types).decode() == f"[{','.join(values)}]"
    lines = answer(trino, sql, PageFormat.NDJSON, **types).decode()
    named = ",".join(f'"c{at}":{value}' for at, value in enumerate(values))
    assert lines == f"{{{named}}}\n"
    fields = answer(trino, sql, PageFormat.CSV, **types).decode().split("\r\n")[1]
    assert fields == ",".join(as_csv for *_, as_csv in cases).replace("𠀀张", "𠀀张\x1f")
    table = pa.ipc.open_stream(answer(trino, sql, PageFormat.ARROW, **types)).read_all()
    found = {case[0]: column for case, column in zip(cases, table.columns, strict=True)}
    assert found["DATE '-0044-03-15'"].cast(pa.int32()).to_pylist() == [-735525]
    whole = found["TIMESTAMP '2024-01-02 03:04:05.123456789000'"].cast(pa.int64())
    assert whole.to_pylist() == [1704164645123456789]
    zoned = found["TIMESTAMP '2024-01-02 03:04:05.123 Asia/Shanghai'"]
    assert (zoned.type, zoned.cast(pa.int64()).to_pylist()) == (pa.timestamp("us", "UTC"), [1704135845123000])
    assert found["X'00FF'"].to_pylist() == [b"\x00\xff"]
    assert found["MAP(ARRAY['k', 'l'], ARRAY[DECIMAL '1.5', NULL])"].to_pylist()[0][1] == ("l", None)
    assert str(found["DECIMAL '-0.50'"].to_pylist()[0]) == "-0.50"


def test_an_empty_answer_and_repeated_names(trino: Trino) -> None:
    sql = "SELECT nationkey AS a, name AS a FROM tpch.tiny.nation WHERE nationkey < 0"

    async def work(running: TrinoEngine) -> list[tuple[bytes, bytes, int, bool]]:
        made = plan(sql, sources=("tpch",), a="bigint", b="varchar(25)")
        return [await read(running, made, page_format) for page_format in PageFormat]

    for (head, body, rows, cut), page_format in zip(with_engine(trino, work), PageFormat, strict=True):
        assert (body, rows, cut) == (b"", 0, False)
        assert bool(head) is (page_format in (PageFormat.CSV, PageFormat.ARROW))


def resident() -> int:
    """Megabytes of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 // 1_000_000


@pytest.mark.parametrize("page_format", PageFormat)
def test_a_million_rows_pass_through_in_little_memory(trino: Trino, page_format: PageFormat) -> None:
    types = {"n": "bigint", "t": "varchar", "x": "double", "d": "date", "p": "decimal(20,2)", "f": "boolean"}
    columns = (
        "CAST(a * 1000 + b AS bigint) AS n, 'row ' || CAST(a AS varchar) AS t, a / 7e0 AS x, date_add('day', b, DATE '2020-01-01') AS d,"
        " CAST(b AS decimal(20, 2)) AS p, a % 2 = 0 AS f"
    )

    async def work(running: TrinoEngine) -> None:
        run = await running.run(plan(f"SELECT {columns} {MILLION}", sources=(), **types), page_format, seconds=200)
        rows = total = pages = 0
        early = most = 0
        async for page in run.pages():
            rows, total, pages = rows + page.rows, total + len(page.body), pages + 1
            most = max(most, resident())
            early = most if pages == 10 else early
            assert len(page.body) < 5_000_000
        assert rows == 1_000_000
        assert total > 40_000_000
        assert pages > 30
        assert most - early < 50, f"{early} MB after ten pages, {most} MB at most"

    with_engine(trino, work)


def state_of(trino: Trino, identifier: str) -> tuple[str, str]:
    """State and error of a statement as Trino knows it."""
    sql = f"SELECT state, error_code FROM system.runtime.queries WHERE query_id = '{identifier}'"
    [(state, error)] = trino.run(sql).rows
    return state, error or ""


def gone(trino: Trino, identifier: str) -> tuple[str, str]:
    """Once it has ended."""
    until = time.monotonic() + 20
    while (found := state_of(trino, identifier))[0] not in ("FINISHED", "FAILED") and time.monotonic() < until:
        time.sleep(0.1)
    return found


def test_closing_in_the_middle_ends_it_at_trino(trino: Trino) -> None:
    async def work(running: TrinoEngine) -> str:
        asked = plan(f"SELECT a * b AS a, {WIDE} AS t {MILLION}", sources=(), a="bigint", t="varchar(300)")
        run = await running.run(asked, PageFormat.JSON, seconds=100)
        pages = run.pages()
        assert (await anext(pages)).rows
        assert state_of(trino, run.id)[0] in (
            "RUNNING",
            "FINISHING",
        )  # the latter when it has computed all and sends it
        await run.close()
        return run.id

    assert gone(trino, with_engine(trino, work)) == ("FAILED", "USER_CANCELED")


def test_the_deadline_ends_it_at_trino(trino: Trino) -> None:
    async def work(running: TrinoEngine) -> None:
        begun = time.monotonic()
        with pytest.raises(EngineError) as error:
            await read(running, plan(ENDLESS, sources=("tpch",)), seconds=1.5)
        assert error.value.code is ErrorCode.EXCEEDED_TIME_LIMIT
        assert time.monotonic() - begun < 15

    with_engine(trino, work)
    sql = "SELECT query_id FROM system.runtime.queries WHERE query LIKE '%sf1000.lineitem AS m%' AND query NOT LIKE '%runtime%'"
    found = trino.run(sql).rows
    assert found
    assert {gone(trino, identifier) for (identifier,) in found} == {("FAILED", "USER_CANCELED")}


def test_a_cut_ends_it_at_trino(trino: Trino) -> None:
    async def work(running: TrinoEngine) -> str:
        asked = plan(f"SELECT a * b AS a, {WIDE} AS t {MILLION}", 12_345, (), a="bigint", t="varchar(300)")
        run = await running.run(asked, PageFormat.JSON, seconds=100)
        rows = sum([page.rows async for page in run.pages()])
        await run.close()
        assert (rows, run.cut) == (12_345, True)
        return run.id

    assert gone(trino, with_engine(trino, work)) == ("FAILED", "USER_CANCELED")


def test_whoever_goes_at_any_moment_leaves_nothing_running(trino: Trino) -> None:
    chance = random.Random(5)
    asked = plan(f"SELECT a * b AS a, {WIDE} AS t {MILLION}", sources=(), a="bigint", t="varchar(300)")

    async def one(running: TrinoEngine, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                run = await running.run(asked, PageFormat.JSON, seconds=60)
                try:
                    async for _ in run.pages():
                        pass
                finally:
                    await run.close()

    async def session() -> None:
        account = ServiceAccount(user="churn")
        async with engine(trino.url, bounds=TrinoBounds(), sources=(), account=account) as running:
            await asyncio.gather(*(one(running, chance.random() * 0.6) for _ in range(20)))
            assert not running._runs

    asyncio.run(session())
    sql = "SELECT query_id FROM system.runtime.queries WHERE \"user\" = 'churn' AND state NOT IN ('FINISHED', 'FAILED')"
    until = time.monotonic() + 20
    while (left := trino.run(sql).rows) and time.monotonic() < until:
        time.sleep(0.2)
    assert left == ()


def test_a_failure_behind_rows_is_told_and_quotes_nothing(trino: Trino) -> None:
    async def work(running: TrinoEngine) -> None:
        sql = f"SELECT CAST(IF(a * 1000 + b = 900999, 'secret', '1') AS bigint) AS a {MILLION}"
        run = await running.run(plan(sql, sources=()), PageFormat.JSON, seconds=100)
        pages = run.pages()
        rows = (await anext(pages)).rows
        with pytest.raises(EngineError) as error:
            [page async for page in pages]
        assert 0 < rows < 900_999
        assert error.value.code is ErrorCode.COMPUTATION_FAILED
        assert "secret" in (error.value.detail or "")
        assert "secret" not in json.dumps(error.value.public())

    with_engine(trino, work)


FAILURES = {
    "SELECT 1 / (nationkey - nationkey) FROM tpch.tiny.nation": ErrorCode.COMPUTATION_FAILED,
    "SELECT nationkey + 9223372036854775807 FROM tpch.tiny.nation": ErrorCode.COMPUTATION_FAILED,
    "SELECT CAST(name AS bigint) FROM tpch.tiny.nation": ErrorCode.COMPUTATION_FAILED,
    "SELECT ARRAY[nationkey][nationkey + 5] FROM tpch.tiny.nation": ErrorCode.COMPUTATION_FAILED,
    "SELECT (SELECT nationkey FROM tpch.tiny.nation)": ErrorCode.COMPUTATION_FAILED,
    "SELECT nationkey FROM tpch.tiny.nothing": ErrorCode.SOURCE_UNAVAILABLE,
    "SELECT nothing FROM tpch.tiny.nation": ErrorCode.SOURCE_UNAVAILABLE,
    "SELECT nationkey FROM": ErrorCode.ENGINE_FAILED,
    "SELECT name FROM tpch.tiny.nation": ErrorCode.ENGINE_FAILED,  # not the type that was planned
    "SELECT " + " + ".join(["nationkey"] * 20_000) + " FROM tpch.tiny.nation": ErrorCode.PLAN_TOO_LARGE,
}


def test_failures_are_those_of_the_embedded_engine(trino: Trino) -> None:
    async def work(running: TrinoEngine) -> None:
        for sql, code in FAILURES.items():
            with pytest.raises(EngineError) as error:
                await read(running, plan(sql, sources=("tpch",)), seconds=60)
            assert error.value.code is code, (sql[:100], error.value.detail)
            assert "nation" not in json.dumps(error.value.public())
            assert error.value.detail

    with_engine(trino, work)


def test_keys_are_bound_by_their_place_and_stay_out_of_errors(trino: Trino) -> None:
    materials = {"k1": bytes(range(128)), "k2": bytes(range(100, 228))}

    async def session() -> None:
        bounds = TrinoBounds()
        async with engine(trino.url, bounds=bounds, sources=(), keys=lambda key: materials[key.name]) as running:
            one, two = (Key(name, "p", "d", VARCHAR) for name in materials)
            asked = plan(
                "SELECT to_hex(?) AS a, 'it''s' AS b, to_hex(?) AS c", sources=(), a="varchar", b="varchar", c="varchar"
            )
            _, body, _, _ = await read(running, replace(asked, keys={"2": one, "1": two}))
            assert orjson.loads(b"[" + body + b"]") == [
                [materials["k2"].hex().upper(), "it's", materials["k1"].hex().upper()]
            ]
            wrong = plan("SELECT CAST(to_hex(?) AS bigint) AS a", sources=())
            with pytest.raises(EngineError) as error:
                await read(running, replace(wrong, keys={"1": one}))
            assert error.value.code is ErrorCode.COMPUTATION_FAILED
            assert materials["k1"].hex() not in (error.value.detail or "").lower()

    asyncio.run(session())


def test_trinos_log_knows_whose_statement_it_was(trino: Trino) -> None:
    async def work(running: TrinoEngine) -> str:
        origin = Origin(statement="s-77", principal="user:li", purpose="fraud", timezone="Europe/Berlin")
        asked = plan("SELECT current_timezone() AS a", sources=(), a="varchar")
        run = await running.run(asked, PageFormat.JSON, seconds=30, origin=origin)
        assert [page.body async for page in run.pages()] == [b'["Europe/Berlin"]']
        return run.id

    identifier = with_engine(trino, work)
    headers = {"X-Trino-User": "huiliu"}
    found = httpx.get(f"{trino.url}/v1/query/{identifier}", headers=headers, trust_env=False, verify=False).json()
    session = found["session"]
    assert json.loads(session["clientInfo"]) == {"statement": "s-77", "principal": "user:li", "purpose": "fraud"}
    assert set(session["clientTags"]) == {"statement:s-77", "principal:user:li", "purpose:fraud"}
    assert (session["user"], session["source"], session["traceToken"]) == ("huiliu", "huiliu", "s-77")
    assert session["systemProperties"] == {"query_max_run_time": "35s", "enable_dynamic_filtering": "false"}


def test_a_page_may_be_asked_for_again_and_a_heartbeat_is_understood(trino: Trino) -> None:
    async def work(running: TrinoEngine) -> None:
        run = await running.run(plan(f"SELECT a * b AS a {MILLION}", sources=()), PageFormat.JSON, seconds=100)
        following = run._next
        assert following is not None
        assert await run._coordinator.beat(following)
        first, again = [read_page(await run._coordinator.page(following)) for _ in range(2)]
        assert first.rows.raw == again.rows.raw
        assert first.next == again.next
        rest = [row[0] async for page in run.pages() for row in orjson.loads(b"[" + page.body + b"]")]
        assert len(rest) == 1_000_000
        await run.close()

    with_engine(trino, work)


class Flaky(Rogue):
    """Stands in front of the genuine coordinator and breaks every third answer off: before it, in its middle, or with a busy status."""

    target = ""
    broken = 0

    async def reply(self, asked: Asked) -> Reply:
        host = {"X-Forwarded-Host": self.url.removeprefix("http://"), "X-Forwarded-Proto": "http"}
        told = {name: value for name, value in asked.headers.items() if name.startswith(("x-trino", "accept"))} | host
        async with httpx.AsyncClient(trust_env=False, verify=False, timeout=60) as http:
            given = await http.request(asked.method, self.target + asked.path, content=asked.body, headers=told)
        whole = Reply(given.content, given.status_code)
        page = asked.method == "GET" and "/executing/" in asked.path
        if not page or len(self.asked) % 3:
            return whole
        self.broken += 1
        bad = (Reply(reset=True), replace(whole, cut=len(whole.body) // 2), Reply(status=503), Reply(status=502))
        return bad[self.broken % len(bad)]


def test_what_breaks_on_the_way_costs_no_row_and_doubles_none(trino: Trino) -> None:
    async def session() -> None:
        async with Flaky() as flaky:
            flaky.target = trino.url
            async with engine(flaky.url, bounds=TrinoBounds(), sources=("tpch",)) as running:
                sql = "SELECT orderkey, comment FROM tpch.sf1.orders WHERE orderkey <= 400000 ORDER BY orderkey"
                asked = plan(sql, sources=("tpch",), a="bigint", t="varchar(79)")
                _, body, rows, _ = await read(running, asked, seconds=120)
                keys = [row[0] for row in orjson.loads(b"[" + body + b"]")]
            assert flaky.broken > 4
            assert rows == len(set(keys)) == 100_000
            assert keys == sorted(keys)
            assert len(flaky.sent) == 1

    asyncio.run(session())


def test_sources_are_the_clusters_catalogs(trino: Trino) -> None:
    async def session() -> dict[str, str]:
        async with engine(trino.url, bounds=TrinoBounds(), sources=("tpch", "police")) as running:
            await running.rebuild()
            return running.health()

    health = asyncio.run(session())
    assert health["tpch"] == "ok"
    assert health["police"] == "unavailable: the engine has no catalog of this name"
