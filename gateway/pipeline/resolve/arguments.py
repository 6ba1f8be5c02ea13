"""Arguments of a call: lambdas wait for the function table to know their parameters' types."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sqlglot import exp

from gateway.catalog.names import fold
from gateway.catalog.types import Type
from gateway.errors import ErrorCode, Position
from gateway.pipeline.bound import Constant, Expr, Lambda, LambdaParameter
from gateway.pipeline.functions import table
from gateway.pipeline.functions.table import Argument, LambdaArgument, Resolution
from gateway.pipeline.resolve.aggregation import weight
from gateway.pipeline.resolve.apply import choose
from gateway.pipeline.resolve.coerce import coerce
from gateway.pipeline.resolve.errors import fail
from gateway.pipeline.resolve.nodes import only, refuse
from gateway.pipeline.resolve.scope import Scope, Visible
from gateway.pipeline.resolve.site import Inside, Site

_LAMBDA: Final = frozenset({"this", "expressions"})


def chosen(
    name: str, nodes: list[exp.Expr], site: Site, position: Position | None
) -> tuple[Resolution, tuple[Expr, ...]]:
    """The overload of `name` for these arguments, and the arguments as it takes them."""
    pending = [_Pending(node, site) if isinstance(node, exp.Lambda) else site.bind(node) for node in nodes]
    operands = [part for part in pending if not isinstance(part, _Pending)]
    if len(operands) == len(pending):
        resolution = choose(site, name, operands, position)
    else:
        given = [part.argument() if isinstance(part, _Pending) else _argument(part) for part in pending]
        resolution = table.resolve(name, given, position=position, internal=site.world.is_policy)
    return resolution, tuple(
        part.bound(type_) if isinstance(part, _Pending) else coerce(node, part, type_)
        for node, part, type_ in zip(nodes, pending, resolution.argument_types, strict=True)
    )


def _argument(operand: Expr) -> Argument:
    return Argument(operand.type, operand if isinstance(operand, Constant) else None)


class _Pending:
    """A lambda argument: its body is bound when its parameters' types are known."""

    def __init__(self, node: exp.Lambda, site: Site) -> None:
        only(node, _LAMBDA)
        self.node = node
        self.names = [fold(parameter.name) for parameter in node.expressions]
        if len(set(self.names)) < len(self.names):
            raise fail(node, ErrorCode.DUPLICATE_NAME, "a lambda names a parameter twice")
        self.site = site
        self.known: dict[tuple[Type, ...], Lambda] = {}

    def argument(self) -> LambdaArgument:
        return LambdaArgument(len(self.names), self.bind)

    def bind(self, parameter_types: tuple[Type, ...]) -> Type:
        """The body's type for these parameters."""
        if parameter_types not in self.known:
            if self.known:  # another time, and so is each lambda in it
                self.site.world.repeats.add(weight(next(iter(self.known.values())).body))
            self.known[parameter_types] = self._bound(parameter_types)
        return self.known[parameter_types].body.type

    def _bound(self, parameter_types: tuple[Type, ...]) -> Lambda:
        numbers = self.site.world.lambda_parameters
        parameters = tuple(
            LambdaParameter(numbers.take(), name, type_)
            for name, type_ in zip(self.names, parameter_types, strict=True)
        )
        visible = tuple(Visible(parameter.name, (), parameter) for parameter in parameters)
        # The value of a lambda is asked for once an element, perhaps never: a failing constant in it stays.
        inside = self.site.maybe().within(Inside.LAMBDA).seeing(Scope(visible, parent=self.site.scope, parameters=True))
        body = inside.bind(self.node.this)
        return Lambda(parameters, body, Type("function", (*parameter_types, body.type)))

    def bound(self, wanted: Type) -> Expr:
        """The lambda with its body as the type that the chosen overload takes."""
        *given, result = (part for part in wanted.parameters if isinstance(part, Type))
        found = self.known[tuple(given)]
        return replace(found, body=coerce(self.node.this, found.body, result), type=wanted)


def lambda_elsewhere(node: exp.Expr, site: Site) -> Expr:
    """A lambda that is no argument of a call."""
    raise refuse(node, "a lambda here")
