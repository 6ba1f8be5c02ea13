"""A hostile client of a gateway on either engine. After each attack nothing has leaked, others are served, and nothing runs on."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.attacks.endpoint.hostile import Hostile, trusts
from tests.clients.conftest import gateway as gateway
from tests.clients.site import Place


@pytest.fixture
def hostile(gateway: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hostile]:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    with httpx.Client(base_url=gateway.url, verify=trusts(gateway), timeout=30) as http:
        found = Hostile(gateway, http)
        yield found
        found.nothing_leaked()
        found.others_are_served()
        found.nothing_is_left()
