"""The same statements to a genuine Trino and to the gateway, raw: what differs is listed with its reason, and nothing else does."""

from __future__ import annotations

import ssl

import httpx
import pytest

from tests.clients.exchanges import exchange, listed
from tests.clients.site import Place
from tests.demo.conftest import ROOT
from tests.trino.server import Trino

pytestmark = pytest.mark.slow
REASONS = {one.reason for one in listed() if one.reason}


@pytest.mark.parametrize("family", ["x-trino-", "x-presto-"])
def test_answers_are_trinos_but_for_what_is_listed(gateway: Place, trino: Trino, family: str) -> None:
    trusted = ssl.create_default_context(cafile=gateway.authority)
    found, expected = [], []
    with (
        httpx.Client(base_url=gateway.url, auth=("ana", gateway.tokens["ana"]), verify=trusted, timeout=60) as ours,
        httpx.Client(base_url=trino.url, timeout=60) as theirs,
    ):
        for one in listed():
            if family == "x-presto-" and one.reason:
                continue  # the other family is Trino's own when it is configured so; here it is ours alone
            given = exchange(ours, one.sql, family)
            expected.append((one.sql, one.on_trino if gateway.engine == "trino" else one.differs))
            found.append((one.sql, given.differs(exchange(theirs, one.sql))))
    assert found == expected


def test_every_reason_is_told() -> None:
    page = (ROOT / "docs" / "clients.md").read_text(encoding="utf-8")
    told = {
        line.split("|")[1].strip()
        for line in page.partition("## Where we differ from Trino")[2].splitlines()
        if line.startswith("| ")
    }
    assert told - {"reason"} == REASONS
