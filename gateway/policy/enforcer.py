"""Casbin, given the rules that can matter: `enforce_ex` with the shipped matcher and effect gives every answer.

Never reloaded: one enforcer is filled once and then only asked. (`load_policy` on a live enforcer clears its roles first, and a
denial by role is lost meanwhile.)
"""

from __future__ import annotations

import contextvars
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import casbin
from casbin.model import FunctionMap
from casbin.persist import Adapter

from gateway.policy.index import EFFECT, CompiledRule
from gateway.policy.matcher import Matcher
from gateway.policy.matching import covers, during, tag_test
from gateway.policy.model import shipped_model
from gateway.policy.roles import ClosureRoleManager

NEVER: Final[CompiledRule] = ("!", "!", "!", "!", "!", "-", "-", "-", "deny", "!")
"""A rule that matches no request: without any rule Casbin would evaluate its matcher over empty texts."""

COMPILED: Final = "compiled"

# Which rules one decision looks at; local to the thread or task that decides.
_candidates: contextvars.ContextVar[Sequence[CompiledRule] | None] = contextvars.ContextVar("candidates", default=None)


class PolicyBroken(Exception):  # noqa: N818  # never leaves this package: it becomes a Deny
    """The policy could not be evaluated. Whoever asked must deny."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What Casbin said: allowed or not, and the rule that decided it (none: silence)."""

    allowed: bool
    rule: CompiledRule | None

    @property
    def denied(self) -> bool:
        """True when a rule says no, which is more than silence."""
        return self.rule is not None and self.rule[EFFECT] == "deny"


class _Unprinted(list[tuple[str, ...]]):
    """Casbin writes all that it loads into a text for its log: much work for a text that nobody reads, and no log should hold it."""

    def __repr__(self) -> str:
        return f"{list.__len__(self)} lines"


class _ScopedPolicy(_Unprinted):
    """Casbin's list of rules, showing the candidates only while a decision is made."""

    def __iter__(self) -> Iterator[CompiledRule]:
        shown = _candidates.get()
        return list.__iter__(self) if shown is None else iter(shown)

    def __len__(self) -> int:
        shown = _candidates.get()
        return list.__len__(self) if shown is None else len(shown)

    def __getitem__(self, index: Any) -> Any:
        shown = _candidates.get()
        return list.__getitem__(self, index) if shown is None else shown[index]


class _Compiled(Adapter):  # type: ignore[misc]  # casbin ships no types
    """Hands compiled rules and links to Casbin; nothing can be written back."""

    def __init__(self, rules: Iterable[CompiledRule], links: Mapping[str, Iterable[tuple[str, str]]]) -> None:
        self._rules = rules
        self._links = links

    def load_policy(self, model: Any) -> None:
        model["p"]["p"].policy = _ScopedPolicy(self._rules)
        for kind, links in self._links.items():
            model["g"][kind].policy = _Unprinted(links)

    def save_policy(self, model: Any) -> None:
        raise NotImplementedError("a policy set is never written back")


class _GateEnforcer(casbin.Enforcer):  # type: ignore[misc]  # casbin ships no types
    """The stock enforcer with its matcher compiled once: parsing it per question and walking it per rule cost most of the time, and parsing in threads can fail on Python 3.11."""

    def __init__(self, model: Any) -> None:
        self._matchers: dict[str, Matcher] = {}
        super().__init__(model)

    def _get_expression(self, expr: str, functions: Any = None) -> Any:
        known = self._matchers.get(expr)
        if known is None:
            parsed = casbin.Enforcer._get_expression(expr, dict(functions))  # which adds `list`, `dict` … to a dict
            known = self._matchers[expr] = Matcher(parsed, functions)
        return known

    def name_matcher(self) -> None:
        """Keep a name where the matcher's text was, once that is compiled: before each question Casbin looks through the text for `eval(`, for a third of the question's time."""
        assertion = self.model["m"]["m"]
        self._matchers = {COMPILED: self._matchers[assertion.value]}
        assertion.value = COMPILED


class Gate:
    """One question at a time to Casbin."""

    def __init__(self, rules: Iterable[CompiledRule], links: Mapping[str, Iterable[tuple[str, str]]]) -> None:
        self.roles: Mapping[str, ClosureRoleManager] = {kind: ClosureRoleManager() for kind in ("g", "g2", "g3")}
        enforcer = _GateEnforcer(casbin.Enforcer.new_model(text=shipped_model()))
        enforcer.fm = FunctionMap()
        for name, function in (("covers", covers), ("tagged", tag_test(self.roles["g2"].has_link)), ("during", during)):
            enforcer.add_function(name, function)
        for kind, manager in self.roles.items():
            enforcer.set_named_role_manager(kind, manager)
        enforcer.set_adapter(_Compiled(rules, links))
        enforcer.load_policy()
        self._enforcer = enforcer
        self._prove()  # also compiles the matcher, in one thread
        enforcer.name_matcher()
        self._prove()

    def _prove(self) -> None:
        if self.ask((NEVER,), "!", "!.!", "select", "-", "-", "2000-01-01").allowed:
            raise PolicyBroken("the enforcer allows what no rule allows")

    def ask(
        self, rules: Sequence[CompiledRule], sub: str, obj: str, act: str, arg: str, purpose: str, day: str
    ) -> Answer:
        """Casbin's answer over these rules. Raises PolicyBroken rather than guess."""
        if not self._enforcer.enabled:  # a disabled enforcer allows everything
            raise PolicyBroken("the enforcer is disabled")
        token = _candidates.set(rules or (NEVER,))
        try:
            allowed, rule = self._enforcer.enforce_ex(sub, obj, act, arg, purpose, day)
        except Exception as error:  # whatever the library raises, the answer is no
            raise PolicyBroken(f"{type(error).__name__}") from error
        finally:
            _candidates.reset(token)
        if not isinstance(allowed, bool) or (allowed and (len(rule) != len(NEVER) or rule[EFFECT] != "allow")):
            raise PolicyBroken("the enforcer's answer names no rule")
        return Answer(allowed, tuple(rule) if rule else None)
