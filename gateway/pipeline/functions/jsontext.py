"""JSON texts written as Trino writes JSON values: keys sorted and unique, no blanks, doubles as Java prints them."""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal
from typing import Any, Final

_ODD: Final = re.compile(r"[\x00-\x07\x0b\x0e-\x1f\x7f\ud800-\udfff]")


def canonical(text: str) -> str | None:
    r"""The value's own text, or None where it can only be guessed. Raises ValueError for what is not JSON.

    >>> canonical(' {"b": 2.50, "a": [1e2, "\\u4e2d"]} ')
    '{"a":[100.0,"中"],"b":2.5}'
    """
    try:
        value = json.loads(text, parse_float=_Double, parse_constant=_refused)
    except RecursionError:
        return None
    written = _written(value)
    return None if _ODD.search(written) or _ODD.search(json.dumps(value, default=str, ensure_ascii=False)) else written


class _Double(float):
    """A number with a point or an exponent."""


def _refused(word: str) -> None:
    raise ValueError(word)


def _written(value: Any) -> str:
    match value:
        case dict():
            # Java compares texts by their UTF-16 units.
            keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
            return "{" + ",".join(f"{_written(key)}:{_written(value[key])}" for key in keys) + "}"
        case list():
            return "[" + ",".join(map(_written, value)) + "]"
        case float():
            return java_double(value)
        case _:
            return _FAR.sub(_halves, json.dumps(value, ensure_ascii=False))


_FAR: Final = re.compile("[\U00010000-\U0010ffff]")


def _halves(found: re.Match[str]) -> str:
    """Trino's writer escapes what takes two UTF-16 units, both of them."""
    units = found[0].encode("utf-16-be").hex().upper()
    return f"\\u{units[:4]}\\u{units[4:]}"


def java_double(value: float) -> str:
    """A double as Java prints it.

    >>> java_double(100.0), java_double(1e7), java_double(0.00025)
    ('100.0', '1.0E7', '2.5E-4')
    """
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return str(value)
    sign, digits, exponent = Decimal(repr(float(value))).normalize().as_tuple()
    shown = "".join(map(str, digits))
    point = len(shown) + int(exponent)
    minus = "-" if sign else ""
    if 1e-3 <= abs(value) < 1e7:
        whole = shown[:point].ljust(point, "0") if point > 0 else "0"
        rest = shown[point:] if point > 0 else "0" * -point + shown
        return f"{minus}{whole}.{rest or '0'}"
    return f"{minus}{shown[0]}.{shown[1:] or '0'}E{point - 1}"
