"""What differs between a source as found and as accepted, and the acts of accepting (rule 14)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from gateway.catalog.accepted import AcceptedColumn, AcceptedRelation, AcceptedSource
from gateway.catalog.found import FoundColumn, FoundRelation
from gateway.catalog.names import fold


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """One object (`schema.relation` or `schema.relation.column`) and what is to say of it."""

    object: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.object}: {self.detail}" if self.detail else self.object


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """`new` can be accepted, `changed` and `gone` are no longer offered, `unreadable` and `clashing` never are."""

    new: tuple[Difference, ...] = ()
    changed: tuple[Difference, ...] = ()
    gone: tuple[Difference, ...] = ()
    unreadable: tuple[Difference, ...] = ()
    clashing: tuple[Difference, ...] = ()

    @property
    def none(self) -> bool:
        """True when nothing waits for the owner."""
        return not (self.new or self.changed or self.gone)


def compare(found: Sequence[FoundRelation], accepted: AcceptedSource, *, loose: bool = False) -> Drift:
    """What changed at the source since it was accepted. Types of `loose` sources are the owner's to say, so they never drift."""
    there = {_key(r): r for r in found}
    known = {_key(r): r for r in accepted.relations}
    new: list[Difference] = []
    changed: list[Difference] = []
    gone: list[Difference] = []
    for key, relation in there.items():
        if key not in known:
            new.append(Difference(key, f"{relation.kind}, {len(_readable(relation))} columns"))
            continue
        if relation.kind != known[key].kind:
            changed.append(Difference(key, f"was {known[key].kind}, is {relation.kind}"))
        for difference, bucket in _columns(relation, known[key], loose):
            {"new": new, "changed": changed, "gone": gone}[bucket].append(difference)
    gone += [Difference(key) for key in known if key not in there]
    return Drift(
        new=tuple(sorted(new)),
        changed=tuple(sorted(changed)),
        gone=tuple(sorted(gone)),
        unreadable=tuple(
            sorted(
                Difference(f"{_key(r)}.{c.name}", c.reason or c.native)
                for r in found
                for c in r.columns
                if c.type is None
            )
        ),
        clashing=tuple(sorted(clashes(found))),
    )


def clashes(found: Sequence[FoundRelation]) -> Iterator[Difference]:
    """Objects whose names are one name once folded: nobody could say which is meant, so none is offered."""
    relations = Counter(fold(_key(r)) for r in found)
    for relation in found:
        if relations[fold(_key(relation))] > 1:
            yield Difference(_key(relation), "differs from another relation only in case")
        columns = Counter(fold(c.name) for c in relation.columns)
        for column in relation.columns:
            if columns[fold(column.name)] > 1:
                yield Difference(f"{_key(relation)}.{column.name}", "differs from another column only in case")


def accept(
    found: Sequence[FoundRelation],
    accepted: AcceptedSource,
    names: Collection[str] | None = None,
    *,
    loose: bool = False,
) -> AcceptedSource:
    """The accepted catalogue after accepting `names` (`schema.relation` or `schema.relation.column`).

    None accepts all tables as they are now; views, foreign tables and partition children are accepted only by name.
    """
    clashing = {d.object for d in clashes(found)}
    there = {_key(r): r for r in found if _key(r) not in clashing}
    known = {_key(r): r for r in accepted.relations}
    result: dict[str, AcceptedRelation] = {}
    for key in dict.fromkeys([*known, *there]):
        old, now = known.get(key), there.get(key)
        if old is None and now is not None:
            if _chosen(key, names) if names is not None else now.kind == "table":
                result[key] = _merged(now, None, None, loose, clashing)
        elif old is not None and now is None:
            if not (names is None or _chosen(key, names)):
                result[key] = old
        elif old is not None and now is not None:
            whole = names is None or _chosen(key, names)
            columns = None if whole else _named(key, names or ())
            result[key] = old if columns == frozenset() else _merged(now, old, columns, loose, clashing)
    return replace(accepted, relations=tuple(result.values()))


def _merged(
    now: FoundRelation,
    old: AcceptedRelation | None,
    names: frozenset[str] | None,
    loose: bool,
    clashing: Collection[str],
) -> AcceptedRelation:
    """`old` brought up to `now` for the columns in `names` (None: all), titles and comments kept."""
    before = {c.name: c for c in old.columns} if old else {}
    after = {c.name: c for c in _readable(now) if f"{_key(now)}.{c.name}" not in clashing}
    columns: list[AcceptedColumn] = []
    for name in dict.fromkeys([*after, *before]):
        if names is not None and fold(name) not in names:
            columns += [before[name]] if name in before else []
        elif name in after:
            columns.append(_column(after[name], before.get(name), loose))
    title = old.title if old else _title(now.comment)
    kind = now.kind if names is None or old is None else old.kind
    comment = old.comment if old else now.comment
    return AcceptedRelation(
        schema=now.schema, name=now.name, kind=kind, columns=tuple(columns), title=title, comment=comment
    )


def _column(now: FoundColumn, old: AcceptedColumn | None, loose: bool) -> AcceptedColumn:
    assert now.type is not None
    if old is None:
        return AcceptedColumn(name=now.name, type=now.type, title=_title(now.comment), comment=now.comment)
    return old if loose else replace(old, type=now.type)


def _columns(now: FoundRelation, old: AcceptedRelation, loose: bool) -> Iterator[tuple[Difference, str]]:
    before = {c.name: c for c in old.columns}
    after = {c.name: c for c in now.columns}
    for name, column in after.items():
        place = f"{_key(now)}.{name}"
        if name not in before:
            if column.type is not None:
                yield Difference(place, str(column.type)), "new"
        elif not same_type(column, before[name], loose):
            yield Difference(place, f"was {before[name].type}, is {column.type or column.native}"), "changed"
    for name in before:
        if name not in after:
            yield Difference(f"{_key(now)}.{name}"), "gone"


def same_type(now: FoundColumn, accepted: AcceptedColumn, loose: bool) -> bool:
    """Whether the column is still what its owner accepted."""
    return now.type is not None and (loose or now.type == accepted.type)


def _readable(relation: FoundRelation) -> list[FoundColumn]:
    return [c for c in relation.columns if c.type is not None]


def _key(relation: FoundRelation | AcceptedRelation) -> str:
    return f"{relation.schema}.{relation.name}"


def _chosen(key: str, names: Iterable[str]) -> bool:
    return fold(key) in {fold(n) for n in names}


def _named(key: str, names: Iterable[str]) -> frozenset[str]:
    prefix = fold(key) + "."
    return frozenset(fold(n)[len(prefix) :] for n in names if fold(n).startswith(prefix))


def _title(comment: str) -> str:
    """A source's comment is mostly the title: its first line, when short."""
    first = comment.strip().splitlines()[0] if comment.strip() else ""
    return first if len(first) <= 40 else ""
