"""What the engines' SQL says each in its own way. Everything else of a statement is printed once for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from gateway.catalog.types import Type
from gateway.pipeline import bound

if TYPE_CHECKING:
    from gateway.pipeline.printing.printer import Printer


class EngineText(Protocol):
    """One engine's SQL. Methods raise NOT_SUPPORTED_BY_ENGINE for what the engine does not compute as Trino does."""

    name: str
    positional: bool
    """Keys are bound by their places in the text (`?`), not by name."""
    barrier: str
    """What stands at the end of every fenced view's text; empty when a fence is a WITH query of the statement."""

    def constant(self, node: bound.Constant) -> str: ...
    def key(self, key: bound.Key, known: Mapping[str, bound.Key]) -> tuple[str, str]:
        """The name of a key among those that are `known`, and the text that stands for its bytes."""

    def field(self, operand: str, index: int) -> str: ...
    def call(self, node: bound.Call, printer: Printer) -> str: ...
    def cast(self, node: bound.Cast, printer: Printer) -> str: ...
    def aggregate(self, node: bound.Aggregate, printer: Printer) -> str: ...
    def window(self, node: bound.Window, printer: Printer) -> str: ...
    def frame_bound(self, end: bound.FrameBound, printer: Printer) -> str: ...
    def in_operand(self, node: bound.InSubquery, printer: Printer) -> str: ...
    def quantified_operand(self, node: bound.Quantified, printer: Printer) -> str: ...
    def check(self, query: bound.Query) -> None:
        """Whether the engine computes everything of this select where Trino does."""

    def page(self, limit: bound.Limit | None, offset: int | None) -> str: ...
    def unnest(self, item: bound.Unnest, printer: Printer) -> str: ...
    def row(self, fields: Sequence[str]) -> str:
        """One row of VALUES."""

    def sort_key(self, text: str) -> str:
        """In ORDER BY or GROUP BY a bare number would be an ordinal."""

    def ordered(self, key: str, type_: Type, item: bound.SortItem | bound.OrderKey) -> str:
        """A printed key of ORDER BY with its direction."""

    def orders_apart(self, type_: Type, item: bound.SortItem | bound.OrderKey) -> bool:
        """Whether `ordered` says more than the key, so that an ordinal can not stand for it."""

    def grouping(self, sets: Sequence[Sequence[str]]) -> str:
        """GROUP BY over printed keys; one set at least, not all of them empty."""

    def sample(self, sample: bound.Sample) -> str: ...
    def base(self, view: bound.View, printer: Printer) -> str:
        """The base relation under the alias `_`."""

    def barred(self, view: str) -> str:
        """A fenced view's text."""
