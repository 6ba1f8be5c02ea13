"""The function table: what is not in it can not be called.

`resolve` finds the overload for given argument types by Trino's rules: an exact match, else the most specific one that the
arguments can be converted to. It is pure; topic files hold the rows, `docs/functions.md` shows them.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from gateway.catalog.types import UNKNOWN, Type
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
from gateway.pipeline.functions.coercion import can_coerce, has_token, unnamed, untoken
from gateway.pipeline.functions.entry import Row, Use
from gateway.pipeline.functions.function import Function, FunctionKind
from gateway.pipeline.functions.signature import Match, Pattern, fits
from gateway.pipeline.functions.template import settle

TOPICS: Final = (
    operators, conditionals, numbers, strings, regex, dates, arrays, maps, json, binary, aggregates, windows, internal,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument: its type, and its value when it is known at prepare."""

    type: Type
    constant: Constant | None = None


@dataclass(frozen=True, slots=True)
class LambdaArgument:
    """A lambda: `bind` is called once, with the types of its parameters, and returns the type of its body."""

    arity: int
    bind: Callable[[tuple[Type, ...]], Type]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The overload found, and the types that the caller converts the arguments to."""

    function: Function
    argument_types: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: Row
    types: tuple[Type, ...]
    returns: Type


class _NoReturnTypeError(Exception):
    """The arguments fit, but there is no type for the result."""


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
    binding = _Lambdas(arguments)
    if any(isinstance(a, LambdaArgument) for a in arguments):
        found = _chosen(rows, arguments, binding)
    else:
        found = _remembered(name.lower(), tuple(a.type for a in arguments if isinstance(a, Argument)))
    if found is None:
        raise _mismatch(name, rows, arguments, binding, position)
    constants = tuple(a.constant if isinstance(a, Argument) else None for a in arguments)
    given = tuple(a.type if isinstance(a, Argument) else t for a, t in zip(arguments, found.types, strict=True))
    use = Use(found.types, found.returns, constants, given)
    problem = found.row.check(use) if found.row.check else None
    if problem is not None:
        raise ResolutionError(problem, code=ErrorCode.INVALID_ARGUMENTS, position=position)
    return Resolution(_function(name.lower(), found.row, use), found.types)


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


class _Lambdas:
    """Binds each lambda once per parameter types, whatever number of overloads is tried."""

    def __init__(self, arguments: Sequence[Argument | LambdaArgument]) -> None:
        self.arguments = arguments
        self.known: dict[tuple[int, tuple[Type, ...]], Type] = {}

    def body(self, index: int, parameters: tuple[Type, ...]) -> Type:
        argument = self.arguments[index]
        assert isinstance(argument, LambdaArgument)
        key = (index, parameters)
        if key not in self.known:
            self.known[key] = argument.bind(parameters)
        return self.known[key]


@lru_cache(maxsize=4096)
def _remembered(name: str, types: tuple[Type, ...]) -> _Candidate | None:
    """The choice rests on types alone, and the same few come again in every statement."""
    arguments = [Argument(type_) for type_ in types]
    return _chosen(_ROWS[name], arguments, _Lambdas(arguments))


def _chosen(
    rows: Sequence[Row], arguments: Sequence[Argument | LambdaArgument], lambdas: _Lambdas
) -> _Candidate | None:
    try:
        return _exact(rows, arguments, lambdas) or _coerced(rows, arguments, lambdas)
    except _NoReturnTypeError:
        return None


def _exact(rows: Sequence[Row], arguments: Sequence[Argument | LambdaArgument], lambdas: _Lambdas) -> _Candidate | None:
    for row in sorted(rows, key=lambda row: row.signature.generic):
        if candidate := _candidate(row, arguments, lambdas, coerce=False):
            return candidate
    return None


def _coerced(
    rows: Sequence[Row], arguments: Sequence[Argument | LambdaArgument], lambdas: _Lambdas
) -> _Candidate | None:
    """The candidate whose parameters convert to every other one's, as far as there is one; else the first in table order."""
    candidates = [c for row in rows if (c := _candidate(row, arguments, lambdas, coerce=True))]
    best = [
        one
        for one in candidates
        if not any(fits(other.types, one.types) and not fits(one.types, other.types) for other in candidates)
    ]
    return best[0] if best else None


def _candidate(
    row: Row, arguments: Sequence[Argument | LambdaArgument], lambdas: _Lambdas, *, coerce: bool
) -> _Candidate | None:
    patterns = row.signature.patterns(len(arguments))
    if patterns is None:
        return None
    match = Match(coerce)
    for pattern, argument in zip(patterns, arguments, strict=True):
        if (pattern.base == "function") != isinstance(argument, LambdaArgument):
            return None
        if isinstance(argument, Argument) and not match.argument(pattern, argument.type):
            return None
    bodies: dict[int, Type] = {}
    for index, pattern in enumerate(patterns):
        if pattern.base == "function":
            body = _lambda(index, pattern, arguments[index], match, lambdas)
            if body is None:
                return None
            bodies[index] = body
    if not match.allowed():
        return None
    types = tuple(
        bodies.get(index) or _kept(pattern, match.fill(pattern), argument)
        for index, (pattern, argument) in enumerate(zip(patterns, arguments, strict=True))
    )
    given = [a.type if isinstance(a, Argument) else t for a, t in zip(arguments, types, strict=True)]
    if not fits(given, types):
        return None
    returns = row.returns(types) if row.returns else match.fill(row.signature.returns)
    if returns is None:
        # No other overload may step in: a product of decimals must not become one of doubles.
        raise _NoReturnTypeError
    return _Candidate(row, types, returns)


def _kept(pattern: Pattern, target: Type, argument: Argument | LambdaArgument) -> Type:
    """What the argument becomes: `any` stays itself, and names of row fields are no difference that needs a cast."""
    assert isinstance(argument, Argument)
    if pattern.base == "any" or unnamed(argument.type) == unnamed(target):
        return argument.type
    return target


def _lambda(
    index: int, pattern: Pattern, argument: Argument | LambdaArgument, match: Match, lambdas: _Lambdas
) -> Type | None:
    """Bind a lambda's body and match it with the last part of `function(…, R)`."""
    assert isinstance(argument, LambdaArgument)
    *parameters, result = (p for p in pattern.parameters if isinstance(p, Pattern))
    if len(parameters) != argument.arity:
        return None
    given = tuple(match.fill(p) for p in parameters)
    body = lambdas.body(index, given)
    if result.variable and result.base in match.types:
        body = match.types[result.base] if can_coerce(body, match.types[result.base]) else UNKNOWN
        if body is UNKNOWN:
            return None
    elif not Match(True).argument(result, body) or (result.variable and not match.argument(result, body)):
        return None
    elif not result.variable:
        body = match.fill(result)
    return Type("function", (*given, body))


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
    lambdas: _Lambdas,
    position: Position | None,
) -> ResolutionError:
    types = [a.type if isinstance(a, Argument) else Type("function") for a in arguments]
    if any(has_token(t) for t in types):
        plain = [Argument(untoken(a.type)) if isinstance(a, Argument) else a for a in arguments]
        if _chosen(rows, plain, lambdas):
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
