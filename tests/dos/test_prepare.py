"""Whatever is written, it is prepared or refused by an error of the tree, in bounded time and memory."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from gateway.errors import ErrorCode, GatewayError, OwnError, StatementError
from tests.dos.shapes import repeated, to_prepare
from tests.world import plan

SECONDS = 10.0
"""Of the processor: the slowest takes 3 where nothing else runs."""
MEGABYTES = 400
SHAPES = to_prepare()
FORMS = {
    "name": (
        "format('%s', {})", "format('%s-%s', 'a', {})", "coalesce({}, 'a')", "greatest({}, 'a')", "least('a', {}, 'b')", "{} || 'a'", "concat({}, 'a')",
        "IF(name = 'a', {}, 'b')", "IF({} = 'a', 'b', 'c')", "CASE WHEN name = 'a' THEN {} END", "nullif({}, 'a')", "IF({} BETWEEN 'a' AND 'b', 'c', 'd')",
        "IF('a' BETWEEN {} AND 'b', 'c', 'd')", "IF({} IN ('a', 'b'), 'c', 'd')", "IF('a' IN (name, {}), 'c', 'd')", "IF({} IS DISTINCT FROM 'a', 'c', 'd')",
        "(SELECT {})", "CAST(TRY_CAST({} AS bigint) AS varchar)", "upper({})", "replace({}, 'a', 'b')", "substr({}, 2)", "lpad({}, 3, 'x')",
        "element_at(ARRAY[{}], 1)", "CAST(ROW({}, 1) AS ROW(a varchar, b bigint)).a", "reduce(ARRAY['a'], CAST('' AS varchar), (s, x) -> {}, s -> s)",
    ),
    "id": ("{} + 1", "{} / 3", "abs({})", "mod({}, 3)", "greatest({}, 1)", "year(date_add('day', {}, born))", "IF(({}, 1) IN ((1, 2), (2, 3)), 1, 2)"),
    "name = 'a'": (
        "any_match(ARRAY[1], x -> {})", "all_match(ARRAY[1], x -> {})", "none_match(ARRAY[1], x -> {})", "NOT ({})", "({}) AND id = 1", "({}) IS NULL",
    ),
}  # fmt: skip


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


@pytest.mark.parametrize(("core", "form"), [(core, form) for core, forms in FORMS.items() for form in forms])
def test_work_grows_with_depth_and_does_not_double(core: str, form: str) -> None:
    """Counted in calls and in characters, which the machine's load does not change."""
    levels = (3, 6, 12)
    if form.count("(") + 2 * form.count("[") > 2:
        levels = (1, 3, 7)  # no more brackets than a statement may have
    first, second, third = (_work(f"SELECT {repeated(form, depth, core)} FROM person") for depth in levels)
    for one, two, three in zip(first, second, third, strict=True):
        assert three - two < 3 * max(two - one, one)


def _work(sql: str) -> tuple[int, int]:
    """Calls that preparing makes, and the length of what is sent."""
    plan(sql)  # what is remembered after the first time is not counted
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        sent = plan(sql).sql
    finally:
        sys.setprofile(before)
    return calls, len(sent)


def test_a_case_over_a_case_is_refused_before_it_is_multiplied() -> None:
    began = time.process_time()
    with pytest.raises(StatementError) as refused:
        plan(SHAPES["12 times CASE over CASE"])
    assert refused.value.code is ErrorCode.STATEMENT_TOO_LARGE
    assert time.process_time() - began < SECONDS  # five branches to the twelfth power would take hours


def test_a_state_that_is_widened_in_lambda_after_lambda_is_refused_before_it_is_multiplied() -> None:
    began = time.process_time()
    with pytest.raises(StatementError) as refused:
        plan(SHAPES["12 times a wider state in a lambda"])
    assert refused.value.code is ErrorCode.STATEMENT_TOO_LARGE
    assert time.process_time() - began < SECONDS  # each body is bound twice for the body around it


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
