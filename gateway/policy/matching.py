"""The functions that the Casbin matcher calls: does a pattern cover an object, is an object tagged, does a day fall into a period."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gateway.catalog.names import RelationName

_ESCAPED = frozenset(".:*%@,+#\"'\\")


def segment(name: str) -> str:
    """A catalog's own name as one segment of an object path.

    >>> segment("a.b c")
    'a%2eb%20c'
    """
    if name.replace("_", "").isalnum():  # nearly every name: letters and digits of any script need no escape
        return name
    return "".join("".join(f"%{byte:02x}" for byte in c.encode()) if c in _ESCAPED or c.isspace() else c for c in name)


def path_of(relation: RelationName, column: str | None = None) -> str:
    """The object path of a relation, or of one of its columns."""
    parts = (relation.catalog, relation.schema, relation.relation)
    return ".".join(map(segment, parts if column is None else (*parts, column)))


def segment_matches(text: str, pattern: str) -> bool:
    """`*` is any one segment, `abc*` a prefix inside one segment."""
    return text.startswith(pattern[:-1]) if pattern.endswith("*") else text == pattern


def covers(obj: str, pattern: str) -> bool:
    """Whether `pattern` names `obj` or something above it.

    >>> covers("hive.renkou.person.id_card", "hive.*.person"), covers("hive.renkou", "hive.renkou.person")
    (True, False)
    """
    if ":" in obj or ":" in pattern:  # people and tags are not paths: `user:a` must not cover `user:a.b`
        return False
    if "*" not in pattern:
        return obj == pattern or obj.startswith(f"{pattern}.")
    parts, wanted = obj.split("."), pattern.split(".")
    return len(wanted) <= len(parts) and all(map(segment_matches, parts, wanted))


def lineage(obj: str) -> Iterator[str]:
    """An object and everything above it: tags on a table or schema flow down."""
    yield obj
    while "." in obj:
        obj = obj.rpartition(".")[0]
        yield obj


def tag_test(has_tag: Callable[[str, str], bool]) -> Callable[[str, str], bool]:
    """`tagged(obj, pattern)` over a tag hierarchy. A compiled rule of an owner's file reads `tag:x@catalog+catalog`: that owner's objects only."""

    def tagged(obj: str, pattern: str) -> bool:
        if not pattern.startswith("tag:") or ":" in obj:
            return False
        tag, scoped, scope = pattern.partition("@")
        if scoped and obj.partition(".")[0] not in scope.split("+"):
            return False
        return any(has_tag(part, tag) for part in lineage(obj))

    return tagged


def during(now: str, start: str, until: str) -> bool:
    """ISO days compared as text; `until` is inclusive, `-` is open."""
    return (start == "-" or start <= now) and (until == "-" or now <= until)
