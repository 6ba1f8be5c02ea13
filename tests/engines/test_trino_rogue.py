"""A coordinator that breaks or lies: nothing wrong is passed on, nothing is run twice, no other address is asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gateway.engines.engine import PageFormat
from gateway.errors import EngineError, ErrorCode
from tests.engines.rogue import ID, QUICK, Reply, Rogue, columns, engine, plan, read

pytestmark = pytest.mark.slow
Prepare = Callable[[Rogue], None]


def fails(prepare: Prepare, page_format: PageFormat = PageFormat.JSON, **types: str) -> tuple[EngineError, Rogue]:
    """How a statement fails on a coordinator that was prepared."""

    async def session() -> tuple[EngineError, Rogue]:
        async with Rogue() as rogue, engine(rogue.url) as running:
            prepare(rogue)
            with pytest.raises(EngineError) as error:
                await read(running, plan(**types), page_format)
            return error.value, rogue

    return asyncio.run(session())


def gives(prepare: Prepare, page_format: PageFormat = PageFormat.JSON, **types: str) -> tuple[bytes, Rogue]:
    """What a statement gives there."""

    async def session() -> tuple[bytes, Rogue]:
        async with Rogue() as rogue, engine(rogue.url) as running:
            prepare(rogue)
            _, body, _, _ = await read(running, plan(**types), page_format)
            return body, rogue

    return asyncio.run(session())


@pytest.mark.parametrize("reply", [Reply(status=500), Reply(status=503), Reply(reset=True), Reply(b'{"id":1}', cut=3)])
def test_a_statement_is_never_sent_twice(reply: Reply) -> None:
    def prepare(rogue: Rogue) -> None:
        rogue.answer([[1]])
        rogue.start = [reply, rogue.queued]

    error, rogue = fails(prepare)
    assert error.code is ErrorCode.ENGINE_FAILED
    assert error.hint
    assert len(rogue.sent) == 1
    assert not rogue.requests("GET")


@pytest.mark.parametrize(
    "bad", [Reply(status=502), Reply(status=503), Reply(status=504), Reply(status=429), Reply(reset=True), "cut"]
)
def test_a_page_is_asked_for_again_and_its_rows_come_once(bad: Any) -> None:
    def prepare(rogue: Rogue) -> None:
        rogue.answer([[1], [2]], [[3]], [[4]])
        for token, replies in rogue.pages.items():
            broken = replace(replies[0], cut=100) if bad == "cut" else bad
            rogue.pages[token] = [broken, broken, *replies]

    body, rogue = gives(prepare)
    assert body == b"[1],[2],[3],[4]"
    assert len(rogue.requests("GET")) == 9
    assert len(rogue.sent) == 1


def test_patience_ends_and_the_statement_is_ended_with_it() -> None:
    def prepare(rogue: Rogue) -> None:
        rogue.pages[0] = [Reply(status=503)]

    error, rogue = fails(prepare)
    assert (error.code, error.message) == (ErrorCode.ENGINE_FAILED, "the connection to the engine broke")
    assert len(rogue.requests("DELETE")) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_statement_that_the_coordinator_lost_is_told_so(status: int) -> None:
    def prepare(rogue: Rogue) -> None:
        rogue.pages[0] = [rogue.page(0, [1])]
        rogue.pages[1] = [Reply(status=status)]

    error, _ = fails(prepare)
    assert error.message == "the engine no longer knows the statement"
    assert error.hint == "run it again"


def test_an_account_that_is_refused_is_the_operators_matter() -> None:
    error, rogue = fails(lambda rogue: rogue.start.append(Reply(b"user huiliu: wrong password", status=401)))
    assert error.message == "the engine does not accept the gateway's account"
    assert "password" not in str(error.public())
    assert len(rogue.sent) == 1


LIES: dict[str, Prepare] = {
    "not JSON": lambda rogue: rogue.pages[0].append(Reply(b'{"id":"x",')),
    "not JSON in the rows": lambda rogue: rogue.pages[0].append(
        Reply(b'{"id":"%s","columns":[],"data":[[1],[2,],"stats":{"state":"FINISHED"}}' % ID.encode())
    ),
    "not an object": lambda rogue: rogue.pages[0].append(Reply(b"[1]")),
    "no state": lambda rogue: rogue.pages[0].append(Reply(b'{"id":"x"}')),
    "it ends while it runs": lambda rogue: rogue.pages[0].append(
        rogue.page(0, [1], last=True, stats={"state": "RUNNING"})
    ),
    "columns of another type": lambda rogue: rogue.answer([[1]], columns=columns(a="varchar")),
    "columns of an unknown type": lambda rogue: rogue.answer([[1]], columns=columns(a="hyperloglog(3)")),
    "one column more": lambda rogue: rogue.answer([[1, 2]], columns=columns(a="bigint", b="bigint")),
    "no columns": lambda rogue: rogue.answer([[1]], columns=...),
    "no columns and no rows": lambda rogue: rogue.answer([], columns=...),
    "one value more": lambda rogue: rogue.answer([[1], [1, 2]]),
    "rows that are none": lambda rogue: rogue.answer([{"a": 1}]),
    "rows of another statement": lambda rogue: rogue.answer([[1]], id="20260101_000000_00002_bbbbb"),
    "data in segments": lambda rogue: rogue.answer([], data={"encoding": "json", "segments": []}),
    "data inside of something else": lambda rogue: rogue.answer([], error=None, more={"data": [[1]]}, data=...),
    "compressed": lambda rogue: rogue.pages[0].append(replace(rogue.page(0), headers=("Content-Encoding: gzip",))),
    "elsewhere": lambda rogue: rogue.pages[0].append(Reply(status=302, headers=("Location: /v1/info",))),
}


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("page_format", PageFormat)
def test_an_answer_that_is_none_is_refused_whole(lie: str, page_format: PageFormat) -> None:
    error, rogue = fails(LIES[lie], page_format)
    assert (error.code, error.message) == (ErrorCode.ENGINE_FAILED, "the engine's answer could not be understood")
    assert error.detail
    assert ID not in str(error.public())
    assert len(rogue.sent) == 1


def test_columns_may_not_change_on_the_way() -> None:
    def prepare(rogue: Rogue) -> None:
        rogue.answer([[1]], [[2]])
        rogue.pages[1] = [rogue.page(1, [2], last=True, columns=columns(b="bigint"))]

    error, _ = fails(prepare)
    assert error.code is ErrorCode.ENGINE_FAILED


@pytest.mark.parametrize("page_format", [PageFormat.CSV, PageFormat.ARROW])
def test_a_value_of_another_kind_is_refused_and_not_quoted(page_format: PageFormat) -> None:
    error, rogue = fails(lambda rogue: rogue.answer([[1]], [["secret"]], [[3]]), page_format)
    assert error.message == "the engine's answer could not be understood"
    assert "secret" not in str(error.public())
    assert len(rogue.requests("DELETE")) == 1


FOREIGN = [
    "http://127.0.0.1:1/v1/statement/executing/{id}/slug/1", "https://{host}/v1/statement/executing/{id}/slug/1",
    "http://user@{host}/v1/statement/executing/{id}/slug/1", "http://{host}@example.org/v1/statement/executing/{id}/slug/1",
    "//{host}/v1/statement/executing/{id}/slug/1", "http://{host}/v1/statement/executing/other/slug/1",
    "http://{host}/v1/statement/executing/{id}/slug/1/../../../../../query", "http://{host}/v1/query/{id}",
    "http://{host}/v1/statement/executing/{id}/slug/1?x=1", "http://{host}/v1/statement/executing/{id}/slug/1#x",
    "file:///etc/passwd", "http://[", "", "http://localhost:{port}/v1/statement/executing/{id}/slug/1",
    "http://{host}/v1/statement/executing/{id}/sl%2fug/1", "http://{host}/v1/statement/executing/{id}/slug/1\r\nX: y",
]  # fmt: skip


@pytest.mark.parametrize("uri", FOREIGN)
def test_no_address_is_followed_but_the_coordinators_own(uri: str) -> None:
    def prepare(rogue: Rogue) -> None:
        host = rogue.url.removeprefix("http://")
        told = uri.format(id=ID, host=host, port=host.partition(":")[2])
        rogue.pages[0] = [rogue.page(0, [1], nextUri=told)]
        rogue.pages[1] = [rogue.page(1, [2], last=True)]

    error, rogue = fails(prepare)
    assert error.message == "the engine's answer could not be understood"
    assert rogue.requests("GET") == [f"/v1/statement/executing/{ID}/slug/0"]
    assert not [one for one in rogue.asked if one.path.startswith("/v1/query")]


def test_marks_of_the_envelope_inside_of_values_are_values() -> None:
    values = ['],"stats":{', '"data":[', '\\"data\\":[', '],"stats":{"state":"FINISHED"}}', '"data":[["x"]],"stats":{']
    names = columns(**{'x],"stats":{ "data":[': "varchar", "m": "map(varchar, array(bigint))"})
    rows = [[value, {"data": [1], "stats": [2], value: [3]}] for value in values]

    def prepare(rogue: Rogue) -> None:
        rogue.answer(rows[:3], rows[3:], columns=names)

    for page_format in (PageFormat.JSON, PageFormat.NDJSON):
        body, _ = gives(prepare, page_format, a="varchar", m="map(varchar, array(bigint))")
        assert b"processedRows" not in body
        assert b"12345" not in body
        if page_format is PageFormat.JSON:
            assert json.loads(b"[" + body + b"]") == rows
        else:
            assert [json.loads(line) for line in body.splitlines()] == [{"a": a, "m": m} for a, m in rows]


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("DIVISION_BY_ZERO", "USER_ERROR", ErrorCode.COMPUTATION_FAILED),
        ("INVALID_CAST_ARGUMENT", "USER_ERROR", ErrorCode.COMPUTATION_FAILED),
        ("TABLE_NOT_FOUND", "USER_ERROR", ErrorCode.SOURCE_UNAVAILABLE),
        ("SYNTAX_ERROR", "USER_ERROR", ErrorCode.ENGINE_FAILED),
        ("PERMISSION_DENIED", "USER_ERROR", ErrorCode.ENGINE_FAILED),
        ("JDBC_ERROR", "EXTERNAL", ErrorCode.SOURCE_UNAVAILABLE),
        ("CLUSTER_OUT_OF_MEMORY", "INSUFFICIENT_RESOURCES", ErrorCode.EXCEEDED_MEMORY_LIMIT),
        ("EXCEEDED_TIME_LIMIT", "INSUFFICIENT_RESOURCES", ErrorCode.EXCEEDED_TIME_LIMIT),
        ("QUERY_QUEUE_FULL", "INSUFFICIENT_RESOURCES", ErrorCode.TOO_MANY_STATEMENTS),
        ("QUERY_TEXT_TOO_LARGE", "USER_ERROR", ErrorCode.PLAN_TOO_LARGE),
        ("NOT_SUPPORTED", "USER_ERROR", ErrorCode.NOT_SUPPORTED_BY_ENGINE),
        ("UNSUPPORTED_SUBQUERY", "USER_ERROR", ErrorCode.NOT_SUPPORTED_BY_ENGINE),
        ("GENERIC_INTERNAL_ERROR", "INTERNAL_ERROR", ErrorCode.ENGINE_FAILED),
        ("ADMINISTRATIVELY_KILLED", "USER_ERROR", ErrorCode.CANCELED),
        ("SOMETHING_NEW", "INTERNAL_ERROR", ErrorCode.ENGINE_FAILED),
    ],
)
def test_a_failure_is_told_in_our_words(name: str, kind: str, code: ErrorCode) -> None:
    words = "bad value '13800000001 Zhang' in police.secret_table"
    told = {"message": words, "errorName": name, "errorType": kind, "failureInfo": {"stack": [words]}}

    def prepare(rogue: Rogue) -> None:
        rogue.pages[0] = [rogue.page(0, [1])]
        rogue.pages[1] = [rogue.page(1, last=True, stats={"state": "FAILED"}, error=told)]

    error, rogue = fails(prepare)
    assert error.code is code
    public = json.dumps(error.public())
    assert not any(word in public for word in ("Zhang", "secret", "1380", "bad value"))
    assert words in (error.detail or "")
    assert not rogue.requests("DELETE"), "it has ended already"


@pytest.mark.parametrize("name", ["SYNTAX_ERROR", "GENERIC_INTERNAL_ERROR"])
def test_a_text_that_is_too_deep_is_told_so_under_any_name(name: str) -> None:
    told = {"message": "statement is too large (stack overflow while parsing)", "errorName": name, "errorType": "X"}
    error, _ = fails(lambda rogue: rogue.answer([], error=told, stats={"state": "FAILED"}))
    assert error.code is ErrorCode.PLAN_TOO_LARGE


def test_a_key_in_trinos_words_is_nobodys_to_read() -> None:
    words = f"line 1:99: X'{'ab' * 128}' is wrong"
    told = {"message": words, "errorName": "TYPE_MISMATCH", "errorType": "USER_ERROR"}
    error, _ = fails(lambda rogue: rogue.answer([], error=told, stats={"state": "FAILED"}))
    assert error.detail == f"{ID} USER_ERROR TYPE_MISMATCH: line 1:99: X'…' is wrong"


def test_what_a_source_computed_wrongly_is_a_computation_not_the_sources_fault() -> None:
    told = {"message": "ERROR: division by zero", "errorName": "JDBC_ERROR", "errorType": "EXTERNAL"}
    error, _ = fails(lambda rogue: rogue.answer([], error=told, stats={"state": "FAILED"}))
    assert error.code is ErrorCode.COMPUTATION_FAILED


def test_a_source_that_fails_is_named_with_whom_to_ask() -> None:
    told = {"message": "Connection refused", "errorName": "JDBC_ERROR", "errorType": "EXTERNAL"}
    error, _ = fails(lambda rogue: rogue.answer([], error=told, stats={"state": "FAILED"}))
    assert error.message == "source `lake` could not be read while the statement ran"
    assert error.contact == "ask lake"


def test_a_page_has_a_size() -> None:
    wide = "x" * (QUICK.page_bytes + 1)
    error, rogue = fails(lambda rogue: rogue.answer([["a"]], [[wide]], columns=columns(a="varchar")), a="varchar")
    assert error.code is ErrorCode.EXCEEDED_SIZE_LIMIT
    assert len(rogue.requests("DELETE")) == 1
