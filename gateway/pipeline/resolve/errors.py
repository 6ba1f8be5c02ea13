"""Errors of names and types, worded as Trino words them; hints name visible things only."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from sqlglot import exp

from gateway.catalog.types import Type
from gateway.errors import ErrorCode, ResolutionError
from gateway.pipeline.resolve.place import position_of


def fail(node: exp.Expr, code: ErrorCode, message: str, *, hint: str | None = None) -> ResolutionError:
    """A resolution error at the place of `node`."""
    return ResolutionError(message, code=code, hint=hint, position=position_of(node))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """A hint with the closest of the names that are visible."""
    close = difflib.get_close_matches(name, sorted(set(known)), n=3, cutoff=0.6)
    return "did you mean " + " or ".join(f"`{word}`" for word in close) + "?" if close else None


def mismatch(node: exp.Expr, what: str, expected: Type, actual: Type) -> ResolutionError:
    """`what` must have one type and has another."""
    return fail(node, ErrorCode.TYPE_MISMATCH, f"{what} must evaluate to a {expected}, not {actual}")
