"""A keyed token from the policy's mask to the engine's answer: HMAC-SM3 as Python computes it, of the value without blanks around it and in lower case."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from gateway.engines.duckdb import DuckDBEngine, EngineBounds
from gateway.pipeline.bound import Key
from tests.engines.world import read, source
from tests.world import Given, name_of, permit, plan

KEY = b"a key of thirty-two bytes, or so"
VALUES = ["13800000001", "中文🎉", "", None, " AbC "]


def pads(key: Key) -> bytes:
    padded = KEY.ljust(64, b"\0")
    return bytes(b ^ 0x36 for b in padded) + bytes(b ^ 0x5C for b in padded)


def token(text: str) -> str:
    digest = hmac.new(KEY, text.encode(), lambda: hashlib.new("sm3")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@pytest.mark.slow
def test_a_masked_column_leaves_the_engine_as_hmac_sm3(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "data.duckdb")) as database:
        database.execute("CREATE TABLE person (id BIGINT, name VARCHAR, region VARCHAR, age INTEGER, phone VARCHAR, "
                         "balance DECIMAL(10,2), born DATE, active BOOLEAN, secret VARCHAR)")  # fmt: skip
        database.executemany("INSERT INTO person (id, phone) VALUES (?, ?)", list(enumerate(VALUES)))
    made = plan(
        "SELECT phone FROM person ORDER BY id",
        Given({name_of("person"): permit("person", masks={"phone": "token-sm3:k1"})}),
    )
    assert "huiliu_hmac_sm3(" in made.sql
    bounds = EngineBounds(directory=tmp_path / "engine", memory_limit="400MB", threads=1, spill_limit="100MB")
    engine = DuckDBEngine([source("data", "duckdb", path=tmp_path / "data.duckdb")], bounds, pads)

    async def answered() -> bytes:
        await engine.start()
        try:
            return (await read(engine, replace(made, row_limit=None)))[1]
        finally:
            await engine.stop()

    rows = json.loads(b"[" + asyncio.run(answered()) + b"]")
    assert [row[0] for row in rows] == [None if value is None else token(value.strip().lower()) for value in VALUES]
