"""Decisions with large bundles: one right is one question to Casbin through the index, a relation is the whole decision on 30 columns; and what a reload costs, itself and others."""

from __future__ import annotations

import datetime
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import casbin

from bench.figures import Figure, Timed
from gateway.catalog.names import RelationName
from gateway.catalog.relations import Column, Relation
from gateway.catalog.types import varchar
from gateway.policy.compile import Compiled, compile_rules
from gateway.policy.matching import covers, during, tag_test
from gateway.policy.model import shipped_model
from gateway.policy.owners import Owner
from gateway.policy.policy_set import PolicySet
from gateway.policy.principal import Asking
from gateway.policy.reading import parse_bundle
from gateway.policy.release import Loaded, Release, release

SIZES = (100, 10_000, 100_000)
ASKED = 1000
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


def measure(quick: bool) -> Iterator[Figure]:
    """Decisions at 100, 10,000 and 100,000 rules (quick: the first two)."""
    for rules in SIZES[:2] if quick else SIZES:
        yield from _measure(rules, quick=quick)


def _measure(rules: int, *, quick: bool) -> Iterator[Figure]:
    files = city(rules, random.Random(7))
    said, largest = f"{rules} rules", rules == SIZES[-1]
    right = _rights(max(rules // 10, SOURCES))
    yield from _decisions(files, said, right, rules, quick=quick)
    yield from _reload(files, said, right, 3 if largest else None)


def _decisions(
    files: dict[str, bytes], said: str, right: Callable[[int, PolicySet], object], rules: int, *, quick: bool
) -> Iterator[Figure]:
    tables, largest = max(rules // 10, SOURCES), rules == SIZES[-1]
    started = time.process_time()
    bundle = parse_bundle(files, OWNERS)
    parsed = time.process_time()
    policy = PolicySet(bundle, DAY)
    done = time.process_time()
    yield Figure(name=f"{said}: parsed and checked", value=parsed - started, unit="s", note="the collector at work")
    yield Figure(name=f"{said}: compiled", value=done - parsed, unit="s", note="the collector at work")
    one = _spent(lambda number: right(number, policy), ASKED if quick else 5 * ASKED)
    yield _figure(f"{said}: one right, p50", one.p50, 40 if largest else None)
    yield _figure(f"{said}: one right, p95", one.p95, 150 if largest else None)
    yield _figure(f"{said}: one right, p99", statistics.quantiles(one.rounds, n=100)[-1])
    stock = _stock_casbin(compile_rules(bundle, DAY), tables, 3 if largest else 20)
    yield _figure(f"{said}: plain pycasbin, p50", stock, None, one.p50, "one right")
    yield from _relations(said, policy, tables, largest=largest)


def _rights(tables: int) -> Callable[[int, PolicySet], object]:
    """Different people, for different purposes, about one column of different relations each time."""
    dice = random.Random(11)
    asked = [(f"user:u{dice.randrange(PEOPLE)}", dice.choice([None, "p1", "p2"])) for _ in range(ASKED)]

    def right(number: int, policy: PolicySet) -> object:
        who, purpose = asked[number % ASKED]
        return policy.ask(who, _column(number, tables), "select", "-", purpose)

    return right


def _column(number: int, tables: int) -> str:
    table = number * 31 % tables
    return f"s{table % SOURCES}.main.t{table}.c{number % COLUMNS}"


def _relations(said: str, policy: PolicySet, tables: int, *, largest: bool) -> Iterator[Figure]:
    dice = random.Random(13)
    askings = [
        Asking(principal=policy.principal(f"user:u{dice.randrange(PEOPLE)}"), purpose=dice.choice([None, "p1", "p2"]))
        for _ in range(500)
    ]
    relations = [relation(dice.randrange(tables)) for _ in askings]
    for name, aim in (("cold", 2000), ("seen", 10)):
        taken = _spent(lambda number: policy.decide(askings[number], relations[number]), len(askings))
        yield _figure(f"{said}: 30 columns, {name}, p50", taken.p50, aim if largest else None)
        yield _figure(f"{said}: 30 columns, {name}, p95", taken.p95)


def _reload(
    files: dict[str, bytes], said: str, right: Callable[[int, PolicySet], object], aim: float | None
) -> Iterator[Figure]:
    """A reload while another thread asks every two milliseconds, as it does before."""
    kept = Release(files, lambda new, on: release(new, OWNERS, on=on), on=DAY)
    quiet = _served(kept, right, lambda: time.sleep(2))
    spent: list[tuple[float, float]] = []

    def reload() -> None:
        wall, cpu = time.perf_counter(), time.thread_time()
        assert isinstance(kept.reload({**files, "VERSION": b"2"}, DAY), Loaded)
        spent.append((time.perf_counter() - wall, time.thread_time() - cpu))

    busy = _served(kept, right, reload)
    ((wall, cpu),) = spent
    yield Figure(
        name=f"{said}: reload, CPU", value=cpu, unit="s", aim=aim, note=f"{wall:.1f} s by the clock, beside others"
    )
    for name, of in (("p50", lambda t: t.p50), ("p95", lambda t: t.p95), ("longest", lambda t: max(t.rounds))):
        yield _figure(f"{said}: one right while reloading, {name}", of(busy), None, of(quiet), "before, by the clock")


def _served(kept: Release, right: Callable[[int, PolicySet], object], work: Callable[[], None]) -> Timed:
    """Questions of a second thread while `work` runs, by the clock."""
    done = threading.Event()
    taken: list[float] = []

    def serve() -> None:
        number = 0
        while not done.wait(0.002):
            started = time.perf_counter()
            right(number, kept.current)
            taken.append(time.perf_counter() - started)
            number += 1

    thread = threading.Thread(target=serve)
    thread.start()
    work()
    done.set()
    thread.join()
    return Timed(taken)


def _spent(question: Callable[[int], object], asked: int) -> Timed:
    """CPU time of single calls: what other processes do meanwhile is not ours."""
    taken = []
    for number in range(asked):
        started = time.thread_time_ns()
        question(number)
        taken.append((time.thread_time_ns() - started) / 1e9)
    return Timed(taken)


def _stock_casbin(compiled: Compiled, tables: int, asked: int) -> float:
    """The library alone on the same rules: its own enforcer, file adapter and role managers."""
    with tempfile.TemporaryDirectory() as folder:
        model, policy = Path(folder) / "model.conf", Path(folder) / "policy.csv"
        model.write_text(shipped_model())
        links = (f"{kind}, {below}, {above}" for kind, pairs in compiled.links.items() for below, above in pairs)
        policy.write_text("\n".join([*("p, " + ", ".join(rule) for rule in compiled.rules), *links]))
        enforcer = casbin.Enforcer(str(model), str(policy))
    enforcer.add_function("covers", covers)
    enforcer.add_function("tagged", tag_test(enforcer.get_named_role_manager("g2").has_link))
    enforcer.add_function("during", during)

    def right(number: int) -> object:
        return enforcer.enforce(
            f"user:u{number * 7 % PEOPLE}", _column(number, tables), "select", "-", "-", DAY.isoformat()
        )

    return _spent(right, asked).p50


def _figure(name: str, seconds: float, aim: float | None = None, of: float | None = None, what: str = "") -> Figure:
    ratio = None if of is None else seconds / of
    return Figure(name=name, value=seconds * 1e6, unit="us", aim=aim, ratio=ratio, of=what)
