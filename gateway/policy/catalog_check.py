"""Policy against the catalogue: objects that do not exist, masks that a column's type does not take, predicates that do not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from gateway import masking
from gateway.catalog.relations import Catalog, Column, Relation
from gateway.policy.bundle import Bundle
from gateway.policy.carriers import carriers
from gateway.policy.hints import Guesses
from gateway.policy.matching import path_of
from gateway.policy.path_tree import PathTree
from gateway.policy.problems import Problem
from gateway.policy.rules import Grant

RELATION: Final = 3
COLUMN: Final = 4
CheckPredicate = Callable[[str, Relation], str | None]


def catalog_problems(bundle: Bundle, catalog: Catalog, check_predicate: CheckPredicate | None) -> Iterator[Problem]:
    """Problems of this policy on this catalogue."""
    objects = _Objects(bundle, catalog)
    for rule in bundle.grants:
        if rule.act != "impersonate" and not rule.obj.startswith("tag:") and not objects.exists(rule.obj):
            yield rule.place.problem(objects.unknown(rule.obj))
        match rule.act:
            case "mask" | "unmask" if rule.arg != "-":
                yield from _mask_problems(rule, objects)
            case "row_any" | "row_all" if check_predicate is not None and rule.arg in bundle.predicates:
                yield from _predicate_problems(rule, bundle, objects, check_predicate)
    for line in bundle.taggings:
        if not line.obj.startswith("tag:") and not objects.exists(line.obj):
            yield line.place.problem(objects.unknown(line.obj))


class _Objects:
    """Every relation and column by its path, and what was found out about them: many rules say the same of the same."""

    def __init__(self, bundle: Bundle, catalog: Catalog) -> None:
        self._bundle = bundle
        self._carriers = carriers(bundle.taggings)
        self.relations: Mapping[str, Relation] = {
            path_of(name): relation for name, relation in catalog.relations.items()
        }
        self.columns: Mapping[str, Column] = {
            path_of(name, column.name): column
            for name, relation in catalog.relations.items()
            for column in relation.columns
        }
        # A source that could not be read yet has no relations: its rules cannot be judged, and are not wrong.
        self._empty = set(catalog.sources) - {name.catalog for name in catalog.relations}
        self._tree = PathTree(self.columns)
        self._nearest = Guesses(self._tree.nearest)
        self.masks: dict[tuple[str, str, str], tuple[str, ...]] = {}
        self.predicates: dict[tuple[str, tuple[Column, ...]], str | None] = {}

    def exists(self, pattern: str) -> bool:
        return pattern.partition(".")[0] in self._empty or self._tree.exists(pattern)

    def unknown(self, pattern: str) -> str:
        return f"the catalogue has no `{pattern}`{self._nearest(pattern)}"

    def reached(self, rule: Grant, depth: int) -> Iterable[str]:
        """Paths of relations (3) or columns (4) that a rule names, covers, or reaches by a tag."""
        starts: Iterable[str] = (rule.obj,)
        if rule.obj.startswith("tag:"):
            owner = self._bundle.owner_of(rule.file)
            carrying = self._carriers.get(rule.obj, ())
            starts = (path for path in carrying if owner is None or owner.is_common or owner.has_path(path))
        return dict.fromkeys(path for start in starts for path in self._tree.covered(start, depth))


def _mask_problems(rule: Grant, objects: _Objects) -> Iterator[Problem]:
    key = rule.obj, rule.arg, rule.file
    if key not in objects.masks:
        objects.masks[key] = tuple(_refusals(rule, objects))
    return map(rule.place.problem, objects.masks[key])


def _refusals(rule: Grant, objects: _Objects) -> Iterator[str]:
    mask = masking.parse(rule.arg)
    for path in objects.reached(rule, COLUMN):
        type_ = objects.columns[path].type
        if not mask.accepts(type_):
            yield f"mask `{rule.arg}` does not take `{path}`, which is {type_}; it takes {mask.takes}"


def _predicate_problems(rule: Grant, bundle: Bundle, objects: _Objects, check: CheckPredicate) -> Iterator[Problem]:
    """At the rule's line: the same predicate may fit one relation and not another."""
    reached = set(objects.reached(rule, RELATION))
    if rule.act == "row_all":  # a tag of a column counts for its relation
        reached |= {path.rpartition(".")[0] for path in objects.reached(rule, COLUMN)}
    for path in sorted(reached):
        relation = objects.relations[path]
        key = bundle.predicates[rule.arg].sql, relation.columns
        if key not in objects.predicates:
            objects.predicates[key] = check(key[0], relation)
        found = objects.predicates[key]
        if found:
            yield rule.place.problem(f"predicate `{rule.arg}` does not fit `{path}`: {found}")
