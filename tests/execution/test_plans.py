"""The memory of plans: what is found again is what would be made again, and nothing crosses what a plan follows from."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import pytest

from gateway.errors import GatewayError
from gateway.execution.judge import judge
from gateway.execution.plans import OVERHEAD, Plans
from gateway.execution.request import Intent, Request
from gateway.execution.world import Judged, Told, World
from gateway.pipeline.stages import Plan, Session, Statement
from gateway.policy.principal import Asking, Principal
from tests.execution.small_world import CATALOG, Policy
from tests.world import INSTANT

SQL = "SELECT id, phone FROM people WHERE id > 1"
BASE = Statement(
    sql=SQL,
    asking=Asking(principal=Principal(code="user:ana", department="minzheng")),
    session=Session(catalog="police", schema="main"),
    instant=INSTANT,
    keys={},
)


@dataclass
class Counted:
    """The product's judge, and how often it was asked."""

    asked: int = 0

    def __call__(self, statement: Statement, request: Request, world: World) -> Judged:
        self.asked += 1
        return judge(statement, request, world)


@dataclass
class Memory:
    world: World = field(default_factory=lambda: World(CATALOG, Policy()))
    counted: Counted = field(default_factory=Counted)
    most: int = 1_000_000

    def __post_init__(self) -> None:
        self.plans = Plans(self.counted, lambda: self.world, self.most)

    def ask(self, statement: Statement, intent: Intent = Intent.ANSWER, world: World | None = None) -> Judged:
        request = Request(sql=statement.sql, asking=statement.asking, intent=intent)
        return self.plans(statement, request, world or self.world)


def test_the_same_statement_is_prepared_once() -> None:
    memory = Memory()
    first = memory.ask(BASE)
    later = memory.ask(replace(BASE, instant=INSTANT + datetime.timedelta(minutes=5)))
    assert later is first
    assert memory.counted.asked == 1
    assert isinstance(first, Plan)


def _attributed(**attributes: str | tuple[str, ...]) -> Asking:
    return Asking(principal=Principal(code="user:ana", department="minzheng", attributes=attributes))


OTHERS: Sequence[tuple[str, Callable[[Statement], Statement]]] = [
    ("text", lambda s: replace(s, sql=SQL + " ")),
    ("principal", lambda s: replace(s, asking=Asking(principal=Principal(code="user:bo", department="minzheng")))),
    ("department", lambda s: replace(s, asking=Asking(principal=Principal(code="user:ana", department="gongan")))),
    (
        "on behalf of",
        lambda s: replace(s, asking=Asking(principal=replace(s.asking.principal, on_behalf_of="service:bi"))),
    ),
    ("attributes", lambda s: replace(s, asking=_attributed(region="A"))),
    ("purpose", lambda s: replace(s, asking=replace(s.asking, purpose="statistics"))),
    ("time zone", lambda s: replace(s, session=replace(s.session, timezone="UTC"))),
    ("day", lambda s: replace(s, instant=INSTANT + datetime.timedelta(days=1))),
    ("limit", lambda s: replace(s, row_limit=10)),
    ("no EXECUTE", lambda s: replace(s, arguments=())),
    ("probes", lambda s: replace(s, keys=None)),
]


@pytest.mark.parametrize(("what", "other"), OTHERS, ids=[name for name, _ in OTHERS])
def test_nothing_is_shared_across(what: str, other: Callable[[Statement], Statement]) -> None:
    memory = Memory()
    memory.ask(BASE)
    changed = other(BASE)
    found = memory.ask(changed)
    assert memory.counted.asked == 2, f"a plan crossed: {what}"
    assert found == judge(changed, Request(sql=changed.sql, asking=changed.asking), memory.world)


@pytest.mark.parametrize(
    "values",
    [(1, True), (1, 1.0), (0.0, -0.0), (Decimal("1.0"), Decimal("1.00")), ("1", 1), (None, 0)],
    ids=str,
)
def test_parameters_that_python_calls_equal_are_not(values: tuple[object, object]) -> None:
    memory = Memory()
    asked = [replace(BASE, sql="SELECT ? AS v", parameters=(value,)) for value in values]
    made = [memory.ask(statement) for statement in asked]
    assert memory.counted.asked == 2
    assert made == [judge(s, Request(sql=s.sql, asking=s.asking), memory.world) for s in asked]


