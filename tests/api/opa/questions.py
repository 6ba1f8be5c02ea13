"""Questions as Trino 476 sends them, and a door to ask them at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from gateway.api.opa.decisions import Decisions, Question
from gateway.api.opa.shown import OpaWorld
from gateway.catalog.relations import Catalog
from gateway.policy.policy_set import PolicySet
from tests.policy.city import CATALOG, TODAY

Resource = dict[str, Any]


def question(user: str, operation: str, resource: Resource | None = None, many: Sequence[Any] | None = None) -> bytes:
    action: dict[str, Any] = {"operation": operation}
    if resource is not None:
        action["resource"] = resource
    if many is not None:
        action["filterResources"] = many
    context = {"identity": {"user": user, "groups": []}, "softwareStack": {"trinoVersion": "476"}}
    return orjson.dumps({"input": {"context": context, "action": action}})


def catalog(name: str) -> Resource:
    return {"catalog": {"name": name}}


def schema(dotted: str) -> Resource:
    catalog_, name = dotted.split(".")
    return {"schema": {"catalogName": catalog_, "schemaName": name}}


def table(dotted: str, *columns: str) -> Resource:
    catalog_, schema_, name = dotted.split(".")
    return {"table": {"catalogName": catalog_, "schemaName": schema_, "tableName": name, "columns": list(columns)}}


def column(dotted: str, type_: str) -> Resource:
    catalog_, schema_, table_, name = dotted.split(".")
    return {
        "column": {
            "catalogName": catalog_, "schemaName": schema_, "tableName": table_, "columnName": name, "columnType": type_,
        }
    }  # fmt: skip


def user(name: str) -> Resource:
    return {"user": {"user": name, "groups": []}}


@dataclass(frozen=True)
class Door:
    """Asks the product's own decisions."""

    decisions: Decisions

    def may(self, who: str, operation: str, resource: Resource | None = None) -> bool:
        answer = self.decisions.answer(Question.ALLOW, question(who, operation, resource))[0]
        assert isinstance(answer, bool)
        return answer

    def of_many(self, who: str, operation: str, many: Sequence[Any]) -> list[int]:
        return list(self.decisions.answer(Question.BATCH, question(who, operation, many=many))[0])

    def filters(self, who: str, name: str) -> list[Any]:
        return list(self.decisions.answer(Question.ROW_FILTERS, question(who, "GetRowFilters", table(name)))[0])

    def mask(self, who: str, name: str, type_: str) -> Any:
        return self.decisions.answer(Question.COLUMN_MASK, question(who, "GetColumnMask", column(name, type_)))[0]

    def masks(self, who: str, columns: dict[str, str]) -> list[Any]:
        many = [column(name, type_) for name, type_ in columns.items()]
        return list(self.decisions.answer(Question.BATCH_COLUMN_MASKS, question(who, "GetColumnMask", many=many))[0])


def door(policy: PolicySet, over: Catalog = CATALOG, services: Sequence[str] = (), closed: Sequence[str] = ()) -> Door:
    return Door(Decisions(lambda: OpaWorld(over, policy, TODAY), services, lambda source: source in closed))
