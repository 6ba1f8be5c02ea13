"""Rows of the function table, as the topic files write them.

`F` is a scalar function, `A` an aggregate, `W` a window function. The names of one row are synonyms.
A row says: names, signature, total or fallible, form on DuckDB (None: the embedded engine can not do it exactly, GW402).
Total, form and return type may be functions of a `Use` where they depend on types or constants.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gateway.catalog.types import Type
from gateway.pipeline.bound import Constant, ConstantValue
from gateway.pipeline.functions.function import FunctionKind
from gateway.pipeline.functions.signature import Signature, parse_signature


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a function: types of its arguments (after coercion), what it returns, and arguments that are constants."""

    arguments: tuple[Type, ...]
    returns: Type
    constants: tuple[Constant | None, ...] = ()
    given: tuple[Type, ...] = ()
    """Types of the arguments before coercion."""

    def constant(self, index: int) -> ConstantValue:
        """Value of a constant argument; None when it is NULL or not a constant."""
        constant = self.constants[index] if index < len(self.constants) else None
        return constant.value if constant is not None else None

    def is_constant(self, index: int) -> bool:
        """Is the argument known now?"""
        return index < len(self.constants) and self.constants[index] is not None

    @property
    def known(self) -> frozenset[int]:
        """Numbers, from 1, of the arguments that are constants and not NULL."""
        return frozenset(n for n, c in enumerate(self.constants, start=1) if c is not None and c.value is not None)


Total = bool | Callable[[Use], bool]
Form = str | None | Callable[[Use], str | None]
Returns = Callable[[tuple[Type, ...]], Type | None]
Check = Callable[[Use], str | None]

TOTAL: Final = True
FALLIBLE: Final = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the table."""

    names: tuple[str, ...]
    signature: Signature
    kind: FunctionKind
    total: Total
    duckdb: Form
    strict: bool = True
    deterministic: bool = True
    internal: bool = False
    returns: Returns | None = None
    """Return type where the signature can not say it: precision of decimals, length of concatenations."""
    check: Check | None = None
    """What is wrong with constants that would always fail, or None."""


def F(  # noqa: N802 - rows of the table read better with one letter
    names: str,
    signature: str,
    total: Total,
    duckdb: Form,
    *,
    strict: bool = True,
    deterministic: bool = True,
    internal: bool = False,
    returns: Returns | None = None,
    check: Check | None = None,
) -> Row:
    """A scalar function."""
    return Row(
        names=tuple(names.split(" ")) if not names.startswith("<") else (names,),
        signature=parse_signature(signature),
        kind=FunctionKind.SCALAR,
        total=total,
        duckdb=duckdb,
        strict=strict,
        deterministic=deterministic,
        internal=internal,
        returns=returns,
        check=check,
    )


def A(  # noqa: N802
    names: str,
    signature: str,
    total: Total,
    duckdb: Form,
    *,
    deterministic: bool = True,
    returns: Returns | None = None,
    check: Check | None = None,
) -> Row:
    """An aggregate function; its form marks the calls that take DISTINCT, FILTER, OVER with `!`."""
    return Row(
        names=tuple(names.split(" ")),
        signature=parse_signature(signature),
        kind=FunctionKind.AGGREGATE,
        total=total,
        duckdb=duckdb,
        strict=False,
        deterministic=deterministic,
        returns=returns,
        check=check,
    )


def W(names: str, signature: str, total: Total, duckdb: Form, *, check: Check | None = None) -> Row:  # noqa: N802
    """A window function."""
    return Row(
        names=tuple(names.split(" ")),
        signature=parse_signature(signature),
        kind=FunctionKind.WINDOW,
        total=total,
        duckdb=duckdb,
        strict=False,
        check=check,
    )
