"""Whatever is written, it is prepared or refused by an error of the tree, in bounded time and memory."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from gateway.errors import GatewayError, OwnError
from tests.dos.shapes import to_prepare
from tests.world import plan

SECONDS = 10.0
"""Of the processor: the slowest takes 3 where nothing else runs."""
MEGABYTES = 400
SHAPES = to_prepare()


def test_shapes_are_many_and_different() -> None:
    assert len(SHAPES) > 250
    assert len(set(SHAPES.values())) == len(SHAPES)


@pytest.mark.slow
@pytest.mark.parametrize("name", SHAPES)
def test_preparing_is_bounded(name: str) -> None:
    held, began = _forget_peak(), time.process_time()
    _prepared_or_refused(SHAPES[name])
    assert time.process_time() - began < SECONDS
    assert _peak() - held < MEGABYTES


def _forget_peak() -> float:
    """Megabytes that this process holds now; its peak is counted from here."""
    Path("/proc/self/clear_refs").write_text("5")
    return _peak()


def _peak() -> float:
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1000


def _prepared_or_refused(sql: str) -> None:
    shown = ""
    try:
        shown = plan(sql).sql
    except OwnError:
        raise
    except GatewayError as refused:
        shown = refused.message
    assert 0 < len(shown) < 1_500_000
