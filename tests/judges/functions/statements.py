"""Expressions as statements: several that read the same rows in one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tests.judges.functions.overrows import EMPTY


def parts(text: str) -> tuple[str, str]:
    """The expression, and its rows or nothing."""
    expression, _, rows = text.partition(" <- ")
    return expression, rows


def over_window(text: str) -> bool:
    """One value a row."""
    return " over (" in text.lower()


def group(text: str) -> tuple[str, bool, str]:
    """What expressions that may stand in one statement have in common. Trino takes 0 and -0 in one statement for the same constant."""
    return parts(text)[1], over_window(text), text if "-0e0" in text or "'-0.0'" in text else ""


def statement(texts: Sequence[str]) -> str:
    """All of them in one SELECT, each on a line of its own."""
    _, rows = parts(texts[0])
    shown = ",\n".join(parts(text)[0] for text in texts)
    if not rows:
        return f"SELECT\n{shown}"
    return f"SELECT\n{shown}\nFROM {relation(rows)}{' ORDER BY i' if over_window(texts[0]) else ''}"


def relation(rows: str) -> str:
    """`1, 'a'; 2, 'b'` as a relation of columns x, y, z and the row's number i.

    >>> relation("1, 'a'; 2, ROW(1, 2) WHERE FALSE")
    "(VALUES (1, 'a', 0), (2, ROW(1, 2), 1)) AS v(x, y, i) WHERE FALSE"
    """
    empty = rows.endswith(EMPTY)
    lines = [line.strip() for line in rows.removesuffix(EMPTY).split(";")]
    width = max(_commas(line) for line in lines) + 1
    names = ", ".join([*"xyz"[:width], "i"])
    values = ", ".join(f"({line}, {n})" for n, line in enumerate(lines))
    return f"(VALUES {values}) AS v({names}){EMPTY if empty else ''}"


def _commas(line: str) -> int:
    """Commas that part columns, not those in brackets or quotes."""
    depth = found = 0
    quoted = False
    for sign in line:
        quoted ^= sign == "'"
        depth += (sign in "([") - (sign in ")]") if not quoted else 0
        found += sign == "," and not depth and not quoted
    return found


def batches(texts: Iterable[str], size: int) -> list[list[str]]:
    """Expressions that may stand together, at most `size` of them."""
    found: dict[tuple[str, bool, str], list[list[str]]] = {}
    for text in texts:
        lists = found.setdefault(group(text), [[]])
        if len(lists[-1]) >= size:
            lists.append([])
        lists[-1].append(text)
    return [batch for lists in found.values() for batch in lists if batch]
