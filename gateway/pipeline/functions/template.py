"""Templates of the table: how a function is written in an engine's SQL.

$1 … $n      arguments, each printed so that it can stand anywhere (parenthesised where needed)
$*           all arguments, comma separated
$2(a, b)     a lambda argument applied: its body with these texts for its parameters; `$2` alone prints `lambda v1, v2: body`
$v_name      a local name (a parameter of a lambda that the template itself writes), made fresh for each use
name!(…)     aggregate and window templates: where DISTINCT, ORDER BY, IGNORE NULLS go inside and FILTER, OVER behind
$return, $type1 … and $fail{words}  are filled in when a call is resolved: DuckDB names of types; an expression that fails
$known{1 2}  and $unless{1 2} too: the condition that these arguments are not NULL, the WHEN that answers NULL if one is; constants are left out
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from gateway.catalog.types import Type
from gateway.pipeline.functions.binding import bound
from gateway.pipeline.functions.duckdb_types import duckdb_type

_RESOLVED: Final = re.compile(r"\$return|\$type(\d+)|\$fail\{([^}]*)\}|\$(known|unless)\{([\d ]+)\}")
_LOCALS: Final = re.compile(r"\$v_[a-z0-9]+")
_HOLES: Final = re.compile(r"\$(\d+)(\()?|\$\*|([a-z_0-9]+)!\(")


@dataclass(frozen=True, slots=True)
class LambdaText:
    """A printed lambda: `body` gives its text for given texts of the parameters."""

    arity: int
    body: Callable[[Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Modifiers:
    """What stands in and behind an aggregate or window call, already printed."""

    distinct: bool = False
    inside: str = ""
    """ORDER BY …, IGNORE NULLS: after the arguments."""
    behind: str = ""
    """FILTER (…), OVER (…): after the call."""


def fail(type_: Type, message: str) -> str:
    """DuckDB text that fails with `message` when evaluated. A cast, because `error()` is volatile and TRY refuses that."""
    message = message.replace("'", "''")
    if type_.base in ("varchar", "char", "varbinary", "json"):
        target = duckdb_type(type_)
        return f"CAST(CAST(CAST('{message}' AS TINYINT) AS VARCHAR) AS {target})"
    return f"CAST('{message}' AS {duckdb_type(type_)})"


def settle(template: str, arguments: Sequence[Type], returns: Type, known: Collection[int] = ()) -> str:
    """Fill in what is known once the types are, and which arguments (counted from 1) are constants other than NULL."""

    def replaced(found: re.Match[str]) -> str:
        if found[3]:
            open_ = [f"${n}" for n in found[4].split() if int(n) not in known]
            return _known(open_) if found[3] == "known" else _unless(open_)
        if found[1]:
            return duckdb_type(arguments[int(found[1]) - 1])
        return fail(returns, found[2]) if found[2] is not None else duckdb_type(returns)

    return _RESOLVED.sub(replaced, template)


def _known(holes: Sequence[str]) -> str:
    return " AND ".join(f"{hole} IS NOT NULL" for hole in holes) or "TRUE"


def _unless(holes: Sequence[str]) -> str:
    return f"WHEN {' OR '.join(f'{hole} IS NULL' for hole in holes)} THEN NULL " if holes else ""


def expand(
    template: str,
    arguments: Sequence[str | LambdaText],
    *,
    fresh: Callable[[], str],
    modifiers: Modifiers | None = None,
) -> str:
    """Write a call. `fresh` gives a name that is used nowhere else in the text.

    >>> expand("list_filter($1, $2)", ["a", LambdaText(1, lambda p: f"({p[0]} > 1)")], fresh=lambda: "v7")
    'list_filter(a, lambda v7: (v7 > 1))'
    """
    names = {name: fresh() for name in dict.fromkeys(_LOCALS.findall(template))}
    named = _LOCALS.sub(lambda found: names[found[0]], template)
    plain = [argument for argument in arguments if isinstance(argument, str)]
    if len(plain) == len(arguments) and (once := bound(named, plain, fresh)):
        return once[1](_fill(named, once[0], fresh, Modifiers()))
    return _fill(named, arguments, fresh, modifiers or Modifiers())


def _fill(text: str, arguments: Sequence[str | LambdaText], fresh: Callable[[], str], modifiers: Modifiers) -> str:
    out: list[str] = []
    at = 0
    while found := _HOLES.search(text, at):
        out.append(text[at : found.start()])
        at = found.end()
        if found[3]:
            end = _closing(text, at)
            out.append(_modified(found[3], _fill(text[at:end], arguments, fresh, modifiers), modifiers))
            at = end + 1
        elif not found[1]:
            out.append(", ".join(str(argument) for argument in arguments))
        else:
            argument = arguments[int(found[1]) - 1]
            if isinstance(argument, str):
                out.append(argument + (found[2] or ""))
            elif found[2]:
                end = _closing(text, at)
                out.append(argument.body(_split(_fill(text[at:end], arguments, fresh, modifiers))))
                at = end + 1
            else:
                parameters = [fresh() for _ in range(argument.arity)]
                out.append(f"lambda {', '.join(parameters)}: {argument.body(parameters)}")
    out.append(text[at:])
    return "".join(out)


def _modified(name: str, inner: str, modifiers: Modifiers) -> str:
    distinct = "DISTINCT " if modifiers.distinct else ""
    inside = f" {modifiers.inside}" if modifiers.inside else ""
    behind = f" {modifiers.behind}" if modifiers.behind else ""
    return f"{name}({distinct}{inner}{inside}){behind}"


def _marks(text: str, start: int) -> list[tuple[int, str]]:
    """Parentheses and commas outside of quotes, from `start` on."""
    marks: list[tuple[int, str]] = []
    quoted = ""
    for at in range(start, len(text)):
        character = text[at]
        if quoted:
            quoted = "" if character == quoted else quoted
        elif character in "'\"":
            quoted = character
        elif character in "()[]{},":
            marks.append((at, character))
    return marks


def _closing(text: str, start: int) -> int:
    """Where the parenthesis that was opened just before `start` is closed."""
    depth = 1
    for at, character in _marks(text, start):
        depth += (character in "([{") - (character in ")]}")
        if depth == 0:
            return at
    raise ValueError(f"unbalanced template `{text}`")


def _split(text: str) -> list[str]:
    """Split at the commas of the outermost level."""
    parts: list[str] = []
    depth = start = 0
    for at, character in _marks(text, 0):
        depth += (character in "([{") - (character in ")]}")
        if depth == 0 and character == ",":
            parts.append(text[start:at].strip())
            start = at + 1
    return [*parts, text[start:].strip()]
