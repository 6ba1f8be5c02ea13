"""The function table: what is not in it can not be called.

`resolve` finds the overload for given argument types by Trino's rules: an exact match, else the most specific one that the
arguments can be converted to. It is pure; topic files hold the rows, `docs/functions.md` shows them.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from gateway.catalog.types import Type
from gateway.errors import ErrorCode, Position, ResolutionError
from gateway.pipeline.bound import Constant
from gateway.pipeline.functions import (
    aggregates,
    arrays,
    binary,
    conditionals,
    dates,
    internal,
    json,
    maps,
    numbers,
    operators,
    regex,
    strings,
    windows,
)
from gateway.pipeline.functions.coercion import has_token, untoken
from gateway.pipeline.functions.entry import Row, Use
from gateway.pipeline.functions.function import Function, FunctionKind
from gateway.pipeline.functions.overloads import Argument, Candidate, LambdaArgument, Lambdas, chosen
from gateway.pipeline.functions.template import settle

__all__ = ["TOPICS", "Argument", "LambdaArgument", "Resolution", "exists", "kind_of", "names", "resolve", "rows_of"]

TOPICS: Final = (
    operators, conditionals, numbers, strings, regex, dates, arrays, maps, json, binary, aggregates, windows, internal,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Resolution:
    """The overload found, and the types that the caller converts the arguments to."""

    function: Function
    argument_types: tuple[Type, ...]


def _index() -> Mapping[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = {}
    for topic in TOPICS:
        for row in topic.ROWS:
            for name in row.names:
                found.setdefault(name, []).append(row)
    return MappingProxyType({name: tuple(rows) for name, rows in found.items()})


_ROWS: Final = _index()


def names() -> Sequence[str]:
    """Every name that a client can write as a call, sorted."""
    return sorted(name for name, rows in _ROWS.items() if name.isidentifier() and not rows[0].internal)


def rows_of(name: str) -> Sequence[Row]:
    """The overloads of a name, operators and internal functions included."""
    return _ROWS.get(name, ())


def exists(name: str) -> bool:
    """Can a client call a function of this name?"""
    rows = _ROWS.get(name.lower())
    return rows is not None and not rows[0].internal


def kind_of(name: str) -> FunctionKind | None:
    """Scalar, aggregate or window; None for a name that is not in the table."""
    rows = _ROWS.get(name.lower())
    return rows[0].kind if rows else None


def resolve(
    name: str,
    arguments: Sequence[Argument | LambdaArgument],
    *,
    position: Position | None = None,
    internal: bool = False,
) -> Resolution:
    """The overload of `name` for these arguments. Raises FUNCTION_NOT_FOUND, TYPE_MISMATCH, TOKEN_MISMATCH, INVALID_ARGUMENTS.

    >>> from gateway.catalog.types import BIGINT, INTEGER
    >>> found = resolve("+", [Argument(INTEGER), Argument(BIGINT)])
    >>> str(found.function.return_type), [str(t) for t in found.argument_types]
    ('bigint', ['bigint', 'bigint'])
    """
    rows = _ROWS.get(name.lower(), ())
    if not rows or (rows[0].internal and not internal):
        raise _unknown(name, position)
    binding = Lambdas(arguments)
    if any(isinstance(a, LambdaArgument) for a in arguments):
        found = chosen(rows, arguments, binding)
    else:
        found = _remembered(name.lower(), tuple(a.type for a in arguments if isinstance(a, Argument)))
    if found is None:
        raise _mismatch(name, rows, arguments, binding, position)
    constants = tuple(a.constant if isinstance(a, Argument) else None for a in arguments)
    given = tuple(a.type if isinstance(a, Argument) else t for a, t in zip(arguments, found.types, strict=True))
    use = Use(found.types, found.returns, constants, given)
    problem = found.row.check(use) if found.row.check and not _is_null(found.row, constants) else None
    if problem is not None:
        raise ResolutionError(problem, code=ErrorCode.INVALID_ARGUMENTS, position=position)
    return Resolution(_function(name.lower(), found.row, use), found.types)


def _is_null(row: Row, constants: Sequence[Constant | None]) -> bool:
    """NULL in, NULL out: whatever the other arguments are."""
    return row.strict and any(c is not None and c.value is None for c in constants)


def _function(name: str, row: Row, use: Use) -> Function:
    form = row.duckdb(use) if callable(row.duckdb) else row.duckdb
    return Function(
        name=name,
        kind=row.kind,
        argument_types=use.arguments,
        return_type=use.returns,
        total=row.total(use) if callable(row.total) else row.total,
        strict=row.strict,
        deterministic=row.deterministic,
        internal=row.internal,
        duckdb=settle(form, use.arguments, use.returns, use.known) if form is not None else None,
    )


@lru_cache(maxsize=4096)
def _remembered(name: str, types: tuple[Type, ...]) -> Candidate | None:
    """The choice rests on types alone, and the same few come again in every statement."""
    arguments = [Argument(type_) for type_ in types]
    return chosen(_ROWS[name], arguments, Lambdas(arguments))


# --- what is said when nothing fits ---------------------------------------------------------------


def _unknown(name: str, position: Position | None) -> ResolutionError:
    near = difflib.get_close_matches(name.lower(), names(), n=3)
    hint = (
        f"did you mean {', '.join(f'`{n}`' for n in near)}?" if near else "docs/functions.md lists what can be called"
    )
    return ResolutionError(
        f"function `{name}` is not registered", code=ErrorCode.FUNCTION_NOT_FOUND, hint=hint, position=position
    )


def _mismatch(
    name: str,
    rows: Sequence[Row],
    arguments: Sequence[Argument | LambdaArgument],
    lambdas: Lambdas,
    position: Position | None,
) -> ResolutionError:
    types = [a.type if isinstance(a, Argument) else Type("function") for a in arguments]
    if any(has_token(t) for t in types):
        plain = [Argument(untoken(a.type)) if isinstance(a, Argument) else a for a in arguments]
        if chosen(rows, plain, lambdas):
            return ResolutionError(
                "a token can be compared only with a token of the same key",
                code=ErrorCode.TOKEN_MISMATCH,
                hint="compare with a column that carries the same token, or ask for the clear value",
                position=position,
            )
    if not name.isidentifier():
        words = name.strip("<>") if len(name) > 2 else name
        shown = f"{types[0]} {words} {types[1]}" if len(types) == 2 else f"{words} {', '.join(map(str, types))}"
        return ResolutionError(
            f"cannot apply operator: {shown}",
            code=ErrorCode.TYPE_MISMATCH,
            hint="write a CAST to the type that you mean",
            position=position,
        )
    expected = "; ".join(dict.fromkeys(f"{name}({row.signature})" for row in rows))
    return ResolutionError(
        f"unexpected parameters ({', '.join(map(str, types))}) for function `{name}`; expected: {expected}",
        code=ErrorCode.TYPE_MISMATCH,
        position=position,
    )
