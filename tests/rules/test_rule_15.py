"""Rule 15, keys do not travel unasked: one owner's values narrow another's source only if that owner allows it and they are clear.

Removed to see it fail: `_shared` in pipeline/pushdown/semijoins.py gave True; `join_filter_pushdown` was switched on in the engine.
"""

from __future__ import annotations

from gateway.engines.duckdb_generation import GLOBAL
from tests.pipeline.pushdown import two_owners as world

JOIN = "SELECT h.code, x.n FROM health.main.t h JOIN tax.main.t x ON h.id = x.id WHERE h.code = 'A'"


def test_keys_stay_at_home_unless_their_owner_shares_them() -> None:
    assert world.plan(JOIN, {}, world.catalog(shares={})).probe is None
    assert world.plan(JOIN, {}, world.catalog(shares={"tax": frozenset({"health"})})).probe is None
    assert world.plan(JOIN, {}, world.catalog(shares={"health": frozenset({"tax"})})).probe is not None


def test_masked_keys_do_not_travel() -> None:
    shared = world.catalog(shares={"health": frozenset({"tax"})})
    masked = world.policy(masks={"health": {"id": "null"}})
    assert world.plan(JOIN, {}, shared, masked).probe is None


def test_the_engine_sends_no_keys_of_its_own_accord() -> None:
    assert any("join_filter_pushdown" in setting for setting in GLOBAL if "disabled_optimizers" in setting)
