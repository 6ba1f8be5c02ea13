"""Who asks, and for what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Attribute = str | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """An authenticated person or service: codes are ASCII, titles are for people.

    `code` is written `user:zhangsan` in policies; `department` is the code without `dept:`.
    `purposes` are those the token may declare; `on_behalf_of` names the service account that acts.
    """

    code: str
    department: str
    title: str = ""
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    on_behalf_of: str | None = None
    identity: int = field(init=False, repr=False, compare=False, default=0)

    def __post_init__(self) -> None:
        attributes = dict(self.attributes)
        object.__setattr__(self, "attributes", MappingProxyType(attributes))
        # Equal principals have equal hashes; an attribute that is no text and no tuple of texts has none, and is refused here.
        identity = (self.code, self.department, self.on_behalf_of, frozenset(attributes.items()))
        object.__setattr__(self, "identity", hash(identity))

    def __hash__(self) -> int:
        return self.identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One principal, one declared purpose (None: only grants for `*`)."""

    principal: Principal
    purpose: str | None = None
