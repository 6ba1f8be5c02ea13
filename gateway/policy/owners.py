"""Who owns which policy file, and what that file may speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

COMMON: Final = "common"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """One department that owns data. `roles` and `departments` are glob patterns, `tags` a prefix such as `tag:minzheng.`."""

    name: str
    policy_file: str
    catalogs: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    tags: str = ""
    departments: tuple[str, ...] = ()
    title: str = ""
    contact: str = ""

    @property
    def is_common(self) -> bool:
        """The common file defines what all share, restricts anybody, grants nothing."""
        return self.name == COMMON

    def has_role(self, code: str) -> bool:
        return any(fnmatchcase(code.removeprefix("role:"), glob.removeprefix("role:")) for glob in self.roles)

    def has_department(self, code: str) -> bool:
        return any(fnmatchcase(code.removeprefix("dept:"), glob.removeprefix("dept:")) for glob in self.departments)

    def has_tag(self, tag: str) -> bool:
        return bool(self.tags) and tag.startswith(self.tags)

    def has_path(self, path: str) -> bool:
        """The first segment must be written out: `*` would reach everybody's catalogs."""
        return path.partition(".")[0] in self.catalogs


def owner_problems(owners: Iterable[Owner]) -> Iterator[str]:
    """Two owners of one thing: then neither would be."""
    seen: dict[str, str] = {}
    known = list(owners)
    for owner in known:
        for thing in (f"policy file `{owner.policy_file}`", *(f"catalog `{catalog}`" for catalog in owner.catalogs)):
            if thing in seen:
                yield f"owners `{seen[thing]}` and `{owner.name}` both have {thing}"
            seen[thing] = owner.name
    prefixed = [owner for owner in known if owner.tags]
    for one in prefixed:
        if not one.tags.startswith("tag:") or len(one.tags) < 6:
            yield f"owner `{one.name}`: `tags` is a prefix such as `tag:{one.name}.`"
        for other in prefixed:
            if one is not other and other.tags.startswith(one.tags):
                yield f"owners `{one.name}` and `{other.name}` have tag prefixes that overlap"
