"""What every door hands to the run function."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from gateway.engines.engine import Origin, PageFormat, Trail
from gateway.pipeline.stages import Session
from gateway.policy.principal import Asking, Attribute


class Intent(Enum):
    """What the caller wants of the statement."""

    ANSWER = "answer"
    EXPLAIN = "explain"


def always() -> bool:
    """The validity of a caller that has no token: the operator's own shell."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One statement as received: who asks, for what, and how the rows shall travel.

    `limit` and `seconds` are the caller's own bounds. `arguments` are expressions for `?` (EXECUTE … USING), `parameters` values. `purposes` are those that the caller could declare: metadata shows what any of them makes visible. `door` and `address` say where it came in; `token` is the token's public id, `claims` what it says of its principal. `still_valid` asks (blocking) whether
    that token still stands; a running statement asks again. With a `trail` another gateway may take it up.
    """

    sql: str
    asking: Asking
    purposes: frozenset[str] = frozenset()
    session: Session = field(default_factory=Session)
    parameters: Sequence[object] = ()
    arguments: tuple[str, ...] | None = None
    limit: int | None = None
    seconds: float | None = None
    page_format: PageFormat = PageFormat.JSON
    intent: Intent = Intent.ANSWER
    door: str = "http"
    address: str = ""
    token: str = ""
    claims: Mapping[str, Attribute] = field(default_factory=dict)
    still_valid: Callable[[], bool] = always
    trail: Trail | None = None

    def origin(self, statement: str) -> Origin:
        """What the engine is told of whose work it is."""
        return Origin(
            statement=statement,
            principal=self.asking.principal.code,
            purpose=self.asking.purpose or "",
            timezone=self.session.timezone,
            trail=self.trail,
        )
