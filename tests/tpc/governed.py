"""A world as the gateway has it: a decision point, a catalogue, and the statement that an analyst sends."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Relation
from gateway.errors import ErrorCode
from gateway.pipeline.prepare import prepare
from gateway.pipeline.stages import Plan, Session, Statement
from gateway.policy.decision import ColumnPermit, Decision, Deny, Permit, RowPredicate, RowRule, Rule
from gateway.policy.principal import Asking, Principal
from tests.tpc.relations import SCHEMA, catalog
from tests.tpc.texts import Text
from tests.tpc.worlds import ATTRIBUTES, World

INSTANT: Final = datetime.datetime(2026, 11, 22, 4, 0, tzinfo=datetime.UTC)
ANALYST: Final = Principal(code="user:ana", department="0101", attributes=ATTRIBUTES)


@dataclass(frozen=True, slots=True)
class Policy:
    """Decides as the world says; hidden columns may be known of."""

    world: World
    version: str = "given"

    def decide(self, asking: Asking, relation: Relation) -> Decision:
        suite, name = relation.name.catalog, relation.name.relation
        if relation.name.schema != SCHEMA:
            return Deny(relation=relation.name, code=ErrorCode.ACCESS_DENIED, reason="no grant")
        view = self.world.view(suite, name)
        return Permit(
            relation=relation.name,
            columns={
                column.name: ColumnPermit(
                    name=column.name, mask=view.masks[column.name].text if column.name in view.masks else None
                )
                for column in relation.columns
                if column.name not in view.hidden
            },
            rows=RowRule(
                everything=view.any_of in ((), ("TRUE",)),
                any_of=tuple(_predicate(sql) for sql in view.any_of if sql != "TRUE"),
                all_of=tuple(map(_predicate, view.all_of)),
            ),
            discoverable=view.hidden,
        )

    def discoverable(self, asking: Asking, name: RelationName) -> bool:
        return True


def _predicate(sql: str) -> RowPredicate:
    return RowPredicate(name="@rule", sql=sql, rule=Rule("R1", "tpc.csv", 1))


@cache
def catalog_of(world: str, *, opaque: bool) -> Catalog:
    """The catalogue; where relations are opaque, each is a listed view of its source."""
    whole = catalog()
    relations = {name: replace(relation, opaque=opaque) for name, relation in whole.relations.items()}
    return replace(whole, version=world, relations=relations)


def statement(text: Text) -> Statement:
    return Statement(
        sql=text.named(text.suite, SCHEMA),
        asking=Asking(principal=ANALYST),
        session=Session(catalog=text.suite, schema=SCHEMA),
        instant=INSTANT,
    )


def plan(text: Text, world: World, engine: str = "duckdb") -> Plan:
    """What the engine is sent in this world."""
    return prepare(replace(statement(text), engine=engine), catalog_of(world.name, opaque=world.opaque), Policy(world))
