"""Law 2 (rule 17): two databases with equal permitted views give equal outcomes, errors included.

Law 5 (rule 12, the worst-order test): the statement with the WHERE of every unfenced view dropped, its guards kept, raises no error that the normal form does not —
unless that form fails without any hidden row, too: then the failing value is a permitted one, which the normal form's plan happened to spare itself (a join with
an empty side). That choice is the engine's, and tells nothing of hidden rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.errors import GatewayError
from gateway.pipeline import bound
from gateway.pipeline.authorize import authorize
from gateway.pipeline.locate import locate
from gateway.pipeline.parse import parse
from gateway.pipeline.printing.printer import Printer
from gateway.pipeline.resolve import resolve
from gateway.pipeline.rewrite import rewrite
from gateway.pipeline.stages import Plan, Rewritten
from gateway.pipeline.walk import descend, from_items, queries, scans, scope_expressions
from tests.properties import outcomes
from tests.properties.data import WORLDS
from tests.properties.policies import POLICIES, Governed, named
from tests.properties.statements import statements
from tests.world import CATALOG, Database, Given, plan, statement

MANY = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.slow
@MANY
@given(sql=statements(fallible=True), data=WORLDS, noise=WORLDS, governed=st.sampled_from(POLICIES))
def test_hidden_rows_do_not_interfere(sql: str, data: dict, noise: dict, governed: Governed) -> None:
    hidden = governed.hidden(noise)
    louder = {name: [*hidden[name], *rows] for name, rows in data.items()}
    made = prepared(sql, governed)  # never sees data
    with Database(data) as one, Database(louder) as other:
        outcomes.assert_equal(
            (one, lambda: outcomes.of_plan(one, made)), (other, lambda: outcomes.of_plan(other, made))
        )


@pytest.mark.slow
@MANY
@given(sql=statements(fallible=True), data=WORLDS, governed=st.sampled_from(POLICIES))
def test_in_the_worst_order_nothing_fails_that_does_not_fail_in_the_normal_one(
    sql: str, data: dict, governed: Governed
) -> None:
    with Database(data) as database:
        if outcome(database, sql, governed)[0] != "rows":
            return
        text = _worst_order(sql, governed.name)
        if outcomes.of_rows(lambda: database.plain(text), ordered=False)[0] == "rows":
            return
    with Database(governed.unhidden(data)) as permitted:
        assert outcomes.of_rows(lambda: permitted.plain(text), ordered=False)[0] == "failed"


def prepared(sql: str, governed: Governed) -> Callable[[], Plan]:
    """Gives the plan, or raises the refusal, as often as it is asked."""
    return _prepared(sql, governed.name)


@lru_cache(maxsize=64)
def _prepared(sql: str, policy: str) -> Callable[[], Plan]:
    try:
        made = plan(sql, named(policy).policy)
    except GatewayError as error:
        refusal = error

        def refuse() -> Plan:
            raise refusal

        return refuse
    return lambda: made


def outcome(database: Database, sql: str, governed: Governed) -> outcomes.Outcome:
    return outcomes.of_plan(database, prepared(sql, governed))


def worst_order(sql: str, policy: Given) -> str:
    """The statement's text with the row rule of every unfenced view dropped, but for views under an aggregation or window: those have run."""
    rewritten = rewritten_of(sql, policy)
    kept = {scan.id for scan in settled(rewritten.query)}
    views = {
        number: view if view.fenced or number in kept else replace(view, rows=None)
        for number, view in rewritten.views.items()
    }
    return printed(rewritten.query, views)


def printed(query: bound.Query, views: Mapping[bound.InstanceId, bound.View]) -> str:
    """The text that would be sent for these views."""
    printer = Printer.of(query, views)
    return printer.sent(printer.query(query))


@lru_cache(maxsize=64)
def _worst_order(sql: str, policy: str) -> str:
    return worst_order(sql, named(policy).policy)


def rewritten_of(sql: str, policy: Given) -> Rewritten:
    return rewrite(resolve(authorize(locate(parse(statement(sql)), CATALOG), policy)))


def settled(query: bound.Query) -> Iterator[bound.Scan]:
    """Scans that stand under an aggregation or window."""
    ctes = {cte.number: cte.query for node in queries(query) for cte in node.ctes}
    for node in queries(query):
        select = node.body
        if not isinstance(select, bound.Select):
            continue
        windows = any(isinstance(n, bound.Window) for root in scope_expressions(node) for n in descend(root))
        if select.grouping_sets is not None or windows:
            for item in from_items(select.from_):
                yield from below(item, ctes)


def below(item: bound.FromItem, ctes: dict[int, bound.Query]) -> Iterator[bound.Scan]:
    match item:
        case bound.Scan():
            yield item
        case bound.Derived():
            yield from every(item.query, ctes)
        case bound.CteScan():
            yield from every(ctes[item.cte], ctes)
        case _:
            return


def every(query: bound.Query, ctes: dict[int, bound.Query], seen: frozenset[int] = frozenset()) -> Iterator[bound.Scan]:
    yield from scans(query)
    for node in queries(query):
        if isinstance(node.body, bound.Select):
            for item in from_items(node.body.from_):
                if isinstance(item, bound.CteScan) and item.cte not in seen:  # a recursive one reads itself
                    yield from every(ctes[item.cte], ctes, seen | {item.cte})


def test_the_worst_order_is_worse_than_the_normal_one() -> None:
    """The judge itself: without guards and fences a hidden row does fail the statement."""
    governed = POLICIES[0]
    data = {"person": [(1, "x", "B1", 0, None, None, None, None, None)], "visit": [], "place": []}
    rewritten = rewritten_of("SELECT 1 / age FROM person", governed.policy)
    (view,) = rewritten.views.values()
    assert view.guarded
    naked = replace(
        view, rows=None, projections=tuple((i, bound.RawColumn("age", e.type)) for i, e in view.projections)
    )
    text = printed(rewritten.query, {view.id: naked})
    with Database(data) as database:
        assert outcomes.of_rows(lambda: database.plain(text), ordered=False)[0] == "failed"
        assert outcome(database, "SELECT 1 / age FROM person", governed) == ("rows", [])


def test_a_refusal_is_an_outcome() -> None:
    with pytest.raises(GatewayError):
        plan("SELECT secret FROM person", POLICIES[0].policy)
