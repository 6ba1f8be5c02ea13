"""Rows of the function table: regular expressions. The pattern must be a constant that both engines read alike (pattern.py)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from gateway.catalog.types import Type, varchar
from gateway.pipeline.functions.entry import FALLIBLE, F, Returns, Row, Use
from gateway.pipeline.functions.forms import quoted, when_known
from gateway.pipeline.functions.pattern import Pattern, is_valid, translate


def _pattern(use: Use) -> Pattern | None:
    text = use.constant(1)
    return translate(text) if isinstance(text, str) else None


def _bad_pattern(use: Use) -> str | None:
    text = use.constant(1)
    return "the pattern is not a regular expression" if isinstance(text, str) and not is_valid(text) else None


def _like(use: Use) -> str | None:
    pattern = _pattern(use)
    return f"regexp_matches($1, {quoted(pattern.text)})" if pattern else None


def _consuming(use: Use) -> Pattern | None:
    """A pattern whose matches are taken out of the text: none that is empty or looks at the end."""
    pattern = _pattern(use)
    return pattern if pattern and not pattern.ends and not pattern.empty else None


def _extract(use: Use) -> str | None:
    pattern = _pattern(use)
    group = use.constant(2) if len(use.arguments) == 3 else 0
    if pattern is None or not isinstance(group, int) or not 0 <= group <= pattern.groups:
        return None
    if group and pattern.optional:
        return None
    text = pattern.text
    if pattern.ends:
        body = text.removesuffix(r"(?:\n?\z)")
        if r"\z)" in body or "|" in body:
            return None
        # The line feed before the end is not part of the match.
        text, group = f"({body})(?:\\n?\\z)", group + 1
    return f"CASE WHEN regexp_matches($1, {quoted(text)}) THEN regexp_extract($1, {quoted(text)}, {group}) END"


def _extract_problem(use: Use) -> str | None:
    pattern, group = _pattern(use), use.constant(2)
    if pattern and isinstance(group, int) and not 0 <= group <= pattern.groups:
        return f"the pattern has {pattern.groups} groups"
    return _bad_pattern(use)


def _extract_all(use: Use) -> str | None:
    pattern = _consuming(use)
    group = use.constant(2) if len(use.arguments) == 3 else 0
    if (
        pattern is None
        or not isinstance(group, int)
        or not 0 <= group <= pattern.groups
        or (group and pattern.optional)
    ):
        return None
    return f"regexp_extract_all($1, {quoted(pattern.text)}, {group})"


def _count(use: Use) -> str | None:
    pattern = _consuming(use)
    return f"len(regexp_extract_all($1, {quoted(pattern.text)}))" if pattern else None


def _replace(use: Use) -> str | None:
    pattern = _consuming(use)
    replacement = use.constant(2) if len(use.arguments) == 3 else ""
    if pattern is None or not isinstance(replacement, str) or "\\" in replacement:
        return None
    groups = [int(n) for n in re.findall(r"\$([0-9])", replacement)]
    if (
        len(groups) != replacement.count("$")
        or any(n > pattern.groups for n in groups)
        or (groups and pattern.optional)
    ):
        return None
    written = re.sub(r"\$([0-9])", r"\\\1", replacement)
    return f"regexp_replace($1, {quoted(pattern.text)}, {quoted(written)}, 'g')"


def _split(use: Use) -> str | None:
    pattern = _consuming(use)
    # DuckDB adds the text of groups to the parts.
    return (
        when_known(f"regexp_split_to_array($1, {quoted(pattern.text)})", 1) if pattern and not pattern.groups else None
    )


def _row(
    name: str,
    signature: str,
    form: Callable[[Use], str | None],
    check: Callable[[Use], str | None] = _bad_pattern,
    returns: Returns | None = None,
) -> Row:
    """Total where the pattern is known and plain."""
    return F(name, signature, lambda use: form(use) is not None, form, check=check, returns=returns)


def _replaced_type(types: tuple[Type, ...]) -> Type:
    """As long as Trino says that the text can become."""
    length, new = types[0].length, types[2].length
    if length is None or new is None:
        return varchar(None)
    return varchar(length + max(length * new // 2, new) * (length + 1))


ROWS: Final[tuple[Row, ...]] = (
    _row("regexp_like", "varchar(x), varchar(y) -> boolean", _like),
    _row("regexp_extract", "varchar(x), varchar(y) -> varchar(x)", _extract),
    _row("regexp_extract", "varchar(x), varchar(y), bigint -> varchar(x)", _extract, _extract_problem),
    _row("regexp_extract_all", "varchar(x), varchar(y) -> array(varchar(x))", _extract_all),
    _row("regexp_extract_all", "varchar(x), varchar(y), bigint -> array(varchar(x))", _extract_all, _extract_problem),
    _row("regexp_count", "varchar(x), varchar(y) -> bigint", _count),
    _row("regexp_replace", "varchar(x), varchar(y) -> varchar(x)", _replace),
    _row("regexp_replace", "varchar(x), varchar(y), varchar(z) -> varchar", _replace, returns=_replaced_type),
    _row("regexp_split", "varchar(x), varchar(y) -> array(varchar(x))", _split),
    F("regexp_position", "varchar(x), varchar(y) -> integer", FALLIBLE, None, check=_bad_pattern),
)
