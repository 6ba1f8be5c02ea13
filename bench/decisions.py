"""How long decisions take with a large bundle: `python bench/decisions.py [rules]` (default 100000).

One right is one question to Casbin through the index; a relation is the whole decision on 30 columns, not remembered.
"""

from __future__ import annotations

import datetime
import random
import statistics
import sys
import time
from collections.abc import Callable

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Column, Relation
from gateway.catalog.types import varchar
from gateway.policy.load import load
from gateway.policy.owners import Owner
from gateway.policy.policy_set import PolicySet
from gateway.policy.principal import Asking

DAY = datetime.date(2026, 11, 22)
PEOPLE, DEPARTMENTS, ROLES, SOURCES, COLUMNS = 10_000, 500, 200, 20, 30
OWNERS = (
    Owner(name="common", policy_file="common.csv", roles=("role:*",), departments=("*",)),
    *(Owner(name=f"s{n}", policy_file=f"s{n}.csv", catalogs=(f"s{n}",)) for n in range(SOURCES)),
)


def city(rules: int, dice: random.Random) -> dict[str, bytes]:
    """A synthetic bundle: an org tree, people with roles, tagged columns, grants on relations, masks on tags."""
    tables = max(rules // 10, SOURCES)
    common = [f"g, user:u{n}, dept:d{n % DEPARTMENTS}" for n in range(PEOPLE)]
    common += [f"g, user:u{n}, role:r{role}" for n in range(PEOPLE) for role in dice.sample(range(ROLES), 2)]
    common += [f"g, dept:d{n}, org:o{n // 10}" for n in range(DEPARTMENTS)] + [
        f"g, org:o{n}, org:city" for n in range(DEPARTMENTS // 10)
    ]
    common += [f"g2, tag:c{n}, tag:level.l{n % 4}" for n in range(20)]
    common += [
        f"p, *, tag:c{n}, mask, {'partial:3:4' if n % 2 else 'token:k1'}, *, -, -, role:r{n}, allow, M{n}"
        for n in range(20)
    ]
    files = {"policy.d/common.csv": common}
    for source in range(SOURCES):
        lines = files[f"policy.d/s{source}.csv"] = [f"p, *, s{source}, row_any, TRUE, *, -, -, -, allow, R{source}"]
        for table in range(source, tables, SOURCES):
            lines += [
                f"g2, s{source}.main.t{table}.c{c}, tag:c{dice.randrange(20)}" for c in dice.sample(range(COLUMNS), 4)
            ]
    bodies: dict[str, str] = {}
    while len(bodies) < rules - 20 - SOURCES:
        table = dice.randrange(tables)
        source = table % SOURCES
        sub = dice.choice(
            [
                f"role:r{dice.randrange(ROLES)}",
                f"dept:d{dice.randrange(DEPARTMENTS)}",
                f"org:o{dice.randrange(50)}",
                "org:city",
            ]
        )
        act = dice.choice(["select", "select", "select", "unmask", "discover"])
        obj = f"s{source}.main.t{table}" + dice.choice(["", "", f".c{dice.randrange(COLUMNS)}", ".c1*"])
        effect = "deny" if dice.random() < 0.05 else "allow"
        purpose = dice.choice(["*", "p1", "p2", "p3"])
        bodies[f"p, {sub}, {obj}, {act}, -, {purpose}, -, -, -, {effect}"] = f"policy.d/s{source}.csv"
    for number, (body, file) in enumerate(bodies.items()):
        files[file].append(f"{body}, N{number}")
    titles = "".join(f"purpose:p{n},p\n" for n in (1, 2, 3))
    titles += "".join(f"role:r{n},r\n" for n in range(ROLES))
    return {
        **{name: ("\n".join(lines) + "\n").encode() for name, lines in files.items()},
        "titles.csv": titles.encode(),
    }


def relation(table: int) -> Relation:
    """One relation of 30 text columns."""
    columns = tuple(Column(name=f"c{n}", type=varchar(40)) for n in range(COLUMNS))
    name = RelationName(f"s{table % SOURCES}", "main", f"t{table}")
    return Relation(name=name, columns=columns, location=("a", "b", "c"))


def timed(what: str, asked: int, question: Callable[[int], object]) -> None:
    """Print the median and the tail of single calls."""
    micros = []
    for number in range(asked):
        start = time.perf_counter_ns()
        question(number)
        micros.append((time.perf_counter_ns() - start) / 1000)
    tail = statistics.quantiles(micros, n=100)
    print(f"{what:32} p50 {statistics.median(micros):9.1f} us   p95 {tail[94]:9.1f} us   p99 {tail[98]:9.1f} us")


def main(rules: int) -> None:
    """Build, then ask."""
    dice = random.Random(7)
    files = city(rules, dice)
    start = time.perf_counter()
    policy: PolicySet = load(files, OWNERS, on=DAY)
    print(f"{rules} rules: parsed, checked and compiled in {time.perf_counter() - start:.1f} s")
    tables = max(rules // 10, SOURCES)
    people = [f"user:u{dice.randrange(PEOPLE)}" for _ in range(2000)]
    relations = [relation(dice.randrange(tables)) for _ in range(500)]
    askings = [Asking(principal=policy.principal(code), purpose=dice.choice([None, "p1", "p2"])) for code in people]

    def right(number: int) -> object:
        table = number * 31 % tables
        obj = f"s{table % SOURCES}.main.t{table}.c{number % COLUMNS}"
        return policy.ask(people[number % 2000], obj, "select", "-", askings[number % 2000].purpose)

    timed("one right", 5000, right)
    timed("a relation of 30 columns", 500, lambda n: policy.decide(askings[n], relations[n]))
    timed("the same, remembered", 500, lambda n: policy.decide(askings[n], relations[n]))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
