"""How a call of the function table is written in Trino's SQL."""

from __future__ import annotations


def spelled(name: str, arguments: tuple[str, ...]) -> str:
    """The call as text.

    >>> spelled("<between>", ("1", "2", "3")), spelled("<negate>", ("1",))
    ('1 BETWEEN 2 AND 3', '-(1)')
    """
    match name, arguments:
        case ("<negate>", (one,)):
            return f"-({one})"
        case ("<plus>", (one,)):
            return f"+({one})"
        case ("<between>", (one, low, high)):
            return f"{one} BETWEEN {low} AND {high}"
        case ("<in>", (one, *others)):
            return f"{one} IN ({', '.join(others)})"
        case ("<is distinct from>", (one, other)):
            return f"{one} IS DISTINCT FROM {other}"
        case ("<is null>", (one,)):
            return f"{one} IS NULL"
        case ("<like>", (one, pattern)):
            return f"{one} LIKE {pattern}"
        case ("<like>", (one, pattern, escape)):
            return f"{one} LIKE {pattern} ESCAPE {escape}"
        case ("<array>", values):
            return f"ARRAY[{', '.join(values)}]"
        case ("<row>", values):
            return f"ROW({', '.join(values)})"
        case ("<subscript>", (one, index)):
            return f"{one}[{index}]"
        case ("<at time zone>", (one, zone)):
            return f"{one} AT TIME ZONE {zone}"
        case ("not", (one,)):
            return f"NOT {one}"
        case ("and" | "or", values):
            return f" {name.upper()} ".join(values)
        case (operator, (one, other)) if not operator[0].isalpha():
            return f"{one} {operator} {other}"
        case _:
            return f"{name}({', '.join(arguments)})"
