"""Who makes the engine be restarted waits, longer each time; others do not."""

from __future__ import annotations

import pytest

from gateway.engines.duckdb_blame import ANY, LONGEST, PRINCIPALS, SAME, Blame
from gateway.errors import EngineError, ErrorCode


class Story:
    """A record with a clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.blame = Blame(lambda: self.now)

    def waits(self, principal: str, sql: str) -> bool:
        try:
            self.blame.check(principal, sql)
        except EngineError as error:
            return error.code is ErrorCode.TOO_MANY_STATEMENTS
        return False


def test_the_statement_waits_and_nothing_else_does() -> None:
    story = Story()
    story.blame.add("ana", "stuck")
    assert story.waits("ana", "stuck")
    assert not story.waits("ana", "other")
    assert not story.waits("bob", "stuck")
    story.now += SAME
    assert not story.waits("ana", "stuck")


def test_whoever_writes_it_another_way_waits_with_everything_twice_as_long_each_time() -> None:
    story = Story()
    story.blame.add("ana", "stuck 1")
    for times in range(12):
        story.blame.add("ana", f"stuck {times + 2}")
        wait = min(LONGEST, ANY * 2**times)
        story.now += wait - 1
        assert story.waits("ana", "other")
        assert not story.waits("bob", "other")
        story.now += 1
        assert not story.waits("ana", "other")


def test_it_is_forgotten_after_a_while_and_the_record_is_bounded() -> None:
    story = Story()
    for _ in range(3):
        story.blame.add("ana", "stuck")
    story.now += 3 * LONGEST
    story.blame.add("ana", "stuck")
    assert not story.waits("ana", "other")
    for number in range(PRINCIPALS):
        story.blame.add(f"user:{number}", "stuck")
    assert not story.waits("ana", "stuck")
    assert story.waits("user:0", "stuck")


def test_the_gateway_itself_does_not_wait() -> None:
    story = Story()
    for _ in range(3):
        story.blame.add("", "stuck")
    assert not story.waits("", "stuck")


def test_the_hint_says_how_long() -> None:
    story = Story()
    story.blame.add("ana", "stuck")
    with pytest.raises(EngineError) as refused:
        story.blame.check("ana", "stuck")
    assert refused.value.hint is not None
    assert refused.value.hint.startswith("wait 61 seconds")
