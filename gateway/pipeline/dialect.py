"""Makes sqlglot's Trino dialect read and print exactly what the client wrote; proves it at start-up.

sqlglot reads other databases' spellings too and renames functions between them. A gateway needs one
spelling and no loss, so the tables of its compiled parser are changed *in place* (compiled classes
cannot be subclassed) by `install()`: every ordinary call, aggregates included, stays an
`exp.Anonymous(this=<name as written>, expressions=[all arguments])`, and words that are no keywords
in Trino are plain names. What stays special, and what `resolve` finds in the tree:

| Trino syntax                               | node                                                              |
|--------------------------------------------|-------------------------------------------------------------------|
| `f(a, b)`, `coalesce`, `nullif`, `TRY(x)`, `ROW(…)`, `MAP(…)`, `grouping(…)`, `substring(s, 1, 2)`, `trim(s)`, `CURRENT_TIMESTAMP(p)` | `Anonymous(this=str, expressions)` |
| `count(*)`; `sum(DISTINCT x)`              | `Anonymous(expressions=[Star])`; `[Distinct(expressions=[x])]`    |
| `array_agg(x ORDER BY y)`                  | last argument is `Order(this=x, expressions=[Ordered…])`          |
| `f(x) FILTER (WHERE p)`                    | `Filter(this=call, expression=Where(p))`                          |
| `f(x) IGNORE NULLS` / `RESPECT NULLS`      | `IgnoreNulls(this=call)` / `RespectNulls(this=call)`              |
| `f(x) OVER (…)` / `OVER w`                 | `Window(this, partition_by, order, spec)` / `Window(this, alias)` |
| `LISTAGG([DISTINCT] x, s) WITHIN GROUP (…)`| `GroupConcat(this=Order(this=x | Distinct([x])), separator=None or s, on_overflow)` |
| `IF(c, a, b)`; `CASE`                      | `If(this, true, false)`; `Case(this, ifs=[If], default)`          |
| `CAST`, `TRY_CAST`                         | `Cast(this, to)`, `TryCast(this, to)`                             |
| `DATE '…'`, `DECIMAL '1.20'`, `CHAR 'ab'`, `BIGINT '1'` … | `Cast(this=Literal, to)` with `meta["literal"]`; `to` carries precision and scale, length, fraction digits, zone |
| `JSON '…'`                                 | `ParseJSON(this=Literal, is_literal=True)`                        |
| `X'AB'`; `U&'…'`                           | `HexString`; `UnicodeString(this, escape)`                        |
| `INTERVAL [+-]'1' DAY` / `'1-2' YEAR TO MONTH` | `Interval(this=Literal | Neg(Literal) | UnaryPlus(Literal), unit=Var | IntervalSpan(Var, Var))` |
| `EXTRACT(f FROM x)`                        | `Extract(this=Var, expression)`                                   |
| `TRIM([LEADING …] [c] FROM s)`             | `Trim(this=s, expression=c, position)`; without FROM an ordinary call |
| `SUBSTRING(s FROM a FOR b)`                | `Substring(this, start, length)`; with commas an ordinary call    |
| `POSITION(a IN b)`                         | `StrPosition(this=b, substr=a)`                                   |
| `NORMALIZE(s, NFD)`                        | `Normalize(this, form=Var)`                                       |
| `x AT TIME ZONE z`                         | `AtTimeZone(this, zone)`                                          |
| `CURRENT_TIMESTAMP`, `CURRENT_DATE`, `CURRENT_TIME`, `LOCALTIME`, `LOCALTIMESTAMP`, `CURRENT_USER`, `CURRENT_CATALOG`, `CURRENT_SCHEMA` | `CurrentTimestamp` … without arguments |
| `x -> e`, `(x, y) -> e`                    | `Lambda(this=e, expressions=[Identifier…])`; a parameter's use inside is a bare `Identifier` (its fields: `Dot`) |
| `a[i]`                                     | `Bracket(this, expressions=[i])`: the index as written, not shifted |
| `(r).f`; `a.b.c.d`                         | `Dot(this, expression=Identifier)`; `Column(this, table, db, catalog)` |
| `= ANY (q)`, `= SOME (q)`; `= ALL (q)`     | `EQ(this, Any(this=query))`; `All(…)`                             |
| `x IN (a, b)`; `IN (SELECT …)`, `IN (TABLE t)`; `IN (VALUES …)` | `In(this, expressions)`; `In(this, query=Subquery)`; `In(this, expressions=[Values])` |
| `IS [NOT] DISTINCT FROM`                   | `NullSafeNEQ` / `NullSafeEQ`                                      |
| `NOT LIKE`; `NOT IN`, `NOT BETWEEN`, `IS NOT NULL` | `Like(negate=True)`; `Not(In(…))` and so on               |
| `LIKE p ESCAPE e`                          | `Escape(this=Like, expression=e)`                                 |
| `UNNEST(a) WITH ORDINALITY AS u(x, n)`     | `Unnest(expressions, alias=TableAlias(u, [x]), offset=Identifier(n))`; `offset=True` without column names |
| `TABLE t`                                  | `Select(expressions=[Star], from_=From(Table))`                   |
| `LIMIT n`, `FETCH FIRST n ROWS WITH TIES`  | `Limit(expression)`, `Fetch(direction, count, limit_options)`     |
| `?`                                        | `Placeholder()`                                                   |
| unary `+x`                                 | `UnaryPlus(this=x)`, see special_forms.py                         |
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version

import sqlglot
from sqlglot import exp, generator
from sqlglot.dialects.dialect import Dialect
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.dialects.trino import Trino
from sqlglot.generators.trino import TrinoGenerator
from sqlglot.parsers.duckdb import DuckDBParser
from sqlglot.parsers.trino import TrinoParser
from sqlglot.tokenizer_core import Token, TokenType
from sqlglot.tokens import SQLGLOTC_INSTALLED

from gateway.errors import OwnError
from gateway.pipeline.printers import PRINTERS
from gateway.pipeline.special_forms import FUNCTION_PARSERS, typed_literal, unary_plus
from gateway.pipeline.tokens import corrected

SQLGLOT_VERSION = "30.30.0"

KEYWORDS = frozenset(
    [
        "ALL",
        "AND",
        "ANY",
        "ARRAY",
        "AS",
        "ASC",
        "BETWEEN",
        "BIGINT",
        "BOOLEAN",
        "CASE",
        "CHAR",
        "CROSS",
        "CUBE",
        "CURRENT_CATALOG",
        "CURRENT_DATE",
        "CURRENT_SCHEMA",
        "CURRENT_TIME",
        "CURRENT_TIMESTAMP",
        "CURRENT_USER",
        "DATE",
        "DEC",
        "DECIMAL",
        "DESC",
        "DISTINCT",
        "DOUBLE",
        "ELSE",
        "END",
        "ESCAPE",
        "EXCEPT",
        "EXISTS",
        "FALSE",
        "FETCH",
        "FILTER",
        "FIRST",
        "FOR",
        "FROM",
        "FULL",
        "HAVING",
        "IN",
        "INNER",
        "INT",
        "INTEGER",
        "INTERSECT",
        "INTERVAL",
        "INTO",
        "IS",
        "JOIN",
        "JSON",
        "LATERAL",
        "LEFT",
        "LIKE",
        "LIMIT",
        "LOCALTIME",
        "LOCALTIMESTAMP",
        "MAP",
        "MATCH_RECOGNIZE",
        "NATURAL",
        "NEXT",
        "NOT",
        "NULL",
        "NUMERIC",
        "OFFSET",
        "ON",
        "OR",
        "ORDINALITY",
        "OUTER",
        "OVER",
        "RANGE",
        "REAL",
        "RECURSIVE",
        "RIGHT",
        "ROLLUP",
        "ROW",
        "ROWS",
        "SELECT",
        "SMALLINT",
        "SOME",
        "TABLE",
        "TABLESAMPLE",
        "THEN",
        "TIME",
        "TIMESTAMP",
        "TINYINT",
        "TRUE",
        "UNION",
        "UNNEST",
        "USING",
        "UUID",
        "VALUES",
        "VARBINARY",
        "VARCHAR",
        "WHEN",
        "WHERE",
        "WINDOW",
        "WITH",
    ]
) | {"DOUBLE PRECISION", "GROUP BY", "GROUPING SETS", "ORDER BY", "PARTITION BY"}
"""Words that the parser may treat as more than a name; all others of sqlglot's 400 are taken away from it."""

