"""Decides again, under a newer policy set, whether a running statement may go on (rule 16)."""

from __future__ import annotations

from dataclasses import replace

from gateway.errors import GatewayError
from gateway.execution.endings import withdrawn
from gateway.execution.request import Request
from gateway.execution.world import Judge, Judged, Listed, Told, World
from gateway.pipeline.stages import Access, Plan, Statement
from gateway.policy.principal import Asking


def renewed(asking: Asking, request: Request, world: World) -> Asking:
    """The same caller with the department and attributes that the policy set of `world` gives."""
    code, acting = asking.principal.code, asking.principal.on_behalf_of
    if acting is not None and not world.policy.may_impersonate(acting, code, asking.purpose):
        raise withdrawn()
    return replace(asking, principal=world.policy.principal(code, request.claims, acting))


def check_again(statement: Statement, request: Request, judged: Judged, world: World, judge: Judge) -> None:
    """Judge the same statement again; anything but the same outcome withdraws it.

    INVARIANT: the statement's instant and catalogue stay those it was judged by, so only policy can make a difference.
    """
    try:
        again = judge(replace(statement, asking=renewed(statement.asking, request, world)), request, world)
    except GatewayError as error:
        raise withdrawn() from error
    if _essence(again) != _essence(judged):
        raise withdrawn()


def _essence(judged: Judged) -> tuple[object, ...]:
    """What must not change: the text with its obligations, the accesses, the limit; rule ids and lines may."""
    match judged:
        case Told(plan=plan, rows=rows):
            return (plan.columns, rows)
        case Listed(plan=plan, visible=visible):
            return (plan.sql, plan.columns, visible.key)
        case Plan():
            accesses = tuple(_reads(access) for access in judged.accesses)
            return (judged.sql, judged.columns, judged.row_limit, dict(judged.keys), accesses)


def _reads(access: Access) -> tuple[object, ...]:
    return (access.relation, tuple((c.name, c.mask) for c in access.columns), access.filters, access.fenced)
