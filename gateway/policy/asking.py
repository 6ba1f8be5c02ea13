"""Questions of one subject, for one purpose, to Casbin: each about one object, one act and one argument."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gateway.policy.decision import Rule
from gateway.policy.enforcer import Answer, Gate
from gateway.policy.index import ACT, ARG, ID, BySubject, CompiledRule, RuleIndex, for_subject
from gateway.policy.rules import Grant

_Numbered = tuple[int, CompiledRule]

NO_PURPOSE = "-"
"""Stands for no declared purpose: no rule can name it, so only rules for `*` match."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compilation:
    """The compiled rules with their index, and Casbin holding the same ones."""

    gate: Gate
    index: RuleIndex
    rules: Sequence[CompiledRule]
    grants: Mapping[str, Grant]
    day: str

    def rule(self, answer: Answer) -> Rule:
        """File and line of the rule that decided."""
        assert answer.rule is not None
        return self.grants[answer.rule[ID]].rule


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
        found = self._compilation.index.reach(obj).found
        return Questions(self, obj, self._candidates(found))

    def about_columns(self, path: str, columns: Iterable[str]) -> tuple[Questions, list[Questions]]:
        """Questions about a relation, and about each of its columns by the last segment of its path.

        INVARIANT: an act of which no rule says more for a column than for its relation is asked about once for all such columns, by the first column. Each rule
        that reaches a relation covers all below it, by path or by tag, and whatever else the matcher looks at is the same for all of them: so Casbin's answer is.
        """
        index = self._compilation.index
        reach = index.reach(path)
        whole = self._candidates(reach.found)
        parts: list[Questions] = []
        alike: Questions | None = None
        for column in columns:
            numbers = for_subject(index.below(reach, column), self._groups)
            alike = alike or Questions(self, f"{path}.{column}", whole)
            if numbers:
                more = Candidates(self._compilation.rules, numbers, whole)
                parts.append(Questions(self, f"{path}.{column}", more, alike))
            else:
                parts.append(alike)
        return Questions(self, path, whole), parts

    def about_person(self, person: str) -> Questions:
        """Questions about another principal."""
        found = self._compilation.index.on_person(self._compilation.gate.roles["g"].closure(person))
        return Questions(self, person, self._candidates(found))

    def ask(self, rules: Sequence[CompiledRule], obj: str, act: str, arg: str) -> Answer:
        return self._compilation.gate.ask(rules, self._subject, obj, act, arg, self._purpose, self._compilation.day)

    def rule(self, answer: Answer) -> Rule:
        return self._compilation.rule(answer)

    def _candidates(self, found: Iterable[BySubject]) -> Candidates:
        return Candidates(self._compilation.rules, for_subject(found, self._groups))


class Candidates:
    """The rules that can matter for one subject on one object, by act and argument, in the order of the files."""

    __slots__ = ("_arguments", "_by_right", "_own")

    def __init__(self, rules: Sequence[CompiledRule], numbers: Iterable[int], beside: Candidates | None = None) -> None:
        by_right: dict[tuple[str, str], list[_Numbered]] = {}
        for number in numbers:
            rule = rules[number]
            by_right.setdefault((rule[ACT], rule[ARG]), []).append((number, rule))
        self._own = frozenset(by_right)
        if beside is not None:
            for right, known in beside._by_right.items():
                by_right[right] = sorted((*known, *by_right[right])) if right in by_right else known
        self._by_right: Mapping[tuple[str, str], list[_Numbered]] = by_right
        self._arguments: dict[str, list[str]] = {}
        for act, arg in by_right:
            self._arguments.setdefault(act, []).append(arg)
        for args in self._arguments.values():
            args.sort()

    def rules(self, right: tuple[str, str]) -> list[CompiledRule]:
        return [rule for _, rule in self._by_right.get(right, ())]

    def names(self, right: tuple[str, str]) -> bool:
        return right in self._by_right

    def adds(self, right: tuple[str, str]) -> bool:
        """Whether there is a rule here that is not among those beside."""
        return right in self._own

    def arguments(self, act: str) -> Sequence[str]:
        return self._arguments.get(act, ())


class Questions:
    """All that can be asked about one object. `beside` are questions that have the same answers but where the candidates add a rule."""

    __slots__ = ("_answers", "_asker", "_beside", "_candidates", "_held", "obj")

    def __init__(self, asker: Asker, obj: str, candidates: Candidates, beside: Questions | None = None) -> None:
        self.obj = obj
        self._beside = beside
        self._asker = asker
        self._answers: dict[tuple[str, str], Answer] = {}
        self._held: dict[str, Mapping[str, Rule]] = {}
        self._candidates = candidates

    def arguments(self, act: str) -> Sequence[str]:
        """Arguments that some candidate rule names for an act, in order."""
        return self._candidates.arguments(act)

    def ask(self, act: str, arg: str = "-") -> Answer:
        """Casbin's answer, asked once."""
        right = act, arg
        if self._beside is not None and not self._candidates.adds(right):
            return self._beside.ask(act, arg)
        known = self._answers.get(right)
        if known is None:
            known = self._answers[right] = self._asker.ask(self._candidates.rules(right), self.obj, act, arg)
        return known

    def held(self, act: str) -> Mapping[str, Rule]:
        """The arguments of an act that hold, each with the rule behind it."""
        known = self._held.get(act)
        if known is None:
            answers = ((arg, self.ask(act, arg)) for arg in self.arguments(act))
            known = self._held[act] = {arg: self._asker.rule(answer) for arg, answer in answers if answer.allowed}
        return known

    def holds(self, act: str) -> Rule | None:
        """The rule that allows an act without argument, or None."""
        return self.held(act).get("-")

    def denial(self, act: str) -> Rule | None:
        """The rule that denies an act without argument, or None."""
        answer = self.ask(act) if self._candidates.names((act, "-")) else None
        return self._asker.rule(answer) if answer is not None and answer.denied else None
