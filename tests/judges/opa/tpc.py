"""The worlds of tests/tpc as policy files of the product, so that Trino's access control and the rewriter can both be fed from them.

Where a world shows tokens, these show NULL: a mask with a key is one that Trino's access control does not get.
"""

from __future__ import annotations

import datetime
import os
from functools import cache

from gateway.api.opa.shown import OpaWorld
from gateway.policy.load import load
from gateway.policy.owners import Owner
from gateway.predicates import check_predicate
from tests.tpc.relations import SCHEMA, SUITES, catalog, types
from tests.tpc.worlds import ATTRIBUTES, WORLDS, View, World

USER = "ana"
EVERYTHING = os.environ.get("HUILIU_JUDGE") == "all"
"""All texts in all worlds, with the tables in Trino's memory; otherwise a sample, with the generators' own tables."""


@cache
def world(name: str) -> OpaWorld:
    """A world as the product loads it."""
    owners = [Owner(name="common", policy_file="common.csv", departments=("bureau",))]
    owners += [Owner(name=suite, policy_file=f"{suite}.csv", catalogs=(suite,)) for suite in SUITES]
    files = {
        "policy.d/common.csv": b"g, user:ana, dept:bureau\n",
        "subjects.csv": "".join(map(_attribute, ATTRIBUTES, ATTRIBUTES.values())).encode(),
        **{f"policy.d/{suite}.csv": _rules(WORLDS[name], suite).encode() for suite in SUITES},
    }
    today = datetime.datetime.now(datetime.UTC).date()
    policy = load(files, owners, on=today, catalog=catalog(), check_predicate=check_predicate)
    return OpaWorld(catalog(), policy, today)


def _attribute(name: str, value: str | tuple[str, ...]) -> str:
    if isinstance(value, str):
        return f"user:ana, {name}, {value}\n"
    return f"user:ana, {name}[], {', '.join(value)}\n"


def _rules(world: World, suite: str) -> str:
    lines: list[str] = []
    predicates: list[str] = []

    def rule(obj: str, act: str, arg: str, effect: str = "allow") -> None:
        lines.append(f'p, *, {obj}, {act}, "{arg}", *, -, -, -, {effect}, {suite}-{len(lines)}')

    def named(sql: str) -> str:
        predicates.append(f'p2, @{suite}-{len(predicates)}, "{sql}"')
        return f"@{suite}-{len(predicates) - 1}"

    rule(suite, "select", "-")
    for relation in types(suite):
        path = f"{suite}.{SCHEMA}.{relation}"
        view: View = world.view(suite, relation)
        for sql in view.any_of or ("TRUE",):
            rule(path, "row_any", sql if sql == "TRUE" else named(sql))
        for sql in view.all_of:
            rule(path, "row_all", named(sql))
        for column, mask in view.masks.items():
            rule(f"{path}.{column}", "mask", "null" if mask.text.startswith("token") else mask.text)
        for column in view.hidden:
            rule(f"{path}.{column}", "select", "-", "deny")
    return "\n".join([*predicates, *lines]) + "\n"
