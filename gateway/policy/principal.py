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

    def __post_init__(self) -> None:
        object.__setattr__(self, "attributes", MappingProxyType(dict(self.attributes)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One principal, one declared purpose (None: only grants for `*`)."""

    principal: Principal
    purpose: str | None = None
