"""Breaks of the core: parsing, names, permitted views, the barrier, what is sent."""

from __future__ import annotations

from typing import Final

from tests.mutants.mutant import Mutant

PIPELINE = "gateway/pipeline"
VIEW = f"{PIPELINE}/rewrite/view.py"
BARRIER = f"{PIPELINE}/rewrite/barrier.py"
LINEAGE = f"{PIPELINE}/rewrite/lineage.py"
FALLIBILITY = f"{PIPELINE}/rewrite/fallibility.py"
REWRITE = f"{PIPELINE}/rewrite/__init__.py"
LOCATE = f"{PIPELINE}/locate.py"
AUTHORIZE = f"{PIPELINE}/authorize.py"
READBACK = f"{PIPELINE}/readback.py"
SEMIJOINS = f"{PIPELINE}/pushdown/semijoins.py"

RULES = "tests/rules"
GOLDEN = "tests/golden/rewrite"
ATTACKS = "tests/attacks/test_statements.py"
PROPERTIES = "tests/properties"

PARSING: Final = (
    Mutant(
        "unknown syntax is admitted",
        f"{PIPELINE}/admit.py",
        "        if allowed is None:\n            raise refusal(node, name)\n",
        "        if allowed is None:\n            continue\n",
        ("tests/pipeline/parse", "tests/attacks/parse"),
    ),
    Mutant(
        "lost words are not noticed",
        f"{PIPELINE}/fidelity.py",
        "    if missing is None and sum(",
        "    if True or sum(",
        ("tests/pipeline/parse", "tests/attacks/parse"),
    ),
    Mutant(
        "a second statement is ignored",
        f"{PIPELINE}/words.py",
        "        if kind is TokenType.SEMICOLON:\n",
        "        if False:\n",
        ("tests/golden/rewrite", "tests/pipeline/parse", "tests/attacks/parse"),
    ),
    Mutant(
        "depth is not bounded",
        f"{PIPELINE}/admit.py",
        "        if depth > MAX_TREE_DEPTH:",
        "        if depth > 100_000:",
        ("tests/pipeline/parse", "tests/attacks/parse"),
    ),
)

NAMES: Final = (
    Mutant(
        "a WITH query sees itself without RECURSIVE",
        LOCATE,
        'seen = scope | {name} if with_.args.get("recursive") else scope',
        "seen = scope | {name}",
        ("tests/pipeline/locate",),
    ),
    Mutant(
        "a WITH name captures a qualified name",
        LOCATE,
        'return not table.args.get("db") and not table.args.get("catalog") and fold(table.name) in scope',
        "return fold(table.name) in scope",
        ("tests/pipeline/locate",),
    ),
    Mutant(
        "WITH names are compared by case",
        LOCATE,
        "        name = fold(cte.alias)",
        "        name = cte.alias",
        ("tests/pipeline/locate",),
    ),
    Mutant(
        "an invisible relation is refused by name",
        AUTHORIZE,
        "        case Deny(visible=False):\n            raise not_found(name, position)",
        "        case Deny(visible=False):\n            raise denied(decision, position, asking)",
        (f"{RULES}/test_rule_03.py", "tests/pipeline"),
    ),
    Mutant(
        "the first of two columns of one name is taken",
        f"{PIPELINE}/resolve/scope.py",
        "            if len(matches) > 1:",
        "            if len(matches) > 99:",
        ("tests/golden/resolve", "tests/pipeline/resolve"),
    ),
    Mutant(
        "tokens of different keys compare",
        f"{PIPELINE}/functions/coercion.py",
        "    if left.token != right.token:",
        "    if False:",
        ("tests/golden/resolve", "tests/attacks/test_tokens.py"),
    ),
)

