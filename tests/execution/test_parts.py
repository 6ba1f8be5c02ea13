"""The small parts of execution: states, ids, the queue, rows that the gateway tells by itself."""

from __future__ import annotations

import asyncio
import datetime
import io
import json
import re

import pyarrow as arrow
import pytest

from gateway.catalog.types import VARCHAR
from gateway.engines.engine import PageFormat
from gateway.errors import EngineError, ErrorCode, OwnError
from gateway.execution.admission import Admission
from gateway.execution.identifiers import identifiers
from gateway.execution.lifecycle import TRANSITIONS, State, Step, advance
from gateway.execution.limits import Limits
from gateway.execution.told import ToldRun
from gateway.execution.world import Told
from gateway.pipeline.stages import Plan, ResultColumn


def test_every_state_is_in_the_table_and_ended_states_stay() -> None:
    assert set(TRANSITIONS) == set(State)
    assert {state for state in State if state.ended} == {State.FINISHED, State.FAILED, State.CANCELED}
    for state in State:
        for step in Step:
            if step not in TRANSITIONS[state]:
                with pytest.raises(OwnError):
                    advance(state, step)


def test_ids_are_readable_and_their_last_part_differs() -> None:
    identify = identifiers()
    instant = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
    first, second = identify(instant), identify(instant)
    assert re.fullmatch(r"20260102_030405_00000_[a-z2-7]{16}", first)
    assert first[-16:] != second[-16:]


def test_waiting_is_first_come_first_served_but_nobody_blocks_others() -> None:
    async def story() -> None:
        admission = Admission(Limits(concurrent=2, concurrent_per_principal=1, queue=8))
        order: list[str] = []

        async def come(name: str) -> None:
            await admission.enter(name)
            order.append(name)

        await come("ana")
        waiting = [asyncio.ensure_future(come(name)) for name in ("ana", "bo", "cy")]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert order == ["ana", "bo"]
        admission.leave("bo")
        await asyncio.sleep(0.01)
        assert order == ["ana", "bo", "cy"]
        admission.leave("ana")
        await asyncio.gather(*waiting)
        assert order == ["ana", "bo", "cy", "ana"]

    asyncio.run(story())


def test_the_queue_is_bounded_in_all_per_principal_and_in_time() -> None:
    async def story() -> None:
        admission = Admission(Limits(concurrent=1, queue=8, queue_seconds=0.05))
        await admission.enter("ana")
        waiting = [asyncio.ensure_future(admission.enter("ana")) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(EngineError, match="wait already"):
            await admission.enter("ana")
        results = await asyncio.gather(*waiting, return_exceptions=True)
        assert [r.code for r in results if isinstance(r, EngineError)] == [ErrorCode.TOO_MANY_STATEMENTS] * 2
        assert (admission.running, admission.waiting) == (1, 0)

    asyncio.run(story())


def told() -> Told:
    plan = Plan(engine="gateway", sql="", columns=tuple(ResultColumn(name=n, type=VARCHAR) for n in ("a", "b")))
    return Told(plan, (("=1+1", None), ("市,民", '"')))


async def sent(page_format: PageFormat, limit: int | None = None) -> tuple[bytes, bool]:
    run = ToldRun(told(), page_format, limit)
    return run.head + b"".join([page.body async for page in run.pages()]), run.cut


def test_told_rows_travel_in_every_format() -> None:
    async def story() -> None:
        body, _ = await sent(PageFormat.JSON)
        assert json.loads(b"[" + body + b"]") == [["=1+1", None], ["市,民", '"']]
        body, _ = await sent(PageFormat.NDJSON)
        assert [json.loads(line) for line in body.splitlines()] == [{"a": "=1+1", "b": None}, {"a": "市,民", "b": '"'}]
        body, _ = await sent(PageFormat.CSV)
        assert body.decode() == 'a,b\r\n\'=1+1,\r\n"市,民",""""\r\n'
        body, _ = await sent(PageFormat.ARROW)
        table = arrow.ipc.open_stream(io.BytesIO(body)).read_all()
        assert table.to_pylist() == [{"a": "=1+1", "b": None}, {"a": "市,民", "b": '"'}]

    asyncio.run(story())


def test_told_rows_are_cut_like_any_others() -> None:
    body, cut = asyncio.run(sent(PageFormat.JSON, 1))
    assert (json.loads(body), cut) == (["=1+1", None], True)
