"""Rule 16, revoking works at once: the next statement and the next page of a running one see the new policy set.

Removed to see it fail: `check_again` in execution/regrant.py returned at once.
"""

from __future__ import annotations

from pathlib import Path

from tests.api.served import served
from tests.execution.small_world import Policy, SmallWorld


def test_the_next_page_and_the_next_statement_see_the_new_policy(tmp_path: Path) -> None:
    world = SmallWorld()
    with served(tmp_path, world) as server, server.client(accept="application/x-ndjson") as client:
        script = "1 " + "nap 1 " * 40
        with client.stream("POST", "/v1/query", json={"sql": script}) as answer:
            lines = answer.iter_lines()
            next(lines)
            world.policy = Policy(version="policy-2", readers=frozenset({"user:bo"}))
            rest = list(lines)
        assert "GRANT_WITHDRAWN" in rest[-1]
        assert len(rest) < 40
        assert server.query("1").json()["name"] == "TABLE_NOT_FOUND"


def test_a_mask_that_was_added_ends_what_runs_without_it(tmp_path: Path) -> None:
    world = SmallWorld(policy=Policy(mask=None))
    body = {"sql": "1 " + "nap 1 " * 40}
    with (
        served(tmp_path, world) as server,
        server.client(accept="application/x-ndjson") as client,
        client.stream("POST", "/v1/query", json=body) as answer,
    ):
        lines = answer.iter_lines()
        next(lines)
        world.policy = Policy(version="policy-2")
        assert "GRANT_WITHDRAWN" in list(lines)[-1]