VIEWS: Final = (
    Mutant(
        "restrictions are left out",
        VIEW,
        "    parts += [_bind(predicate, scan, columns, values) for predicate in rule.all_of]\n",
        "",
        (GOLDEN, f"{RULES}/test_rule_02.py"),
    ),
    Mutant(
        "grants of rows are left out",
        VIEW,
        "    parts = [] if rule.everything else [_any(rule, scan, columns, values)]",
        "    parts = []",
        (GOLDEN,),
    ),
    Mutant(
        "grants of rows are joined by AND",
        VIEW,
        "    return disjunction([_bind(predicate",
        "    return conjunction([_bind(predicate",
        (GOLDEN, f"{RULES}/test_rule_02.py"),
    ),
    Mutant(
        "no granted rows shows every row",
        VIEW,
        "        return bound.Constant(False, BOOLEAN)",
        "        return bound.Constant(True, BOOLEAN)",
        ("tests/pipeline/rewrite", GOLDEN, RULES),
    ),
    Mutant(
        "a missing attribute is not missed",
        VIEW,
        "    if missing:\n",
        "    if False:\n",
        (f"{RULES}/test_rule_07.py", f"{RULES}/test_rule_04.py", GOLDEN),
    ),
    Mutant(
        "an empty attribute is a value",
        VIEW,
        "    values = ((name, present(value)) for",
        "    values = ((name, value) for",
        (f"{RULES}/test_rule_07.py", "tests/pipeline/rewrite", GOLDEN),
    ),
    Mutant(
        "masks are left out",
        VIEW,
        "    if mask is None:\n        return raw",
        "    if True:\n        return raw",
        (GOLDEN, f"{RULES}/test_rule_01.py"),
    ),
    Mutant(
        "a token is plain text to the type rules",
        f"{PIPELINE}/resolve/permitted.py",
        "    return masking.parse(mask).gives(type_)",
        "    return masking.parse(mask).gives(type_).with_token(None)",
        ("tests/golden/resolve", "tests/attacks/test_tokens.py"),
    ),
    Mutant(
        "a view of the source is not fenced",
        REWRITE,
        "    fenced = scan.id in walls.fences or scan.relation.opaque",
        "    fenced = scan.id in walls.fences",
        (f"{RULES}/test_rule_14.py", GOLDEN),
    ),
)

BARRIERS: Final = (
    Mutant(
        "nothing is guarded",
        BARRIER,
        "                self.guards |= strict",
        "                pass",
        (GOLDEN, f"{RULES}/test_rule_12.py"),
    ),
    Mutant(
        "a guard is not printed",
        REWRITE,
        "    if index not in view.guarded or view.rows is None:",
        "    if True:",
        (GOLDEN, f"{RULES}/test_rule_12.py"),
    ),
    Mutant(
        "nothing is fenced for what is not strict",
        BARRIER,
        "                self.fences.add(instance)",
        "                pass",
        (GOLDEN, f"{RULES}/test_rule_12.py"),
    ),
    Mutant(
        "the sides of EXCEPT and INTERSECT are not kept apart",
        BARRIER,
        '                if query.body.kind != "UNION":',
        "                if False:",
        ("tests/pipeline/rewrite", GOLDEN, ATTACKS, PROPERTIES),
    ),
    Mutant(
        "a scalar subquery of many rows is not fenced",
        BARRIER,
        "                self.fences |= outputs.reach.all\n                self.fences |= around.all\n",
        "",
        (GOLDEN, "tests/pipeline/rewrite", ATTACKS),
    ),
    Mutant(
        "recursive queries are not fenced",
        BARRIER,
        "            self.fences |= {scan.id for scan in scans(cte.query)} & self.ruled\n",
        "",
        (GOLDEN, "tests/pipeline/rewrite", ATTACKS, PROPERTIES),
    ),
    Mutant(
        "lambda bodies can not fail",
        FALLIBILITY,
        "                found += descend(node.body)",
        "                pass",
        (GOLDEN, "tests/pipeline/rewrite", ATTACKS),
    ),
    Mutant(
        "no function can fail",
        FALLIBILITY,
        "        case bound.Call() | bound.Aggregate():\n            return not node.function.total",
        "        case bound.Call() | bound.Aggregate():\n            return False",
        (GOLDEN, f"{RULES}/test_rule_12.py"),
    ),
    Mutant(
        "no cast can fail",
        FALLIBILITY,
        "            return rule is None or not rule.total",
        "            return False",
        (GOLDEN, f"{RULES}/test_rule_12.py"),
    ),
    Mutant(
        "CASE is strict",
        LINEAGE,
        "            case bound.Case():\n                return self.union(children(expression), below).loose()",
        "            case bound.Case():\n                return self.union(children(expression), below)",
        ("tests/pipeline/rewrite", GOLDEN, f"{RULES}/test_rule_12.py"),
    ),
    Mutant(
        "coalesce is strict",
        LINEAGE,
        "        return (plain if call.function.strict else plain.loose()) | bodies.loose()",
        "        return plain | bodies.loose()",
        ("tests/pipeline/rewrite", GOLDEN, f"{RULES}/test_rule_12.py"),
    ),
    Mutant(
        "a set operation promises what one side does",
        LINEAGE,
        "        a.either(b) | a.only(",
        "        a | b | a.only(",
        ("tests/pipeline/rewrite", GOLDEN, ATTACKS, PROPERTIES),
    ),
    Mutant(
        "an aggregate hides the instances around it",
        LINEAGE,
        "        return Lineage(frozenset(), self.touches - below, self.late | below)",
        "        return Lineage(frozenset(), frozenset(), self.late | below | self.touches)",
        ("tests/pipeline/rewrite", GOLDEN, ATTACKS, PROPERTIES),
    ),
    Mutant(
        "a fence is an ordinary WITH query",
        f"{PIPELINE}/printing/printer.py",
        " AS MATERIALIZED ({text})",
        " AS NOT MATERIALIZED ({text})",
        (GOLDEN, f"{RULES}/test_rule_12.py"),
    ),
    Mutant(
        "the engine may move filters into a fence",
        "gateway/engines/duckdb_generation.py",
        "join_filter_pushdown,cte_filter_pusher'",
        "join_filter_pushdown'",
        ("tests/engines/test_fence.py", "tests/engines"),
    ),
)

