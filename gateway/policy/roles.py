"""Role graphs as sets: membership at any depth, safe with cycles, and no node for a name nobody wrote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from casbin.rbac import RoleManager


class ClosureRoleManager(RoleManager):  # type: ignore[misc]  # casbin ships no types
    """Casbin's role manager without its depth limit (a deny ten hops up would silently be lost) and without growth by questions."""

    def __init__(self) -> None:
        self._above: dict[str, list[str]] = {}
        self._closures: dict[str, frozenset[str]] = {}

    def __deepcopy__(self, memo: dict[int, Any]) -> ClosureRoleManager:
        # Casbin deep-copies the model while loading; the graph has one owner and is filled once.
        return self

    def clear(self) -> None:
        self._above.clear()
        self._closures.clear()

    def add_link(self, name1: str, name2: str, *domain: str) -> None:
        self._above.setdefault(name1, []).append(name2)
        self._closures.clear()

    def delete_link(self, name1: str, name2: str, *domain: str) -> None:
        raise NotImplementedError("a policy set never changes")

    def has_link(self, name1: str, name2: str, *domain: str) -> bool:
        return name1 == name2 or name2 in self.closure(name1)

    def get_roles(self, name: str, *domain: str) -> list[str]:
        return list(self._above.get(name, ()))

    def get_users(self, name: str, *domain: str) -> list[str]:
        return [member for member, groups in self._above.items() if name in groups]

    def print_roles(self) -> None:
        """Casbin would log every link."""

    @property
    def members(self) -> Iterable[str]:
        """All names that are below another one."""
        return self._above.keys()

    def closure(self, name: str) -> frozenset[str]:
        """The name itself and all that it belongs to, at any depth. Only names of the graph are remembered."""
        if name not in self._above:
            return frozenset((name,))
        known = self._closures.get(name)
        if known is None:
            known = self._closures[name] = self._walk(name)
        return known

    def _walk(self, name: str) -> frozenset[str]:
        seen, waiting = {name}, [name]
        while waiting:
            for above in self._above.get(waiting.pop(), ()):
                if above not in seen:
                    seen.add(above)
                    waiting.append(above)
        return frozenset(seen)
