"""What only shows when all files are seen together: names that nobody defines, duplicates, cycles, people in two places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from gateway.policy.bundle import Bundle
from gateway.policy.grammar import PEOPLE, kind_of
from gateway.policy.hints import did_you_mean, guesses_among
from gateway.policy.placeholders import placeholders
from gateway.policy.problems import Problem
from gateway.policy.rules import Grant, Membership, PolicyLine, Predicate, Tagging, Widening, overlap_in_time
from gateway.policy.subjects import BUILT_IN
from gateway.policy.unmask_forms import unmask_problems


def consistency_problems(bundle: Bundle, lines: Sequence[PolicyLine]) -> Iterator[Problem]:
    """Every problem between lines and between files."""
    for check in _CHECKS:
        yield from check(bundle)
    yield from _duplicates(lines)
    yield from unmask_problems(bundle)


def declared_purposes(bundle: Bundle) -> frozenset[str]:
    """Purposes that titles.csv or a `g3` line declares."""
    titled = {code.removeprefix("purpose:") for code in bundle.titles if code.startswith("purpose:")}
    return frozenset(titled | {name for line in bundle.widenings for name in (line.purpose, line.wider)})


def _duplicates(lines: Sequence[PolicyLine]) -> Iterator[Problem]:
    rules = [line for line in lines if isinstance(line, Grant)]
    others = [line for line in lines if not isinstance(line, Grant)]
    # As good as never is anything repeated, and that is soon told.
    if len({rule.id for rule in rules}) < len(rules) or len(set(map(_body, rules))) < len(rules):
        yield from _repeated(rules)
    if len({line[2:3] if isinstance(line, Predicate) else line[2:] for line in others}) < len(others):
        yield from _repeated(others)


def _repeated(lines: Iterable[PolicyLine]) -> Iterator[Problem]:
    seen: dict[tuple[object, ...], PolicyLine] = {}
    for line in lines:
        for key, message in _keys(line):
            first = seen.setdefault(key, line)
            if first is not line:
                yield line.place.problem(f"{message} {first.file}:{first.line}")


def _body(line: Grant) -> tuple[str, ...]:
    """All but the id. The same words in two files differ: a tag reaches each owner's own objects."""
    return (line.file, *line[2:-1])


def _keys(line: PolicyLine) -> Iterator[tuple[tuple[object, ...], str]]:
    match line:
        case Grant():
            yield ("id", line.id), f"rule id `{line.id}` is already used at"
            yield ("p", *_body(line)), "the same rule stands at"
        case Predicate():
            yield ("p2", line.name), f"predicate `{line.name}` is already defined at"
        case Membership():
            yield ("g", line.member, line.group, line.start, line.until), "the same line stands at"
        case Tagging():
            yield ("g2", line.obj, line.tag), "the same line stands at"
        case Widening():
            yield ("g3", line.purpose, line.wider), "the same line stands at"


def _undefined(bundle: Bundle) -> Iterator[Problem]:
    purposes = declared_purposes(bundle)
    people = _known_subjects(bundle)
    tags = _known_tags(bundle)
    plain = people | {"*", "-"}
    somebody, some_tag, some_predicate = guesses_among(people), guesses_among(tags), guesses_among(bundle.predicates)
    for line in bundle.grants:
        if line.arg.startswith("@") and line.arg not in bundle.predicates:
            yield line.place.problem(f"`{line.arg}` is not defined by a p2 line{some_predicate(line.arg)}")
        if line.purpose != "*" and line.purpose not in purposes:
            hint = did_you_mean(line.purpose, purposes) or "; declare it in titles.csv: `purpose:CODE,title`"
            yield line.place.problem(f"purpose `{line.purpose}` is not declared{hint}")
        named = (line.sub, line.exempt, line.obj) if line.act == "impersonate" else (line.sub, line.exempt)
        if not plain.issuperset(named):
            for who in dict.fromkeys(who for who in named if who not in plain):
                yield line.place.problem(f"`{who}` stands in no g line and not in titles.csv{somebody(who)}")
        if line.obj.startswith("tag:") and line.obj not in tags and _may_name(bundle, line):
            yield line.place.problem(
                f"nothing carries tag `{line.obj}`, and titles.csv does not declare it{some_tag(line.obj)}"
            )


def _may_name(bundle: Bundle, line: Grant) -> bool:
    """A tag that the file may not name is a problem of ownership, told there."""
    owner = bundle.owner_of(line.file)
    return owner is not None and any(
        other.has_tag(line.obj) for other in (bundle.owners if owner.is_common else (owner,))
    )


def _known_subjects(bundle: Bundle) -> frozenset[str]:
    placed = {code for line in bundle.memberships for code in (line.member, line.group)}
    return frozenset(placed | {code for code in bundle.titles if kind_of(code) not in ("purpose", "tag")})


