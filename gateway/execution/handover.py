"""What a gateway leaves behind of a running statement, so that another one can go on with it: the request, and what it was judged to be.

    left = Handover.of(running.request, …)
    left.text()

Nothing is trusted that another gateway decided: who takes the statement up judges it again, by the policies of that moment, and goes on only if the engine
was sent the very same text (rule 16). No right and no row is in it.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.engines.engine import PageFormat, Place, Trail
from gateway.execution.request import Request
from gateway.pipeline.stages import Plan, Session
from gateway.policy.principal import Asking, Attribute, Principal


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """`instant` is the moment it was judged at, `text_hash` of what the engine was sent; `owner` is whose login it came with."""

    sql: str
    principal: str
    on_behalf_of: str | None
    purpose: str | None
    purposes: tuple[str, ...]
    catalog: str | None
    schema: str | None
    timezone: str
    arguments: tuple[str, ...] | None
    seconds: float | None
    page_format: str
    door: str
    address: str
    token: str
    received: str
    instant: str
    text_hash: str
    owner: str
    claims: Mapping[str, Attribute] = field(default_factory=dict)

    @classmethod
    def of(
        cls, request: Request, plan: Plan, received: datetime.datetime, instant: datetime.datetime, owner: bytes
    ) -> Handover:
        """Of a statement that runs `plan`."""
        who = request.asking.principal
        return cls(
            sql=request.sql,
            principal=who.code,
            on_behalf_of=who.on_behalf_of,
            purpose=request.asking.purpose,
            purposes=tuple(sorted(request.purposes)),
            catalog=request.session.catalog,
            schema=request.session.schema,
            timezone=request.session.timezone,
            arguments=request.arguments,
            seconds=request.seconds,
            page_format=request.page_format.value,
            door=request.door,
            address=request.address,
            token=request.token,
            received=received.isoformat(),
            instant=instant.isoformat(),
            text_hash=text_hash(plan),
            owner=owner.hex(),
            claims=dict(request.claims),
        )

    def text(self) -> str:
        """As it is kept."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Handover:
        """What `text` wrote. Raises ValueError, TypeError."""
        values: dict[str, Any] = json.loads(text)
        values["purposes"] = tuple(values["purposes"])
        values["arguments"] = None if values["arguments"] is None else tuple(values["arguments"])
        values["claims"] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in values["claims"].items()
        }
        return cls(**values)

    def request(self, still_valid: Callable[[], bool], trail: Trail) -> Request:
        """The request again. Its principal has a code and nothing else: the policies say the rest when it is judged."""
        principal = Principal(code=self.principal, department="", on_behalf_of=self.on_behalf_of)
        return Request(
            sql=self.sql,
            asking=Asking(principal=principal, purpose=self.purpose),
            purposes=frozenset(self.purposes),
            session=Session(catalog=self.catalog, schema=self.schema, timezone=self.timezone),
            arguments=self.arguments,
            seconds=self.seconds,
            page_format=PageFormat(self.page_format),
            door=self.door,
            address=self.address,
            token=self.token,
            claims=self.claims,
            still_valid=still_valid,
            trail=trail,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenUp:
    """Where a statement is taken up: the place, and how much of it the client has."""

    left: Handover
    place: Place
    rows: int
    bytes: int

    @property
    def received(self) -> datetime.datetime:
        return datetime.datetime.fromisoformat(self.left.received)

    @property
    def instant(self) -> datetime.datetime:
        return datetime.datetime.fromisoformat(self.left.instant)


def text_hash(plan: Plan) -> str:
    """Of everything that the engine was given: equal for equal work alone."""
    columns = [(column.name, str(column.type)) for column in plan.columns]
    keys = sorted((place, key.name, key.purpose, key.department) for place, key in plan.keys.items())
    whole = json.dumps([plan.engine, plan.sql, columns, plan.row_limit, keys], ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()
