"""One gateway for each engine, and a clean environment: a bundle that the environment names must not replace the authority that a client is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.clients.site import Place, place
from tests.servers import Server
from tests.trino.server import Trino

collect_ignore_glob = ["tools/*"]  # programs of other environments


@pytest.fixture(autouse=True)
def _no_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session", params=["duckdb", "trino"])
def gateway(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, postgresql: Server
) -> Iterator[Place]:
    """A gateway over TLS, on either engine."""
    trino: Trino | None = request.getfixturevalue("trino") if request.param == "trino" else None
    with place(tmp_path_factory.mktemp(request.param), postgresql, trino) as made:
        yield made