def test_another_policy_set_and_another_catalogue_forget_everything() -> None:
    memory = Memory()
    before = memory.world
    memory.ask(BASE)
    memory.world = World(CATALOG, Policy(version="policy-2", mask="null"))
    masked = memory.ask(BASE)
    assert isinstance(masked, Plan)
    assert masked.policy_version == "policy-2"
    memory.world = World(replace(CATALOG, version="catalog-2"), memory.world.policy)
    newer = memory.ask(BASE)
    assert isinstance(newer, Plan)
    assert newer.catalog_version == "catalog-2"
    memory.world = before
    memory.ask(BASE)
    assert memory.counted.asked == 4, "what an earlier world made came back"


def test_a_policy_set_of_equal_content_is_another_one() -> None:
    memory = Memory()
    memory.ask(BASE)
    memory.world = World(CATALOG, Policy())
    memory.ask(BASE)
    assert memory.counted.asked == 2


def test_a_statement_of_an_earlier_world_neither_finds_nor_leaves_anything() -> None:
    memory = Memory()
    old = memory.world
    memory.world = World(CATALOG, Policy(version="policy-2", readers=frozenset()))
    assert isinstance(memory.ask(BASE, world=old), Plan)
    with pytest.raises(GatewayError):
        memory.ask(BASE)


@pytest.mark.parametrize(
    "sql", ["SELECT now()", "SELECT localtimestamp", "SELECT id FROM people WHERE localtime IS NULL"]
)
def test_what_follows_from_the_moment_is_made_anew(sql: str) -> None:
    memory = Memory()
    statement = replace(BASE, sql=sql)
    memory.ask(statement)
    memory.ask(replace(statement, instant=INSTANT + datetime.timedelta(seconds=1)))
    assert memory.counted.asked == 2


def test_the_day_holds_for_the_day_of_the_session() -> None:
    memory = Memory()
    statement = replace(BASE, sql="SELECT current_date")
    evening = datetime.datetime(2026, 11, 22, 15, 59, 59, tzinfo=datetime.UTC)  # 23:59:59 in Shanghai
    first = memory.ask(replace(statement, instant=evening))
    assert memory.ask(replace(statement, instant=evening - datetime.timedelta(hours=9))) is first
    midnight = memory.ask(replace(statement, instant=evening + datetime.timedelta(seconds=1)))
    assert isinstance(midnight, Plan)
    assert "2026-11-23" in midnight.sql


def test_refusals_explanations_and_plans_with_keys_are_not_remembered() -> None:
    memory = Memory()
    for _ in range(2):
        with pytest.raises(GatewayError):
            memory.ask(replace(BASE, sql="SELECT nothing FROM people"))
    assert isinstance(memory.ask(BASE, Intent.EXPLAIN), Told)
    assert isinstance(memory.ask(BASE), Plan)
    assert isinstance(memory.ask(BASE, Intent.EXPLAIN), Told)
    for _ in range(2):
        memory.ask(replace(BASE, keys={(1, 0, 2, 0): (1, 2)}))
    assert memory.counted.asked == 7


def test_memory_is_bounded() -> None:
    memory = Memory(most=12 * OVERHEAD)
    for number in range(20):
        memory.ask(replace(BASE, sql=f"SELECT {number} AS n"))
    memory.ask(replace(BASE, sql="SELECT 19 AS n"))
    assert memory.counted.asked == 20, "the latest is kept"
    memory.ask(replace(BASE, sql="SELECT 0 AS n"))
    assert memory.counted.asked == 21, "the oldest is gone"
    for _ in range(2):
        memory.ask(replace(BASE, sql=f"SELECT '{'x' * OVERHEAD}' AS n"))
    assert memory.counted.asked == 23, "what is too large is never kept"
