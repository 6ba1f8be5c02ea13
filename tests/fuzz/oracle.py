"""What may never come of a case: an error outside of the error tree, a slow answer, a canary or a policy's constant, an unguarded relation, a hidden row's influence."""

from __future__ import annotations

import datetime
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

import duckdb

from gateway.catalog.relations import Catalog
from gateway.engines.duckdb_errors import COMPUTING
from gateway.errors import GatewayError
from gateway.pipeline.explain import explanation
from gateway.pipeline.prepare import prepare
from gateway.pipeline.stages import Plan
from tests.attacks.world import CATALOG, TYPES
from tests.fuzz.cases import Case
from tests.fuzz.policies import SITES, UNAVAILABLE, Site, World
from tests.fuzz.sent import KEY, Judge

SECONDS: Final = 2.0
"""CPU that one prepare may take."""
RUN_SECONDS: Final = 5.0
BATCH: Final = 40
EXPLAINED: Final = 10
"""One case in so many is explained, too."""
EXECUTED: Final = 25
ABSENT: Final = 25

Outcome = tuple[str, Any]


@dataclass(frozen=True)
class Finding:
    """What is wrong with a case."""

    case: Case
    kind: str
    words: str


@dataclass
class Oracle:
    """Judges cases one after another; texts are handed to DuckDB's parser in batches."""

    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    waiting: dict[str, list[tuple[Case, Plan]]] = field(default_factory=dict)

    @cached_property
    def judges(self) -> Mapping[str, Judge]:
        return {site.name: Judge(site, self.databases[site.name]["loud"]) for site in SITES}

    @cached_property
    def databases(self) -> Mapping[str, Mapping[str, duckdb.DuckDBPyConnection]]:
        return {site.name: {name: _filled(world) for name, world in site.worlds.items()} for site in SITES}

    def judge(self, case: Case) -> None:
        """Prepare it, and look at everything that comes out."""
        self.counts["cases"] += 1
        self.counts[f"way: {case.way}"] += 1
        plan = self._prepared(case)
        if case.number % ABSENT == 0:
            self._hidden_is_absent(case, plan)
        if plan is None:
            return
        self.counts["rewritten"] += 1
        self.counts[f"rewritten: {case.way}"] += 1
        if case.number % EXPLAINED == 0:
            self._explained(case, plan)
        if case.number % EXECUTED == 0:
            self._executed(case, plan)
        waiting = self.waiting.setdefault(case.site, [])
        waiting.append((case, plan))
        if len(waiting) >= BATCH:
            self.settle(case.site)

    def settle(self, site: str | None = None) -> None:
        """Judge the texts that wait."""
        for name in [site] if site else list(self.waiting):
            waiting = self.waiting.pop(name, [])
            problems = self.judges[name].judge([plan.sql for _, plan in waiting])
            for (case, _), problem in zip(waiting, problems, strict=True):
                if problem is not None:
                    self._found(case, "unguarded", problem)

    def _found(self, case: Case, kind: str, words: str) -> None:
        self.counts["findings"] += 1
        self.findings.append(Finding(case, kind, words))

    # --- prepare ---

    def _prepared(self, case: Case) -> Plan | None:
        start = time.process_time()
        try:
            plan = prepare(case.statement, CATALOG, case.governed.policy)
        except GatewayError as error:
            self.counts[f"refused: {error.code.name}"] += 1
            if error.code in UNAVAILABLE:
                self._found(case, error.code.name, f"{error} {error.detail}")
            # A place in the client's own text is a number that may be a planted one.
            told = {name: value for name, value in error.public().items() if name not in ("line", "column")}
            self._silent(case, "error", repr(told), case.governed.canaries, case.governed.words)
            return None
        except RecursionError as error:
            self._found(case, "recursion", str(error))
            return None
        except Exception:  # whatever it is, it is the finding
            self._found(case, "exception", traceback.format_exc(limit=-3))
            return None
        finally:
            spent = time.process_time() - start
            if spent > SECONDS:
                self._found(case, "slow", f"prepare took {spent:.1f} s of CPU")
        names = repr([column.name for column in plan.columns])
        self._silent(case, "columns", names, case.governed.canaries, case.governed.words)
        return plan

    def _silent(self, case: Case, where: str, told: str, *lists: Sequence[str]) -> None:
        """Nothing that is not in the client's own text."""
        own = case.sql.lower()
        heard = [word for words in lists for word in words if word in told and word.lower() not in own]
        if heard and not any(word in repr(case.parameters) for word in heard):
            self._found(case, f"told in {where}", f"{heard}: {told[:2000]}")

    def _explained(self, case: Case, plan: Plan) -> None:
        text = explanation(case.statement, plan, CATALOG, case.governed.policy).text
        self.counts["explained"] += 1
        self._silent(case, "explain", text, case.governed.canaries, case.governed.words)

    def _hidden_is_absent(self, case: Case, plan: Plan | None) -> None:
        """Over a catalogue that lacks what is hidden, the outcome is the same to the letter."""
        self.counts["compared with absence"] += 1
        found = _outcome(case, CATALOG) if plan is None else ("plan", plan.sql, plan.columns)
        absent = _outcome(case, _without_hidden(case.governed))
        if found != absent:
            self._found(case, "hidden is not absent", f"{found}\n!=\n{absent}")

    # --- execution ---

    def _executed(self, case: Case, plan: Plan) -> None:
        for one, other in (("quiet", "loud"), ("nothing", "only hidden")):
            quiet, loud = (self._run(case, plan, world) for world in (one, other))
            self.counts["executed"] += 1
            if quiet[0] == "unrunnable":
                self._found(case, "unrunnable", f"{quiet[1]}\n{plan.sql}")
                return
            if "interrupted" in (quiet[0], loud[0]):
                self.counts["interrupted"] += 1
                return
            sampled = "TABLESAMPLE" in plan.sql  # which rows it takes is left open: that they repeat is chance
            differ = quiet != loud and not sampled
            if differ and self._settled(case, plan, one, quiet) and self._settled(case, plan, other, loud):
                self._found(case, "interference", f"{one}: {_short(quiet)}\n{other}: {_short(loud)}\n{plan.sql}")
            if quiet[0] == "rows" == loud[0]:
                heard = [
                    w
                    for w in case.governed.canaries
                    if w in repr(loud[1]) and w not in repr(quiet[1]) and w not in case.sql
                ]
                if heard:
                    self._found(case, "told in rows", f"{heard}: {_short(loud)}")

    def _settled(self, case: Case, plan: Plan, world: str, outcome: Outcome) -> bool:
        """Does it come to the same once more, and with the rows the other way round? If not, SQL leaves it open."""
        again = self._run(case, plan, world)
        rows = {name: list(reversed(rows)) for name, rows in case.governed.worlds[world].items()}
        with _filled(rows) as connection:
            return again == outcome == _run(connection, plan)

    def _run(self, case: Case, plan: Plan, world: str) -> Outcome:
        return _run(self.databases[case.site][world], plan)


