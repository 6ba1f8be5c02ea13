"""Which paths carry a tag, by themselves or through other tags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gateway.policy.roles import ClosureRoleManager
from gateway.policy.rules import Tagging


def carriers(taggings: Iterable[Tagging]) -> Mapping[str, tuple[str, ...]]:
    """The paths by tag, whoever wrote the lines."""
    graph = ClosureRoleManager()
    paths: dict[str, None] = {}
    for line in taggings:
        graph.add_link(line.obj, line.tag)
        if not line.obj.startswith("tag:"):
            paths[line.obj] = None
    found: dict[str, list[str]] = {}
    for path in paths:
        for tag in graph.closure(path) - {path}:
            found.setdefault(tag, []).append(path)
    return {tag: tuple(carrying) for tag, carrying in found.items()}
