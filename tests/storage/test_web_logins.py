"""Logins through a browser, kept until their client fetches them."""

from __future__ import annotations

import datetime

import pytest

from gateway.storage import web_logins
from tests.storage.conftest import World

NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(minutes=3)


def test_a_login_is_kept_once_until_it_is_fetched(world: World) -> None:
    logins = world.storage.web_logins
    assert logins.put("a", "first", NOW, LATER)
    assert not logins.put("a", "second", NOW, LATER)
    assert logins.find(["a", "b"], NOW) == {"a": "first"}
    logins.drop("a")
    assert logins.find(["a"], NOW) == {}


def test_what_nobody_fetched_is_over(world: World) -> None:
    logins = world.storage.web_logins
    assert logins.put("a", "first", NOW, LATER)
    assert logins.find(["a"], LATER) == {}
    assert logins.put("a", "second", LATER, LATER + datetime.timedelta(minutes=3))
    assert logins.find(["a"], LATER) == {"a": "second"}


def test_so_many_and_no_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_logins, "MOST", 2)
    assert [world.storage.web_logins.put(name, "", NOW, LATER) for name in "abc"] == [True, True, False]