DUCKDB_FUNCTION_PARSERS = frozenset({"CAST", "TRY_CAST", "EXTRACT"})


@cache
def install() -> None:
    """Change sqlglot's tables for this process. Idempotent; parsing calls it, and so does the program at start."""
    _teach_tokenizer()
    _teach_parser()
    _teach_generator()
    _teach_duckdb()


def _teach_tokenizer() -> None:
    words = Trino.Tokenizer.KEYWORDS
    for word in [word for word in words if word[0].isalpha() and word not in KEYWORDS]:
        del words[word]
    # No word turns the rest of a text into an opaque command (the library would also log that text).
    Trino.Tokenizer.COMMANDS = set()
    # Templates' comments are not Trino's.
    Trino.Tokenizer._COMMENTS.pop("{#", None)


def _teach_parser() -> None:
    TrinoParser.FUNCTIONS.clear()
    TrinoParser.FUNCTION_PARSERS.clear()
    TrinoParser.FUNCTION_PARSERS.update(FUNCTION_PARSERS)
    # EXISTS (VALUES …) and EXISTS (TABLE t) hold queries too.
    TrinoParser.SUBQUERY_TOKENS |= {TokenType.VALUES, TokenType.TABLE}
    # `any` is a name but where a bracket follows, and that is read by its token.
    TrinoParser.NO_PAREN_FUNCTION_PARSERS.pop("ANY", None)
    TrinoParser.NO_PAREN_FUNCTIONS[TokenType.CURRENT_SCHEMA] = exp.CurrentSchema
    TrinoParser.UNARY_PARSERS[TokenType.PLUS] = unary_plus
    TrinoParser.TYPE_LITERAL_PARSERS.update(dict.fromkeys(exp.DType, typed_literal))
    TrinoParser.TYPE_LITERAL_PARSERS[exp.DType.JSON] = lambda parser, this, to: parser.expression(
        exp.ParseJSON(this=this, is_literal=True)
    )
    # The base is added to literals on reading and taken off on printing, with type inference in between.
    Trino.INDEX_OFFSET = 0
    # `->` outside a call is refused; the library would first log the client's text as a bad JSON path.
    Trino.to_json_path = lambda self, path: path  # type: ignore[method-assign]


