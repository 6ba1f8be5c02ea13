"""ORDER BY, OFFSET, LIMIT and FETCH."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from gateway.errors import ErrorCode
from gateway.pipeline.bound import Constant, Expr, Limit, OrderKey, Output
from gateway.pipeline.resolve.aggregates import direction, sort_key
from gateway.pipeline.resolve.aggregation import repeatable, weight
from gateway.pipeline.resolve.columns import parts_of
from gateway.pipeline.resolve.errors import fail
from gateway.pipeline.resolve.grouping import ordinal
from gateway.pipeline.resolve.nodes import only, refuse
from gateway.pipeline.resolve.site import Site


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an ORDER BY: its node, and what it sorts by."""

    node: exp.Expr
    order: OrderKey

    @property
    def expression(self) -> Expr | None:
        """What it sorts by, unless that is an output."""
        return None if isinstance(self.order.key, Output) else self.order.key


def order_keys(node: exp.Expr | None, outputs: Sequence[Expr], site: Site) -> tuple[Key, ...]:
    """The keys: ordinals and what equals an output become that output."""
    if node is None:
        return ()
    only(node, frozenset({"expressions"}))
    return tuple(_key(part, outputs, site) for part in node.expressions)


def _key(node: exp.Expr, outputs: Sequence[Expr], site: Site) -> Key:
    descending, nulls_first = direction(node)
    place = ordinal(node.this, len(outputs), "ORDER BY")
    operand = outputs[place] if place is not None else site.bind(node.this)
    # A name may stand for an output whatever it computes; other expressions are outputs only if they surely are equal.
    named = parts_of(node.this) is not None
    if place is not None:
        site.world.repeats.add(weight(operand))
    sort_key(node, operand)
    if place is None and (repeatable(operand) or named):
        site.world.compared.add(len(outputs))
        place = next((index for index, output in enumerate(outputs) if output == operand), None)
    key: Expr | Output = operand if place is None else Output(place, operand.type)
    return Key(node, OrderKey(key, descending, nulls_first))


def offset_of(node: exp.Expr, site: Site) -> int | None:
    """OFFSET n."""
    written = node.args.get("offset")
    if written is None:
        return None
    only(written, frozenset({"expression", "this"}))
    return _count(written, written.args.get("expression"), "OFFSET", 0, site)


def limit_of(node: exp.Expr, site: Site, *, ordered: bool) -> Limit | None:
    """LIMIT n, LIMIT ALL, FETCH FIRST n ROWS [WITH TIES]."""
    written = node.args.get("limit")
    match written:
        case None:
            return None
        case exp.Limit():
            only(written, frozenset({"expression"}))
            value = written.args.get("expression")
            if isinstance(value, exp.Var) and value.name.upper() == "ALL":
                return None
            return Limit(_count(written, value, "LIMIT", 0, site))
        case exp.Fetch():
            return _fetch(written, site, ordered=ordered)
        case _:
            raise refuse(node, "this LIMIT")


def _fetch(node: exp.Expr, site: Site, *, ordered: bool) -> Limit:
    only(node, frozenset({"direction", "count", "limit_options"}))
    options = node.args.get("limit_options")
    ties = False
    if options is not None:
        only(options, frozenset({"rows", "with_ties"}))
        ties = bool(options.args.get("with_ties"))
    if ties and not ordered:
        raise fail(node, ErrorCode.INVALID_ARGUMENTS, "FETCH FIRST WITH TIES needs an ORDER BY")
    count = node.args.get("count")
    return Limit(1 if count is None else _count(node, count, "FETCH FIRST", 1, site), ties)


def _count(node: exp.Expr, value: exp.Expr | None, clause: str, least: int, site: Site) -> int:
    if not isinstance(value, (exp.Literal, exp.Placeholder)):
        raise refuse(node, f"this {clause}")
    constant = site.bind(value)
    number = constant.value if isinstance(constant, Constant) else None
    if not isinstance(number, int) or isinstance(number, bool) or not least <= number < 2**63:
        raise fail(node, ErrorCode.INVALID_ARGUMENTS, f"{clause} takes a whole number of at least {least}")
    return number
