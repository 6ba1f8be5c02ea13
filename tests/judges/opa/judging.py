"""One statement two ways on one Trino: the client's own text under Trino's access control, and what the gateway sends as the service."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import Enum
from typing import Final

from gateway.api.opa.people import asking_of
from gateway.api.opa.shown import OpaWorld
from gateway.errors import GatewayError
from gateway.pipeline.prepare import prepare
from gateway.pipeline.stages import Session, Statement
from tests.judges.answers.answer import Answer, spelt
from tests.judges.answers.trino import ZONE
from tests.judges.answers.verdict import COMPUTED, Verdict, judge
from tests.judges.opa.door import SERVICE
from tests.trino.client import Client, TrinoError
from tests.trino.server import Trino

ACCESS: Final = frozenset(
    {"COLUMN_NOT_ALLOWED", "ROWS_NOT_GRANTED", "ACCESS_DENIED", "ATTRIBUTE_MISSING", "PURPOSE_NOT_ALLOWED", "TABLE_NOT_FOUND", "COLUMN_NOT_FOUND", "SCHEMA_NOT_FOUND", "CATALOG_NOT_FOUND"}
)  # fmt: skip
DENIED: Final = frozenset(
    {"PERMISSION_DENIED", "TABLE_NOT_FOUND", "COLUMN_NOT_FOUND", "SCHEMA_NOT_FOUND", "CATALOG_NOT_FOUND"}
)


class Finding(Enum):
    """The first four agree. CONSTANT is documented (rule 12); LEAK is Trino's row filters, which do not keep a hidden row from failing a statement."""

    SAME = "the same answer"
    SAME_REFUSAL = "refused by both"
    SAME_ERROR = "the same error"
    NOT_SUPPORTED = "the gateway does not take it from anybody"
    CONSTANT = "a constant that fails, which Trino did not evaluate"
    LEAK = "Trino fails, over rows or values that are hidden"
    DISAGREED = "they disagree"


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one case."""

    finding: Finding
    detail: str = ""


def compared(
    trino: Trino, world: OpaWorld, user: str, sql: str, catalog: str, schema: str, *, ties: bool = False
) -> Found:
    """Ask both ways and compare. With `ties` rows that are equal in ORDER BY may come in any order, so none is compared."""
    ours, ordered, ran = _ours(trino, world, user, sql, catalog, schema)
    if ours.error in ("NOT_SUPPORTED", "NOT_SUPPORTED_BY_ENGINE", "STATEMENT_TOO_LARGE", "PLAN_TOO_LARGE"):
        return Found(Finding.NOT_SUPPORTED, f"{ours.error}: {ours.message}")
    theirs = _asked(trino, user, sql, catalog, schema)
    told = f"Trino {theirs.error} {theirs.message[:200]}; here {ours.error} {ours.message[:200]}"
    if theirs.error in DENIED and ours.error is not None:
        return Found(Finding.SAME_REFUSAL)
    if ours.error in ACCESS and theirs.error is not None:
        return Found(Finding.SAME_REFUSAL)
    if theirs.error is None and ours.error in COMPUTED and not ran:
        return Found(Finding.CONSTANT, told)
    if theirs.error in COMPUTED and ours.error is None:
        return Found(Finding.LEAK, told)
    verdict = judge(theirs, ours, ordered=ordered and not ties, varies=False)
    match verdict.verdict:
        case Verdict.SAME:
            return Found(Finding.SAME)
        case Verdict.SAME_ERROR:
            return Found(Finding.SAME_ERROR)
        case Verdict.WIDER:
            return Found(Finding.NOT_SUPPORTED, told)
        case _:
            return Found(Finding.DISAGREED, f"{verdict.verdict.name}: {verdict.detail}")


def _asked(trino: Trino, user: str, sql: str, catalog: str, schema: str) -> Answer:
    try:
        found = Client(trino.url, catalog, schema, timezone=ZONE, user=user).run(sql)
    except TrinoError as error:
        return Answer(error=error.name, message=error.message)
    return Answer(columns=tuple((c.name, c.type) for c in found.columns), rows=found.rows)


def _ours(trino: Trino, world: OpaWorld, user: str, sql: str, catalog: str, schema: str) -> tuple[Answer, bool, bool]:
    """What the gateway sends gives, whether its order means something, and whether it was sent at all."""
    asking = asking_of(user, world.policy)
    if asking is None:
        return Answer(error="ACCESS_DENIED", message="nobody"), False, False
    statement = Statement(
        sql=sql,
        asking=asking,
        session=Session(catalog=catalog, schema=schema, timezone=ZONE),
        instant=datetime.datetime.now(datetime.UTC),
        engine="trino",
    )
    try:
        plan = prepare(statement, world.catalog, world.policy)
    except GatewayError as error:
        return Answer(error=error.code.name, message=f"{error.message} {error.detail or ''}".strip()), False, False
    answer = _asked(trino, SERVICE, plan.sql, catalog, schema)
    if answer.error is not None:
        return answer, False, True
    promised = [str(column.type) for column in plan.columns]
    given = [type_ for _, type_ in answer.columns]
    assert list(map(spelt, given)) == list(map(spelt, promised)), (sql, given, promised)
    named = zip((column.name for column in plan.columns), promised, strict=True)
    return Answer(columns=tuple(named), rows=answer.rows), plan.ordered, True
