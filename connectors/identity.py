"""Two sources on one database would let one owner's rules be read around through the other: a configuration error (rule 14)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel

from connectors.connector import Connector


def same_database(sources: Mapping[str, tuple[Connector, BaseModel]], base: Path) -> Iterator[str]:
    """A sentence for every two sources that are one database. `base` is the folder of the configuration file."""
    seen: dict[str, str] = {}
    for name, (connector, options) in sources.items():
        identity = connector.identity(options, base)
        if identity in seen:
            yield f"sources.{name}: is the same database as source `{seen[identity]}`"
        for other, owner in seen.items():
            if identity != other and _inside(identity, other):
                yield f"sources.{name}: its files and those of source `{owner}` lie inside one another"
        seen.setdefault(identity, name)


def _inside(one: str, other: str) -> bool:
    if not (one.startswith("file:") and other.startswith("file:")):
        return False
    first, second = Path(one[5:]), Path(other[5:])
    return first.is_relative_to(second) or second.is_relative_to(first)
