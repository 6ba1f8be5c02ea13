"""Tells a query from the few other statements that the gateway answers, and refuses all the rest.

Only the first words are read here: EXPLAIN keeps its query as text, SHOW, DESCRIBE and USE become values
that the gateway answers from its own catalogue (design rule 9).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlglot.tokenizer_core import Token, TokenType

from gateway.errors import StatementError
from gateway.pipeline.cursor import Cursor, Like, refused
from gateway.pipeline.positions import token_position
from gateway.pipeline.refusals import EXPLAIN_ANALYZE, SHOWS, STATEMENTS, UNKNOWN
from gateway.pipeline.scan import scan


@dataclass(frozen=True, slots=True)
class QueryText:
    """A query to be parsed."""

    sql: str


@dataclass(frozen=True, slots=True)
class Explain:
    """EXPLAIN of a query. `sql` is the query; what stood before it is blanked, so positions stay true."""

    sql: str
    type: str = "DISTRIBUTED"
    format: str = "TEXT"


@dataclass(frozen=True, slots=True)
class ShowCatalogs:
    """SHOW CATALOGS [LIKE …]."""

    like: Like | None = None


@dataclass(frozen=True, slots=True)
class ShowSchemas:
    """SHOW SCHEMAS [FROM catalog] [LIKE …]; None is the session's catalog."""

    catalog: str | None = None
    like: Like | None = None


@dataclass(frozen=True, slots=True)
class ShowTables:
    """SHOW TABLES [FROM [catalog.]schema] [LIKE …]; no parts is the session's schema. Parts are folded."""

    parts: tuple[str, ...] = ()
    like: Like | None = None


@dataclass(frozen=True, slots=True)
class ShowColumns:
    """SHOW COLUMNS FROM relation [LIKE …]; one to three folded parts."""

    parts: tuple[str, ...]
    like: Like | None = None


@dataclass(frozen=True, slots=True)
class ShowFunctions:
    """SHOW FUNCTIONS [LIKE …]."""

    like: Like | None = None


@dataclass(frozen=True, slots=True)
class Describe:
    """DESCRIBE relation; one to three folded parts."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """USE [catalog.]schema."""

    catalog: str | None
    schema: str


Show = ShowCatalogs | ShowSchemas | ShowTables | ShowColumns | ShowFunctions
Request = QueryText | Explain | Show | Describe | Use

QUERY_WORDS: Final = frozenset({"SELECT", "WITH", "VALUES", "TABLE", "("})


def read(sql: str) -> Request:
    """What a client's statement asks for.

    >>> read("SHOW TABLES FROM hr.main LIKE 'p%'")
    ShowTables(parts=('hr', 'main'), like=Like(pattern='p%', escape=None))
    """
    tokens = scan(sql)
    words = Cursor(tokens)
    match words.peek():
        case "EXPLAIN":
            return _explain(words, sql)
        case "SHOW":
            return _show(words)
        case "DESCRIBE" | "DESC":
            return _describe(words)
        case "USE":
            return _use(words)
        case _:
            require_query(tokens)
            return QueryText(sql)


def require_query(tokens: Sequence[Token]) -> None:
    """Raise, with the sentence that fits, unless a query starts here."""
    first = tokens[0]
    word = first.text.upper()
    if first.token_type is TokenType.IDENTIFIER or word not in QUERY_WORDS:
        if word not in STATEMENTS:
            raise StatementError(f"`{word[:40]}` is not a statement", hint=UNKNOWN[1], position=token_position(first))
        reason, hint = STATEMENTS[word]
        raise refused(first, f"`{word[:40]}` is not supported: {reason}", hint)


def _explain(words: Cursor, sql: str) -> Explain:
    words.accept("EXPLAIN")
    if words.peek() == "ANALYZE":
        raise refused(words.here(), *EXPLAIN_ANALYZE)
    options = {"TYPE": "DISTRIBUTED", "FORMAT": "TEXT"}
    if words.peek() == "(" and words.peek(1) in options:
        words.accept("(")
        while True:
            option = words.expect(*options)
            choices = ("LOGICAL", "DISTRIBUTED", "VALIDATE", "IO") if option == "TYPE" else ("TEXT", "GRAPHVIZ", "JSON")
            options[option] = words.expect(*choices)
            if not words.accept(","):
                break
        words.expect(")")
    rest = words.tokens[words.at :]
    if not rest:
        raise words.wrong("expected a query")
    require_query(rest)
    start = rest[0].start
    blank = "".join(c if c in "\r\n" else " " for c in sql[:start])
    return Explain(blank + sql[start:], options["TYPE"], options["FORMAT"])


def _show(words: Cursor) -> Show:
    words.accept("SHOW")
    kind = words.peek()
    token = words.here()
    words.at += 1
    shown: Show
    match kind:
        case "CATALOGS":
            shown = ShowCatalogs(words.like())
        case "SCHEMAS":
            catalog = words.name() if words.accept("FROM", "IN") else None
            shown = ShowSchemas(catalog, words.like())
        case "TABLES":
            parts = words.dotted(2) if words.accept("FROM", "IN") else ()
            shown = ShowTables(parts, words.like())
        case "COLUMNS":
            words.expect("FROM", "IN")
            shown = ShowColumns(words.dotted(3), words.like())
        case "FUNCTIONS":
            shown = ShowFunctions(words.like())
        case _:
            reason, hint = SHOWS.get(kind, UNKNOWN)
            raise refused(token, f"`SHOW {kind[:40]}` is not supported: {reason}", hint)
    words.end()
    return shown


def _describe(words: Cursor) -> Describe:
    words.at += 1
    if words.peek() in ("INPUT", "OUTPUT") and words.peek(1) not in ("", "."):
        raise refused(
            words.here(),
            f"`DESCRIBE {words.peek()}` is not supported: {STATEMENTS['PREPARE'][0]}",
            STATEMENTS["PREPARE"][1],
        )
    described = Describe(words.dotted(3))
    words.end()
    return described


def _use(words: Cursor) -> Use:
    words.at += 1
    parts = words.dotted(2)
    words.end()
    return Use(parts[0] if len(parts) == 2 else None, parts[-1])
