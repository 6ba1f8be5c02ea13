"""Policy against the catalogue: objects that do not exist, masks that a column's type does not take, predicates that do not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from gateway import masking
from gateway.catalog.relations import Catalog, Column, Relation
from gateway.policy.bundle import Bundle
from gateway.policy.hints import did_you_mean
from gateway.policy.matching import covers, path_of, tag_test
from gateway.policy.problems import Problem
from gateway.policy.roles import ClosureRoleManager
from gateway.policy.rules import Grant

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
    """Every relation and column by its path."""

    def __init__(self, bundle: Bundle, catalog: Catalog) -> None:
        self._bundle = bundle
        graph = ClosureRoleManager()
        for line in bundle.taggings:
            graph.add_link(line.obj, line.tag)
        self._tagged = tag_test(graph.has_link)
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
        self._known = set(self.columns)
        for path in list(self.columns):
            while "." in path:
                path = path.rpartition(".")[0]
                self._known.add(path)

    def exists(self, pattern: str) -> bool:
        if pattern in self._known or pattern.partition(".")[0] in self._empty:
            return True
        return "*" in pattern and any(covers(path, pattern) for path in self._known)

    def unknown(self, pattern: str) -> str:
        return f"the catalogue has no `{pattern}`{did_you_mean(pattern, self._known)}"

    def reached(self, rule: Grant, paths: Iterator[str] | Mapping[str, object]) -> Iterator[str]:
        owner = self._bundle.owner_of(rule.place.file)
        for path in paths:
            if covers(path, rule.obj) or (
                self._tagged(path, rule.obj) and (owner is None or owner.is_common or owner.has_path(path))
            ):
                yield path


def _mask_problems(rule: Grant, objects: _Objects) -> Iterator[Problem]:
    mask = masking.parse(rule.arg)
    for path in objects.reached(rule, objects.columns):
        type_ = objects.columns[path].type
        if not mask.accepts(type_):
            yield rule.place.problem(
                f"mask `{rule.arg}` does not take `{path}`, which is {type_}; it takes {mask.takes}"
            )


def _predicate_problems(rule: Grant, bundle: Bundle, objects: _Objects, check: CheckPredicate) -> Iterator[Problem]:
    """At the rule's line: the same predicate may fit one relation and not another."""
    reached = set(objects.reached(rule, objects.relations))
    if rule.act == "row_all":  # a tag of a column counts for its relation
        reached |= {path.rpartition(".")[0] for path in objects.reached(rule, objects.columns)}
    for path in sorted(reached):
        found = check(bundle.predicates[rule.arg].sql, objects.relations[path])
        if found:
            yield rule.place.problem(f"predicate `{rule.arg}` does not fit `{path}`: {found}")
