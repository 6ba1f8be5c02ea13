"""Files have owners: a file may speak of its owner's objects, roles and people only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from gateway.policy.acts import ACTS, Kind
from gateway.policy.bundle import Bundle
from gateway.policy.grammar import kind_of
from gateway.policy.hints import did_you_mean
from gateway.policy.owners import Owner
from gateway.policy.problems import Problem
from gateway.policy.rules import Grant, Membership, PolicyLine, Predicate, Tagging, Widening


@dataclass(frozen=True, slots=True)
class _Rights:
    """What one file may do, with what it needs to know of the others."""

    owner: Owner
    bundle: Bundle
    common_tags: frozenset[str]
    people: frozenset[str]

    def knows_tag(self, tag: str) -> bool:
        return self.owner.has_tag(tag) or tag in self.common_tags


def ownership_problems(bundle: Bundle, lines: Iterable[PolicyLine]) -> Iterator[Problem]:
    """Every line that reaches beyond its file's owner."""
    common_tags = frozenset(_common_tags(bundle))
    people = _people(bundle)
    rights = {
        owner.policy_file: _Rights(owner, bundle, common_tags, frozenset(people.get(owner.name, ())))
        for owner in bundle.owners
    }
    for file, group in groupby(lines, key=lambda line: line.file):
        owner = bundle.owner_of(file)
        if owner is not None:
            yield from _file_problems(rights[owner.policy_file], group)


def _file_problems(rights: _Rights, lines: Iterable[PolicyLine]) -> Iterator[Problem]:
    own = () if rights.owner.is_common else tuple(f"{catalog}." for catalog in rights.owner.catalogs)
    for line in lines:
        if isinstance(line, Grant) and line.arg == "-" and line.act != "impersonate" and line.obj.startswith(own):
            continue  # nearly every line of a large file: an own object, and nothing of the common file needed
        if isinstance(line, Tagging) and line.obj.startswith(own) and line.tag in rights.common_tags:
            continue  # nearly every other line: an own object under a common tag
        for message in _line_problems(rights, line):
            yield line.place.problem(message)


def _common_tags(bundle: Bundle) -> Iterator[str]:
    """Tags of nobody's prefix that the common file or titles.csv defines."""
    defined = {code for code in bundle.titles if code.startswith("tag:")}
    for line in bundle.taggings:
        owner = bundle.owner_of(line.file)
        if owner is not None and owner.is_common:
            defined |= {line.obj, line.tag}
    return (tag for tag in defined if not any(owner.has_tag(tag) for owner in bundle.owners))


def _people(bundle: Bundle) -> dict[str, set[str]]:
    """Whom each owner's file, and no other, places in a department: a day in the past there does not make them one's own."""
    placers: dict[str, set[str]] = {}
    for line in bundle.memberships:
        owner = bundle.owner_of(line.file)
        if owner is not None and kind_of(line.group) == "dept" and kind_of(line.member) != "dept":
            placers.setdefault(line.member, set()).add(owner.name)
    placed: dict[str, set[str]] = {}
    for person, names in placers.items():
        if len(names) == 1:
            placed.setdefault(names.pop(), set()).add(person)
    return placed


def _line_problems(rights: _Rights, line: PolicyLine) -> Iterator[str]:
    match line:
        case Grant() if rights.owner.is_common:
            yield from _common_rule(rights, line)
        case Grant():
            yield from _object(rights, line)
            yield from _predicate_use(rights, line.arg)
        case Membership():
            yield from _membership(rights.owner, line)
        case Tagging():
            yield from _tagging(rights, line)
        case Widening():
            if not rights.owner.is_common:
                yield "purposes are related in the common file only"
        case Predicate():
            pass


def _common_rule(rights: _Rights, line: Grant) -> Iterator[str]:
    if ACTS[line.act] is Kind.GRANT and line.effect == "allow":
        yield f"the common file grants nothing; `{line.act}` belongs into the file of the object's owner"
    if line.obj.startswith("tag:") and any(owner.has_tag(line.obj) for owner in rights.bundle.owners):
        return
    if line.obj.startswith("tag:") and not rights.knows_tag(line.obj):
        yield _unknown_tag(rights, line.obj)
    yield from _predicate_use(rights, line.arg)


def _object(rights: _Rights, line: Grant) -> Iterator[str]:
    owner = rights.owner
    if line.act == "impersonate":
        if kind_of(line.obj) == "dept" and not owner.has_department(line.obj):
            yield f"`{line.obj}` is not a department of `{owner.name}`: nobody else may let a service act for its people"
        if kind_of(line.obj) == "user" and line.obj not in rights.people:
            yield f"`{line.obj}` is not placed by this file alone: only who places a person may let a service act for them"
    elif line.obj.startswith("tag:"):
        if not rights.knows_tag(line.obj):
            yield _unknown_tag(rights, line.obj)
    elif not owner.has_path(line.obj):
        catalogs = ", ".join(f"`{catalog}`" for catalog in owner.catalogs) or "none"
        yield f"object `{line.obj}` is not in a catalog of `{owner.name}` (its catalogs: {catalogs}; the first segment is written out)"


def _unknown_tag(rights: _Rights, tag: str) -> str:
    for other in rights.bundle.owners:
        if other.has_tag(tag):
            return f"tag `{tag}` belongs to `{other.name}`"
    return f"tag `{tag}` is neither an own tag nor a common one{did_you_mean(tag, rights.common_tags)}"


def _predicate_use(rights: _Rights, arg: str) -> Iterator[str]:
    predicate = rights.bundle.predicates.get(arg)
    if predicate is None:
        return
    writer = rights.bundle.owner_of(predicate.file)
    if writer is not rights.owner and not (writer and writer.is_common):
        yield f"predicate `{arg}` belongs to another file; write an own `p2` line, or put it into the common file"


def _membership(owner: Owner, line: Membership) -> Iterator[str]:
    match kind_of(line.group):
        case "role":
            if not owner.has_role(line.group):
                yield f"role `{line.group}` is not one of `{owner.name}`: only its owner may give it"
        case "dept":
            for code in {line.group, line.member}:
                if kind_of(code) == "dept" and not owner.has_department(code):
                    yield f"department `{code}` is not one of `{owner.name}`: only its owner places its people"
        case _:
            if not owner.is_common:
                yield "the organisation tree (`org:`) is in the common file only"


def _tagging(rights: _Rights, line: Tagging) -> Iterator[str]:
    owner = rights.owner
    if owner.is_common:
        for tag in (line.obj, line.tag):
            if not tag.startswith("tag:"):
                yield f"the common file tags no object; the owner of `{tag}` does"
            elif any(other.has_tag(tag) for other in rights.bundle.owners if other is not owner):
                yield _unknown_tag(rights, tag)
        return
    if line.obj.startswith("tag:"):
        if not owner.has_tag(line.obj):
            yield f"tag `{line.obj}` is not one of `{owner.name}`: only its owner, or the common file for common tags, puts it under another"
    elif not owner.has_path(line.obj):
        yield f"object `{line.obj}` is not in a catalog of `{owner.name}`: only its owner tags it"
    if not rights.knows_tag(line.tag):
        yield _unknown_tag(rights, line.tag)
