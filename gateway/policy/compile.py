"""A bundle on one day: rules and links as Casbin gets them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from gateway.policy.bundle import Bundle
from gateway.policy.index import CompiledRule
from gateway.policy.matching import during
from gateway.policy.rules import Grant, Membership

Links = dict[str, list[tuple[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """What holds on one day. Rules keep their dates: the matcher judges those."""

    rules: tuple[CompiledRule, ...]
    links: Links


def compile_rules(bundle: Bundle, on: datetime.date) -> Compiled:
    """Memberships outside their days are left out: Casbin's own conditional roles become permanent."""
    day = on.isoformat()
    links: Links = {
        "g": [(line.member, line.group) for line in bundle.memberships if during(day, line.start, line.until)],
        "g2": [(line.obj, line.tag) for line in bundle.taggings],
        "g3": [(line.purpose, line.wider) for line in bundle.widenings],
    }
    scopes = {owner.policy_file: "" if owner.is_common else "@" + "+".join(owner.catalogs) for owner in bundle.owners}
    return Compiled(rules=tuple(_rule(grant, scopes) for grant in bundle.grants), links=links)


def _rule(grant: Grant, scopes: dict[str, str]) -> CompiledRule:
    if grant.obj.startswith("tag:"):  # a tag in an owner's rule reaches that owner's objects only
        scope = scopes[grant.file.rpartition("/")[2]]
        return (grant.sub, grant.obj + scope, *grant[4:])
    return grant[2:]


def last_day(bundle: Bundle, on: datetime.date) -> datetime.date | None:
    """The last day on which what was compiled for `on` still holds; None: for ever."""
    return min((day for day in _last_days(bundle) if day >= on), default=None)


def _last_days(bundle: Bundle) -> Iterator[datetime.date]:
    one = datetime.timedelta(days=1)
    dated: tuple[Grant | Membership, ...] = (*bundle.grants, *bundle.memberships)
    starts = {line.start for line in dated} - {"-", datetime.date.min.isoformat()}
    untils = {line.until for line in dated} - {"-"}
    yield from (datetime.date.fromisoformat(start) - one for start in starts)
    yield from map(datetime.date.fromisoformat, untils)
