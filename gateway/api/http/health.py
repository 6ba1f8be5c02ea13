"""Routes for those who watch the gateway. Health and readiness say yes or no to anybody, and no more."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from gateway.api.http.callers import AnyCaller
from gateway.api.http.doors import doors_of
from gateway.api.http.models import Health, Readiness, Status
from gateway.api.http.openapi import METRICS, NOT_READY, problems
from gateway.errors import AccessError

router = APIRouter(tags=["operation"])


@router.get("/v1/health")
async def health() -> Health:
    """The process answers."""
    return Health(status="ok")


@router.get("/v1/ready", responses=NOT_READY)
async def ready(request: Request, response: Response) -> Readiness:
    """Whether statements can run now: 200 or 503."""
    is_ready = doors_of(request).ready()
    response.status_code = 200 if is_ready else 503
    return Readiness(ready=is_ready)


@router.get("/metrics", responses=METRICS | problems(401, 403, 429, 503))
async def metrics(request: Request, caller: AnyCaller) -> Response:
    """Prometheus metrics, for the principals that the settings name: totals tell about other people's work."""
    doors = doors_of(request)
    if caller.asking.principal.code not in doors.bounds.metrics_principals:
        raise AccessError(
            "metrics are not for you", hint="the operator names who may read them in `http.metrics_principals`"
        )
    return Response(doors.metrics(), media_type="text/plain; version=0.0.4; charset=utf-8")


@router.get("/v1/status", responses=problems(401, 403, 429, 503))
async def status(request: Request, caller: AnyCaller) -> Status:
    """What may want an operator: sources, keys, policies. For the principals that the settings name: counts tell about rows that others may not see."""
    doors = doors_of(request)
    if caller.asking.principal.code not in doors.bounds.status_principals:
        raise AccessError(
            "the status is not for you", hint="the operator names who may read it in `http.status_principals`"
        )
    return Status.model_validate(doors.status())


@router.get("/v1/openapi.json", responses=problems(401, 403, 429, 503))
async def openapi(request: Request, caller: AnyCaller) -> dict[str, object]:
    """This interface's own description (OpenAPI 3.1)."""
    described: dict[str, object] = request.app.openapi()
    return described
