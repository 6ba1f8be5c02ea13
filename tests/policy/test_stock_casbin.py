"""Index and Casbin answer as stock Casbin does: stock enforcer, stock file adapter, stock role manager, full scan."""

from __future__ import annotations

import datetime
import os
import tempfile
from itertools import product
from pathlib import Path

import casbin
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from gateway.policy.acts import ACTS, Kind
from gateway.policy.compile import compile_rules
from gateway.policy.matching import covers, during, tag_test
from gateway.policy.model import shipped_model
from gateway.policy.owners import Owner
from gateway.policy.policy_set import PolicySet
from gateway.policy.problems import PolicyProblems
from gateway.policy.reading import parse_bundle

OWNERS = (
    Owner(name="common", policy_file="common.csv"),
    Owner(name="a", policy_file="a.csv", catalogs=("a", "a2"), roles=("role:*",), tags="tag:a.", departments=("*",)),
    Owner(name="b", policy_file="b.csv", catalogs=("b",), tags="tag:b."),
)
PEOPLE = ["user:u1", "user:u2", "user:u3", "service:s1"]
ROLES = ["role:r1", "role:r2", "role:r3", "role:r4"]
DEPARTMENTS = ["dept:d1", "dept:d2"]
SUBJECTS = ["*", "*", "*", *PEOPLE, *ROLES, *DEPARTMENTS, "org:o1"]
TAGS = {
    "a": ["tag:a.x", "tag:a.y", "tag:p", "tag:q"],
    "b": ["tag:b.x", "tag:p", "tag:q"],
    "common": ["tag:p", "tag:q", "tag:r"],
}
PURPOSES = ["*", "*", "*", "p1", "p2", "p3"]
DAYS = ["-", "2026-01-01", "2026-06-30", "2026-12-31"]
CATALOGS = {"a": ["a", "a2"], "b": ["b"], "common": ["a", "b", "a*", "*"]}
ARGUMENTS = {
    "row_any": ["@x", "TRUE"],
    "row_all": ["@x", "@y"],
    "mask": ["null", "partial:3:4", "name"],
    "unmask": ["-", "null"],
    "limit": ["rows:10", "rows:20"],
}
SEGMENTS = ["s", "t", "c1"]
OBJECTS = [
    "a",
    "a2",
    "b",
    "a.s",
    "a.s.t",
    "a2.s.t",
    "a.s2.tab",
    "b.s.t",
    "a.s.t.c1",
    "a.s.tab.c2",
    "b.s.t.c1",
    "a2.s2.tab.c2",
    "zz",
    "zz.s.t",
]
BASE = {
    "common": "g, dept:d1, org:o1\ng2, tag:p, tag:r\np2, @x, c1 IS NOT NULL\np2, @y, c2 IS NOT NULL\ng3, p1, p3\n",
    "a": "g, user:u1, dept:d1\ng, user:u2, dept:d2\ng, user:u3, dept:d1\ng, service:s1, dept:d2\n",
    "b": "#\n",
}
TITLES = "".join(
    f"{code},x\n"
    for code in [
        *ROLES,
        "purpose:p1",
        "purpose:p2",
        "purpose:p3",
        "tag:p",
        "tag:q",
        "tag:r",
        "tag:a.x",
        "tag:a.y",
        "tag:b.x",
    ]
)


@st.composite
def paths(draw: st.DrawFn, owner: str) -> str:
    if draw(st.booleans()):
        return draw(st.sampled_from([name for name in OBJECTS if name.split(".")[0] in CATALOGS[owner]]))
    parts = [draw(st.sampled_from(CATALOGS[owner]))]
    for _ in range(draw(st.integers(0, 3))):
        parts.append(draw(st.sampled_from([*SEGMENTS, "*", "*", "s*", "t*", "c*"])))
    return ".".join(parts)


@st.composite
def rules(draw: st.DrawFn, owner: str, number: int) -> str:
    act = draw(st.sampled_from(["select"] * 8 + sorted(set(ACTS) - ({"impersonate"} if owner == "b" else set()))))
    grant = ACTS[act] is Kind.GRANT
    obj = draw(st.one_of(paths(owner), paths(owner), st.sampled_from(TAGS[owner])))
    if act == "row_any":
        obj = ".".join(draw(paths(owner)).split(".")[:3])
    if act == "impersonate":
        obj = draw(st.sampled_from([*PEOPLE[:3], *DEPARTMENTS]))
    effect = draw(st.sampled_from(["allow", "allow", "deny"])) if grant else "allow"
    fields = [
        draw(st.sampled_from(["service:s1"] if act == "impersonate" else SUBJECTS)),
        obj,
        act,
        draw(st.sampled_from(ARGUMENTS.get(act, ["-"]))),
        draw(st.sampled_from(PURPOSES)) if grant else "*",
        draw(st.sampled_from(DAYS[:2])),
        draw(st.sampled_from(["-", *DAYS[2:]])),
        draw(st.sampled_from(["-", "-", "-", *ROLES, "dept:d1"])),
        "deny" if owner == "common" and grant else effect,
        f"{owner}-{number}",
    ]
    return "p, " + ", ".join(fields) + "\n"


