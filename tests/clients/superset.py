"""Apache Superset, the whole of it: a database is added, browsed, asked in SQL Lab, charted, cancelled, and used for somebody else.

Not part of `make test`, since it is big: `make test-superset`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import httpx
import pytest

from tests.clients.environment import tells
from tests.clients.site import PEOPLE, PERSON, Place
from tests.clients.superset_server import Superset, database, good, running
from tests.faults.site import until
from tests.trino.artifacts import PartMissingError
from tests.trino.fixture import absent

BROWSERS: Final = ("chromium-headless-shell", "chromium", "google-chrome")
PICTURE: Final = Path(__file__).parents[2] / "docs" / "images" / "superset.png"
"""GOLDEN=update takes it anew."""


@pytest.fixture(scope="session")
def superset(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Superset]:
    try:
        with running(tmp_path_factory.mktemp("superset")) as started:
            yield started
    except PartMissingError as reason:
        absent(reason)


@pytest.fixture(scope="module")
def ana(superset: Superset) -> Iterator[httpx.Client]:
    with superset.client() as client:
        yield client


@pytest.fixture(scope="module")
def added(ana: httpx.Client, gateway: Place) -> int:
    """The number of a database of Ana's own login."""
    created = good(
        ana.post(
            "/api/v1/database/", json={**database(gateway, f"Huiliu on {gateway.engine}"), "expose_in_sqllab": True}
        )
    )
    return int(created["id"])


def laboratory(client: httpx.Client, number: int, sql: str, name: str | None = None, **more: Any) -> httpx.Response:
    """SQL Lab's own request."""
    asked = {
        "database_id": number,
        "sql": sql,
        "client_id": name or uuid.uuid4().hex[:11],
        "schema": "public",
        "runAsync": False,
        "queryLimit": 1000,
    }
    return client.post("/api/v1/sqllab/execute/", json=asked | more)


def browse(client: httpx.Client, number: int, what: str) -> Any:
    return good(client.get(f"/api/v1/database/{number}/{what}"))


def test_a_connection_is_tested_before_it_is_added(ana: httpx.Client, gateway: Place) -> None:
    right = database(gateway, "tried")
    assert good(ana.post("/api/v1/database/test_connection/", json=right)) == {"message": "OK"}
    untrusted = ana.post("/api/v1/database/test_connection/", json={**right, "server_cert": ""})
    assert "CERTIFICATE_VERIFY_FAILED" in untrusted.text
    wrong = right["sqlalchemy_uri"].replace(gateway.tokens["ana"], "wrong")
    refused = ana.post("/api/v1/database/test_connection/", json={**right, "sqlalchemy_uri": wrong})
    assert "401" in refused.text


def test_what_is_granted_is_browsed(ana: httpx.Client, added: int, gateway: Place) -> None:
    catalog = gateway.catalog
    assert sorted(browse(ana, added, "catalogs/")["result"]) == sorted([catalog, "system"])
    schemas = browse(ana, added, f"schemas/?q={quote(f'(catalog:{catalog})')}")["result"]
    assert sorted(schemas) == ["information_schema", "public"]
    tables = browse(ana, added, f"tables/?q={quote(f'(schema_name:public,catalog_name:{catalog})')}")
    assert [(one["value"], one["type"]) for one in tables["result"]] == [("people", "table"), ("typed", "table")]
    people = browse(ana, added, f"table_metadata/?name=people&schema=public&catalog={catalog}")
    assert people["comment"] == "only permitted rows"
    assert [(one["name"], one["longType"], one["comment"]) for one in people["columns"]] == [
        ("id", "BIGINT", None), ("name", "VARCHAR(40)", None), ("phone", "VARCHAR(20)", "mask partial:3:4"), ("region", "VARCHAR(6)", None),
    ]  # fmt: skip
    assert "count_if" in browse(ana, added, "function_names/")["function_names"]


def test_sql_lab_shows_rows_as_policy_has_them(ana: httpx.Client, added: int) -> None:
    told = good(laboratory(ana, added, "SELECT id, phone FROM people ORDER BY id"))
    assert told["status"] == "success"
    assert told["data"][:2] == [{"id": 2, "phone": "138****0002"}, {"id": 4, "phone": "138****0004"}]
    assert len(told["data"]) == 1000
    typed = good(laboratory(ana, added, "SELECT * FROM typed ORDER BY n"))
    assert [typed["data"][0][name] for name in ("l", "v", "day", "moment")] == [
        "9007199254740993",
        "张'三",
        "2024-02-29",
        "2024-02-29T12:34:56.123456",
    ]
    assert set(typed["data"][1].values()) == {2, None}
    assert "TABLE_NOT_FOUND" in laboratory(ana, added, "SELECT * FROM vault").text
    kept = laboratory(ana, added, "SELECT 1 AS a", select_as_cta=True, ctas_method="TABLE", tmp_table_name="kept")
    assert "the gateway never writes to a department's database" in kept.text


