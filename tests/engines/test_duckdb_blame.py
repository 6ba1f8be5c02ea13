"""Who makes the engine be restarted more than once waits, longer each time; others do not."""

from __future__ import annotations

import pytest

from gateway.engines.duckdb_blame import LONGEST, PRINCIPALS, SECOND, Blame
from gateway.errors import EngineError, ErrorCode


class Story:
    """A record with a clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.blame = Blame(lambda: self.now)

    def waits(self, principal: str) -> bool:
        try:
            self.blame.check(principal)
        except EngineError as error:
            return error.code is ErrorCode.TOO_MANY_STATEMENTS
        return False


def test_the_first_time_is_free_and_then_the_wait_doubles() -> None:
    story = Story()
    story.blame.add("ana")
    assert not story.waits("ana")
    for times in range(12):
        story.blame.add("ana")
        wait = min(LONGEST, SECOND * 2**times)
        story.now += wait - 1
        assert story.waits("ana")
        assert not story.waits("bob")
        story.now += 1
        assert not story.waits("ana")


def test_it_is_forgotten_after_a_while_and_the_record_is_bounded() -> None:
    story = Story()
    for _ in range(3):
        story.blame.add("ana")
    story.now += 3 * LONGEST
    story.blame.add("ana")
    assert not story.waits("ana")
    for number in range(PRINCIPALS):
        for _ in range(2):
            story.blame.add(f"user:{number}")
    story.blame.add("ana")
    assert not story.waits("ana"), "her record was the oldest"
    assert story.waits(f"user:{PRINCIPALS - 1}")


def test_the_gateway_itself_does_not_wait() -> None:
    story = Story()
    for _ in range(3):
        story.blame.add("")
    assert not story.waits("")


def test_the_hint_says_how_long() -> None:
    story = Story()
    for _ in range(2):
        story.blame.add("ana")
    with pytest.raises(EngineError) as refused:
        story.blame.check("ana")
    assert refused.value.hint is not None
    assert refused.value.hint.startswith("wait 16 seconds")
