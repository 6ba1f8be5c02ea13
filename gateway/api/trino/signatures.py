"""Types as Trino's protocol writes them: a text, and the same as a tree (`typeSignature`), which the JDBC driver demands.

The forms were read off a real Trino 476: `varchar` without a length has the argument 2147483647, a row's fields are named type signatures, a map and an array have type arguments.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gateway.catalog.types import MAX_VARCHAR, Type


def signature(type_: Type) -> dict[str, Any]:
    """
    >>> from gateway.catalog.types import parse_type
    >>> signature(parse_type("decimal(10,2)"))
    {'rawType': 'decimal', 'arguments': [{'kind': 'LONG', 'value': 10}, {'kind': 'LONG', 'value': 2}]}
    """
    match type_.base:
        case "row":
            pairs = zip(type_.fields, type_.parameters, strict=True)
            arguments = [_field(name, part) for name, part in pairs if isinstance(part, Type)]
        case "varchar" if type_.length is None:
            arguments = [{"kind": "LONG", "value": MAX_VARCHAR}]
        case _:
            arguments = [_argument(part) for part in type_.parameters]
    return {"rawType": type_.base, "arguments": arguments}


def displayed(type_: Type) -> str:
    """The text of a type beside an answer's rows, which is not quite the one of DESCRIBE.

    >>> from gateway.catalog.types import parse_type
    >>> displayed(parse_type("array(decimal(10,2))")), displayed(parse_type("interval day to second"))
    ('array(decimal(10, 2))', 'INTERVAL DAY TO SECOND')
    """
    return str(_displayed(type_))


def _displayed(type_: Type) -> Type:
    match type_.base:
        case "decimal":
            return Type(f"decimal({type_.precision}, {type_.scale})")
        case "interval day to second" | "interval year to month":
            return Type(type_.base.upper())
        case _:
            parts = (_displayed(part) if isinstance(part, Type) else part for part in type_.parameters)
            return replace(type_, parameters=tuple(parts))


def _argument(part: int | Type) -> dict[str, Any]:
    return {"kind": "TYPE", "value": signature(part)} if isinstance(part, Type) else {"kind": "LONG", "value": part}


def _field(name: str | None, part: Type) -> dict[str, Any]:
    named = {"fieldName": {"name": name}} if name is not None else {}
    return {"kind": "NAMED_TYPE", "value": {**named, "typeSignature": signature(part)}}
