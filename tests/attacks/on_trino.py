"""The attacked world in PostgreSQL or MariaDB behind a genuine Trino, four times: what a statement comes to over each.

Of the second pair Trino may push down what it can (`clean`), but for the row rules of `visit`: they are written so that no source is asked for them, and
whatever the client's part of the source's own SQL does, it does to hidden rows, too. Trino plans without the sources' statistics (`statistics.enabled`): by
those it would choose whether a permitted value that fails is reached at all (docs/security-model.md, `The engine's freedom`).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Final

from gateway.catalog.names import RelationName
from gateway.pipeline.stages import Plan, Statement
from gateway.policy.decision import RowRule
from tests.attacks import judge, world
from tests.attacks.sources import SERVERS
from tests.attacks.world import CANARIES, MAIN, PAIRS, permits
from tests.servers import Server
from tests.trino.governed import Gateway, Told, attached, catalog, renamed
from tests.trino.server import Trino
from tests.world import Given, predicate

PUSHED: Final = PAIRS[1]
LATE: Final = RowRule(
    everything=False,
    any_of=(predicate("coalesce(cost, -1) BETWEEN 0 AND 777000"),),
    all_of=(predicate("coalesce(cost, 1000) < 1000"),),
)
"""The row rules of `visit` in words that Trino pushes down to nobody."""


@dataclass(frozen=True, slots=True)
class Database:
    """One of the four behind Trino."""

    gateway: Gateway
    catalog: str
    schema: str
    late: bool

    def ask(self, statements: Sequence[str]) -> list[Told]:
        """What the client gets of each, as if the source were called `data` and its schema `main`."""
        made = [self.gateway.prepared(self._statement(sql), self._policy()) for sql in statements]
        ran = iter(self.gateway.ran(plan for plan in made if isinstance(plan, Plan)))
        names = {self.catalog: "data", self.schema: "main"}
        return [renamed(next(ran) if isinstance(one, Plan) else one, names) for one in made]

    def in_worst_order(self, statements: Sequence[str]) -> list[Told]:
        """The same with the row rules of unfenced views dropped, and their guards kept. Statements that can be prepared only."""
        plans = []
        for sql in statements:
            asked = self._statement(sql)
            plan = self.gateway.prepared(asked, self._policy())
            assert isinstance(plan, Plan)
            plans.append(replace(plan, sql=judge.worst(asked, self.gateway.catalog, self._policy())))
        return self.gateway.ran(plans)

    def _statement(self, sql: str) -> Statement:
        asked = world.statement(MAIN.sub(f'"{self.catalog}"."{self.schema}"', sql))
        return replace(asked, engine="trino", session=replace(asked.session, catalog=self.catalog, schema=self.schema))

    def _policy(self) -> Given:
        found = {}
        for given in permits().permits.values():
            name = RelationName(self.catalog, self.schema, given.relation.relation)
            rows = LATE if self.late and name.relation == "visit" else given.rows
            found[name] = replace(given, relation=name, rows=rows)
        return Given(found)


Databases = Mapping[str, Database]


@contextmanager
def databases(kind: str, server: Server, trino: Trino) -> Iterator[Databases]:
    """All four, by the name of their world."""
    with ExitStack() as stack:
        found = {}
        for name in (name for pair in PAIRS for name in pair):
            late = name in PUSHED
            # Names of one length: positions in errors are the same.
            source = replace(SERVERS[kind](server, name, clean=late), name=f"data_{secrets.token_hex(4)}")
            stack.enter_context(attached(trino, source))
            offered = catalog(trino, source)
            [schema] = {relation.schema for relation in offered.relations}
            found[name] = Database(stack.enter_context(Gateway(trino, offered)), source.name, schema, late)
        yield found


def told(
    statements: Sequence[str], among: Databases, pair: tuple[str, str], *, worst: bool = False
) -> tuple[list[Told], list[str]]:
    """What each comes to where hidden rows are, and everything in which one of them tells of something hidden."""
    without, with_hidden = pair
    outcomes = among[with_hidden].ask(statements)
    problems = []
    for sql, quiet, loud in zip(statements, among[without].ask(statements), outcomes, strict=True):
        if quiet != loud:
            problems.append(f"{sql}\n    {with_hidden} is told from {without}: {loud} {quiet}")
        problems += [
            f"{sql}\n    {word} comes out: {loud}" for word in CANARIES if word in repr(loud) and word not in sql
        ]
    if worst:
        answered = [sql for sql, (code, _) in zip(statements, outcomes, strict=True) if code == "rows"]
        for sql, found in zip(answered, among[with_hidden].in_worst_order(answered), strict=True):
            if found[0] != "rows":
                problems.append(f"{sql}\n    a hidden row of {with_hidden} fails it in the worst order: {found}")
    return outcomes, problems
