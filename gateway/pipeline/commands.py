"""Statements that concern the client's session and not the data: PREPARE and its kin, SET SESSION, transactions, kill_query.

They are read here; a door that keeps a session answers them. What is none of them is `None`, and goes on to be judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlglot.tokenizer_core import Token, TokenType

from gateway.pipeline.cursor import Cursor, Like, refused
from gateway.pipeline.front import Use
from gateway.pipeline.front import read as read_statement
from gateway.pipeline.scan import scan


@dataclass(frozen=True, slots=True)
class Prepare:
    """PREPARE name FROM statement. `sql` is the statement alone, as it was written."""

    name: str
    sql: str


@dataclass(frozen=True, slots=True)
class Execute:
    """EXECUTE name [USING …]; `arguments` are texts of expressions."""

    name: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExecuteImmediate:
    """EXECUTE IMMEDIATE 'statement' [USING …]."""

    sql: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deallocate:
    """DEALLOCATE PREPARE name."""

    name: str


@dataclass(frozen=True, slots=True)
class DescribeInput:
    """DESCRIBE INPUT name."""

    name: str


@dataclass(frozen=True, slots=True)
class DescribeOutput:
    """DESCRIBE OUTPUT name."""

    name: str


@dataclass(frozen=True, slots=True)
class SetSession:
    """SET SESSION name = constant; the value as a session header carries it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ResetSession:
    """RESET SESSION name."""

    name: str


@dataclass(frozen=True, slots=True)
class SetTimeZone:
    """SET TIME ZONE; None is LOCAL: the client's own."""

    zone: str | None


@dataclass(frozen=True, slots=True)
class ShowSession:
    """SHOW SESSION [LIKE …]."""

    like: Like | None


@dataclass(frozen=True, slots=True)
class StartTransaction:
    """START TRANSACTION, whatever its modes: every one reads only."""


@dataclass(frozen=True, slots=True)
class EndTransaction:
    """COMMIT or ROLLBACK, in `word`."""

    word: str


@dataclass(frozen=True, slots=True)
class KillQuery:
    """CALL system.runtime.kill_query."""

    query: str
    message: str


Command = (
    Prepare | Execute | ExecuteImmediate | Deallocate | DescribeInput | DescribeOutput | Use
    | SetSession | ResetSession | SetTimeZone | ShowSession | StartTransaction | EndTransaction | KillQuery
)  # fmt: skip

KILL: Final = ("system", "runtime", "kill_query")
_LEVELS: Final = (("READ", "UNCOMMITTED"), ("READ", "COMMITTED"), ("REPEATABLE", "READ"), ("SERIALIZABLE",))


def read(sql: str) -> Command | None:
    """The command, or None for every other statement. Raises StatementError when it begins like a command and is none.

    >>> read("EXECUTE s USING BIGINT '1', 'a, b'")
    Execute(name='s', arguments=("BIGINT '1'", "'a, b'"))
    """
    words = Cursor(scan(sql))
    match words.peek(), words.peek(1):
        case "PREPARE", _:
            return _prepare(words, sql)
        case "EXECUTE", "IMMEDIATE":
            words.at += 2
            return ExecuteImmediate(words.string(), _using(words, sql))
        case "EXECUTE", _:
            words.at += 1
            return Execute(words.name(), _using(words, sql))
        case "DEALLOCATE", _:
            return Deallocate(_named(words, 1, "PREPARE"))
        case "DESCRIBE", "INPUT" if words.peek(2) not in ("", "."):
            return DescribeInput(_named(words, 2))
        case "DESCRIBE", "OUTPUT" if words.peek(2) not in ("", "."):
            return DescribeOutput(_named(words, 2))
        case "USE", _:
            found = read_statement(sql)
            return found if isinstance(found, Use) else None
        case "SET" | "RESET", "SESSION" if words.peek(2) != "AUTHORIZATION":
            return _session(words, sql)
        case "SET", "TIME":
            words.at += 2
            words.expect("ZONE")
            zone = None if words.accept("LOCAL") else words.string()
            words.end()
            return SetTimeZone(zone)
        case "SHOW", "SESSION":
            words.at += 2
            like = words.like()
            words.end()
            return ShowSession(like)
        case "START", "TRANSACTION":
            return _start(words)
        case "COMMIT" | "ROLLBACK" as word, _:
            words.at += 1
            words.accept("WORK")
            words.end()
            return EndTransaction(word)
        case "CALL", _:
            return _call(words)
        case _:
            return None


