"""Plans that were made before: the same statement of the same principal, in the same world and on the same day, is not prepared twice."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final
from zoneinfo import ZoneInfo

from gateway.execution.request import Intent, Request
from gateway.execution.world import Judge, Judged, World, Worlds
from gateway.pipeline.stages import Plan, Statement
from gateway.policy.memo import Memo

REMEMBERED: Final = 64_000_000
"""Characters of SQL in remembered plans, all together."""

OVERHEAD: Final = 4_000
"""What a plan weighs beside its texts, in the same unit."""


class Plans:
    """A judge that remembers.

    INVARIANT: a plan is found again only for an equal text, principal (attributes included), purpose, session, parameters (types
    included), engine and limit, under the very same catalogue and policy set, on the same day of the session. A policy set is compiled for
    one day, so a rule that starts or ends is a new set. What follows from the moment itself (`now()`), from keys that probes
    read, or is told instead of run, is never remembered; nor is a refusal.
    """

    def __init__(self, judge: Judge, worlds: Worlds, most: int = REMEMBERED) -> None:
        self._judge = judge
        self._worlds = worlds
        self._most = most
        # One value, swapped at once: no reader can pair the plans of one world with another.
        self._current: tuple[World, Memo[Hashable, Plan]] | None = None

    def __call__(self, statement: Statement, request: Request, world: World) -> Judged:
        """As the judge that it was made of. Raises GatewayError."""
        place = self._place(statement, request, world)
        if place is None:
            return self._judge(statement, request, world)
        known, key = place
        found = known.get(key)
        if found is not None:
            return found
        made = self._judge(statement, request, world)
        if isinstance(made, Plan) and not made.momentary:
            weight = OVERHEAD + len(statement.sql) + _weight(made)
            if weight * 10 <= self._most:
                known.put(key, made, weight=weight)
        return made

    def remembered(self, statement: Statement, request: Request, world: World) -> Plan | None:
        """A plan that need not be made; quick, so that no thread is needed to look for it."""
        place = self._place(statement, request, world)
        return place[0].get(place[1]) if place is not None else None

    def _place(
        self, statement: Statement, request: Request, world: World
    ) -> tuple[Memo[Hashable, Plan], Hashable] | None:
        """Where its plan is kept; None when it is not remembered."""
        if statement.keys or request.intent is not Intent.ANSWER:
            return None
        known = self._known(world)
        return (known, _key(statement)) if known is not None else None

    def _known(self, world: World) -> Memo[Hashable, Plan] | None:
        """The plans made in `world`; None when it is not the world of now (an old statement is judged again)."""
        now = self._worlds()
        if world.catalog is not now.catalog or world.policy is not now.policy:
            return None
        current = self._current
        if current is None or current[0].catalog is not now.catalog or current[0].policy is not now.policy:
            # INVARIANT: plans of an earlier world are dropped whole, with all that they were made of.
            self._current = current = (world, Memo(most=self._most))
        return current[1]


def _key(statement: Statement) -> Hashable:
    """Everything of a statement that its plan follows from, the instant left out down to its day."""
    day = statement.instant.astimezone(ZoneInfo(statement.session.timezone)).date()
    # 1, True and 1.0 are equal in Python, and 0.0 is -0.0.
    parameters = tuple((type(value), repr(value)) for value in statement.parameters)
    return (
        statement.sql,
        statement.asking,
        statement.session,
        day,
        parameters,
        statement.arguments,
        statement.engine,
        statement.row_limit,
        statement.keys is None,
    )


def _weight(plan: Plan) -> int:
    return len(plan.sql) + len(plan.logged_sql) + (_weight(plan.probe.plan) if plan.probe is not None else 0)
