"""Pieces of DuckDB forms that several topics share."""

from __future__ import annotations

from collections.abc import Callable

from gateway.pipeline.functions.entry import Use


def known(count: int) -> str:
    """A condition: every one of the first `count` arguments is not NULL."""
    return f"$known{{{_numbers(count)}}}"


def _numbers(count: int) -> str:
    return " ".join(str(n + 1) for n in range(count))


def failing(condition: str, message: str, form: str, count: int) -> str:
    """`form`, or a failure where `condition` holds. NULL in, NULL out comes first: the security barrier rests on it."""
    return f"CASE $unless{{{_numbers(count)}}}WHEN {condition} THEN $fail{{{message}}} ELSE {form} END"


def when_known(form: str, count: int) -> str:
    """`form` where all arguments are known, else NULL."""
    return f"CASE WHEN {known(count)} THEN {form} END"


def constants_only(form: str | Callable[[Use], str | None], *indexes: int) -> Callable[[Use], str | None]:
    """The form where the given arguments are known at prepare; otherwise the engine can not do it exactly."""

    def chosen(use: Use) -> str | None:
        if not all(use.is_constant(index) and use.constant(index) is not None for index in indexes):
            return None
        return form(use) if callable(form) else form

    return chosen


def quoted(text: str) -> str:
    """A DuckDB string constant; `$` is written so that no template hole can appear."""
    body = "'" + text.replace("'", "''") + "'"
    if "$" not in body and "!(" not in body:
        return body
    parts = [f"'{part}'" for part in text.replace("'", "''").replace("!(", "!\0(").split("$")]
    joined = " || chr(36) || ".join(parts).replace("!\0(", "!' || '(")
    return f"({joined})"


def joined(texts: str, separator: str, *, constant: bool) -> str:
    """The texts of a list with a separator between them, NULLs left out. DuckDB's own takes constant separators only."""
    if constant:
        return f"array_to_string({texts}, {separator})"
    parts = f"list_transform(list_filter({texts}, lambda $v_j: $v_j IS NOT NULL), lambda $v_k: {separator} || $v_k)"
    return f"substring(list_reduce({parts}, lambda $v_l, $v_m: $v_l || $v_m, ''), length({separator}) + 1)"


def concatenated(use: Use) -> str:
    """All arguments joined with `||`."""
    if any(c is not None and c.value is None for c in use.constants):
        # DuckDB forgets the type of text joined with a constant NULL.
        return "CAST(NULL AS $return)"
    return f"({' || '.join(f'${n + 1}' for n in range(len(use.arguments)))})"
