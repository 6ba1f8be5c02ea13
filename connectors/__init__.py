"""Kinds of sources: one module a kind. `ALL` lists them.

The list is loaded when it is asked for: the engine process and the inspections import parts of this package, and each would
otherwise load the drivers of every kind before it does anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from connectors.kinds import ALL

__all__ = ["ALL"]


def __getattr__(name: str) -> Any:
    if name == "ALL":
        from connectors.kinds import ALL

        return ALL
    raise AttributeError(f"module `connectors` has no attribute `{name}`")