SENT: Final = (
    Mutant(
        "read-back does not compare views",
        READBACK,
        "    if any(found[marks[place]] < count for place, count in expected.items()):",
        "    if False:",
        (f"{RULES}/test_rule_05.py", "tests/pipeline/plan"),
    ),
    Mutant(
        "read-back does not look for literals",
        READBACK,
        "    if lost:\n",
        "    if False:\n",
        (f"{RULES}/test_rule_05.py", "tests/pipeline/plan"),
    ),
    Mutant(
        "read-back lets a half-named relation pass",
        READBACK,
        "    if not found.keys() <= {*marks.values(), *with_names}:",
        "    if False:",
        (f"{RULES}/test_rule_05.py", "tests/pipeline/plan"),
    ),
    Mutant(
        "keys travel to any owner",
        SEMIJOINS,
        "                and _shared(source, target, catalog, origins)\n",
        "",
        (f"{RULES}/test_rule_15.py", "tests/pipeline/pushdown"),
    ),
    Mutant(
        "masked columns are looked up in the clear",
        f"{PIPELINE}/pushdown/joins.py",
        "        case _:\n            return None\n\n\ndef joined(",
        "        case _:\n            return view.scan.relation.column(view.scan.columns[index].name or '')\n\n\ndef joined(",
        ("tests/pipeline/pushdown", f"{RULES}/test_rule_15.py", f"{RULES}/test_rule_01.py"),
    ),
    Mutant(
        "the guard takes any relation",
        "gateway/engines/duckdb_guard.py",
        "        elif parts not in self.locations:",
        "        elif False:",
        ("tests/engines/test_duckdb_guard.py", "tests/engines"),
    ),
    Mutant(
        "the guard takes any function",
        "gateway/engines/duckdb_guard.py",
        "            if name not in self.functions:",
        "            if False:",
        ("tests/engines/test_duckdb_guard.py", "tests/engines"),
    ),
    Mutant(
        "the guard takes any text for a source",
        "gateway/engines/duckdb_guard.py",
        "            pair not in self.passes\n            or len(arguments)",
        "            len(arguments)",
        ("tests/engines/test_duckdb_guard_passes.py", "tests/engines"),
    ),
)

CORE: Final = (*PARSING, *NAMES, *VIEWS, *BARRIERS, *SENT)
