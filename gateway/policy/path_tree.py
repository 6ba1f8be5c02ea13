"""The catalogue as a tree of path segments: what a pattern covers is found by walking, not by comparing it with every column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gateway.policy.hints import did_you_mean
from gateway.policy.matching import segment_matches


class PathTree:
    """Paths `catalog.schema.relation.column` and all that is above them."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._root: _Level = {}
        for path in paths:
            level = self._root
            for segment in path.split("."):
                level = level.setdefault(segment, {})

    def covered(self, pattern: str, depth: int) -> Iterator[str]:
        """The paths of `depth` segments that a pattern names or covers."""
        wanted = pattern.split(".")
        if len(wanted) <= depth:
            yield from _walk(self._root, wanted, depth, "")

    def exists(self, pattern: str) -> bool:
        """Whether the pattern names anything."""
        return next(self.covered(pattern, pattern.count(".") + 1), None) is not None

    def nearest(self, path: str) -> str:
        """`; did you mean …?` for the first segment that does not exist, or nothing."""
        level, above = self._root, ""
        for segment in path.split("."):
            if segment not in level:
                return did_you_mean(f"{above}{segment}", [f"{above}{known}" for known in level])
            level, above = level[segment], f"{above}{segment}."
        return ""


_Level = dict[str, "_Level"]


def _walk(level: _Level, wanted: list[str], depth: int, above: str) -> Iterator[str]:
    if depth == 0:
        yield above[:-1]
        return
    ways: Iterable[str] = level
    if wanted and not wanted[0].endswith("*"):
        ways = (wanted[0],) if wanted[0] in level else ()
    for segment in ways:
        if not wanted or segment_matches(segment, wanted[0]):
            yield from _walk(level[segment], wanted[1:], depth - 1, f"{above}{segment}.")
