"""The matcher's expression as one Python function: the very tree that Casbin would walk node by node for every rule, compiled once.

Casbin still goes through the rules, checks their shape and combines their effects; only how its expression is evaluated is replaced.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from types import CodeType, FunctionType
from typing import Any, Final

from casbin.util.expression import SimpleEval

from gateway.errors import ErrorCode, OwnError

_NODES: Final = (
    ast.BoolOp,
    ast.And,
    ast.Or,
    ast.UnaryOp,
    ast.Not,
    ast.Compare,
    ast.Eq,
    ast.Call,
    ast.Name,
    ast.Load,
    ast.Constant,
)


class Matcher:
    """What Casbin takes for a parsed expression: `eval` with the names of one request and one rule. Holds nothing of a question, so threads share it."""

    __slots__ = ("_function",)

    def __init__(self, parsed: SimpleEval, functions: Mapping[str, Callable[..., bool]]) -> None:
        """Raises POLICY_INVALID for a matcher that is more than names, texts, comparisons and calls of `functions`."""
        tree: ast.expr = parsed.ast_parsed_value
        names = _names(tree, functions)
        arguments = ast.arguments(
            posonlyargs=[],
            args=[],
            kwonlyargs=[ast.arg(name) for name in names],
            kw_defaults=[None] * len(names),
            kwarg=ast.arg("_"),  # a rule has fields that no matcher reads
            defaults=[],
        )
        body = ast.Expression(ast.Lambda(args=arguments, body=tree))
        code = compile(ast.fix_missing_locations(body), "matcher", "eval")
        (inner,) = (constant for constant in code.co_consts if isinstance(constant, CodeType))
        self._function = FunctionType(inner, {"__builtins__": {}, **functions})

    def eval(self, names: Mapping[str, Any]) -> object:
        return self._function(**names)


def _names(tree: ast.expr, functions: Mapping[str, Callable[..., bool]]) -> list[str]:
    """The fields that the expression reads."""
    found: dict[str, None] = {}
    called: set[int] = set()
    for node in ast.walk(tree):
        known = isinstance(node, _NODES) and (not isinstance(node, ast.Constant) or isinstance(node.value, str))
        if isinstance(node, ast.Call):
            known = isinstance(node.func, ast.Name) and node.func.id in functions and not node.keywords
            called.add(id(node.func))
        elif isinstance(node, ast.Name) and id(node) not in called:
            known = node.id.startswith(("r_", "p_"))
            found[node.id] = None
        if not known:
            raise OwnError(
                "the policy matcher holds what no matcher may hold",
                code=ErrorCode.POLICY_INVALID,
                detail=type(node).__name__,
            )
    return list(found)
