"""Questions of one subject, for one purpose, to Casbin: each about one object, one act and one argument."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gateway.policy.decision import Rule
from gateway.policy.enforcer import Answer, Gate
from gateway.policy.index import ACT, ARG, ID, CompiledRule, RuleIndex, for_subject

NO_PURPOSE = "-"
"""Stands for no declared purpose: no rule can name it, so only rules for `*` match."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compilation:
    """The compiled rules with their index, and Casbin holding the same ones."""

    gate: Gate
    index: RuleIndex
    rules: Sequence[CompiledRule]
    places: Mapping[str, Rule]
    day: str

    def rule(self, answer: Answer) -> Rule:
        """File and line of the rule that decided."""
        assert answer.rule is not None
        return self.places[answer.rule[ID]]


class Asker:
    """One subject with one purpose. Lives as long as one decision."""

    __slots__ = ("_compilation", "_groups", "_purpose", "_subject")

    def __init__(self, compilation: Compilation, subject: str, purpose: str | None) -> None:
        self._compilation = compilation
        self._subject = subject
        self._purpose = purpose or NO_PURPOSE
        self._groups = compilation.gate.roles["g"].closure(subject)

    def about(self, obj: str) -> Questions:
        """Questions about an object of the data."""
        found = self._compilation.index.on_object(obj)
        return Questions(self, obj, for_subject(found, self._groups))

    def about_person(self, person: str) -> Questions:
        """Questions about another principal."""
        found = self._compilation.index.on_person(self._compilation.gate.roles["g"].closure(person))
        return Questions(self, person, for_subject(found, self._groups))

    def ask(self, rules: Sequence[CompiledRule], obj: str, act: str, arg: str) -> Answer:
        return self._compilation.gate.ask(rules, self._subject, obj, act, arg, self._purpose, self._compilation.day)

    def rule(self, answer: Answer) -> Rule:
        return self._compilation.rule(answer)

    def compiled(self, number: int) -> CompiledRule:
        return self._compilation.rules[number]


class Questions:
    """All that can be asked about one object."""

    __slots__ = ("_answers", "_asker", "_by_right", "obj")

    def __init__(self, asker: Asker, obj: str, candidates: Sequence[int]) -> None:
        self.obj = obj
        self._asker = asker
        self._answers: dict[tuple[str, str], Answer] = {}
        self._by_right: dict[tuple[str, str], list[CompiledRule]] = {}
        for number in candidates:
            rule = asker.compiled(number)
            self._by_right.setdefault((rule[ACT], rule[ARG]), []).append(rule)

    def arguments(self, act: str) -> list[str]:
        """Arguments that some candidate rule names for an act, in order."""
        return sorted(arg for known, arg in self._by_right if known == act)

    def ask(self, act: str, arg: str = "-") -> Answer:
        """Casbin's answer, asked once."""
        right = act, arg
        known = self._answers.get(right)
        if known is None:
            known = self._answers[right] = self._asker.ask(self._by_right.get(right, ()), self.obj, act, arg)
        return known

    def held(self, act: str) -> dict[str, Rule]:
        """The arguments of an act that hold, each with the rule behind it."""
        answers = ((arg, self.ask(act, arg)) for arg in self.arguments(act))
        return {arg: self._asker.rule(answer) for arg, answer in answers if answer.allowed}

    def holds(self, act: str) -> Rule | None:
        """The rule that allows an act without argument, or None."""
        if not self._by_right.get((act, "-")):
            return None
        answer = self.ask(act)
        return self._asker.rule(answer) if answer.allowed else None

    def denial(self, act: str) -> Rule | None:
        """The rule that denies an act without argument, or None."""
        answer = self.ask(act) if (act, "-") in self._by_right else None
        return self._asker.rule(answer) if answer is not None and answer.denied else None