def _known_tags(bundle: Bundle) -> frozenset[str]:
    used = {name for line in bundle.taggings for name in (line.obj, line.tag) if name.startswith("tag:")}
    return frozenset(used | {code for code in bundle.titles if code.startswith("tag:")})


def _attributes(bundle: Bundle) -> Iterator[Problem]:
    known = {subject.attribute for subject in bundle.subjects} | BUILT_IN
    for line in bundle.predicates.values():
        for name in sorted(placeholders(line.sql) - known):
            yield line.place.problem(
                f"predicate `{line.name}`: no subject has the attribute `:{name}`{did_you_mean(name, known)}"
            )
    people = _known_subjects(bundle)
    somebody = guesses_among(people)
    for subject in bundle.subjects:
        if subject.code not in people:
            yield subject.line.problem(
                f"`{subject.code}` stands in no g line and not in titles.csv{somebody(subject.code)}"
            )


def _placement(bundle: Bundle) -> Iterator[Problem]:
    placed: dict[str, list[Membership]] = {}
    for line in bundle.memberships:
        if kind_of(line.member) in PEOPLE and kind_of(line.group) == "dept":
            for other in placed.setdefault(line.member, []):
                if other.group != line.group and overlap_in_time(line, other):
                    where = f"{other.file}:{other.line}"
                    yield line.place.problem(
                        f"`{line.member}` is already in `{other.group}` ({where}); a person has one department"
                    )
            placed[line.member].append(line)
    for line in bundle.memberships:
        if kind_of(line.member) in PEOPLE and line.member not in placed:
            yield line.place.problem(f"`{line.member}` is placed in no department: add `g, {line.member}, dept:CODE`")


def _cycles(bundle: Bundle) -> Iterator[Problem]:
    yield from _cycle("g", ((line.member, line.group, line) for line in bundle.memberships))
    yield from _cycle("g2", ((line.obj, line.tag, line) for line in bundle.taggings))
    yield from _cycle("g3", ((line.purpose, line.wider, line) for line in bundle.widenings))


def _cycle(kind: str, links: Iterable[tuple[str, str, PolicyLine]]) -> Iterator[Problem]:
    known = list(links)
    groups = {group for _, group, _ in known}
    inner = [
        link for link in known if link[0] in groups
    ]  # a cycle is among those who are above somebody, and they are few
    if any(_cycles_of(kind, inner)):
        yield from _cycles_of(kind, known)


def _cycles_of(kind: str, links: Iterable[tuple[str, str, PolicyLine]]) -> Iterator[Problem]:
    above: dict[str, dict[str, PolicyLine]] = {}
    for member, group, line in links:
        above.setdefault(member, {})[group] = line
    done: set[str] = set()
    for start in sorted(above):
        path = _first_cycle(start, above, done)
        if path:
            yield above[path[0]][path[1]].place.problem(f"{kind} cycle: {' -> '.join(path)}")


def _first_cycle(start: str, above: Mapping[str, Mapping[str, PolicyLine]], done: set[str]) -> list[str]:
    """Depth first without recursion: a chain may be as long as a file. Returns the cycle's names, first one repeated."""
    path: dict[str, Iterator[str]] = {}
    name: str | None = start
    while name is not None or path:
        if name is not None and name not in done:
            if name in path:
                names = list(path)
                done.update(names)
                return [*names[names.index(name) :], name]
            path[name] = iter(above.get(name, ()))
        last = next(reversed(path), None)
        if last is None:
            return []
        name = next(path[last], None)
        if name is None:
            done.add(last)
            del path[last]
    return []


def _row_tags(bundle: Bundle) -> Iterator[Problem]:
    """A `row_any` on a tag that only columns carry would never hold."""
    above: dict[str, set[str]] = {}
    for line in bundle.taggings:
        if line.obj.startswith("tag:") or line.obj.count(".") < 3:
            above.setdefault(line.obj, set()).add(line.tag)
    carried: set[str] = set()
    waiting = [obj for obj in above if not obj.startswith("tag:")]
    while waiting:
        for tag in above.get(waiting.pop(), ()):
            if tag not in carried:
                carried.add(tag)
                waiting.append(tag)
    tagged = _known_tags(bundle) & {line.tag for line in bundle.taggings}
    for rule in bundle.grants:
        if rule.act == "row_any" and rule.obj in tagged and rule.obj not in carried:
            yield rule.place.problem(f"only columns carry tag `{rule.obj}`: rows are granted on relations")


_CHECKS: Final[tuple[Callable[[Bundle], Iterator[Problem]], ...]] = (
    _undefined,
    _attributes,
    _placement,
    _cycles,
    _row_tags,
)
