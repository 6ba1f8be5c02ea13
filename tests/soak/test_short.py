"""The soaks for some seconds: that they can tell right from wrong is shown at length by `make soak-clients`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.clients.site import PERSON, place
from tests.servers import Server
from tests.soak.__main__ import LIMITS
from tests.soak.client import Answer
from tests.soak.crowd import NAMES, Crowd, Held, Seen, _is
from tests.soak.replicas import Killed, balanced
from tests.trino.artifacts import PartMissingError
from tests.trino.fixture import absent
from tests.trino.server import Trino

pytestmark = pytest.mark.slow


def test_a_crowd_is_served(postgresql: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with place(tmp_path / "site", postgresql, None, limits=LIMITS["duckdb"]) as here:
        monkeypatch.setitem(NAMES, "X-Trino-Catalog", here.catalog)
        monkeypatch.setitem(NAMES, "X-Trino-Schema", "public")
        seen = asyncio.run(Crowd(here, 15, 8, lambda text: None).run())
    assert not seen.wrong
    assert seen.done.total() > 30


def test_statements_outlive_a_gateway_that_is_killed(postgresql: Server, trino: Trino, tmp_path: Path) -> None:
    try:
        with balanced(postgresql, trino, tmp_path) as (a, b, people, base):
            told = asyncio.run(Killed((a, b), people, base, lambda text: None).run(4, 25, 12))
    except PartMissingError as missing:
        absent(missing)
    assert not told.wrong
    assert (len(told.kills), told.whole.total() > 3) == (1, True)


def test_what_grows_and_what_is_wrong_is_told() -> None:
    steady, more = Held(100, 50, 20), Held(200, 80, 30)
    assert Seen(held=[steady] * 8).grew() == []
    assert len(Seen(held=[steady] * 6 + [more] * 2).grew()) == 3
    assert _is(Answer(rows=[PERSON]), [[1]]) == "other rows"
    assert _is(Answer(error="GONE"), []) == "GONE"
