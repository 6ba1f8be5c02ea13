"""DESCRIBE OUTPUT and INPUT beside a genuine Trino over the same relation: names, where columns come from, aliases; what `?` are taken for."""

from __future__ import annotations

import ssl
from urllib.parse import quote_plus

import httpx
import pytest

from tests.clients.site import Place
from tests.trino.server import Trino

pytestmark = pytest.mark.slow
STATEMENTS = (
    "SELECT id, name FROM {people}",
    "SELECT * FROM {people} AS p (a, b, c, d)",
    "SELECT id AS number, id AS id, id + 1, id + 1 AS more, 'x' FROM {people}",
    "SELECT p.* FROM {people} AS p CROSS JOIN (VALUES 1) AS v (n)",
    "SELECT n, p.id FROM {people} AS p CROSS JOIN (VALUES 1) AS v (n)",
    "SELECT q.a, q.name, q.n FROM (SELECT id AS a, name, 1 AS n FROM {people}) AS q",
    "WITH w AS (SELECT id AS a, name FROM {people}), v AS (SELECT * FROM w) SELECT a, name AS other FROM v",
    "WITH w (x) AS (SELECT id FROM {people}) SELECT x FROM w",
    "SELECT id FROM {people} UNION ALL SELECT 1",
    "SELECT 1 UNION ALL SELECT id FROM {people}",
    "SELECT region, count(*), count(*) AS n FROM {people} GROUP BY region",
    "SELECT max(id), (SELECT min(id) FROM {people}) FROM {people}",
    "SELECT DISTINCT id AS d FROM {people} ORDER BY d",
    "SELECT (SELECT 1), id FROM {people} WHERE id = ?",
    "VALUES (1, 'a')",
    "TABLE {people}",
    "SELECT a.id, b.id AS id2 FROM {people} AS a JOIN {people} AS b USING (region)",
)


TAKEN = (
    "SELECT id FROM {people} WHERE id = ?",
    "SELECT id FROM {people} WHERE ? = id AND name = ?",
    "SELECT id FROM {people} WHERE name LIKE ?",
    "SELECT id FROM {people} WHERE id IN (?, ?, 3)",
    "SELECT id FROM {people} WHERE id BETWEEN ? AND ?",
    "SELECT id + ? FROM {people}",
    "SELECT ?",
    "SELECT ?, ? + 1, 1.5 * ?",
    "SELECT CAST(? AS bigint)",
    "SELECT upper(?), substr(name, ?) FROM {people}",
    "SELECT coalesce(?, id) FROM {people}",
    "SELECT CASE WHEN ? THEN 1 ELSE ? END",
    "SELECT IF(id = ?, name, ?) FROM {people}",
    "SELECT id FROM {people} ORDER BY id LIMIT ?",
    "SELECT id FROM {people} WHERE id > ? ORDER BY id OFFSET ? LIMIT ?",
    "SELECT id FROM {people} WHERE id = ? FETCH FIRST ? ROWS ONLY",
    "SELECT * FROM (VALUES (1, 'a'), (?, ?)) AS t (a, b)",
    "SELECT count(*) FILTER (WHERE id > ?) FROM {people} HAVING count(*) > ?",
    "SELECT id FROM {people} WHERE id IN (SELECT max(id) FROM {people} WHERE name <> ?)",
    "WITH w AS (SELECT id FROM {people} WHERE id < ?) SELECT * FROM w WHERE id <> ?",
    "SELECT ARRAY[1, ?], ROW(?, 2)",
    "SELECT transform(ARRAY[1], x -> x + ?)",
    "SELECT DATE '2024-01-01' < ?",
    "SELECT '?', 1 -- ?",
)


def taken(http: httpx.Client, sql: str) -> list[list[object]]:
    """What DESCRIBE INPUT says; an error by its name."""
    head = {"x-trino-user": "ana", "x-trino-prepared-statement": f"s={quote_plus(sql)}"}
    document = http.post("/v1/statement", content="DESCRIBE INPUT s", headers=head).json()
    rows = document.get("data", [])
    while "nextUri" in document:
        document = http.get(document["nextUri"]).json()
        rows += document.get("data", [])
    return [[document["error"]["errorName"]]] if "error" in document else rows


def described(http: httpx.Client, sql: str) -> list[list[object]]:
    head = {"x-trino-user": "ana", "x-trino-prepared-statement": f"s={quote_plus(sql)}"}
    document = http.post("/v1/statement", content="DESCRIBE OUTPUT s", headers=head).json()
    rows = document.get("data", [])
    while "nextUri" in document:
        document = http.get(document["nextUri"]).json()
        rows += document.get("data", [])
    assert "error" not in document, (sql, document["error"]["message"])
    return [[row[0], *row[1:4], row[6]] for row in rows if row[0] != "phone"]


def test_origins_are_those_that_trino_tells(gateway: Place, trino: Trino) -> None:
    people = f"{gateway.catalog}.public.people"
    if gateway.engine != "trino":
        pytest.skip("the same relation is in Trino for the engine Trino alone; the text is described before any engine")
    trusted = ssl.create_default_context(cafile=gateway.authority)
    with (
        httpx.Client(base_url=gateway.url, auth=("ana", gateway.tokens["ana"]), verify=trusted, timeout=60) as ours,
        httpx.Client(base_url=trino.url, timeout=60) as theirs,
    ):
        texts = [text.format(people=people) for text in STATEMENTS]
        found = [(text, described(ours, text)) for text in texts]
        assert found == [(text, described(theirs, text)) for text in texts]


def test_parameters_are_taken_for_what_trino_takes_them(gateway: Place, trino: Trino) -> None:
    people = f"{gateway.catalog}.public.people"
    if gateway.engine != "trino":
        pytest.skip("the same relation is in Trino for the engine Trino alone; the text is described before any engine")
    trusted = ssl.create_default_context(cafile=gateway.authority)
    with (
        httpx.Client(base_url=gateway.url, auth=("ana", gateway.tokens["ana"]), verify=trusted, timeout=60) as ours,
        httpx.Client(base_url=trino.url, timeout=60) as theirs,
    ):
        texts = [text.format(people=people) for text in TAKEN]
        both = [(text, taken(ours, text), taken(theirs, text)) for text in texts]
        assert [one for one in both if one[1] != one[2]] == []
