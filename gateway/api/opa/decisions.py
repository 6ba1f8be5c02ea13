"""Answers each kind of question. INVARIANT: a question that cannot be answered is answered with the least: no, no rows, NULL.

Never with an error: Trino shows an error's address to the person who runs the statement, and the address holds the key of this door.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import Enum
from typing import Any, Final

from gateway.api.opa import asked as ask
from gateway.api.opa.asked import Asked, Json, Malformed
from gateway.api.opa.operations import is_metadata, may, readable, rules_may, service_may
from gateway.api.opa.people import RULES
from gateway.api.opa.shown import NotRemembered, Shown, Worlds
from gateway.catalog.names import fold
from gateway.policy.principal import Asking

NO_ROWS: Final = ({"expression": "FALSE"},)
HIDDEN: Final = {"expression": "NULL"}
NOWHERE: Final = ({"index": -1, "viewExpression": HIDDEN},)
"""A mask of no column ends the statement in Trino: no masks at all would show everything."""


Current = Callable[[], Shown]


class Question(Enum):
    """The five addresses that Trino is given, by their last word."""

    ALLOW = "allow"
    BATCH = "batch"
    ROW_FILTERS = "rowFilters"
    COLUMN_MASK = "columnMask"
    BATCH_COLUMN_MASKS = "batchColumnMasks"


LEAST: Final[dict[Question, Any]] = {
    Question.ALLOW: False,
    Question.BATCH: [],
    Question.ROW_FILTERS: NO_ROWS,
    Question.COLUMN_MASK: HIDDEN,
    Question.BATCH_COLUMN_MASKS: NOWHERE,
}


class Outcome(Enum):
    """What came of a question, for the metric. `FAILED` is a fault of ours."""

    ANSWERED = "answered"
    MALFORMED = "malformed"
    FAILED = "failed"


class Decisions:
    """Pure but for its memory; the first question about thousands of relations takes a third of a second. Threads may share it."""

    def __init__(
        self, worlds: Worlds, services: Collection[str] = (), is_closed: Callable[[str], bool] = lambda source: False
    ) -> None:
        """`services` are users of Trino who read everything: the gateway's own account. `is_closed` says whether a source may not be read at this moment."""
        self._worlds = worlds
        self._services = frozenset(services)
        self._is_closed = is_closed
        self._shown: Shown | None = None

    def answer(self, question: Question, body: bytes) -> tuple[Any, Outcome]:
        """What is said to Trino, and what came of the question."""
        try:
            asked = ask.read(body)
            return self._answer(question, asked, self._current), Outcome.ANSWERED
        except Malformed:
            return LEAST[question], Outcome.MALFORMED
        except Exception:  # a fault of ours would be an error with this door's address in it, told to whoever asked
            return LEAST[question], Outcome.FAILED

    def remembered(self, question: Question, body: bytes) -> tuple[Any, Outcome] | None:
        """The same without working anything out, in microseconds. None: that is needed, or nothing can be said; then ask `answer`."""
        try:
            return self._answer(question, ask.read(body), self._known), Outcome.ANSWERED
        except Exception:  # whatever it is, `answer` says what comes of it
            return None

    def _answer(self, question: Question, asked: Asked, current: Current) -> Any:
        match question:
            case Question.ALLOW:
                return self._may(asked, asked.resource, current)
            case Question.BATCH:
                return self._batch(asked, current)
            case Question.ROW_FILTERS:
                return self._row_filters(asked, current)
            case Question.COLUMN_MASK:
                return self._mask(asked, asked.resource, self._person(asked, current))
            case Question.BATCH_COLUMN_MASKS:
                person = self._person(asked, current)
                masks = ((index, self._mask(asked, each, person)) for index, each in enumerate(asked.resources))
                return [{"index": index, "viewExpression": mask} for index, mask in masks if mask is not None]

    def _may(self, asked: Asked, resource: Json, current: Current) -> bool:
        operation = asked.operation
        if asked.user in self._services:
            return service_may(asked.user, operation, resource)
        if asked.user == RULES:
            return rules_may(operation)
        shown = current()
        asking = shown.asking(asked.user)
        if asking is None or (operation == "SelectFromColumns" and self._is_closed(ask.table(resource)[0].catalog)):
            return False
        return may(asked.user, asking, operation, resource, shown)

    def _batch(self, asked: Asked, current: Current) -> list[int]:
        if asked.operation == "FilterColumns":
            return self._columns(asked, current)
        return [index for index, each in enumerate(asked.resources) if self._of_many(asked, each, current)]

    def _of_many(self, asked: Asked, resource: Json, current: Current) -> bool:
        try:
            return self._may(asked, resource, current)
        except Malformed:  # one of many takes no other down
            return False

    def _columns(self, asked: Asked, current: Current) -> list[int]:
        """The one question whose answer counts the columns of its only table."""
        if len(asked.resources) != 1:
            raise Malformed("filterResources")
        name, columns = ask.table(asked.resources[0])
        if asked.user in self._services:
            return list(range(len(columns)))
        shown = current()
        asking = shown.asking(asked.user)
        if asking is None:
            return []
        open_ = readable(asking, name, shown)
        return [index for index, column in enumerate(columns) if open_ is None or column in open_]

    def _row_filters(self, asked: Asked, current: Current) -> Any:
        name, _ = ask.table(asked.resource)
        if asked.user in self._services:
            return []
        shown = current()
        asking = shown.asking(asked.user)
        if asking is None:
            return NO_ROWS
        if is_metadata(asking, name, shown):
            return []
        relation = shown.relation(asking, name)
        if relation is None:
            return NO_ROWS
        return [] if relation.rows is None else [{"expression": relation.rows, "identity": RULES}]

    def _mask(self, asked: Asked, resource: Json, found: tuple[Asking, Shown] | None) -> Json | None:
        """None: the column is clear. Trino asks for every column of a table; one that may not be read gets a mask all the same."""
        try:
            name, column, type_ = ask.column(resource)
        except Malformed:
            return HIDDEN
        if asked.user in self._services:
            return None
        if found is None:
            return HIDDEN
        asking, shown = found
        if is_metadata(asking, name, shown):
            return None
        relation = shown.relation(asking, name)
        if relation is None or column not in relation.columns:
            return HIDDEN
        mask = relation.mask(column)
        if mask is None:
            return None
        known = relation.relation.column(column)
        # Another type there than the catalogue knows: the mask was not written for it.
        same = known is not None and fold(type_).replace(" ", "") == str(known.type).replace(" ", "")
        return {"expression": mask} if same else HIDDEN

    def _person(self, asked: Asked, current: Current) -> tuple[Asking, Shown] | None:
        if asked.user in self._services:
            return None
        shown = current()
        asking = shown.asking(asked.user)
        return None if asking is None else (asking, shown)

    def _known(self) -> Shown:
        """Raises NotRemembered."""
        shown = self._shown
        if shown is None or not shown.holds(self._worlds()):
            raise NotRemembered
        return shown.remembered()

    def _current(self) -> Shown:
        """The answers of this moment's world; a new policy set begins anew (rule 16)."""
        world, known = self._worlds(), self._shown
        if known is None or not known.holds(world):
            known = self._shown = Shown(world)
        return known