def _prepare(words: Cursor, sql: str) -> Prepare:
    words.at += 1
    name = words.name()
    words.expect("FROM")
    rest = words.tokens[words.at :]
    if not rest:
        raise words.wrong("expected a statement")
    return Prepare(name, sql[rest[0].start : rest[-1].end + 1])


def _named(words: Cursor, skipped: int, *expected: str) -> str:
    words.at += skipped
    for word in expected:
        words.expect(word)
    name = words.name()
    words.end()
    return name


def _using(words: Cursor, sql: str) -> tuple[str, ...]:
    if not words.accept("USING"):
        words.end()
        return ()
    parts = tuple(_parts(words.tokens[words.at :]))
    if not all(parts):
        raise words.wrong("expected a value")
    return tuple(sql[part[0].start : part[-1].end + 1] for part in parts)


def _parts(tokens: Sequence[Token]) -> list[list[Token]]:
    """Between the commas outside of brackets."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        if token.token_type in (TokenType.L_PAREN, TokenType.L_BRACKET):
            depth += 1
        elif token.token_type in (TokenType.R_PAREN, TokenType.R_BRACKET):
            depth -= 1
        if token.token_type is TokenType.COMMA and not depth:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _session(words: Cursor, sql: str) -> SetSession | ResetSession:
    is_set = words.peek() == "SET"
    words.at += 2
    name = ".".join(words.dotted(2))
    if not is_set:
        words.end()
        return ResetSession(name)
    words.expect("=")
    return SetSession(name, _constant(words))


def _constant(words: Cursor) -> str:
    """A constant as the value of a property: a text without its quotes, a number or a truth as it is written."""
    if words.at < len(words.tokens) and words.here().token_type is TokenType.STRING:
        value = words.string()
    else:
        sign = "-" if words.accept("-") else ""
        token = words.here()
        if token.token_type is not TokenType.NUMBER and words.peek() not in ("TRUE", "FALSE"):
            raise words.wrong("expected a constant")
        words.at += 1
        value = sign + token.text.lower()
    words.end()
    return value


def _start(words: Cursor) -> StartTransaction:
    words.at += 2
    while words.at < len(words.tokens):
        if words.accept("ISOLATION"):
            words.expect("LEVEL")
            level = next((one for one in _LEVELS if all(words.peek(n) == w for n, w in enumerate(one))), None)
            if level is None:
                raise words.wrong("expected an isolation level")
            words.at += len(level)
        else:
            words.expect("READ")
            words.expect("ONLY", "WRITE")
        if not words.accept(","):
            break
    words.end()
    return StartTransaction()


def _call(words: Cursor) -> KillQuery:
    first = words.here()
    words.at += 1
    if words.dotted(3) != KILL:
        hint = "only `system.runtime.kill_query` can be called, for a statement of your own"
        raise refused(first, "`CALL` is not supported: the gateway runs no procedures", hint)
    words.expect("(")
    values: dict[str, str] = {}
    for position in ("query_id", "message"):
        name = words.name() if words.peek(1) == "=>" else position
        if name != position:
            words.at -= 1
            raise words.wrong(f"expected `{position}`")
        words.accept("=>")
        values[name] = words.string()
        if not words.accept(","):
            break
    words.expect(")")
    words.end()
    return KillQuery(values["query_id"], values.get("message", ""))
