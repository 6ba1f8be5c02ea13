"""OpenAPI is complete and true. (That every answer is documented is checked by the witness in `served.py`, over all tests.)"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from gateway.api.http.models import (
    CatalogShown,
    Explained,
    Health,
    Problem,
    Readiness,
    RelationDetail,
    Result,
    StatementShown,
    StatementsShown,
)
from tests.api.served import Served, served


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("api")) as running:
        yield running


@pytest.fixture(scope="module")
def described(server: Served) -> dict[str, Any]:
    with server.client() as client:
        answer: dict[str, Any] = client.get("/v1/openapi.json").json()
    return answer


def operations(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def test_every_route_is_described(described: dict[str, Any]) -> None:
    assert {(method, path) for method, path, _ in operations(described)} == {
        ("post", "/v1/query"),
        ("post", "/v1/explain"),
        ("get", "/v1/queries"),
        ("get", "/v1/query/{identifier}"),
        ("delete", "/v1/query/{identifier}"),
        ("get", "/v1/catalog"),
        ("get", "/v1/catalog/{catalog}/{schema}/{relation}"),
        ("get", "/v1/health"),
        ("get", "/v1/ready"),
        ("get", "/metrics"),
        ("get", "/v1/status"),
        ("get", "/v1/openapi.json"),
    }


def test_every_route_says_what_it_does_and_asks_for_a_token(described: dict[str, Any]) -> None:
    for method, path, operation in operations(described):
        assert operation["summary"], path
        assert operation["description"], path
        open_to_all = path in ("/v1/health", "/v1/ready")
        assert bool(operation.get("security")) is not open_to_all, (method, path)
        assert ("401" in operation["responses"]) is not open_to_all, (method, path)


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    text = json.dumps(described)
    names = {piece.split('"')[0] for piece in text.split("#/components/schemas/")[1:]}
    assert names <= set(described["components"]["schemas"])


def test_every_problem_is_problem_json(described: dict[str, Any]) -> None:
    for _, path, operation in operations(described):
        for status, answer in operation["responses"].items():
            if int(status) >= 400 and path != "/v1/ready":
                assert list(answer["content"]) == ["application/problem+json"], (path, status)


SHAPES: list[tuple[str, str, dict[str, Any] | None, type[BaseModel]]] = [
    ("POST", "/v1/query", {"sql": "2 1"}, Result),
    ("POST", "/v1/query", {"sql": "1 1 1 fail"}, Result),
    ("POST", "/v1/query", {"sql": "deny"}, Problem),
    ("POST", "/v1/query", {"sql": "1", "x": 1}, Problem),
    ("GET", "/v1/queries", None, StatementsShown),
    ("GET", "/v1/query/unknown", None, Problem),
    ("GET", "/v1/catalog", None, CatalogShown),
    ("GET", "/v1/catalog/police/main/people", None, RelationDetail),
    ("GET", "/v1/catalog/police/main/secrets", None, Problem),
    ("GET", "/v1/health", None, Health),
    ("GET", "/v1/ready", None, Readiness),
    ("GET", "/nowhere", None, Problem),
]


@pytest.mark.parametrize(("method", "path", "body", "shape"), SHAPES)
def test_answers_have_the_documented_shape(
    server: Served, method: str, path: str, body: dict[str, Any] | None, shape: type[BaseModel]
) -> None:
    with server.client() as client:
        answer = client.request(method, path, json=body)
    shape.model_validate_json(answer.content)
    if shape is not Problem:
        assert answer.status_code == 200


def test_one_statement_has_the_documented_shape(server: Served) -> None:
    with server.client() as client:
        identifier = client.post("/v1/query", json={"sql": "1"}).json()["id"]
        StatementShown.model_validate_json(client.get(f"/v1/query/{identifier}").content)
        StatementShown.model_validate_json(client.delete(f"/v1/query/{identifier}").content)


def test_the_body_of_a_statement_is_described_as_it_is_checked(described: dict[str, Any]) -> None:
    body = described["components"]["schemas"]["StatementBody"]
    assert set(body["properties"]) == {"sql", "purpose", "parameters", "limit", "catalog", "schema", "timezone"}
    assert body["additionalProperties"] is False
    assert body["required"] == ["sql"]


def test_explained_is_described(described: dict[str, Any]) -> None:
    assert Explained.__name__ in described["components"]["schemas"]
