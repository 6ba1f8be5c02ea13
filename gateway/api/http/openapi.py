"""What OpenAPI says beyond what types tell: request bodies, forms of answers, problems."""

from __future__ import annotations

from typing import Any, Final

from gateway.api.http.body import ACTING_HEADER, PURPOSE_HEADER, StatementBody
from gateway.api.http.errors import PROBLEM_JSON
from gateway.api.http.models import Problem, Readiness, Result

Responses = dict[int | str, dict[str, Any]]

PURPOSE: Final = {
    "name": PURPOSE_HEADER,
    "in": "header",
    "required": False,
    "description": "A purpose of the token; without it the token's default.",
    "schema": {"type": "string"},
}
ACTING: Final = {
    "name": ACTING_HEADER,
    "in": "header",
    "required": False,
    "description": "The person that a service account acts for.",
    "schema": {"type": "string"},
}
_WHY: Final = {
    400: "The statement or the request is not valid.",
    401: "No valid token.",
    403: "Policy does not permit it.",
    404: "It does not exist, or is not visible.",
    406: "No form of answer that is accepted is offered.",
    409: "The statement was canceled.",
    413: "Too large.",
    429: "Too many statements, or too many failed logins.",
    500: "The gateway failed.",
    502: "The engine failed.",
    503: "A source, the audit or the gateway itself is not available.",
    504: "The statement took too long.",
    507: "The statement needed too much memory.",
}


def problems(*statuses: int) -> Responses:
    """Problem responses of a route."""
    content = {PROBLEM_JSON: {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}}
    return {status: {"description": _WHY[status], "content": content} for status in statuses}


def _statement_body() -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{StatementBody.__name__}"}
    return {
        "required": True,
        "content": {
            "application/json": {"schema": schema, "example": {"sql": "SELECT 1", "purpose": "statistics"}},
            "text/plain": {"schema": {"type": "string"}, "example": "SELECT 1"},
            "application/sql": {"schema": {"type": "string"}, "example": "SELECT 1"},
        },
    }


PURPOSE_IN_QUERY: Final = {**PURPOSE, "name": "purpose", "in": "query"}

QUERY: Final[dict[str, Any]] = {
    "requestBody": _statement_body(),
    "parameters": [PURPOSE, PURPOSE_IN_QUERY, ACTING],
    "responses": {
        "200": {
            "description": "The answer. `X-Huiliu-Notes` says what was masked, filtered and limited; with `rows` and `cut` when the answer is short.",
            "headers": {
                "X-Huiliu-Statement": {"description": "The statement's id.", "schema": {"type": "string"}},
                "X-Huiliu-Notes": {"description": "Notes as JSON in ASCII.", "schema": {"type": "string"}},
            },
            "content": {
                "application/json": {"schema": {"$ref": f"#/components/schemas/{Result.__name__}"}},
                "application/x-ndjson": {
                    "schema": {"type": "string"},
                    "example": '{"id":1}\n{"@huiliu":{"id":"20260101_120000_00001_abc","rows":1,"cut":false,"notes":{"masked":[],"filtered":[]}}}\n',
                },
                "text/csv": {"schema": {"type": "string"}, "example": "id\r\n1\r\n"},
                "application/vnd.apache.arrow.stream": {"schema": {"type": "string", "format": "binary"}},
            },
        }
    },
}
EXPLAIN: Final[dict[str, Any]] = {"requestBody": _statement_body(), "parameters": [PURPOSE, PURPOSE_IN_QUERY, ACTING]}
OWN_STATEMENT: Final = problems(401, 403, 404, 429, 503)
NOT_READY: Final[Responses] = {503: {"description": "Not now.", "model": Readiness}}
METRICS: Final[Responses] = {
    200: {"description": "Metrics.", "content": {"text/plain": {"schema": {"type": "string"}}}}
}

EXTRA_SCHEMAS: Final = (StatementBody, Problem, Result)


def complete(described: dict[str, Any]) -> dict[str, Any]:
    """Add the schemas that no route's types name, and the headers that every authenticated route takes."""
    schemas = described.setdefault("components", {}).setdefault("schemas", {})
    for model in EXTRA_SCHEMAS:
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(schema.pop("$defs", {}))
        schemas[model.__name__] = schema
    for path in described["paths"].values():
        for operation in path.values():
            named = {parameter["name"] for parameter in operation.get("parameters", [])}
            if operation.get("security") and ACTING_HEADER not in named:
                operation.setdefault("parameters", []).extend((PURPOSE, ACTING))
            # FastAPI's own word for parameters that do not fit; here that is a 400 problem
            operation["responses"].pop("422", None)
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    return described