def _teach_generator() -> None:
    TrinoGenerator.TRANSFORMS.update(PRINTERS)
    TrinoGenerator.RESERVED_KEYWORDS.discard("execute")
    # These rewrite trees on printing: they add column lists, turn calls into UNNEST, drop clauses.
    for node in (exp.With, exp.Select, exp.Table):
        TrinoGenerator.TRANSFORMS.pop(node, None)
    generator._DISPATCH_CACHE.clear()


def _teach_duckdb() -> None:
    DuckDBParser.FUNCTIONS.clear()
    for name in [name for name in DuckDBParser.FUNCTION_PARSERS if name not in DUCKDB_FUNCTION_PARSERS]:
        del DuckDBParser.FUNCTION_PARSERS[name]
    DuckDB.INDEX_OFFSET = 0
    generator._DISPATCH_CACHE.clear()


def tokenize(sql: str) -> list[Token]:
    """The tokens of a Trino text."""
    install()
    return corrected(Dialect.get_or_raise("trino").tokenize(sql))


def parse_tokens(tokens: list[Token], sql: str) -> list[exp.Expr | None]:
    """The statements in `tokens`; raises whatever the library raises."""
    install()
    trees = Dialect.get_or_raise("trino").parser().parse(tokens, sql)
    for tree in trees:
        for frame in tree.find_all(exp.WindowSpec) if tree is not None else ():
            # The library keeps the words of a frame as they were written.
            for name, word in frame.args.items():
                if isinstance(word, str):
                    frame.set(name, word.upper())
    return trees


def regenerate(tree: exp.Expr) -> str:
    """The tree as Trino text, without comments; raises when a node has no Trino form. What `admit` lets pass stays as it is."""
    install()
    # Not copied: the library copies because some of its printers change what they print; those are ours (printers.py).
    return tree.sql(
        "trino", comments=False, unsupported_level=sqlglot.ErrorLevel.RAISE, normalize_functions=False, copy=False
    )


SELF_TEST = {
    "trino": (
        "SELECT DECIMAL '1.20', CHAR 'abc', JSON '{}', TIMESTAMP '2020-01-01 00:00:00.12 UTC'",
        "SELECT x IS TRUE, NOT x IS FALSE, current_timestamp(3), uuid(1, 2), max_by(a, b, 3), concat(x), ceil(x)",
        "SELECT LISTAGG(x) WITHIN GROUP (ORDER BY y), TRIM(LEADING 'a' FROM b), SUBSTRING(a FROM 1 FOR 2), POSITION(a IN b)",
        "SELECT a[1], a[i], a AT TIME ZONE 'UTC', count(DISTINCT a), ilike, pivot, format FROM t AS semi",
        "SELECT +a, +1 + -b",
        "WITH RECURSIVE a AS (SELECT * FROM x) SELECT * FROM a",
    ),
    "duckdb": (
        "SELECT date_diff('day', a, b), array_length(x), l[1], a // b, CASE WHEN b = 0 THEN error('x') ELSE a % b END",
        "SELECT strftime(a, '%Y'), list_sort(x), regexp_extract(a, 'b', 1), json_extract(j, '$.a'), substring(a, 1, 2)",
    ),
}


def self_test() -> None:
    """Prove that the compiled build runs, in the pinned version, and that every change took effect."""
    install()
    if version("sqlglot") != SQLGLOT_VERSION:
        raise OwnError(f"sqlglot {SQLGLOT_VERSION} is needed", hint="install the versions of requirements.lock")
    if not SQLGLOTC_INSTALLED:
        raise OwnError("the compiled build of sqlglot is not running", hint="install `sqlglot[c]`")
    for dialect, texts in SELF_TEST.items():
        for text in texts:
            tree = sqlglot.parse_one(text, read=dialect)
            printed = tree.sql(dialect, normalize_functions=False, unsupported_level=sqlglot.ErrorLevel.RAISE)
            if printed.lower() != text.lower():
                raise OwnError("a change to sqlglot's tables did not take effect", detail=f"{text} became {printed}")
