"""One resolved function or operator: what resolve, the barrier and the printers need to know of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from gateway.catalog.types import Type


class FunctionKind(Enum):
    """Where a function may stand."""

    SCALAR = "scalar"
    AGGREGATE = "aggregate"
    WINDOW = "window"


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One overload, resolved for given argument types.

    `name` is Trino's canonical lower-case name; operators and special forms have names that no identifier can spell:
    `+ - * / % -x = <> < <= > >= and or not || [] .` and words in angle brackets: `<is null> <is distinct from> <like> <between> <in>
    <array> <row> <at time zone> …` (functions/operators.py lists them).
    `total`: can not fail for any argument of its types (rule 12). `strict`: NULL in any argument gives NULL, without evaluating anything that could fail.
    `internal`: only policy SQL and masks may call it.
    `duckdb` and `trino` are SQL templates with `$1 … $n` (`$*` all arguments, comma separated; template.py has the rest and expands them); `trino` None means the call or operator as written; `duckdb` None means
    that the embedded engine can not compute it faithfully: GW402.
    """

    name: str
    kind: FunctionKind
    argument_types: tuple[Type, ...]
    return_type: Type
    total: bool
    strict: bool
    deterministic: bool = True
    internal: bool = False
    duckdb: str | None = None
    trino: str | None = None
