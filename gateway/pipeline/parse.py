"""Reads exactly one query of the client; refuses everything else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError
from sqlglot.tokenizer_core import Token

from gateway.errors import GatewayError, Position, StatementError
from gateway.pipeline.admit import admit
from gateway.pipeline.arguments import put
from gateway.pipeline.bare_values import bare_values, bracketed, check_names
from gateway.pipeline.calls import unquote_calls
from gateway.pipeline.clauses import check_clauses, check_windows
from gateway.pipeline.dialect import parse_tokens
from gateway.pipeline.fidelity import check_fidelity
from gateway.pipeline.front import require_query
from gateway.pipeline.positions import token_position
from gateway.pipeline.scan import scan
from gateway.pipeline.stages import Parsed, Statement
from gateway.pipeline.words import check_words, foreign_hint


def parse(statement: Statement) -> Parsed:
    """The statement's query as a tree inside the grammar; values of EXECUTE stand in it."""
    tree = _checked(statement.sql)
    if statement.arguments is not None:
        tree = put(tree, statement.arguments, _checked)
    return Parsed(statement=statement, tree=tree)


def _checked(sql: str) -> exp.Expr:
    tokens = scan(sql)
    check_words(tokens, sql)
    require_query(tokens)
    check_clauses(tokens)
    tree = _tree(tokens, sql)
    unquote_calls(tree)
    admit(tree)
    check_names(tokens, tree)
    check_windows(tokens, tree)
    check_fidelity(tokens, tree)
    return tree


def _tree(tokens: list[Token], sql: str) -> exp.Expr:
    try:
        trees = parse_tokens(bracketed(tokens), sql)
    except GatewayError:
        raise
    except ParseError as error:
        raise _syntax_error(error, tokens) from error
    except (SqlglotError, Exception) as error:  # user text reaches regular expressions and builders of the library
        raise StatementError("the statement can not be read", hint=foreign_hint(tokens)) from error
    match trees:
        case [exp.Expr() as tree]:
            return bare_values(tree)
        case _:
            raise StatementError("send one statement at a time", hint="remove what follows the `;`")


def _syntax_error(error: ParseError, tokens: Sequence[Token]) -> StatementError:
    details = error.errors[0] if error.errors else {}
    line, column = details.get("line"), details.get("col")
    token = next((t for t in tokens if (t.line, t.col) == (line, column)), None)
    shown = f" at `{token.text}`" if token else ""
    reason = _reason(str(details.get("description") or ""))
    place = token_position(token) if token else (Position(line, max(1, column)) if line and column else None)
    return StatementError(f"{reason}{shown}", hint=foreign_hint(tokens), position=place)


def _reason(description: str) -> str:
    """The library's own words where they are plain ones; they may quote its classes."""
    plain = re.fullmatch(r"(?:Expecting|Expected) ([A-Za-z() ]{1,40})\.?", description)
    return f"expected {plain.group(1)}" if plain else "the statement can not be read"
