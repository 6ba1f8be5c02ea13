"""Every text of TPC-H and TPC-DS, run through the gateway, answers what a genuine Trino answers over permitted copies of the data.

The copies are made by hand-written SQL on that Trino (`worlds.py`, `masks.py`), so no line of the rewriter, the masks or the policy language has a part in what is expected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gateway.errors import ErrorCode, GatewayError
from tests.tpc.answers import Answer, Row, captured, same_order, same_rows
from tests.tpc.conftest import Running
from tests.tpc.governed import plan
from tests.tpc.texts import COUNTS, Text, all_texts
from tests.tpc.worlds import WORLDS

pytestmark = pytest.mark.slow

FAILURES = {"DIVISION_BY_ZERO": ErrorCode.COMPUTATION_FAILED, "COLUMN_NOT_FOUND": ErrorCode.COLUMN_NOT_ALLOWED}
"""What the gateway says where Trino, over the permitted copies, says something else."""


TIES: Mapping[str, Callable[[Mapping[str, Any]], tuple[Any, ...]]] = {
    "tpcds-q47": lambda row: (Decimal(row["sum_sales"]) - Decimal(row["avg_monthly_sales"]), row["s_store_name"]),
    "tpcds-q79": lambda row: (row["c_last_name"], row["c_first_name"], row["_col2"], row["profit"]),
    "tpcds-q89": lambda row: (Decimal(row["sum_sales"]) - Decimal(row["avg_monthly_sales"]), row["s_store_name"]),
}
"""What they order by, where rows are equal in it because it reads masked columns: the engine chooses which comes first, and which of the last LIMIT leaves out."""
CASES = [(world, name) for world in WORLDS for name in captured("open")]


@pytest.fixture(scope="module")
def texts(files: Mapping[str, Path]) -> Mapping[str, Text]:
    return {text.id: text for text in all_texts()}


def test_all_texts_were_asked_in_every_world() -> None:
    for world in WORLDS:
        assert Counter(text.partition("-")[0] for text in captured(world)) == COUNTS


@pytest.mark.parametrize(("world", "name"), CASES)
def test_a_text_answers_as_trino_does_over_the_permitted_copies(
    running: Running, texts: Mapping[str, Text], world: str, name: str
) -> None:
    expected = captured(world)[name]
    if expected.error:
        with pytest.raises(GatewayError) as raised:
            running.run(plan(texts[name], WORLDS[world]))
        assert raised.value.code is FAILURES[expected.error]
        return
    made = plan(texts[name], WORLDS[world])
    compare(running.run(made), expected, texts[name], ordered=made.ordered)


def compare(found: Answer, expected: Answer, text: Text, *, ordered: bool) -> None:
    """The same columns, rows and order, as far as the text decides them."""
    assert found.columns == expected.columns
    assert found.count == expected.count
    if expected.rows is None:
        assert found.digest == expected.digest
        return
    assert found.rows is not None
    if text.id in TIES:
        ours, theirs = (_keyed(answer, TIES[text.id]) for answer in (found, expected))
        assert [key for key, _ in ours] == [key for key, _ in theirs]
        last = ours[-1][0] if text.cut else None
        certain = [[row for key, row in keyed if key != last] for keyed in (ours, theirs)]
        assert same_rows(*certain)
        return
    assert same_rows(found.rows, expected.rows)
    assert not ordered or same_order(found.rows, expected.rows)


def _keyed(answer: Answer, key: Callable[[Mapping[str, Any]], tuple[Any, ...]]) -> list[tuple[Any, Row]]:
    names = [name for name, _ in answer.columns]
    return [(key(dict(zip(names, row, strict=True))), row) for row in answer.rows or ()]
