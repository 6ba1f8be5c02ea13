"""The acts of the policy language: grant or restriction, and what their argument may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import Final

from gateway import masking
from gateway.policy.hints import did_you_mean


class Kind(Enum):
    """A grant gives and may be denied or tied to a purpose; a restriction takes and may not."""

    GRANT = "grant"
    RESTRICTION = "restriction"


ACTS: Final = {
    "select": Kind.GRANT,
    "row_any": Kind.GRANT,
    "row_all": Kind.RESTRICTION,
    "mask": Kind.RESTRICTION,
    "unmask": Kind.GRANT,
    "discover": Kind.GRANT,
    "impersonate": Kind.GRANT,
    "limit": Kind.RESTRICTION,
}
_PREDICATE: Final = re.compile(r"@[a-z][a-z0-9_-]*")
_ROWS: Final = re.compile(r"rows:[1-9][0-9]{0,11}")


def act_problems(act: str) -> Iterator[str]:
    """What is wrong with an act's name."""
    if act == "use":
        yield "act `use` is not supported yet"
    elif act not in ACTS:
        yield f"unknown act `{act}`{did_you_mean(act, ACTS)}"


def argument_problems(act: str, arg: str) -> Iterator[str]:
    """What is wrong with an argument, for a known act."""
    match act:
        case "select" | "discover" | "impersonate":
            if arg != "-":
                yield f"`{act}` takes no argument: write `-`, not `{arg}`"
        case "row_any" | "row_all":
            if act == "row_any" and arg == "TRUE":
                return
            if not _PREDICATE.fullmatch(arg):
                wanted = "`@name` or `TRUE`" if act == "row_any" else "`@name`"
                yield f"`{act}` takes {wanted}, not `{arg}`"
        case "mask":
            yield from _mask_problems(arg)
        case "unmask":
            if arg != "-":
                yield from _mask_problems(arg)
        case "limit":
            if arg.startswith("per_day:"):
                yield "`limit` with `per_day:` is not supported yet"
            elif not _ROWS.fullmatch(arg):
                yield f"`limit` takes `rows:NUMBER`, not `{arg}`"


def canonical(act: str, arg: str) -> str:
    """One spelling for each argument, so that two spellings of one mask do not meet as different masks."""
    return masking.parse(arg).text if act == "mask" or (act == "unmask" and arg != "-") else arg


def is_predicate_name(text: str) -> bool:
    """Whether `text` may name a row predicate."""
    return _PREDICATE.fullmatch(text) is not None


def _mask_problems(arg: str) -> Iterator[str]:
    try:
        masking.parse(arg)
    except ValueError as error:
        yield f"mask `{arg}`: {error}"
