"""A statement up to the stage before printing, over the small world of three relations."""

from __future__ import annotations

from dataclasses import replace

from gateway.pipeline import bound
from gateway.pipeline.authorize import authorize
from gateway.pipeline.locate import locate
from gateway.pipeline.parse import parse
from gateway.pipeline.resolve import resolve
from gateway.pipeline.rewrite import rewrite
from gateway.pipeline.stages import Resolved, Rewritten
from gateway.policy.principal import Asking, Attribute
from tests.world import ANA, CATALOG, Given, name_of, permit, statement

# person and visit have row rules, place has none.
RULED = Given(
    {
        name_of("person"): permit("person", rows=["starts_with(region, :prefix)"], masks={"name": "const:***"}),
        name_of("visit"): permit("visit", rows=["weight > 0e0"]),
        name_of("place"): permit("place"),
    }
)


def resolved(sql: str, policy: Given = RULED, **attributes: Attribute) -> Resolved:
    asking = Asking(principal=replace(ANA, attributes={**ANA.attributes, **attributes}))
    return resolve(authorize(locate(parse(statement(sql, asking=asking)), CATALOG), policy))


def rewritten(sql: str, policy: Given = RULED, **attributes: Attribute) -> Rewritten:
    return rewrite(resolved(sql, policy, **attributes))


def only_view(sql: str, policy: Given = RULED, **attributes: Attribute) -> bound.View:
    (view,) = rewritten(sql, policy, **attributes).views.values()
    return view


def walls(sql: str, policy: Given = RULED) -> str:
    """Every view that is not plain: `p: age`, `v: fence`, by alias; the same alias twice is told twice."""
    told = []
    for view in rewritten(sql, policy).views.values():
        names = [view.columns[index].name or "" for index in sorted(view.guarded)]
        if view.fenced or names:
            told.append(f"{view.alias}: {'fence' if view.fenced else ' '.join(names)}")
    return ", ".join(sorted(told))
