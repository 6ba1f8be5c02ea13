"""How data is classified: `tag:level.…` (GB/T 43697 has owners grade what they hold). It decides nothing by itself; rules may speak of the tag like of any other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from gateway.policy.bundle import Bundle
from gateway.policy.carriers import carriers
from gateway.policy.matching import lineage

PREFIX: Final = "tag:level."


class Levels:
    """The levels of a bundle's objects. The later as a text, the higher: `tag:level.4` is above `tag:level.3`."""

    def __init__(self, bundle: Bundle) -> None:
        self._titles = bundle.titles
        self._highest: dict[str, str] = {}
        for tag, paths in carriers(bundle.taggings).items():
            if tag.startswith(PREFIX):
                for path in paths:
                    self._highest[path] = max(tag, self._highest.get(path, ""))

    def highest(self, paths: Iterable[str]) -> str:
        """The title of the highest level that any of the objects carries, itself or by what it is in; empty when none has one."""
        if not self._highest:
            return ""
        carried = (self._highest.get(part, "") for path in paths for part in lineage(path))
        tag = max(carried, default="")
        return self._titles.get(tag) or tag.removeprefix("tag:").replace(".", " ")
