"""Bearer tokens: shown once, stored hashed, expiring, revocable."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import pytest

from gateway.errors import OwnError
from tests.storage.conftest import NOW, World

DAY = datetime.timedelta(days=1)


def create(world: World, principal: str = "user:zhangsan") -> tuple[str, str]:
    return world.storage.tokens.create(
        principal,
        ["dibao-check", "statistics"],
        "dibao-check",
        NOW + DAY,
        now=NOW,
        claims={"region": "3301", "tags": ("a",)},
    )


def test_a_token_grants_what_it_was_made_for(world: World) -> None:
    identifier, secret = create(world)
    grant = world.storage.tokens.verify(secret, NOW)
    assert grant is not None
    assert (grant.id, grant.principal, grant.default_purpose) == (identifier, "user:zhangsan", "dibao-check")
    assert grant.purposes == ("dibao-check", "statistics")
    assert dict(grant.claims) == {"region": "3301", "tags": ("a",)}
    assert (grant.created, grant.expires) == (NOW, NOW + DAY)


def test_the_secret_has_256_random_bits_and_is_not_stored(world: World) -> None:
    secrets = [create(world)[1] for _ in range(5)]
    assert len(set(secrets)) == 5
    assert all(re.fullmatch(r"hl_[a-z2-7]{10}_[A-Za-z0-9_-]{43}", secret) for secret in secrets)
    if world.url.startswith("sqlite"):
        stored = b"".join(path.read_bytes() for path in world.data_dir.glob("storage.db*"))
        assert all(secret[14:].encode() not in stored for secret in secrets)


def test_what_is_not_the_secret_grants_nothing(world: World) -> None:
    _, secret = create(world)
    _, other = create(world, "user:lisi")
    mixed = secret[:14] + other[14:]
    wrong = [
        mixed,
        secret[:-1] + ("A" if secret[-1] != "A" else "B"),
        secret + "x",
        secret[3:],
        "",
        "hl_",
        "hl_\ud800",
        secret.upper(),
    ]
    assert [world.storage.tokens.verify(text, NOW) for text in wrong] == [None] * len(wrong)


def test_a_token_ends_with_its_last_moment(world: World) -> None:
    _, secret = create(world)
    moment = datetime.timedelta(microseconds=1)
    assert world.storage.tokens.verify(secret, NOW + DAY - moment) is not None
    assert world.storage.tokens.verify(secret, NOW + DAY) is None


def test_a_revoked_token_is_worth_nothing_at_once_and_everywhere(world: World, open_world: Callable[[], World]) -> None:
    identifier, secret = create(world)
    replica = open_world()
    assert replica.storage.tokens.is_valid(identifier, NOW)
    assert world.storage.tokens.revoke(identifier, NOW)
    assert not world.storage.tokens.revoke(identifier, NOW)
    assert not world.storage.tokens.revoke("nothing", NOW)
    assert replica.storage.tokens.verify(secret, NOW) is None
    assert not replica.storage.tokens.is_valid(identifier, NOW)
    assert not replica.storage.tokens.is_valid("nothing", NOW)


def test_tokens_are_listed_without_anything_secret(world: World) -> None:
    first, secret = create(world)
    create(world, "user:lisi")
    world.storage.tokens.revoke(first, NOW)
    assert len(world.storage.tokens.list()) == 2
    (mine,) = world.storage.tokens.list("user:zhangsan")
    assert mine.revoked == NOW
    assert secret not in repr(mine)


def test_a_token_that_contradicts_itself_is_not_made(world: World) -> None:
    with pytest.raises(OwnError, match="default purpose"):
        world.storage.tokens.create("user:a", ["x"], "y", NOW + DAY, now=NOW)
    with pytest.raises(OwnError, match="expired already"):
        world.storage.tokens.create("user:a", [], None, NOW, now=NOW)
