"""Binding: what a form repeats is written once where it is long, so that nested calls grow by their sum and not by their product.

Short arguments are repeated as they are: the engine finds common expressions itself, and a list of one value costs it more than that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Final

SPARED: Final = 600
"""Characters that binding has to spare: the engine pays about 0.1 µs a row for it, prepare about as much a character."""

_HOLE: Final = re.compile(r"\$(\d+|\*)|[a-z_0-9]+!\(")
_CONSTANT: Final = re.compile(
    r"'(?:[^']|'')*'|\d+|TRUE|FALSE|NULL|CAST\((?:'(?:[^']|'')*'|-?\d+|NULL) AS [A-Z]+(?:\([\d,]+\))?\)"
)


def bound(
    template: str, arguments: Sequence[str], fresh: Callable[[], str]
) -> tuple[Sequence[str], Callable[[str], str]] | None:
    """Texts to put into the template and what to put around it; None where repeating costs little.

    >>> arguments, around = bound("($1 = $1)", ["f(" + "a" * 600 + ")"], lambda: "v1")
    >>> around("(v1 = v1)").replace("a" * 600, "…")
    'list_transform([f(…)], lambda v1: (v1 = v1))[1]'
    """
    holes = _holes(template, len(arguments))
    if sum(len(arguments[n - 1]) * (count - 1) for n, count in holes.items()) < SPARED:
        return None
    # All of them, or the body would reach for columns and aggregates out of its scope; constants have to stay where they are.
    names = {n: f"a{n}" for n in holes if not _CONSTANT.fullmatch(arguments[n - 1])}
    if not names:
        return None
    local = fresh()
    if len(names) == 1:
        held, inner = arguments[next(iter(names)) - 1], dict.fromkeys(names, local)
    else:
        # `v.a1` would be taken for a column in HAVING.
        held = "{" + ", ".join(f"'{name}': {arguments[n - 1]}" for n, name in names.items()) + "}"
        inner = {n: f"{local}['{name}']" for n, name in names.items()}
    texts = [inner.get(n, text) for n, text in enumerate(arguments, start=1)]
    return texts, lambda body: f"list_transform([{held}], lambda {local}: {body})[1]"


@lru_cache(maxsize=4096)
def _holes(template: str, arguments: int) -> Mapping[int, int]:
    """How often each argument stands in the template; nothing for aggregates, which can not stand in a lambda."""
    found: Counter[int] = Counter()
    for match in _HOLE.finditer(template):
        if match[1] is None:
            return MappingProxyType({})
        found.update(range(1, arguments + 1) if match[1] == "*" else (int(match[1]),))
    return MappingProxyType(dict(found))
