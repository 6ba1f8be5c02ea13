"""Accounts that may do more than read are told of at start, by `config check --ask` and to operators, never to clients."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from gateway.cli.main import main
from tests.servers import Server
from tests.sources.place import Place, rows, until

pytestmark = pytest.mark.slow
WRITER = "source `remote`: its user may write, for example to public.people"


def remote(folder: Path, server: Server, user: str, password: str) -> Place:
    options = f'{{ host = "127.0.0.1", port = {server.port}, database = "{server.database}" }}'
    made = Place(
        folder,
        {"remote": ("postgresql", f'credentials = "env:READER"\noptions = {options}')},
        {"READER_USER": user, "READER_PASSWORD": password},
    )
    made.write()
    made.accept()
    return made


def prepared(server: Server, name: str, grants: str) -> Server:
    fresh = server.fresh_database()
    fresh.execute(
        "CREATE TABLE people (id bigint, name text); INSERT INTO people VALUES (1, 'a');"
        f"CREATE ROLE {name} LOGIN PASSWORD 'r'; GRANT {grants} ON people TO {name}"
    )
    return fresh


def told_at_start(place: Place) -> list[list[str]]:
    async def story() -> list[list[str]]:
        async with place.running() as app:
            await until(lambda: app.inventory.looks.good("remote"))
            assert await rows(app, "SELECT id FROM remote.public.people") == [[1]]
            told = [list(facts["privileges"]) for facts in place.witness.named("source.over_privileged")]
            assert [app.status()["sources"][0]["privileges"]] == (told or [[]])
            return told

    return asyncio.run(story())


def test_a_reader_is_nothing_to_tell_of(tmp_path: Path, postgresql: Server) -> None:
    server = prepared(postgresql, "only_reader", "SELECT")
    assert told_at_start(remote(tmp_path, server, "only_reader", "r")) == []


def test_a_writer_and_a_superuser_are_told_of_once(tmp_path: Path, postgresql: Server) -> None:
    server = prepared(postgresql, "a_writer", "SELECT, UPDATE")
    (tmp_path / "writer").mkdir()
    assert told_at_start(remote(tmp_path / "writer", server, "a_writer", "r")) == [[WRITER]]
    (tmp_path / "superuser").mkdir()
    [told] = told_at_start(remote(tmp_path / "superuser", server, server.user, server.password))
    assert "source `remote`: its user is a superuser" in told


def test_config_check_asks_when_it_is_told_to(
    tmp_path: Path, postgresql: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    server = prepared(postgresql, "another_writer", "SELECT, INSERT")
    place = remote(tmp_path, server, "another_writer", "r")
    for name, value in place.environment.items():
        monkeypatch.setenv(name, value)
    command = ["config", "check", "--config", str(tmp_path / "gateway.toml"), "--json"]
    assert main(command) == 0
    assert "privileges" not in json.loads(capsys.readouterr().out)
    assert main([*command, "--ask"]) == 0
    assert json.loads(capsys.readouterr().out)["privileges"] == [WRITER]
