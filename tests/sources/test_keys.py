"""A policy that names a key nobody made: loud at start and at each change, and a clear answer to whoever needs it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from gateway.api.http.errors import problem
from gateway.cli.main import main
from gateway.errors import ErrorCode
from tests.sources.place import Place, error, rows, sqlite, until

pytestmark = pytest.mark.slow
TOKENS = "p, *, lite.main.people.name, mask, token:k1, *, -, -, -, allow, mask-name\n"
UNMASK = "p, user:ana, lite.main.people.name, unmask, token-sm3:k2, *, -, -, -, allow, unmask-name\n"
NAMES = "SELECT name FROM lite.main.people"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    sqlite(
        tmp_path / "lite.sqlite", "CREATE TABLE people (id INTEGER, name TEXT)", "INSERT INTO people VALUES (1, 'a')"
    )
    made = Place(tmp_path, {"lite": ("sqlite", 'options = { path = "lite.sqlite" }')})
    made.write(TOKENS)
    made.accept()
    return made


def test_a_missing_key_is_told_at_start_and_hinders_only_who_needs_it(place: Place) -> None:
    async def story() -> None:
        async with place.running() as app:
            [told] = place.witness.named("policy.key_missing")
            assert told["keys"] == ["k1"]
            assert app.status()["missing_keys"] == ["k1"]
            assert "huiliu_token_keys_missing 1.0" in app.telemetry.exposition().decode()
            assert await rows(app, "SELECT id FROM lite.main.people") == [[1]]
            failed = await error(app, NAMES)
            assert failed.code is ErrorCode.KEY_UNAVAILABLE
            assert failed.message == "a mask of this statement needs a key that the gateway does not hold"
            assert "k1" not in str(failed.public())
            answer = problem(failed)
            assert answer.status_code == 503
            assert b"tell the operator" in answer.body

    asyncio.run(story())


def test_a_key_that_is_made_while_the_gateway_runs_is_used_by_the_next_statement(place: Place) -> None:
    async def story() -> None:
        async with place.running() as app:
            assert (await error(app, NAMES)).code is ErrorCode.KEY_UNAVAILABLE
            place.keys().create_key("k1")
            [[token]] = await rows(app, NAMES)
            assert len(token) == 43
            await until(lambda: place.witness.named("policy.keys_complete"))
            assert app.status()["missing_keys"] == []

    asyncio.run(story())


def test_a_new_policy_that_names_another_key_is_told_of_too(place: Place) -> None:
    place.keys().create_key("k1")

    async def story() -> None:
        async with place.running() as app:
            assert place.witness.named("policy.key_missing") == []
            place.write(TOKENS + UNMASK)
            await until(lambda: place.witness.named("policy.key_missing"))
            assert place.witness.named("policy.key_missing")[0]["keys"] == ["k2"]
            assert (await error(app, NAMES)).code is ErrorCode.KEY_UNAVAILABLE

    asyncio.run(story())


def test_a_destroyed_key_counts_as_missing(place: Place) -> None:
    place.keys().create_key("k1")
    place.keys().destroy_key("k1")

    async def story() -> None:
        async with place.running() as app:
            assert app.missing_keys == {"k1"}

    asyncio.run(story())


def test_the_audit_tells_the_operator_which_key(place: Place) -> None:
    async def story() -> None:
        async with place.running() as app:
            await error(app, NAMES)
            [last] = app.storage.audit.search(limit=1)
            assert "token key `k1` does not exist" in str(last.record)

    asyncio.run(story())


def test_the_command_line_names_missing_keys_and_makes_no_key_file(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    config = ["--config", str(place.folder / "gateway.toml"), "--json"]
    for command in (["config", "check"], ["policy", "check"]):
        assert main([*command, *config]) == 0
        assert json.loads(capsys.readouterr().out)["missing_keys"] == ["k1"]
    assert not (place.folder / "var" / "keys").exists()
    place.keys().create_key("k1")
    assert main(["policy", "check", *config]) == 0
    assert json.loads(capsys.readouterr().out)["missing_keys"] == []
