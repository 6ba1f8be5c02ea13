"""Breaks of the decision point, its loader, masks and the catalogue."""

from __future__ import annotations

from typing import Final

from tests.mutants.mutant import Mutant

DECIDING = "gateway/policy/deciding.py"
INDEX = "gateway/policy/index.py"
OWNERSHIP = "gateway/policy/ownership.py"
SET = "gateway/policy/policy_set.py"
POLICY = "tests/policy"
DECISIONS = "tests/policy/test_decisions.py"
LOADER = "tests/policy/test_loader.py"

DECISION: Final = (
    Mutant(
        "what is not granted is given",
        DECIDING,
        "    if granted is None:\n        return None",
        "    if granted is None:\n        return ColumnPermit(name=name)",
        (DECISIONS, POLICY),
    ),
    Mutant(
        "a denied unmask is given",
        DECIDING,
        '    if questions.denial("unmask") is None:',
        "    if True:",
        (DECISIONS, POLICY),
    ),
    Mutant(
        "the first of several masks wins",
        DECIDING,
        "            return mask.text\n    return NULL",
        "            return mask.text\n    return known[0].text",
        (DECISIONS, POLICY, "gateway/policy"),
    ),
    Mutant(
        "the largest cap wins",
        DECIDING,
        "    return min(limits, default=None)",
        "    return max(limits, default=None)",
        (DECISIONS, POLICY),
    ),
    Mutant(
        "a restriction by a column's tag is left out",
        DECIDING,
        '        restricting = {**questions.held("row_all"), **restricting}',
        "        pass",
        (DECISIONS, POLICY),
    ),
    Mutant(
        "the index overlooks prefixes",
        INDEX,
        "        if self.prefixes:\n            into.extend",
        "        if False:\n            into.extend",
        (DECISIONS, POLICY),
    ),
    Mutant(
        "the index overlooks tags of relations",
        INDEX,
        "            found += [self._tags[tag] for tag in tags if tag in self._tags]\n        return Reach",
        "        return Reach",
        (DECISIONS, POLICY),
    ),
    Mutant(
        "the index overlooks tags of columns",
        INDEX,
        "            found += [self._tags[tag] for tag in tags if tag in self._tags and tag not in reach.tags]\n",
        "",
        (DECISIONS, POLICY),
    ),
    Mutant(
        "the index overlooks what is for everybody",
        INDEX,
        '        numbers += by_subject.get("*", ())\n',
        "",
        (DECISIONS, POLICY),
    ),
    Mutant(
        "an undeclared purpose is taken",
        SET,
        "        if not self._declares(asking.purpose):",
        "        if False:",
        (DECISIONS, POLICY, "tests/rules/test_rule_04.py"),
    ),
    Mutant(
        "decisions are remembered whatever the purpose",
        SET,
        "        key = asking, relation.name\n",
        "        key = Asking(principal=asking.principal), relation.name\n",
        ("tests/policy/test_remembered.py", POLICY),
    ),
    Mutant(
        "a row grant without its attribute holds",
        SET,
        "    held: tuple[RowPredicate, ...] = tuple(p for p in rows.any_of if is_bound(p.sql, attributes))",
        "    held: tuple[RowPredicate, ...] = tuple(rows.any_of)",
        (DECISIONS, POLICY, "tests/rules"),
    ),
    Mutant(
        "the last day is left out",
        "gateway/policy/matching.py",
        '(until == "-" or now <= until)',
        '(until == "-" or now < until)',
        (DECISIONS, POLICY),
    ),
    Mutant(
        "an ended membership goes on",
        "gateway/policy/compile.py",
        "[(line.member, line.group) for line in bundle.memberships if during(day, line.start, line.until)]",
        "[(line.member, line.group) for line in bundle.memberships]",
        (DECISIONS, POLICY),
    ),
    Mutant(
        "a tag in an owner's rule reaches everybody's objects",
        "gateway/policy/matching.py",
        '        if scoped and obj.partition(".")[0] not in scope.split("+"):',
        "        if False:",
        (DECISIONS, POLICY),
    ),
)

LOADING: Final = (
    Mutant(
        "any file gives any role",
        OWNERSHIP,
        "            if not owner.has_role(line.group):",
        "            if False:",
        (LOADER, POLICY),
    ),
    Mutant(
        "the common file grants",
        OWNERSHIP,
        '    if ACTS[line.act] is Kind.GRANT and line.effect == "allow":',
        "    if False:",
        (LOADER, POLICY),
    ),
    Mutant(
        "a file speaks of another owner's objects",
        OWNERSHIP,
        "    elif not owner.has_path(line.obj):\n        catalogs",
        "    elif False:\n        catalogs",
        (LOADER, POLICY),
    ),
)

DATA: Final = (
    Mutant(
        "short values are shown in part",
        "gateway/masking/partial.py",
        '        return masked(type_, (f"length({text}) >= {self.least}", " || ".join(parts)))',
        '        return masked(type_, (f"length({text}) >= 0", " || ".join(parts)))',
        ("tests/masking",),
    ),
    Mutant(
        "a column that changed its type is still offered",
        "gateway/catalog/snapshot.py",
        "        if not stands or clash:",
        "        if clash:",
        ("tests/catalog", "tests/rules/test_rule_14.py"),
    ),
    Mutant(
        "views of a source pass for tables",
        "gateway/catalog/snapshot.py",
        '        opaque=accepted.kind != "table",',
        "        opaque=False,",
        ("tests/catalog", "tests/rules/test_rule_14.py"),
    ),
    Mutant(
        "a dirty number fails the scan",
        "gateway/catalog/convert.py",
        '            return f"TRY_CAST({text} AS DECIMAL(',
        '            return f"CAST({text} AS DECIMAL(',
        ("tests/catalog", "tests/rules/test_rule_13.py"),
    ),
)

DECIDED: Final = (*DECISION, *LOADING, *DATA)
