"""A decision from memory is the one that would be made: never another principal's, purpose's, version's or day's."""

from __future__ import annotations

import datetime
import random
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Column, Relation
from gateway.catalog.types import INTEGER, varchar
from gateway.policy.decision import Decision, Deny, Permit
from gateway.policy.load import load
from gateway.policy.memo import Memo
from gateway.policy.policy_set import PolicySet
from gateway.policy.principal import Asking, Principal
from gateway.policy.problems import PolicyProblems
from gateway.policy.reading import parse_bundle
from gateway.policy.release import holds
from tests.policy import test_stock_casbin as stock
from tests.policy.city import APPLICANT, OWNERS, PERSON, TODAY, asking, city, files

OWN = 'p2, @own, "starts_with(region_code, :region)"\n'
READ = OWN + "p, *, minzheng, select, -, *, -, -, -, allow, P1\np, *, minzheng, row_any, @own, *, -, -, -, allow, R1\n"


def column(name: str) -> Column:
    return Column(name=name, type=varchar(20))


RELATIONS = tuple(
    Relation(name=RelationName(*path.split(".")), columns=(column("c1"), column("c2")), location=tuple(path.split(".")))
    for path in ("a.s.t", "a.s.tab", "a2.s2.tab", "b.s.t")
)


def test_an_answer_is_remembered() -> None:
    policy = city(minzheng=READ)
    lisi = asking(policy, "user:lisi")
    assert policy.decide(lisi, APPLICANT) is policy.decide(asking(policy, "user:lisi"), APPLICANT)
    assert policy.decide(lisi, PERSON) is policy.decide(lisi, PERSON)


def test_attributes_from_the_token_are_part_of_the_question() -> None:
    policy = city(minzheng=READ)
    without, with_region, other = (
        Asking(principal=policy.principal("service:bi", claims))
        for claims in ({}, {"region": "330106"}, {"region": "330108"})
    )
    for _ in range(2):
        assert isinstance(policy.decide(without, APPLICANT), Deny)
        assert isinstance(policy.decide(with_region, APPLICANT), Permit)
    assert policy.decide(with_region, APPLICANT) is not policy.decide(other, APPLICANT)


def test_principals_that_differ_in_anything_are_different_questions() -> None:
    policy = city(minzheng=READ)
    one = Principal(code="user:lisi", department="minzheng-xihu", attributes={"region": "1"})
    others = (
        Principal(code="user:lisi", department="other", attributes={"region": "1"}),
        Principal(code="user:lisi", department="minzheng-xihu", attributes={"region": ("1",)}),
        Principal(code="user:lisi", department="minzheng-xihu", attributes={"region": "1", "level": "2"}),
        Principal(code="user:lisi", department="minzheng-xihu", attributes={"region": "1"}, on_behalf_of="service:bi"),
        Principal(code="user:lisi", department="minzheng-xihu", attributes={"region": "1"}, title="x"),
        Principal(code="service:bi", department="minzheng-xihu", attributes={"region": "1"}),
    )
    first = policy.decide(Asking(principal=one), APPLICANT)
    for other in others:
        assert other != one
        assert policy.decide(Asking(principal=other), APPLICANT) is not first
    twin = Principal(code="user:lisi", department="minzheng-xihu", attributes={"region": "1"})
    assert (twin, hash(twin)) == (one, hash(one))
    assert policy.decide(Asking(principal=twin), APPLICANT) is first


def test_a_purpose_does_not_answer_for_another() -> None:
    policy = city(
        police="p, *, police, row_any, TRUE, *, -, -, -, allow, R1\np, user:lisi, police, select, -, dibao-check, -, -, -, allow, P1\n"
    )
    for _ in range(2):
        for purpose, kind in ((None, Deny), ("dibao-check", Permit), ("fraud-case", Deny), ("unknown", Deny)):
            assert isinstance(policy.decide(asking(policy, "user:lisi", purpose), PERSON), kind)


def test_a_version_does_not_answer_for_another() -> None:
    before = city(minzheng=READ)
    who = asking(before, "user:lisi")
    assert isinstance(before.decide(who, APPLICANT), Permit)
    after = load(files(minzheng=READ.replace("P1", "P2")), OWNERS, on=TODAY)
    decision = after.decide(who, APPLICANT)
    assert isinstance(decision, Permit)
    assert [rule.id for rule in decision.columns["id_card"].grants] == ["P2"]