def chart(client: httpx.Client, dataset: int, force: bool) -> httpx.Response:
    """The request of a chart that counts by region."""
    count = {"expressionType": "SQL", "sqlExpression": "COUNT(*)", "label": "n"}
    only = {"col": "phone", "op": "LIKE", "val": "138****%"}
    query = {"columns": ["region"], "metrics": [count], "filters": [only], "orderby": [["n", False]], "row_limit": 10}
    asked = {
        "datasource": {"id": dataset, "type": "table"},
        "queries": [query],
        "result_format": "json",
        "result_type": "full",
        "force": force,
    }
    return client.post("/api/v1/chart/data", json=asked)


def made(client: httpx.Client, number: int, gateway: Place) -> int:
    """A dataset of a statement: on SQLite, Superset gives each table's name to one dataset alone."""
    named = {"table_name": f"people {uuid.uuid4().hex}", "sql": "SELECT * FROM people"}
    about = {"database": number, "catalog": gateway.catalog, "schema": "public", **named}
    return int(good(client.post("/api/v1/dataset/", json=about))["id"])


def test_a_chart_gets_its_data(ana: httpx.Client, added: int, gateway: Place) -> None:
    [told] = good(chart(ana, made(ana, added, gateway), force=True))["result"]
    assert told["data"] == [{"region": "A1", "n": PEOPLE}]


def test_a_statement_is_cancelled_at_the_gateway(
    ana: httpx.Client, added: int, gateway: Place, superset: Superset
) -> None:
    name = uuid.uuid4().hex[:11]
    sql = "SELECT count(*) FROM people AS a, people AS b, people AS c WHERE a.id + b.id + c.id > 0"
    before = len(_canceled(gateway))
    thread = threading.Thread(target=lambda: laboratory(ana, added, sql, name))
    thread.start()
    with superset.client() as other:
        # Only when Superset knows the gateway's id of a statement can it cancel that one.
        until(lambda: _known(other, name).get("trackingUrl"), 30)
        assert good(other.post("/api/v1/query/stop", json={"client_id": name})) == {"result": "OK"}
        thread.join(60)
        assert not thread.is_alive()
        ended = _known(other, name)  # what the waiting request is told depends on who is first to see the end
    assert (ended["state"], ended["errorMessage"]) == ("stopped", None)
    until(lambda: len(_canceled(gateway)) == before + 1, 10)


def _canceled(gateway: Place) -> list[dict[str, Any]]:
    return [one for one in gateway.site.events("statement.ended") if one["state"] == "CANCELED"]


def _known(client: httpx.Client, name: str) -> dict[str, Any]:
    """What SQL Lab is told of a statement, as it asks every second."""
    found = good(client.get(f"/api/v1/query/updated_since?q={quote('(last_updated_ms:0)')}"))["result"]
    return next((one for one in found if one["id"] == name), {})


def test_a_service_account_asks_for_who_is_logged_in(superset: Superset, ana: httpx.Client, gateway: Place) -> None:
    told = database(gateway, f"Everybody on {gateway.engine}", "bi", per_user_caching=True)
    shared = good(ana.post("/api/v1/database/", json={**told, "impersonate_user": True, "expose_in_sqllab": True}))[
        "id"
    ]
    assert good(laboratory(ana, shared, "SELECT current_user AS who"))["data"] == [{"who": "user:ana"}]
    dataset = made(ana, shared, gateway)
    good(chart(ana, dataset, force=False))
    [again] = good(chart(ana, dataset, force=False))["result"]
    assert again["is_cached"]
    with superset.client("li") as li:  # the service may act for Ana alone
        assert not laboratory(li, shared, "SELECT 1 AS a").is_success
        refused = chart(li, dataset, force=False)  # nor is she shown what was cached for Ana
    assert not refused.is_success
    assert str(PEOPLE) not in refused.text


def test_what_is_printed_for_superset_works(ana: httpx.Client, gateway: Place) -> None:
    command = gateway.site.command("clients", "--user", "ana", "--json")
    environment = {"PATH": "/usr/bin:/bin", **gateway.site.environment}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    printed = json.loads(done.stdout)["clients"]["Superset"].replace("<token>", gateway.tokens["ana"])
    address, _, engine = printed.removeprefix("URI ").partition(", Engine Parameters ")
    asked = {
        "database_name": "printed",
        "sqlalchemy_uri": address,
        "extra": json.dumps({"engine_params": json.loads(engine)}),
    }
    assert good(ana.post("/api/v1/database/test_connection/", json=asked)) == {"message": "OK"}


def test_a_person_at_sql_lab(superset: Superset, added: int, gateway: Place, tmp_path: Path) -> None:
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        absent(PartMissingError("no Chromium is installed"))
    picture = PICTURE if os.environ.get("GOLDEN") == "update" else tmp_path / "page.png"
    sql = "SELECT id, name, phone, region FROM people ORDER BY id"
    words = [superset.url, "ana", superset.password, str(added), browser, sql, str(picture)]
    cells = tells("superset", "superset_page.py", words, tmp_path)
    assert [str(value) for value in PERSON] == cells[cells.index("名2") - 1 :][:4]
