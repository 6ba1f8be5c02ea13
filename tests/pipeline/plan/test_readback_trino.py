"""Read-back of what is sent to Trino: the same proof, and a fence that has lost its limit is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from gateway.errors import ErrorCode, PlanError
from gateway.pipeline import bound
from gateway.pipeline.printing.printer import Printer, Sealed
from gateway.pipeline.printing.trino import TRINO
from gateway.pipeline.readback import read_back
from tests.pipeline.rewrite.stages import rewritten

SQL = "SELECT 1 / coalesce(p.age, 0) AS x, v.note FROM person AS p JOIN visit AS v ON v.person_id = p.id WHERE v.note = 'Zhang'"


def printed() -> tuple[str, list[Sealed], frozenset[str], bound.Query]:
    made = rewritten(SQL)
    printer = Printer.of(made.query, made.views, engine=TRINO)
    text = printer.sent(printer.query(made.query))
    return text, printer.sealed, printer.with_names(), made.query


def proved(text: str, sealed: list[Sealed], names: frozenset[str], query: bound.Query) -> None:
    read_back(text, sealed, names, query, engine=TRINO)


def test_what_was_printed_is_proved() -> None:
    text, *rest = printed()
    assert text.count(TRINO.barrier) == 2
    proved(text, *rest)


def without(part: str, new: str = "") -> Callable[[str], str]:
    def changed(text: str) -> str:
        assert part in text, text
        return text.replace(part, new, 1)

    return changed


@pytest.mark.parametrize(
    "tamper",
    [
        without(TRINO.barrier),
        without(""" WHERE ("_"."region" LIKE 'A%')"""),
        without("'Zhang'", "'Wang'"),
        without('INNER JOIN (SELECT "_"."person_id"', 'CROSS JOIN "data"."main"."person" INNER JOIN (SELECT "_"."person_id"'),
        lambda text: f"{text}; SELECT 1",
        lambda text: f"{text} UNION ALL SELECT 1, name FROM \"data\".\"main\".\"person\"",
        lambda text: f"{text} UNION ALL SELECT 1, x FROM TABLE(data.system.query(query => 'SELECT 1'))",
    ],
)  # fmt: skip
def test_what_was_changed_is_not_sent(tamper: Callable[[str], str]) -> None:
    text, *rest = printed()
    with pytest.raises(PlanError) as caught:
        proved(tamper(text), *rest)
    assert caught.value.code is ErrorCode.READ_BACK_FAILED


def test_a_fenced_view_without_its_limit_is_not_sent() -> None:
    text, sealed, names, query = printed()
    bare = [replace(one, text=one.text.removesuffix(TRINO.barrier)) for one in sealed]
    with pytest.raises(PlanError) as caught:
        proved(text.replace(TRINO.barrier, ""), bare, names, query)
    assert caught.value.code is ErrorCode.READ_BACK_FAILED
    assert "barrier" in (caught.value.detail or "")
