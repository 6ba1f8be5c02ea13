"""Finding an overload by Trino's rules: an exact match, else the most specific row that the arguments can be converted to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gateway.catalog.types import UNKNOWN, Type
from gateway.pipeline.bound import Constant
from gateway.pipeline.functions.coercion import can_coerce, common_type, unnamed
from gateway.pipeline.functions.entry import Row
from gateway.pipeline.functions.function import FunctionKind
from gateway.pipeline.functions.signature import Match, Pattern, fits


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
class Candidate:
    """A row that fits: the types that its arguments are converted to, and what it returns."""

    row: Row
    types: tuple[Type, ...]
    returns: Type


class _NoReturnTypeError(Exception):
    """The arguments fit, but there is no type for the result."""


class Lambdas:
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


def chosen(rows: Sequence[Row], arguments: Sequence[Argument | LambdaArgument], lambdas: Lambdas) -> Candidate | None:
    """The row to call, if there is one."""
    try:
        return _exact(rows, arguments, lambdas) or _coerced(rows, arguments, lambdas)
    except _NoReturnTypeError:
        return None


def _exact(rows: Sequence[Row], arguments: Sequence[Argument | LambdaArgument], lambdas: Lambdas) -> Candidate | None:
    for row in sorted(rows, key=lambda row: row.signature.generic):
        if candidate := _candidate(row, arguments, lambdas, coerce=False):
            return candidate
    return None


def _coerced(rows: Sequence[Row], arguments: Sequence[Argument | LambdaArgument], lambdas: Lambdas) -> Candidate | None:
    """The candidate whose parameters convert to every other one's, as far as there is one; else the first in table order."""
    candidates = [c for row in rows if (c := _candidate(row, arguments, lambdas, coerce=True))]
    best = [
        one
        for one in candidates
        if not any(fits(other.types, one.types) and not fits(one.types, other.types) for other in candidates)
    ]
    if len(best) > 1 and any(isinstance(a, Argument) and _holds_unknown(a.type) for a in arguments):
        return _for_nulls(candidates, best, arguments)
    return best[0] if best else None


def _for_nulls(
    candidates: Sequence[Candidate], best: Sequence[Candidate], arguments: Sequence[Argument | LambdaArgument]
) -> Candidate | None:
    """What Trino takes for an argument that is just NULL: the row that converts nothing else; what answers alike; else it is ambiguous."""
    given = [a.type if isinstance(a, Argument) else None for a in arguments]
    if UNKNOWN not in given:
        return None
    only_nulls = [c for c in candidates if all(g in (None, UNKNOWN, t) for g, t in zip(given, c.types, strict=True))]
    left = only_nulls or best
    left = [c for c in left if all(t.base != "char" for t in c.types)] or left
    if all(c.row.kind is FunctionKind.SCALAR for c in left):
        left = [c for c in left if not any(_narrower(other, c) for other in left)] or left
    alike = len({c.returns for c in left}) == 1 and all(c.row.strict for c in left)
    return left[0] if len(left) == 1 or alike else None


def _narrower(one: Candidate, other: Candidate) -> bool:
    """Whether the other row, with any sizes, takes the types of `one`, and not the other way round: tinyint before decimal(p, s)."""

    def takes(row: Row, types: Sequence[Type]) -> bool:
        arguments = [Argument(type_) for type_ in types]
        return _candidate(row, arguments, Lambdas(arguments), coerce=True) is not None

    if any(t.base == "function" for t in one.types):
        return False
    return one is not other and takes(other.row, one.types) and not takes(one.row, other.types)


def _holds_unknown(type_: Type) -> bool:
    return type_ == UNKNOWN or any(_holds_unknown(part) for part in type_.parameters if isinstance(part, Type))


def _candidate(
    row: Row, arguments: Sequence[Argument | LambdaArgument], lambdas: Lambdas, *, coerce: bool
) -> Candidate | None:
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
    return Candidate(row, types, returns)


def _kept(pattern: Pattern, target: Type, argument: Argument | LambdaArgument) -> Type:
    """What the argument becomes: `any` stays itself, and names of row fields are no difference that needs a cast."""
    assert isinstance(argument, Argument)
    if pattern.base == "any" or unnamed(argument.type) == unnamed(target):
        return argument.type
    return target


def _lambda(
    index: int, pattern: Pattern, argument: Argument | LambdaArgument, match: Match, lambdas: Lambdas
) -> Type | None:
    """Bind a lambda's body and match it with the last part of `function(…, R)`."""
    assert isinstance(argument, LambdaArgument)
    *parameters, result = (p for p in pattern.parameters if isinstance(p, Pattern))
    if len(parameters) != argument.arity:
        return None
    given = tuple(match.fill(p) for p in parameters)
    body = lambdas.body(index, given)
    if result.variable and result.base in match.types and not can_coerce(body, match.types[result.base]):
        # `reduce(…, 0, (s, x) -> s + x, …)` over bigint: what is carried is as wide as what the lambda makes of it, if that is an end.
        wider = common_type(match.types[result.base], body) if match.coerce else None
        if wider is None:
            return None
        match.types[result.base] = wider
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
