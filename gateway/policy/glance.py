"""Lines that are plainly right, told at one glance, as nearly all are. What passes here has no problem in grammar.py; what does not is judged there, field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

CODE: Final = r"[a-z0-9][a-z0-9._@-]*"
_TAG: Final = r"tag:[a-z0-9][a-z0-9._-]*"
_NAME: Final = r"[a-z0-9_-]+"
_PATH: Final = rf"{_NAME}(?:\.{_NAME}){{0,3}}"
_PATTERN: Final = rf"(?:{_NAME}\*?|\*)(?:\.(?:{_NAME}\*?|\*)){{0,3}}"
_SOMEBODY: Final = rf"(?:user|service|dept|org|role):{CODE}"
PLAIN: Final = {
    "p": rf"(?:\*|{_SOMEBODY}),(?:{_PATTERN}|{_TAG}),(?:select|unmask|discover),-,(?:\*|{CODE}),-,-,"
    rf"(?:-|{_SOMEBODY}),(?:allow|deny),[A-Za-z0-9][A-Za-z0-9._-]*",
    "g": rf"(?:user|service):{CODE},(?:dept|role):{CODE}",
    "g2": rf"{_PATH},{_TAG}",
}
_GLANCES: Final[dict[str, Callable[[str], object]]] = {
    kind: re.compile(pattern).fullmatch for kind, pattern in PLAIN.items()
}


def plainly_right(kind: str, fields: Sequence[str]) -> bool:
    """Whether the fields of one kind of line need no closer look. A field with a comma in it never passes: the separators are counted.

    >>> plainly_right("g", ["user:lisi", "dept:minzheng"]), plainly_right("g", ["user:lisi", "org:city"])
    (True, False)
    """
    glance = _GLANCES.get(kind)
    return glance is not None and glance(",".join(fields)) is not None
