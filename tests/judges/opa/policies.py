"""Policy bundles over the city, drawn from a seed and loaded by the product: grants by department, role and purpose, denials, row rules, masks of every kind."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from gateway import masking
from gateway.api.opa.people import asking_of
from gateway.api.opa.shown import OpaWorld
from gateway.catalog.types import parse_type
from gateway.policy.load import load
from gateway.policy.owners import Owner
from gateway.policy.policy_set import PolicySet
from gateway.predicates import check_predicate
from tests.corpus.city import DISTRICTS, PROPERTIES, RESIDENTS, VISITS, Table
from tests.judges.answers.gateway import CATALOG, SCHEMA, city_catalog

OWNERS: Final = (
    Owner(name="common", policy_file="common.csv"),
    Owner(
        name="city",
        policy_file="city.csv",
        catalogs=(CATALOG,),
        roles=("role:city-*",),
        tags="tag:city.",
        departments=("west", "east"),
    ),
)
TITLES: Final = "purpose:stat,统计\npurpose:audit,审计\n"
PEOPLE: Final = """\
g, user:ana, dept:west
g, user:bo, dept:east
g, service:cy, dept:east
g, user:ana, role:city-clerk
g, service:cy, role:city-clerk
"""
SUBJECTS: Final = """\
user:ana, prefix, 3205
user:ana, districts[], 320508, 320510
user:bo, prefix, 320509
service:cy, districts[], 320509
"""
USERS: Final = ("ana@stat", "ana@audit", "ana", "bo@stat", "bo", "service:cy@stat", "service:cy@audit")
TABLES: Final = (RESIDENTS, VISITS, PROPERTIES, DISTRICTS)
"""Those that the generated statements ask about."""

ROWS: Final[Mapping[str, Sequence[str]]] = {
    "residents": (
        "district IN (:districts)", "starts_with(district, :prefix)", "income > 0", "gender = 'F' OR married", "born < DATE '2000-01-01'", "id <> 3",
        "height BETWEEN 0e0 AND 2e0", "phone IS NULL OR phone LIKE '138%'", "registered >= TIMESTAMP '2020-02-29 00:00:00'", "NOT name = ''",
        "coalesce(household, 0) < 13", "lower(name) <> 'anna müller'",
    ),
    "visits": (
        "cost > 10", "insured", "day >= DATE '2024-01-01'", "dept = '内科'", "hospital <> 'Clinic A'", "resident_id IS NOT NULL", "score IN (7, 0, 5)",
        "note LIKE '%1%' OR note IS NULL", "admitted < TIMESTAMP '2026-02-01 10:00:00'", "substr(hospital, 1, 1) = '中'",
    ),
    "properties": ("price > 0", "kind <> 'hut'", "area >= 1e0", "owner_id < 8", "built > 1900 OR built IS NULL", "mortgage <> DECIMAL '0.0000'", "floors < 100", "bought IS NOT NULL"),
    "districts": ("population > 1000", "starts_with(code, :prefix)", "code IN (:districts)", "parent = '320500'", "length(name) > 0"),
}  # fmt: skip
MASKS: Final = (
    "null", "const:***", "const:0", "partial:1:1", "partial:3:4", "name", "phone", "address", "email", "id_card", "bank_card", "generalize:year", "generalize:month",
    "generalize:number:10", "generalize:number:100", "region:county", "region:city",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawn:
    """A policy set, its text, and who can ask under it, each under the name that he has at Trino."""

    text: str
    world: OpaWorld
    policy: PolicySet

    @property
    def users(self) -> list[str]:
        """Those whose purpose is open to them."""
        return [user for user in USERS if asking_of(user, self.policy) is not None]


def policies(seed: int) -> Iterator[Drawn]:
    """Policy sets without end; the same for the same seed."""
    number = 0
    while True:
        yield _drawn(_Lines(Random(f"policy {seed} {number}")).text())
        number += 1


def _drawn(text: str) -> Drawn:
    files = {
        "policy.d/common.csv": b"# nothing\n",
        "policy.d/city.csv": text.encode(),
        "subjects.csv": SUBJECTS.encode(),
        "titles.csv": TITLES.encode(),
    }
    catalog, today = city_catalog(), datetime.datetime.now(datetime.UTC).date()
    policy = load(files, OWNERS, on=today, catalog=catalog, check_predicate=check_predicate)
    return Drawn(text, OpaWorld(catalog, policy, today), policy)


class _Lines:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.lines: list[str] = []
        self.rules: set[str] = set()
        self.predicates: dict[str, str] = {}

    def text(self) -> str:
        for table in TABLES:
            self.table(table)
        named = "".join(f'p2, {name}, "{sql}"\n' for sql, name in self.predicates.items())
        return PEOPLE + named + "".join(self.lines)

    def table(self, table: Table) -> None:
        path = f"{CATALOG}.{SCHEMA}.{table.name}"
        columns = list(table.types)
        draw = self.random.random()
        if draw < 0.02:
            return  # granted to nobody
        if draw < 0.1:
            for column in self.random.sample(columns, len(columns) - 2):
                self.rule(self.somebody(), f"{path}.{column}", "select", "-", self.purpose())
        else:
            self.rule(self.random.choice(["*"] * 5 + [self.somebody()]), path, "select", "-", self.purpose())
        for column in columns:
            if self.random.random() < 0.015:
                self.rule(self.somebody(), f"{path}.{column}", "select", "-", "*", effect="deny")
            if self.random.random() < 0.2:
                self.rule("*", f"{path}.{column}", "mask", self.mask(table.types[column]))
                if self.random.random() < 0.2:
                    self.rule(self.somebody(), f"{path}.{column}", "unmask", "-", self.purpose())
        self.rows(table, path)

    def rows(self, table: Table, path: str) -> None:
        draw = self.random.random()
        if draw < 0.3:
            self.rule("*", path, "row_any", "TRUE", "*")
        else:
            for _ in range(self.random.randint(1, 2)):
                self.rule(
                    self.random.choice(["*"] * 5 + [self.somebody()]),
                    path,
                    "row_any",
                    self.predicate(table),
                    self.purpose(),
                )
        if self.random.random() < 0.3:
            self.rule("*", path, "row_all", self.predicate(table))

    def predicate(self, table: Table) -> str:
        sql = self.random.choice(ROWS[table.name])
        return self.predicates.setdefault(sql, f"@r{len(self.predicates)}")

    def mask(self, type_: str) -> str:
        fitting = [mask for mask in MASKS if masking.parse(mask).accepts(parse_type(type_))]
        return self.random.choice(fitting)

    def somebody(self) -> str:
        return self.random.choice(["dept:west", "dept:east", "role:city-clerk", "user:ana", "user:bo"])

    def purpose(self) -> str:
        return self.random.choice(["*"] * 6 + ["stat", "audit"])

    def rule(self, subject: str, obj: str, act: str, arg: str, purpose: str = "*", effect: str = "allow") -> None:
        fields = f"{subject}, {obj}, {act}, {arg}, {purpose}, -, -, -, {effect}"
        if fields not in self.rules:  # the loader takes no rule twice
            self.rules.add(fields)
            self.lines.append(f"p, {fields}, R{len(self.lines)}\n")
