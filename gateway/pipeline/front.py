"""Tells a query from the few other statements that the gateway answers, and refuses all the rest.

Only the first words are read here: EXPLAIN keeps its query as text, SHOW, DESCRIBE and USE become values
that the gateway answers from its own catalogue (design rule 9).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlglot.tokenizer_core import Token, TokenType

from gateway.catalog.names import fold
from gateway.errors import ErrorCode, StatementError
from gateway.pipeline.grammar import RESERVED
from gateway.pipeline.positions import token_position
from gateway.pipeline.refusals import EXPLAIN_ANALYZE, SHOWS, STATEMENTS, UNKNOWN
from gateway.pipeline.scan import scan


@dataclass(frozen=True, slots=True)
class Like:
    """A pattern over names, as LIKE writes it."""

    pattern: str
    escape: str | None = None


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
    words = _Words(tokens)
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
        reason, hint = STATEMENTS.get(word, UNKNOWN)
        raise _refused(first, f"`{word[:40]}` is not supported: {reason}", hint)


def _refused(token: Token, message: str, hint: str) -> StatementError:
    return StatementError(message, code=ErrorCode.NOT_SUPPORTED, hint=hint, position=token_position(token))


class _Words:
    """A cursor over tokens."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def peek(self, ahead: int = 0) -> str:
        """The next word in upper case; empty at the end and for quoted names and strings."""
        index = self.at + ahead
        if index >= len(self.tokens):
            return ""
        token = self.tokens[index]
        return "" if token.token_type in (TokenType.IDENTIFIER, TokenType.STRING) else token.text.upper()

    def here(self) -> Token:
        return self.tokens[min(self.at, len(self.tokens) - 1)]

    def accept(self, *words: str) -> bool:
        if self.peek() in words:
            self.at += 1
            return True
        return False

    def expect(self, *words: str) -> str:
        found = self.peek()
        if not self.accept(*words):
            raise self.wrong("expected " + " or ".join(f"`{word}`" for word in words))
        return found

    def string(self) -> str:
        if self.at >= len(self.tokens) or self.tokens[self.at].token_type is not TokenType.STRING:
            raise self.wrong("expected a string")
        self.at += 1
        return self.tokens[self.at - 1].text

    def name(self) -> str:
        """One name, folded."""
        if self.at >= len(self.tokens):
            raise self.wrong("expected a name")
        token = self.tokens[self.at]
        if token.token_type is TokenType.STRING:
            raise self.wrong("expected a name")
        quoted = token.token_type is TokenType.IDENTIFIER
        if not quoted and (not token.text.isidentifier() or not token.text.isascii() or token.text.lower() in RESERVED):
            raise self.wrong("expected a name")
        if not token.text or "$" in token.text:
            raise _refused(token, f"`{token.text}` is not supported as a name", "query the relation itself")
        self.at += 1
        return fold(token.text)

    def dotted(self, most: int) -> tuple[str, ...]:
        parts = [self.name()]
        while self.accept("."):
            parts.append(self.name())
        if len(parts) > most:
            raise self.wrong(f"a name has at most {most} parts here")
        return tuple(parts)

    def like(self) -> Like | None:
        if not self.accept("LIKE"):
            return None
        pattern = self.string()
        return Like(pattern, self.string() if self.accept("ESCAPE") else None)

    def end(self) -> None:
        if self.at < len(self.tokens):
            raise self.wrong("the statement goes on where it should end")

    def wrong(self, message: str) -> StatementError:
        token = self.here()
        return StatementError(f"{message} at `{token.text[:40]}`", position=token_position(token))


def _explain(words: _Words, sql: str) -> Explain:
    words.accept("EXPLAIN")
    if words.peek() == "ANALYZE":
        raise _refused(words.here(), *EXPLAIN_ANALYZE)
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


def _show(words: _Words) -> Show:
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
            raise _refused(token, f"`SHOW {kind[:40]}` is not supported: {reason}", hint)
    words.end()
    return shown


def _describe(words: _Words) -> Describe:
    words.at += 1
    if words.peek() in ("INPUT", "OUTPUT") and words.peek(1) not in ("", "."):
        raise _refused(
            words.here(),
            f"`DESCRIBE {words.peek()}` is not supported: {STATEMENTS['PREPARE'][0]}",
            STATEMENTS["PREPARE"][1],
        )
    described = Describe(words.dotted(3))
    words.end()
    return described


def _use(words: _Words) -> Use:
    words.at += 1
    parts = words.dotted(2)
    words.end()
    return Use(parts[0] if len(parts) == 2 else None, parts[-1])