@st.composite
def bundles(draw: st.DrawFn) -> dict[str, bytes]:
    texts = dict(BASE)
    for person in PEOPLE:
        for role in draw(st.lists(st.sampled_from(ROLES), unique=True, max_size=2)):
            texts["a"] += (
                f"g, {person}, {role}{draw(st.sampled_from(['', ', 2026-01-01, 2026-06-30', ', -, 2026-12-31']))}\n"
            )
    for low, high in draw(st.lists(st.sampled_from([(0, 1), (1, 2), (2, 3), (0, 3)]), unique=True)):
        texts["a"] += f"g, {ROLES[low]}, {ROLES[high]}\n"
    for owner in ("a", "b"):
        taggable = [name for name in OBJECTS if name.split(".")[0] in CATALOGS[owner]] + [f"tag:{owner}.x"]
        for obj in draw(st.lists(st.sampled_from(taggable), unique=True, max_size=4)):
            texts[owner] += f"g2, {obj}, {draw(st.sampled_from([tag for tag in TAGS[owner] if tag != obj]))}\n"
    for owner in ("a", "a", "b", "common"):
        count = texts[owner].count("\np, ")
        for number in range(count, count + draw(st.integers(0, 6))):
            texts[owner] += draw(rules(owner, number))
    return {**{f"policy.d/{name}.csv": text.encode() for name, text in texts.items()}, "titles.csv": TITLES.encode()}


class Stock:
    """The stock library, fed the compiled rules as a stock CSV file."""

    def __init__(self, policy: PolicySet, folder: Path) -> None:
        compiled = compile_rules(policy.bundle, policy.on)
        rows = ["p, " + ", ".join(rule) for rule in compiled.rules] or ["p, " + ", ".join(["!"] * 10)]
        rows += [f"{kind}, {below}, {above}" for kind, links in compiled.links.items() for below, above in links]
        (folder / "model.conf").write_text(shipped_model())
        (folder / "policy.csv").write_text("\n".join(rows))
        self.enforcer = casbin.Enforcer(str(folder / "model.conf"), str(folder / "policy.csv"))
        self.enforcer.add_function("covers", covers)
        self.enforcer.add_function("tagged", tag_test(self.enforcer.get_named_role_manager("g2").has_link))
        self.enforcer.add_function("during", during)


ASKERS = [*PEOPLE[:3], "user:nobody", "role:r1", ""]
acts = st.lists(st.sampled_from(["select"] * 4 + sorted(ACTS)), min_size=1, max_size=2, unique=True)
purposes = st.sampled_from([None, "p1", "p2", "p3", "other"])
days = st.sampled_from(["2026-03-01", "2026-06-30", "2026-07-01", "2027-01-01"])


def compare(files: dict[str, bytes], asked: list[str], purpose: str | None, on: datetime.date) -> None:
    """Everybody about everything, for some acts."""
    try:
        policy = PolicySet(parse_bundle(files, OWNERS), on)
    except PolicyProblems as error:
        only = ("the same", "only columns carry", "rows are granted on a relation", "unmask form")
        if not all(any(text in problem.message for text in only) for problem in error.problems):
            raise
        assume(False)
    with tempfile.TemporaryDirectory() as folder:
        stock = Stock(policy, Path(folder)).enforcer
    for subject, obj, act in product(ASKERS, OBJECTS, asked):
        target = "user:u1" if act == "impersonate" else obj
        for arg in ARGUMENTS.get(act, ["-"]):
            expected, rule = stock.enforce_ex(subject, target, act, arg, purpose or "-", on.isoformat())
            answer = policy.ask(subject, target, act, arg, purpose)
            assert (answer.allowed, answer.denied) == (expected, bool(rule) and not expected), (
                subject,
                target,
                act,
                arg,
            )


relaxed = {"deadline": None, "suppress_health_check": [HealthCheck.filter_too_much, HealthCheck.too_slow]}


@settings(max_examples=50, **relaxed)
@given(bundles(), acts, purposes, days)
def test_index_and_casbin_answer_as_stock_casbin(
    files: dict[str, bytes], asked: list[str], purpose: str | None, day: str
) -> None:
    compare(files, asked, purpose, datetime.date.fromisoformat(day))


@pytest.mark.slow
@settings(max_examples=1000 if os.environ.get("HUILIU_JUDGE") == "all" else 250, **relaxed)
@given(bundles(), acts, purposes, days)
def test_index_and_casbin_answer_as_stock_casbin_at_length(
    files: dict[str, bytes], asked: list[str], purpose: str | None, day: str
) -> None:
    compare(files, asked, purpose, datetime.date.fromisoformat(day))
