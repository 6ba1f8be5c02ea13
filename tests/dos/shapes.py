"""Statements that are made to cost far more than they look: to read, to plan, or to run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final


def nested(opening: str, closing: str, levels: int, core: str = "1") -> str:
    return opening * levels + core + closing * levels


def repeated(form: str, levels: int, core: str) -> str:
    """`form` around itself, the argument written as often as `form` takes it."""
    text = core
    for _ in range(levels):
        text = form.replace("{}", text)
    return text


def listed(form: str, count: int, glue: str = ", ") -> str:
    """`form` so many times, each with its number."""
    return glue.join(form.format(number) for number in range(count))


def laughing(first: str, step: str, levels: int, end: str = "SELECT count(*) FROM {}") -> str:
    """WITH queries of which each reads the one before."""
    queries = [f"c0 AS ({first})"] + [f"c{n} AS ({step.replace('{}', f'c{n - 1}')})" for n in range(1, levels + 1)]
    return f"WITH {', '.join(queries)} {end.format(f'c{levels}')}"


def _doubling() -> Iterable[tuple[str, str]]:
    """Brackets before which the parser looks twice: each level doubles its work."""
    for opening, closing in (
        ("ARRAY[", "]"), ("ROW(", ")"), ("date(", ")"), ("decimal(", ")"), ("char(", ")"), ("timestamp(", ")"), ("uuid(", ")"),
        ("MAP(ARRAY[", "], ARRAY[1])"), ("CAST(", " AS bigint)"), ("TRY(", ")"), ("struct(", ")"), ("varchar(", ")"),
    ):  # fmt: skip
        for levels in (8, 20, 400):
            yield f"{opening} {levels} deep", "SELECT " + nested(opening, closing, levels)


def _deep() -> Iterable[tuple[str, str]]:
    for levels in (30, 400, 8000):
        yield f"{levels} brackets", "SELECT " + nested("(", ")", levels)
        yield f"{levels} brackets round a relation", "SELECT * FROM " + nested("(", ")", levels, "person")
        yield f"{levels} derived tables", "SELECT * FROM " + nested("(SELECT * FROM ", ") t", levels, "person")
        yield f"{levels} scalar subqueries", "SELECT " + nested("(SELECT ", ")", levels)
        yield f"{levels} EXISTS", "SELECT 1 WHERE " + nested("EXISTS (SELECT 1 WHERE ", ")", levels, "true")
        yield f"{levels} CASE", "SELECT " + nested("CASE WHEN true THEN ", " END", levels)
        yield f"{levels} NOT", "SELECT " + nested("NOT ", "", levels, "true")
        yield f"{levels} minus signs", "SELECT " + nested("- ", "", levels)
        yield f"{levels} lambdas", "SELECT " + nested("transform(ARRAY[1], x -> ", ")", levels, "x")
    for count in (300, 5000):
        yield f"{count} set operations", listed("SELECT {}", count, " UNION ")
        yield f"{count} bracketed set operations", listed("(SELECT {})", count, " EXCEPT ")
        yield f"{count} sums", "SELECT " + listed("{}", count, " + ")
        yield f"{count} conditions", "SELECT 1 FROM person WHERE " + listed("id = {}", count, " AND ")
        yield f"{count} names in a name", "SELECT " + listed("a{}", count, ".")
        yield f"{count} joins", "SELECT 1 FROM person p " + listed("JOIN person p{0} ON p.id = p{0}.id", count, " ")
        yield f"{count} relations", "SELECT * FROM " + listed("person p{}", count)


def _long() -> Iterable[tuple[str, str]]:
    for count in (24_000, 1_000_000):
        yield f"IN with {count} numbers", f"SELECT 1 FROM person WHERE id IN ({listed('{}', count)})"
        yield (
            f"IN with {count} texts",
            f"SELECT 1 FROM person WHERE name IN ({listed(chr(39) + '{}' + chr(39), count)})",
        )
        yield f"VALUES with {count} rows", f"SELECT * FROM (VALUES {listed('({})', count)}) t (x)"
    rows = listed("({0}, {0})", 8000)
    yield "IN with 8000 pairs", f"SELECT 1 FROM person WHERE (id, age) IN ({rows})"
    yield "an array of 24000", f"SELECT ARRAY[{listed('{}', 24_000)}]"
    yield "a row of 24000", f"SELECT ROW({listed('{}', 24_000)})"
    yield "a row type of 12000", f"SELECT CAST(NULL AS ROW({listed('a{} bigint', 12_000)}))"
    yield "12000 columns", f"SELECT {listed('id AS a{}', 12_000)} FROM person"
    yield "20000 sort keys", f"SELECT id FROM person ORDER BY {listed('id', 20_000)}"
    yield "20000 grouping keys", f"SELECT id FROM person GROUP BY {listed('id', 20_000)}"
    for count in (1900, 9000):
        yield f"{count} subqueries", f"SELECT {listed('(SELECT 1)', count)}"
    yield "3500 windows", f"SELECT {listed('sum(id) OVER (PARTITION BY name ORDER BY id)', 3500)} FROM person"
    yield "5000 branches", f"SELECT CASE {listed('WHEN id = {} THEN 2', 5000, ' ')} END FROM person"
    product = listed("id * {}", 150, " + ")
    yield (
        "5000 uses of a window",
        f"SELECT {listed('sum(id) OVER w', 5000)} FROM person WINDOW w AS (ORDER BY {product})",
    )
    yield (
        "5000 uses of a window with queries",
        f"SELECT {listed('sum(id) OVER w', 5000)} FROM person WINDOW w AS (ORDER BY {listed('(SELECT {})', 150, ' + ')})",
    )
    for count in (900, 3000):
        sums = listed("id + {}", count)
        yield f"{count} grouping expressions", f"SELECT {sums} FROM person GROUP BY {sums}"
    keys = listed("id + {}", 900)
    yield "900 grouping expressions and 9000 sums", f"SELECT {listed('sum(id)', 9000)} FROM person GROUP BY {keys}"
    for count in (1500, 6000):
        yield (
            f"{count} outputs sorted by",
            f"SELECT DISTINCT {listed('id + {}', count)} FROM person ORDER BY {listed('id + {}', count)}",
        )
    joins = listed("FULL JOIN person p{} USING (id)", 190, " ")
    yield "190 full joins", f"SELECT id FROM person p {joins}"
    yield (
        "10000 uses of what 100 full joins merged",
        f"SELECT {listed('id', 10_000)} FROM person p {listed('FULL JOIN person p{} USING (id)', 100, ' ')}",
    )
    yield "190 natural full joins", f"SELECT * FROM person p {listed('NATURAL FULL JOIN person p{}', 190, ' ')}"
    yield "20000 grouping keys by number", f"SELECT {product} AS a FROM person GROUP BY {listed('1', 20_000)}"
    yield "20000 sort keys by name", f"SELECT {product} AS a FROM person ORDER BY {listed('a', 20_000)}"
    yield "5000 WITH queries", laughing("SELECT id FROM person", "SELECT id FROM {}", 5000)
    yield "190 stars over 190 relations", f"SELECT {listed('*', 190)} FROM {listed('person p{}', 190)}"
    yield "5000 named windows", f"SELECT 1 FROM person WINDOW {listed('w{} AS (PARTITION BY id)', 5000)}"
    yield (
        "2000 unions under one another",
        laughing("SELECT id FROM person", "SELECT id FROM {} UNION SELECT id FROM {}", 400),
    )


def _texts() -> Iterable[tuple[str, str]]:
    long = 250_000
    yield "a long name", f"SELECT {'a' * long}"
    yield "a long alias", f'SELECT id AS "{"a" * long}" FROM person'
    yield "a long text", f"SELECT '{'a' * long}'"
    yield "a longer text", f"SELECT '{'a' * 10_000_000}'"
    yield "Chinese", f"SELECT '{'汉' * 80_000}'"
    yield "characters of four bytes", f"SELECT '{'𠀀' * 60_000}'"
    yield "Unicode escapes", "SELECT U&'" + "\\6c49" * 50_000 + "'"
    yield "combining marks", f"SELECT upper(normalize('{'a' + chr(0x301) * 80_000}'))"
    yield "quotes", "SELECT '" + "''" * 120_000 + "'"
    yield "an open comment", "SELECT 1 /*" + "/*" * 100_000
    yield "many comments", "SELECT 1 " + "/* x */" * 30_000
    for digits in (5000, long):
        yield f"{digits} digits", f"SELECT {'9' * digits}"
        yield f"{digits} digits after a point", f"SELECT 0.{'9' * digits}"
        yield f"LIMIT of {digits} digits", f"SELECT 1 LIMIT {'9' * digits}"
        yield f"DECIMAL of {digits} digits", f"SELECT DECIMAL '{'9' * digits}'"
        yield (
            f"a cast of {digits} digits",
            f"SELECT CAST('{'9' * digits}' AS bigint), CAST('{'9' * digits}' AS decimal(38, 0))",
        )
    yield "a huge exponent", "SELECT 1e999999999, CAST('1e999999999' AS decimal(38, 0)), CAST('1e999999999' AS bigint)"
    yield "a huge interval", f"SELECT INTERVAL '{'9' * 1000}' DAY"
    yield "a huge power", "SELECT power(10, 1000000000), 9223372036854775807 * 9223372036854775807"
    for call in (
        "repeat('a', 1000000000)",
        "lpad('a', 1000000000, 'b')",
        "sequence(1, 1000000000)",
        "format('%1000000000d', 1)",
    ):
        yield call, f"SELECT {call}"
    yield (
        "replace in replace",
        f"SELECT replace(replace('{'a' * 80_000}', 'a', '{'b' * 80_000}'), 'b', '{'c' * 80_000}')",
    )
    yield "a distance", f"SELECT levenshtein_distance('{'a' * 100_000}', '{'b' * 100_000}')"
    yield "LIKE", f"SELECT '{'a' * 5000}' LIKE '{'%a' * 2000}b', name LIKE '{'%_' * 90_000}' FROM person"
    yield "backtracking", f"SELECT regexp_like('{'a' * 60}', '(a+)+$'), regexp_like('{'a' * 60}!', '(a|aa)+$')"
    patterns = (
        "(" * 10_000 + ")" * 10_000,
        "(((a{100}){100}){100}){100}",
        "a?" * 20_000 + "a" * 20_000,
        "[a-z" * 40_000,
        "a|" * 100_000,
    )
    for number, pattern in enumerate(patterns):
        yield f"pattern {number}", f"SELECT regexp_like(name, '{pattern}') FROM person"
    yield "deep JSON", f"SELECT JSON '{nested('[', ']', 100_000)}'"
    yield "a deep path", f"SELECT json_extract_scalar('{nested('[', ']', 50_000)}', '${'[0]' * 40_000}')"
    yield (
        "a date format",
        f"SELECT date_format(born, '{'%Y' * 100_000}'), date_parse('2020', '{'%Y' * 10_000}') FROM person",
    )


def _exponential() -> Iterable[tuple[str, str]]:
    person = "SELECT * FROM person"
    for levels in (10, 25, 100):
        yield f"{levels} doubled stars", laughing(person, "SELECT a.*, b.* FROM {} a, {} b", levels)
        yield f"{levels} doubled relations", laughing(person, "SELECT a.* FROM {} a, {} b", levels)
        yield f"{levels} doubled unions", laughing(person, "SELECT * FROM {} UNION ALL SELECT * FROM {}", levels)
        yield (
            f"{levels} doubled rows",
            laughing("SELECT id AS x FROM person", "SELECT ROW(x, x) AS x FROM {}", levels, "SELECT x FROM {}"),
        )
        yield (
            f"{levels} doubled maps",
            laughing("SELECT id AS x FROM person", "SELECT map_agg(x, x) AS x FROM {}", levels, "SELECT x FROM {}"),
        )
        yield f"{levels} doubled subqueries", laughing(person, "SELECT (SELECT max(id) FROM {}) AS id FROM {}", levels)
        ten = ", ".join(f"{{}} a{n}" for n in range(10))
        yield f"{levels} relations, ten times", laughing(person, f"SELECT a0.id FROM {ten}", levels)
        yield f"{levels} stars, ten times", laughing(person, f"SELECT * FROM {ten}", levels)
    yield "rows in lambdas", "SELECT " + nested("transform(", ", x -> ROW(x, x, x, x, x, x, x, x))", 13, "ARRAY[1]")
    yield (
        "rows in rows in lambdas",
        "SELECT " + nested("transform(", ", x -> ROW(" + listed("x", 1000) + "))", 8, "ARRAY[id]") + " FROM person",
    )
    for count in (2, 5, 12, 30):
        yield f"CUBE of {count}", f"SELECT count(*) FROM person GROUP BY CUBE ({listed('id + {}', count)})"
        yield f"{count} CUBEs", f"SELECT count(*) FROM person GROUP BY {listed('CUBE (id, name, age, region)', count)}"
        yield (
            f"{count} ROLLUPs",
            f"SELECT count(*) FROM person GROUP BY {listed('ROLLUP (id, name, age, region)', count)}",
        )
    yield "8000 grouping sets", f"SELECT count(*) FROM person GROUP BY GROUPING SETS ({listed('(id, name)', 8000)})"
    # What an engine lacks is written out by templates, and some write an argument more than once.
    for form in (
        "format('%s', {})", "greatest({}, 'a')", "nullif({}, 'a')", "replace({}, 'a', 'b')", "lpad({}, 3, 'x')", "split_part({}, 'a', 1)", "upper({})",
        "json_extract_scalar({}, '$.a')", "regexp_replace({}, 'a', 'b')", "substr({}, 1)", "reverse({})", "trim({})", "date_format(date({}), '%Y')",
        "coalesce({}, 'a')", "element_at(split({}, 'a'), 1)", "CAST(TRY_CAST({} AS bigint) AS varchar)", "array_join(array_sort(split({}, 'a')), 'a')",
    ):  # fmt: skip
        for levels in (7, 13, 19, 39):
            yield f"{levels} times {form}", f"SELECT {repeated(form, levels, 'name')} FROM person"
    branches = listed("WHEN '{}' THEN 'a'", 5, " ")
    for levels in (3, 6, 9, 12):
        yield (
            f"{levels} times CASE over CASE",
            f"SELECT {repeated(f'CASE {{}} {branches} END', levels, 'name')} FROM person",
        )
        wider = repeated("reduce(ARRAY[1], 0, (s, x) -> s + {}, s -> s)", levels, f"coalesce({listed('id', 1000)})")
        yield f"{levels} times a wider state in a lambda", f"SELECT {wider} FROM person"
    for form in (
        "{} / 3",
        "{} + 1",
        "round({}, 2)",
        "mod({}, 3)",
        "truncate({})",
        "width_bucket({}, 1, 2, 3)",
        "greatest({}, 1)",
    ):
        for core in ("id", "balance"):
            for levels in (8, 16, 39):
                yield f"{levels} times {form} of {core}", f"SELECT {repeated(form, levels, core)} FROM person"


GROUPS: Final[tuple[Callable[[], Iterable[tuple[str, str]]], ...]] = (_doubling, _deep, _long, _texts, _exponential)


def to_prepare() -> dict[str, str]:
    """Statements by name, for the core."""
    return {name: sql for group in GROUPS for name, sql in group()}