def test_a_relation_that_changed_is_another_question() -> None:
    policy = city(minzheng=READ)
    who = asking(policy, "user:lisi")
    assert isinstance(before := policy.decide(who, APPLICANT), Permit)
    wider = Relation(
        name=APPLICANT.name, columns=(*APPLICANT.columns, Column(name="extra", type=INTEGER)), location=("x",)
    )
    for relation, names in ((wider, 4), (APPLICANT, 3), (wider, 4)):
        decision = policy.decide(who, relation)
        assert isinstance(decision, Permit)
        assert len(decision.columns) == names
    assert len(before.columns) == 3


def test_who_does_not_exist_is_refused_and_takes_no_room() -> None:
    policy = city(minzheng=READ)
    policy.decide(asking(policy, "user:lisi"), APPLICANT)
    weight = policy._decisions.weight
    for number in range(100):
        nobody = Asking(principal=Principal(code=f"user:nobody{number}", department="minzheng-xihu"))
        assert isinstance(policy.decide(nobody, APPLICANT), Deny)
        assert isinstance(policy.decide(asking(policy, "user:lisi", f"purpose{number}"), APPLICANT), Deny)
    assert policy._decisions.weight == weight


def test_the_memory_is_bounded_and_forgets_what_was_not_asked_for_longest() -> None:
    memo = Memo[int, str](most=10)
    for number in range(100):
        memo.put(number, str(number), weight=2)
        assert memo.get(95 if number >= 95 else number) is not None
    assert memo.weight == 10
    assert [memo.get(n) for n in (94, 95, 96, 99)] == [None, "95", "96", "99"]
    memo.put(1000, "too heavy", weight=11)
    assert (memo.get(1000), memo.weight) == (None, 0)


def test_threads_get_their_own_answers_while_others_are_forgotten() -> None:
    roles = "".join(f"g, user:u{n}, dept:minzheng-xihu\n" for n in range(20))
    grants = "".join(f"p, user:u{n}, minzheng.dibao.applicant, select, -, *, -, -, -, allow, U{n}\n" for n in range(20))
    policy = city(minzheng=roles + grants + "p, *, minzheng, row_any, TRUE, *, -, -, -, allow, R1\n")
    policy._decisions = Memo(most=25)
    askings = [asking(policy, f"user:u{n}") for n in range(20)]
    wrong: list[object] = []

    def ask(seed: int) -> None:
        dice = random.Random(seed)
        for _ in range(500):
            number = dice.randrange(20)
            decision = policy.decide(askings[number], APPLICANT)
            if not isinstance(decision, Permit) or decision.columns["income"].grants[0].id != f"U{number}":
                wrong.append(decision)

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert policy._decisions.weight <= 25


def compiled(bundle: dict[str, bytes], on: datetime.date) -> PolicySet | None:
    try:
        return PolicySet(parse_bundle(bundle, stock.OWNERS), on)
    except PolicyProblems:
        return None


def all_decisions(policy: PolicySet, order: random.Random | None = None) -> dict[object, Decision]:
    """Everybody about everything, twice in any order when one is given."""
    questions = [
        (Asking(principal=policy.principal(code), purpose=purpose), relation)
        for code in policy.principals
        for purpose in (None, "p1", "p3")
        for relation in RELATIONS
    ]
    for _ in range(2 if order else 0):
        order.shuffle(questions) if order else None
        for question in questions:
            policy.decide(*question)
    return {(who.principal.code, who.purpose, of.name): policy.decide(who, of) for who, of in questions}


days = st.dates(datetime.date(2025, 12, 30), datetime.date(2027, 1, 2))
relaxed = {"deadline": None, "suppress_health_check": [HealthCheck.filter_too_much, HealthCheck.too_slow]}


@pytest.mark.slow
@settings(max_examples=60, **relaxed)
@given(stock.bundles(), days, st.integers(0, 5))
def test_what_is_remembered_is_what_would_be_decided(bundle: dict[str, bytes], on: datetime.date, seed: int) -> None:
    policy = compiled(bundle, on)
    if policy is not None:
        fresh = PolicySet(policy.bundle, on)
        fresh._decisions = Memo(most=0)
        assert all_decisions(policy, random.Random(seed)) == all_decisions(fresh)


@pytest.mark.slow
@settings(max_examples=60, **relaxed)
@given(stock.bundles(), days)
def test_a_set_is_right_on_every_day_until_its_last(bundle: dict[str, bytes], on: datetime.date) -> None:
    policy = compiled(bundle, on)
    if policy is None:
        return
    decided = all_decisions(policy)
    last = policy.valid_until or datetime.date(2027, 2, 1)
    for day in {on, on + (last - on) // 2, last}:
        later = PolicySet(policy.bundle, day)
        assert holds(policy, day)
        assert all_decisions(later) == decided
    if policy.valid_until is not None:
        assert not holds(policy, policy.valid_until + datetime.timedelta(days=1))
    assert not holds(policy, on - datetime.timedelta(days=1))
