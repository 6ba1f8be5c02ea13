"""One line of a policy file to its value, or to everything that is wrong with it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from gateway.policy.acts import ACTS, Kind, act_problems, argument_problems, canonical, is_predicate_name
from gateway.policy.glance import CODE, plainly_right
from gateway.policy.hints import did_you_mean
from gateway.policy.lines import Line
from gateway.policy.placeholders import placeholder_problems
from gateway.policy.problems import Problem
from gateway.policy.rules import Grant, Membership, PolicyLine, Predicate, Tagging, Widening

_PURPOSE: Final = re.compile(CODE)
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_TAG: Final = re.compile(r"tag:[a-z0-9][a-z0-9._-]*")
_SEGMENT: Final = r"""(?:[^\s.:*%@,+"'#\\]|%[0-9a-f]{2})+"""
_PATTERN: Final = re.compile(rf"(?:{_SEGMENT}\*?|\*)(?:\.(?:{_SEGMENT}\*?|\*)){{0,3}}")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
PEOPLE: Final = ("user", "service")
KINDS: Final = ("user", "service", "dept", "org", "role")
GROUPS: Final = {
    "user": ("dept", "role"),
    "service": ("dept", "role"),
    "dept": ("dept", "org", "role"),
    "org": ("org", "role"),
    "role": ("role",),
}


def kind_of(code: str) -> str:
    """`user` of `user:lisi`."""
    return code.partition(":")[0]


def parse_line(line: Line) -> PolicyLine | list[Problem]:
    """The value of a line, or its problems."""
    kind, fields = line.fields[0], line.fields[1:]
    shape = _SHAPES.get(kind)
    if shape is None:
        return [line.problem(f"unknown line type `{kind}`{did_you_mean(kind, _SHAPES)}")]
    sizes, _, build = shape
    if len(fields) not in sizes:
        wanted = " or ".join(map(str, sizes))
        more = " (quote a field that contains a comma)" if len(fields) > max(sizes) else ""
        return [line.problem(f"`{kind}` needs {wanted} fields, this line has {len(fields)}{more}")]
    problems = (
        [] if plainly_right(kind, fields) else [line.problem(message) for message in field_problems(kind, fields)]
    )
    return problems or build(line.file, line.number, fields)


def field_problems(kind: str, fields: Sequence[str]) -> list[str]:
    """What is wrong with the fields of a line of a known kind, in their right number."""
    return list(_SHAPES[kind][1](fields))


def code_problems(text: str, kinds: Sequence[str], what: str) -> Iterator[str]:
    """What is wrong with the code of somebody: `user:x`, `role:x` …"""
    kind, colon, name = text.partition(":")
    if not colon:
        yield f"{what} `{text}` must begin with one of {', '.join(f'`{k}:`' for k in kinds)}"
    elif kind not in kinds:
        known = did_you_mean(kind, kinds) or f"; it must be one of {', '.join(f'`{k}:`' for k in kinds)}"
        yield f"{what} `{text}`: `{kind}:` is not possible here{known}"
    elif not re.fullmatch(CODE, name):
        yield f"{what} `{text}` must be an ASCII lower-case code (letters, digits, `.`, `_`, `-`, `@`); put its name into titles.csv"


def object_problems(text: str, *, patterns: bool = True) -> Iterator[str]:
    """What is wrong with an object path or a tag."""
    if text.startswith("tag:"):
        yield from tag_problems(text)
    elif text != text.lower():
        yield f"object `{text}` must be lower case"
    elif not _PATTERN.fullmatch(text):
        yield f"object `{text}` is not `catalog[.schema[.relation[.column]]]`: at most four segments; `*` stands alone or at a segment's end"
    elif not patterns and "*" in text:
        yield f"a tag is put on a path written out, not on the pattern `{text}`"


def tag_problems(text: str) -> Iterator[str]:
    """What is wrong with a tag."""
    if not _TAG.fullmatch(text):
        yield f"tag `{text}` must be `tag:` and an ASCII lower-case code"


def day_problems(start: str, until: str) -> Iterator[str]:
    """What is wrong with a period."""
    good = True
    for name, day in (("from", start), ("until", until)):
        if day != "-" and not is_day(day):
            good = False
            yield f"{name} must be `-` or a day as YYYY-MM-DD, not `{day}`"
    if good and start != "-" and until != "-" and start > until:
        yield "from is after until: it can never apply"


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, as YYYY-MM-DD."""
    try:
        return _DAY.fullmatch(text) is not None and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


def _grant_problems(fields: Sequence[str]) -> Iterator[str]:
    sub, obj, act, arg, purpose, start, until, exempt, effect, id_ = fields
    if sub != "*":
        yield from code_problems(sub, ("service",) if act == "impersonate" else KINDS, "subject")
    elif act == "impersonate":
        yield "`impersonate` is for one service account: write `service:x`, not `*`"
    if act == "impersonate":
        yield from code_problems(obj, ("user", "dept"), "object")
    else:
        yield from object_problems(obj)
    if wrong := list(act_problems(act)):
        yield from wrong
    else:
        yield from argument_problems(act, arg)
    if act == "row_any" and _is_column(obj):
        yield "rows are granted on a relation or above it, not on a column"
    yield from _terms_problems(act, purpose, effect)
    yield from day_problems(start, until)
    if exempt != "-":
        yield from code_problems(exempt, KINDS, "except")
    if not _ID.fullmatch(id_):
        yield f"rule id `{id_}` must be letters, digits, `-`, `_` and `.`"


def _is_column(obj: str) -> bool:
    return not obj.startswith("tag:") and obj.count(".") == 3


def _terms_problems(act: str, purpose: str, effect: str) -> Iterator[str]:
    restriction = ACTS.get(act) is Kind.RESTRICTION
    if effect not in ("allow", "deny"):
        yield f"effect must be allow or deny, not `{effect}`{did_you_mean(effect, ('allow', 'deny'))}"
    elif restriction and effect == "deny":
        yield f"`{act}` is a restriction and cannot be denied: that would widen access; use except, or `unmask`"
    if purpose != "*" and not _PURPOSE.fullmatch(purpose):
        yield f"purpose `{purpose}` must be `*` or an ASCII lower-case code"
    elif restriction and purpose != "*":
        yield f"`{act}` is a restriction and cannot name a purpose: declaring another one would escape it; write `*`"


def _grant(file: str, number: int, fields: Sequence[str]) -> Grant:
    sub, obj, act, arg, *terms = fields
    return Grant(file, number, sub, obj, act, canonical(act, arg), *terms)


def _predicate_problems(fields: Sequence[str]) -> Iterator[str]:
    name, sql = fields
    if not is_predicate_name(name):
        yield f"predicate name `{name}` must be `@` and an ASCII lower-case code"
    if not sql:
        yield f"predicate `{name}` has no SQL"
    yield from placeholder_problems(name, sql)


def _membership_problems(fields: Sequence[str]) -> Iterator[str]:
    member, group = fields[:2]
    wrong = list(code_problems(member, KINDS, "member"))
    yield from wrong
    yield from code_problems(group, KINDS if wrong else GROUPS[kind_of(member)], "group")
    if member == group:
        yield f"`{member}` cannot belong to itself"
    if len(fields) == 4:
        yield from day_problems(fields[2], fields[3])


def _tagging_problems(fields: Sequence[str]) -> Iterator[str]:
    obj, tag = fields
    yield from object_problems(obj, patterns=False)
    yield from tag_problems(tag)


def _widening_problems(fields: Sequence[str]) -> Iterator[str]:
    for purpose in fields:
        if not _PURPOSE.fullmatch(purpose):
            yield f"purpose `{purpose}` must be an ASCII lower-case code"


_Shape = tuple[
    tuple[int, ...], Callable[[Sequence[str]], Iterator[str]], Callable[[str, int, Sequence[str]], PolicyLine]
]
_SHAPES: Final[dict[str, _Shape]] = {
    "p": ((10,), _grant_problems, _grant),
    "p2": ((2,), _predicate_problems, lambda file, number, fields: Predicate(file, number, *fields)),
    "g": (
        (2, 4),
        _membership_problems,
        lambda file, number, fields: Membership(file, number, *fields),
    ),
    "g2": ((2,), _tagging_problems, lambda file, number, fields: Tagging(file, number, *fields)),
    "g3": ((2,), _widening_problems, lambda file, number, fields: Widening(file, number, *fields)),
}
