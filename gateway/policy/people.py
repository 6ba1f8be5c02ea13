"""Principals of one day: their department and attributes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gateway.errors import AccessError, ErrorCode
from gateway.policy.grammar import PEOPLE, kind_of
from gateway.policy.placeholders import present
from gateway.policy.principal import Attribute, Principal
from gateway.policy.subjects import Subject


class People:
    """Everybody who is placed in a department today. Nobody else exists."""

    def __init__(
        self, memberships: Iterable[tuple[str, str]], subjects: Iterable[Subject], titles: Mapping[str, str]
    ) -> None:
        self._departments = {
            member: group for member, group in memberships if kind_of(member) in PEOPLE and kind_of(group) == "dept"
        }
        self._titles = titles
        self._own: dict[str, dict[str, Attribute | None]] = {}
        for subject in subjects:
            self._own.setdefault(subject.code, {})[subject.attribute] = subject.value

    def __contains__(self, code: object) -> bool:
        return code in self._departments

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of all, in order."""
        return tuple(sorted(self._departments))

    def principal(self, code: str, claims: Mapping[str, Attribute], on_behalf_of: str | None) -> Principal:
        """The principal with its attributes; of the token's claims only those marked `@from_token` count."""
        if code not in self._departments:
            raise AccessError(
                f"`{code}` is not a principal of this gateway",
                code=ErrorCode.UNAUTHENTICATED,
                hint="ask the owner of your department to place you in it",
            )
        department = self._departments[code]
        declared = {**self._own.get(department, {}), **self._own.get(code, {})}
        attributes: dict[str, Attribute] = {}
        for name, value in declared.items():
            known = present(claims.get(name) if value is None else value)
            if known is not None:
                attributes[name] = known
        name = department.removeprefix("dept:")
        attributes |= {"dept": name, "user": code.partition(":")[2]}
        return Principal(
            code=code,
            department=name,
            title=self._titles.get(code, ""),
            attributes=attributes,
            on_behalf_of=on_behalf_of,
        )