def _outcome(case: Case, catalog: Catalog) -> tuple[Any, ...]:
    try:
        plan = prepare(case.statement, catalog, case.governed.policy)
    except GatewayError as error:
        return "error", error.public()
    except Exception as error:  # found and told elsewhere
        return "exception", type(error).__name__
    return "plan", plan.sql, plan.columns


def _without_hidden(site: Site) -> Catalog:
    """Hidden columns go, but for those that rules read or that may be discovered, and so do invisible relations."""
    relations = {}
    for name, relation in CATALOG.relations.items():
        governed = site.governed.get(name.relation)
        if governed is None:
            continue
        kept = tuple(
            c
            for c in relation.columns
            if c.name not in governed.hidden or c.name in governed.rules or c.name in governed.discoverable
        )
        relations[name] = replace(relation, columns=kept)
    return replace(CATALOG, relations=relations)


def _filled(world: World) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config={"threads": "1", "memory_limit": "400MB"})
    connection.execute("SET TimeZone='UTC'; ATTACH ':memory:' AS data; SET enable_external_access=false")
    for name, types in TYPES.items():
        connection.execute(f"CREATE TABLE data.main.{name} ({', '.join(f'{c} {t}' for c, t in types.items())})")
        if world[name]:
            marks = ", ".join("?" for _ in types)
            connection.executemany(f"INSERT INTO data.main.{name} VALUES ({marks})", [list(row) for row in world[name]])
    return connection


def _run(connection: duckdb.DuckDBPyConnection, plan: Plan) -> Outcome:
    def interrupt() -> None:
        connection.interrupt()

    timer = threading.Timer(RUN_SECONDS, interrupt)
    timer.start()
    try:
        keys = dict.fromkeys(plan.keys, KEY)
        rows = [tuple(map(_plain, row)) for row in connection.execute(plan.sql, keys or None).fetchmany(10_000)]
    except duckdb.Error as error:
        kind = type(error).__name__
        if kind in COMPUTING:
            return "failed", None
        if kind == "NotImplementedException":  # a gap of its planner, told as such: docs/errors.md
            return "refused", None
        if kind in ("InterruptException", "OutOfMemoryException"):
            return "interrupted", None
        return "unrunnable", f"{kind}: {error}"
    except (ValueError, OverflowError) as error:  # a value that Python can not hold: the gateway reads through Arrow
        return "unreadable", type(error).__name__
    finally:
        timer.cancel()
    return "rows", rows if plan.ordered else sorted(rows, key=repr)


def _plain(value: Any) -> Any:
    match value:
        case float() if value != value:
            return "NaN"
        case datetime.datetime() | datetime.date() | datetime.time() | datetime.timedelta():
            return str(value)
        case list() | tuple():
            return [_plain(item) for item in value]
        case dict():
            return sorted(((str(k), _plain(v)) for k, v in value.items()), key=repr)
        case _:
            return value


def _short(outcome: Outcome) -> str:
    return repr(outcome)[:1500]


Replay = Callable[[Case], Sequence[Finding]]


def judged(case: Case) -> Sequence[Finding]:
    """Everything at once about one case: prepared, explained, compared, executed."""
    oracle = Oracle()
    oracle.judge(replace(case, number=0))
    oracle.settle()
    return oracle.findings
