"""Checks: expectations that a bundle must meet before it comes into force, each asked on its own day."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Final

from gateway.policy.acts import ACTS, argument_problems, canonical
from gateway.policy.decision import RowRule
from gateway.policy.grammar import is_day
from gateway.policy.hints import did_you_mean
from gateway.policy.lines import Line, read_lines
from gateway.policy.policy_set import PolicySet
from gateway.policy.problems import Problem

PolicyOn = Callable[[datetime.date], PolicySet]
_RIGHTS: Final = (*ACTS, "see", "rows")


def run_checks(policy_on: PolicyOn, file: str, data: bytes) -> tuple[Problem, ...]:
    """Every expectation of one file that is not met, or cannot be read."""
    lines, problems = read_lines(file, data)
    for line in lines:
        problems += map(line.problem, _failures(policy_on, line))
    return tuple(problems)


def _failures(policy_on: PolicyOn, line: Line) -> Iterator[str]:
    if len(line.fields) not in (7, 8):
        yield f"a check is `who, what, right, argument, purpose, date, expected[, rule]`; this line has {len(line.fields)} fields"
        return
    if wrong := list(_line_problems(line.fields)):
        yield from wrong
        return
    who, what, right, arg, purpose, day, expected = line.fields[:7]
    policy = policy_on(datetime.date.fromisoformat(day))
    if purpose != "-" and purpose not in policy.purposes:
        yield f"purpose `{purpose}` is not declared{did_you_mean(purpose, policy.purposes)}"
        return
    found, rules = _found(policy, who, what, right, arg, None if purpose == "-" else purpose)
    if found != expected:
        because = f" by {', '.join(rules)}" if rules else ""
        yield f"expected `{expected}`, found `{found}`{because}"
    elif len(line.fields) == 8 and line.fields[7] not in ("-", *rules):
        yield f"expected rule `{line.fields[7]}` to decide, found {', '.join(f'`{rule}`' for rule in rules) or 'none'}"


def _line_problems(fields: tuple[str, ...]) -> Iterator[str]:
    _, what, right, arg, _, day, expected = fields[:7]
    if right not in _RIGHTS:
        yield f"unknown right `{right}`{did_you_mean(right, _RIGHTS)}"
    elif right in ACTS:
        yield from argument_problems(right, arg)
        if expected not in ("allow", "deny"):
            yield f"expected must be `allow` or `deny` for `{right}`, not `{expected}`"
    elif what.count(".") != (3 if right == "see" else 2):
        yield f"`{right}` is asked about a {'column' if right == 'see' else 'relation'}, written out from its catalog"
    if not is_day(day):
        yield f"date must be a day as YYYY-MM-DD, not `{day}`"


def _found(
    policy: PolicySet, who: str, what: str, right: str, arg: str, purpose: str | None
) -> tuple[str, tuple[str, ...]]:
    """What the policy says, in the words of a check, and the ids of the rules behind it."""
    if who not in policy.people:  # as decide() does: nobody gets nothing, not even what is granted to all
        return {"see": "hidden", "rows": "none"}.get(right, "deny"), ()
    match right:
        case "see":
            column = policy.column(who, what, purpose)
            if column is None:
                rule = policy.place(policy.ask(who, what, "select", "-", purpose))
                return "hidden", (rule.id,) if rule else ()
            return column.mask or "clear", tuple(rule.id for rule in (*column.grants, *column.masks))
        case "rows":
            rows = policy.rows(who, what, policy.named_columns(what), purpose)
            return rows_text(rows), tuple(rule.id for rule in rows.rules)
        case "impersonate":
            found = policy.may_impersonate(who, what, purpose)
            rule = policy.place(policy.ask(who, what, right, arg, purpose))
            return "allow" if found else "deny", (rule.id,) if rule else ()
        case _:
            answer = policy.ask(who, what, right, canonical(right, arg), purpose)
            rule = policy.place(answer)
            return "allow" if answer.allowed else "deny", (rule.id,) if rule else ()


def rows_text(rows: RowRule) -> str:
    """A row rule in one line: `@a|@b & @c`, `all`, `none`.

    >>> rows_text(RowRule(everything=True))
    'all'
    """
    if not rows.everything and not rows.any_of:
        return "none"
    granted = "all" if rows.everything else "|".join(predicate.name for predicate in rows.any_of)
    return " & ".join((granted, *(predicate.name for predicate in rows.all_of)))
