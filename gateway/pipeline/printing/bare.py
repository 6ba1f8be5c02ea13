"""Policy expressions as Trino's text standing alone, over the bare column names: what Trino's own access control takes.

Row rules and masks come here as they are bound for the permitted view (`rewrite/view.py`); only the place of their text is another one.
"""

from __future__ import annotations

from dataclasses import dataclass

from gateway.catalog.relations import Relation
from gateway.errors import ErrorCode, PlanError
from gateway.pipeline import bound
from gateway.pipeline.printing.expressions import expression
from gateway.pipeline.printing.names import Names
from gateway.pipeline.printing.printer import Printer
from gateway.pipeline.printing.trino import TRINO, reading


def bare(node: bound.Expr, relation: Relation) -> str:
    """The expression over the relation's columns as Trino has them. Raises PlanError for what Trino cannot compute, or must not be told: a key."""
    names = Names(taken={column.name for column in relation.columns})  # a lambda's parameter must not hide a column
    return expression(node, _Bare(TRINO, names, {}, relation=relation))


@dataclass(slots=True)
class _Bare(Printer):
    """No alias stands before a column, and no key is ever printed."""

    relation: Relation = None  # type: ignore[assignment]  # the fields of the base have defaults

    def raw(self, name: str) -> str:
        column = self.relation.column(name)
        if column is None:
            raise PlanError("a rule reads a column that is not there", code=ErrorCode.INTERNAL_ERROR)
        return reading(column)

    def key(self, key: bound.Key) -> str:
        raise PlanError(
            "a mask with a key cannot stand in Trino's access control", code=ErrorCode.NOT_SUPPORTED_BY_ENGINE
        )
