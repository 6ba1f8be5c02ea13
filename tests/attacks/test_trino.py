"""The attacks on a genuine Trino over PostgreSQL and MariaDB, where predicates of the client's are really pushed down: nothing that comes out depends on what is hidden.

A sample; `make attack-trino` asks everything.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from typing import Final

import pytest

from tests.attacks.cases import cases
from tests.attacks.faults import FAULTS, PLACES, sample
from tests.attacks.on_trino import PUSHED, Databases, databases, told
from tests.attacks.sources import SERVERS
from tests.attacks.world import PAIRS
from tests.servers import Server
from tests.trino.client import TrinoError
from tests.trino.server import Trino

pytestmark = pytest.mark.slow

SEED: Final = 413
STATEMENTS: Final = 30
PARTS: Final = 883
"""One in so many oracles, some 25; a prime, so that they meet all ways and faults."""


@pytest.fixture(scope="module", params=SERVERS)
def among(request: pytest.FixtureRequest, trino: Trino) -> Iterator[Databases]:
    server: Server = request.getfixturevalue("mariadb" if request.param == "mysql" else "postgresql")
    with databases(request.param, server, trino) as found:
        yield found


def test_an_attack_learns_nothing_on_trino(among: Databases) -> None:
    able = [case for case in cases() if case.outcome in ("rows", "COMPUTATION_FAILED", "NOT_SUPPORTED_BY_ENGINE")]
    asked = random.Random(SEED).sample(able, STATEMENTS)
    outcomes, problems = told([case.sql for case in asked], among, PAIRS[0])
    assert problems == []
    assert Counter(code for code, _ in outcomes)["rows"] > STATEMENTS // 2


def test_no_fault_tells_of_a_hidden_row_on_trino(among: Databases) -> None:
    asked = sample(SEED, PARTS)
    assert len({one.place for one in asked if one.place in PLACES}) > len(asked) // 2
    outcomes, problems = told([one.sql for one in asked], among, PUSHED, worst=True)
    assert problems == []
    assert Counter(code for code, _ in outcomes)["rows"] > len(asked) // 2


def test_a_pattern_longer_than_its_column_matches_nothing(among: Databases, trino: Trino) -> None:
    """Trino itself fails: it makes a range of the pattern, whose ends its varchar(n) cannot hold."""
    asked = [case.sql for case in cases() if case.id in ("P15", "P26", "P27", "P28")]
    assert len(asked) == 4
    asked.append("SELECT count(*) FROM person WHERE region NOT LIKE 'A1A1A1A1%'")
    for pair in PAIRS:
        outcomes, problems = told(asked, among, pair)
        assert problems == []
        assert outcomes[:4] == [("rows", ["[0]"])] * 4
        assert outcomes[4][0] == "rows"
    there = among[PAIRS[0][1]]
    with pytest.raises(TrinoError, match="GENERIC_INTERNAL_ERROR"):
        trino.client(there.catalog, there.schema).run(asked[3])


@pytest.mark.parametrize("among", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "fault", ["division", "modulus", "product too large", "sum too large", "bigint product too large"]
)
def test_without_the_barrier_the_source_itself_tells(fault: str, among: Databases, trino: Trino) -> None:
    """The judge itself: the same rule in a plain view hides the row from the answer only, since PostgreSQL computes what the client asked before."""
    condition = f"{FAULTS[fault]} > 0"
    there = among["only hidden"]
    client = trino.client(there.catalog, there.schema)
    view = "SELECT * FROM visit WHERE coalesce(cost, -1) BETWEEN 0 AND 777000 AND coalesce(cost, 1000) < 1000"
    with pytest.raises(TrinoError, match=r"division by zero|out of range"):
        client.run(f"SELECT v.person_id FROM ({view}) v WHERE {condition}")
    sql = f"SELECT v.person_id FROM visit v WHERE {condition}"
    assert told([sql], among, PUSHED, worst=True) == ([("rows", [])], [])
