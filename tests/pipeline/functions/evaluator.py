"""A small SQL expression evaluator over the function table: parse, type by the table, print its DuckDB forms, run on DuckDB.

It stands beside the real resolver and printer on purpose: it uses nothing of the product but the table, casts, constants and templates.
"""

from __future__ import annotations

import datetime
import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import duckdb

from gateway.catalog.types import (
    BIGINT,
    BOOLEAN,
    DOUBLE,
    INTEGER,
    JSON,
    UNKNOWN,
    VARBINARY,
    Type,
    decimal,
    parse_type,
    varchar,
)  # fmt: skip
from gateway.errors import ErrorCode, GatewayError, PlanError
from gateway.pipeline.bound import Constant
from gateway.pipeline.functions import constants
from gateway.pipeline.functions.casts import cast_rule
from gateway.pipeline.functions.duckdb_types import duckdb_type
from gateway.pipeline.functions.function import Function as ResolvedFunction
from gateway.pipeline.functions.table import Argument, LambdaArgument, resolve
from gateway.pipeline.functions.template import LambdaText, Modifiers, expand

WORD = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<hex>[xX]'[0-9a-fA-F]*')|(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z_0-9]*)|(?P<sign>->|<>|<=|>=|\|\||[-+*/%=<>()\[\],.$]))"
)
POWERS = {
    "or": 1,
    "and": 2,
    "=": 4,
    "<>": 4,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "like": 4,
    "in": 4,
    "between": 4,
    "is": 4,
}
POWERS |= {"not": 4, "||": 5, "+": 6, "-": 6, "*": 7, "/": 7, "%": 7}
TYPED = {"date", "timestamp", "time", "decimal", "json"}


@dataclass(frozen=True)
class Value:
    """A typed expression: its DuckDB text, and its value where it is a literal."""

    sql: str
    type: Type
    constant: Constant | None = None


@dataclass(frozen=True)
class Function:
    """A lambda that is not yet bound."""

    names: tuple[str, ...]
    body: object


@dataclass(frozen=True)
class Use:
    """A function of the table as one case used it."""

    name: str
    function: ResolvedFunction
    arguments: tuple[Argument | LambdaArgument, ...]


@dataclass
class Evaluator:
    """`hide`: literals are read from a table, so that nothing is known at prepare."""

    hide: bool = False
    columns: dict[str, Type] = field(default_factory=dict)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    calls: list[Use] = field(default_factory=list)
    counter: itertools.count = field(default_factory=itertools.count)

    def fresh(self) -> str:
        return f"v{next(self.counter)}"

    # --- values

    def literal(self, constant: Constant) -> Value:
        sql = constant_sql(constant)
        if self.hide and constant.value is not None:
            name = f"h{len(self.hidden)}"
            self.hidden.append((name, sql))
            return Value(name, constant.type)
        return Value(sql, constant.type, constant)

    def cast(self, value: Value, target: Type, *, safe: bool = False) -> Value:
        if value.type == target:
            return value
        rule = cast_rule(value.type, target)
        if rule is None:
            raise GatewayError(f"cannot cast {value.type} to {target}", code=ErrorCode.TYPE_MISMATCH)
        if value.constant is not None and (folded := constants.fold_cast(value.constant, target, safe=safe)):
            return Value(constant_sql(folded), target, folded)
        form = rule.duckdb_safe if safe else rule.duckdb
        if form is None:
            raise PlanError("cast", code=ErrorCode.NOT_SUPPORTED_BY_ENGINE)
        return Value(f"({expand(form, [value.sql], fresh=self.fresh)})", target)

    def call(
        self,
        name: str,
        arguments: Sequence[Value | Function],
        scope: dict[str, Value],
        modifiers: Modifiers | None = None,
    ) -> Value:
        bodies: dict[int, tuple[list[str], Value]] = {}
        given: list[Argument | LambdaArgument] = []
        for index, argument in enumerate(arguments):
            if isinstance(argument, Value):
                given.append(Argument(argument.type, argument.constant))
                continue

            def bind(types: tuple[Type, ...], index: int = index, lambda_: Function = argument) -> Type:
                names = [self.fresh() for _ in types]
                inner = scope | {n: Value(v, t) for n, v, t in zip(lambda_.names, names, types, strict=True)}
                bodies[index] = (names, self.value(lambda_.body, inner))
                return bodies[index][1].type

            given.append(LambdaArgument(len(argument.names), bind))
        found = resolve(name, given, internal=True)
        self.calls.append(Use(name, found.function, tuple(given)))
        if found.function.duckdb is None:
            raise PlanError(name, code=ErrorCode.NOT_SUPPORTED_BY_ENGINE)
        texts: list[str | LambdaText] = []
        for index, (argument, target) in enumerate(zip(arguments, found.argument_types, strict=True)):
            if isinstance(argument, Value):
                texts.append(self.cast(argument, target).sql)
                continue
            names, body = bodies[index]
            result = target.parameters[-1]
            assert isinstance(result, Type)
            text = self.cast(body, result).sql
            texts.append(LambdaText(len(names), lambda given, names=names, text=text: renamed(text, names, given)))
        printed = expand(found.function.duckdb, texts, fresh=self.fresh, modifiers=modifiers)
        return Value(f"({printed})", found.function.return_type)

    def value(self, tree: object, scope: dict[str, Value]) -> Value:
        match tree:
            case Constant():
                return self.literal(tree)
            case ("name", name):
                if name in scope:
                    return scope[name]
                return Value(name, self.columns[name])
            case ("cast", inner, type_, safe):
                return self.cast(self.value(inner, scope), type_, safe=safe)
            case ("call", name, arguments):
                return self.call(
                    name, [a if isinstance(a, Function) else self.value(a, scope) for a in arguments], scope
                )
            case ("aggregate", name, arguments, distinct, order, filter_, over):
                items = [f"{self.value(tree, scope).sql} {direction}" for tree, direction in order]
                inside = f"ORDER BY {', '.join(items)}" if items else ""
                behind = f"FILTER (WHERE {self.value(filter_, scope).sql})" if filter_ else ""
                if over is not None:
                    behind += f" OVER ({over})"
                values = [a if isinstance(a, Function) else self.value(a, scope) for a in arguments]
                return self.call(name, values, scope, Modifiers(distinct, inside, behind))
        raise AssertionError(tree)


def renamed(text: str, names: Sequence[str], given: Sequence[str]) -> str:
    for name, new in zip(names, given, strict=True):
        text = re.sub(rf"\b{name}\b", lambda _, new=new: new, text)
    return text


def constant_sql(constant: Constant) -> str:
    """A constant as DuckDB text of exactly its type."""
    value, type_ = constant.value, constant.type
    if value is None:
        return f"CAST(NULL AS {duckdb_type(type_)})"
    match type_.base:
        case "varchar" | "char":
            return "'" + str(value).replace("'", "''") + "'"
        case "varbinary":
            assert isinstance(value, bytes)
            return f"unhex('{value.hex()}')"
        case "interval day to second":
            return f"to_milliseconds({value})"
        case "interval year to month":
            return f"to_months({value})"
        case "json":
            return f"CAST('{str(value).replace(chr(39), chr(39) * 2)}' AS JSON)"
        case "timestamp with time zone":
            return f"CAST('{re.sub(r' (?=[+-])', '', str(value))}' AS TIMESTAMPTZ)"
        case "double" | "real":
            return f"CAST('{value!r}' AS {duckdb_type(type_)})"
        case _:
            return f"CAST('{value}' AS {duckdb_type(type_)})"


class Parser:
    """Precedence climbing over the words of one expression."""

    def __init__(self, text: str) -> None:
        self.words: list[tuple[str, str]] = []
        at = 0
        text = text.rstrip()
        while at < len(text):
            found = WORD.match(text, at)
            if found is None:
                raise AssertionError(f"cannot read {text[at:]!r}")
            kind = found.lastgroup or ""
            self.words.append((kind, found[kind]))
            at = found.end()
        self.at = 0

    def peek(self, ahead: int = 0) -> str:
        index = self.at + ahead
        return self.words[index][1].lower() if index < len(self.words) else ""

    def kind(self, ahead: int = 0) -> str:
        index = self.at + ahead
        return self.words[index][0] if index < len(self.words) else ""

    def take(self, expected: str | None = None) -> str:
        assert expected is None or self.peek() == expected, (expected, self.words[self.at :])
        self.at += 1
        return self.words[self.at - 1][1]

    def maybe(self, word: str) -> bool:
        if self.peek() == word and self.kind() != "text":
            self.at += 1
            return True
        return False

    def expression(self, power: int = 0) -> object:
        left = self.prefix()
        while self.kind() != "text" and POWERS.get(self.peek(), -1) > power:
            left = self.infix(left, self.take().lower())
        return left

    def infix(self, left: object, word: str) -> object:
        if word == "not":
            return ("call", "not", [self.infix(left, self.take().lower())])
        if word == "is":
            negated = self.maybe("not")
            if self.maybe("null"):
                inner: object = ("call", "<is null>", [left])
            else:
                self.take("distinct")
                self.take("from")
                inner = ("call", "<is distinct from>", [left, self.expression(4)])
            return ("call", "not", [inner]) if negated else inner
        if word == "like":
            pattern = self.expression(4)
            return ("call", "<like>", [left, pattern, *([self.expression(4)] if self.maybe("escape") else [])])
        if word == "in":
            self.take("(")
            return ("call", "<in>", [left, *self.list(")")])
        if word == "between":
            low = self.expression(4)
            self.take("and")
            return ("call", "<between>", [left, low, self.expression(4)])
        return ("call", word, [left, self.expression(POWERS[word])])

    def list(self, closing: str) -> list[object]:
        items: list[object] = []
        while not self.maybe(closing):
            items.append(self.argument())
            self.maybe(",")
        return items

    def argument(self) -> object:
        start = self.at
        names: list[str] = []
        if self.kind() == "name" and self.peek(1) == "->":
            names = [self.take()]
        elif self.peek() == "(":
            self.take()
            while self.kind() == "name":
                names.append(self.take())
                self.maybe(",")
            if not (self.peek() == ")" and self.peek(1) == "->"):
                self.at, names = start, []
            else:
                self.take()
        elif self.peek() == "(" and self.peek(1) == ")":
            self.take()
        if self.peek() == "->":
            self.take("->")
            return Function(tuple(names), self.expression())
        self.at = start
        return self.expression()

    def prefix(self) -> object:
        kind, word = self.kind(), self.take()
        low = word.lower()
        if kind == "text":
            text = word[1:-1].replace("''", "'")
            tree: object = Constant(text, varchar(len(text)))
        elif kind == "hex":
            tree = Constant(bytes.fromhex(word[2:-1]), VARBINARY)
        elif kind == "number":
            tree = number(word)
        elif low == "-":
            if self.kind() == "number":
                return number(f"-{self.take()}")
            inner = self.expression(8)
            tree = ("call", "<negate>", [inner])
        elif low == "not":
            tree = ("call", "not", [self.expression(3)])
        elif low == "(":
            tree = self.expression()
            self.take(")")
        elif kind == "name" and low in TYPED and self.kind() == "text":
            text = self.take()[1:-1].replace("''", "'")
            tree = Constant(text, JSON) if low == "json" else constants.literal(low, text)
        elif low == "interval":
            text = self.take()[1:-1]
            unit = self.take()
            if self.maybe("to"):
                unit += f" to {self.take()}"
            tree = constants.interval(text, unit)
        elif low in ("null", "true", "false"):
            tree = {
                "null": Constant(None, UNKNOWN),
                "true": Constant(True, BOOLEAN),
                "false": Constant(False, BOOLEAN),
            }[low]
        elif low == "array" and self.peek() == "[":
            self.take("[")
            tree = ("call", "<array>", self.list("]"))
        elif low in ("cast", "try_cast"):
            self.take("(")
            inner = self.expression()
            self.take("as")
            tree = ("cast", inner, parse_type(self.until_closed()), low == "try_cast")
        elif self.peek() == "(":
            self.take("(")
            tree = self.invocation("<row>" if low == "row" else low)
        else:
            tree = ("name", low)
        while self.maybe("["):
            tree = ("call", "<subscript>", [tree, self.expression()])
            self.take("]")
        return tree

    def until_closed(self) -> str:
        words: list[str] = []
        depth = 1
        while True:
            word = self.take()
            depth += (word == "(") - (word == ")")
            if depth == 0:
                return " ".join(words)
            words.append(word)

    def invocation(self, name: str) -> object:
        distinct = self.maybe("distinct")
        arguments: list[object] = []
        order: list[tuple[object, str]] = []
        self.maybe("*")
        while self.peek() not in (")", "order"):
            arguments.append(self.argument())
            self.maybe(",")
        if self.maybe("order"):
            self.take("by")
            while self.peek() != ")":
                key = self.expression()
                direction = "DESC" if self.maybe("desc") else "ASC"
                order.append((key, f"{direction} NULLS LAST"))
                self.maybe(",")
        self.take(")")
        filter_ = over = None
        if self.maybe("filter"):
            self.take("(")
            self.take("where")
            filter_ = self.expression()
            self.take(")")
        if self.maybe("over"):
            self.take("(")
            over = self.until_closed()
        if distinct or order or filter_ is not None or over is not None:
            return ("aggregate", name, arguments, distinct, order, filter_, over)
        return ("call", name, arguments)


def number(word: str) -> Constant:
    if "e" in word.lower():
        return Constant(float(word), DOUBLE)
    if "." in word:
        return constants.literal("decimal", word)
    value = int(word)
    if -(2**31) <= value < 2**31:
        return Constant(value, INTEGER)
    return (
        Constant(value, BIGINT)
        if -(2**63) <= value < 2**63
        else Constant(Decimal(value), decimal(len(str(abs(value))), 0))
    )


def evaluate(
    connection: duckdb.DuckDBPyConnection, text: str, rows: str | None = None, *, hide: bool = False
) -> tuple[Type, str, Evaluator]:
    """Type, shown value and the evaluator (for the functions it used) of `text`, over the rows `1, 'a'; 2, 'b'` as columns x, y, z."""
    evaluator = Evaluator(hide=hide)
    source = ""
    if rows is not None:
        source = over_rows(evaluator, rows)
        evaluator.hide = False
    found = evaluator.value(Parser(text).expression(), {})
    if hide and rows is None:
        # Two rows, so that nothing is constant for DuckDB either.
        columns = ", ".join(f"{sql} AS {name}" for name, sql in evaluator.hidden) or "1 AS nothing"
        source = f" FROM (SELECT {columns} FROM range(2)) AS hidden"
    ordered = ", i" if rows is not None and " over " in text.lower() else ""
    sql = f"SELECT {found.sql}{ordered}{source}{' ORDER BY i' if ordered else ''}"
    shown = connection.execute(sql).fetchall()
    if shown and duckdb_type(found.type) not in ("JSON", "INTEGER"):
        # Nothing wider or narrower than the declared type may leave a form: it would overflow elsewhere.
        described = connection.execute(f"DESCRIBE {sql}").fetchone()
        assert described is not None
        assert same_type(described[1], duckdb_type(found.type)), (described[1], duckdb_type(found.type))
    texts = [show(row[0], found.type) for row in shown]
    if rows is not None and " over " in text.lower():
        return found.type, " ".join(texts), evaluator
    assert len(set(texts)) == 1
    return found.type, texts[0], evaluator


def same_type(found: str, declared: str) -> bool:
    plain = {"TIMESTAMP WITH TIME ZONE": "TIMESTAMPTZ", "TIME WITH TIME ZONE": "TIMETZ"}
    found = plain.get(found, found)
    return found.replace('"', "").replace(" ", "") == declared.replace('"', "").replace(" ", "")


def over_rows(evaluator: Evaluator, rows: str) -> str:
    from gateway.pipeline.functions.coercion import common_type

    table: list[list[Value]] = []
    for line in rows.split(";"):
        parser = Parser(line)
        cells: list[Value] = []
        while parser.kind():
            cells.append(evaluator.value(parser.expression(), {}))
            parser.maybe(",")
        if cells:
            table.append(cells)
    hidden = dict(evaluator.hidden)
    types: list[Type] = []
    for column in zip(*table, strict=True):
        type_ = UNKNOWN
        for cell in column:
            met = common_type(type_, cell.type)
            assert met is not None
            type_ = met
        types.append(type_)
    names = "xyzw"[: len(types)]
    evaluator.columns.update(zip(names, types, strict=True))
    lines = []
    for number_, cells in enumerate(table):
        texts = [f"CAST({hidden.get(c.sql, c.sql)} AS {duckdb_type(t)})" for c, t in zip(cells, types, strict=True)]
        lines.append(f"({', '.join([*texts, str(number_)])})")
    evaluator.hidden.clear()
    return f" FROM (SELECT * FROM (VALUES {', '.join(lines)}) AS v({', '.join([*names, 'i'])}) ORDER BY i) AS v"


def show(value: object, type_: Type) -> str:
    """A value as the case file writes it."""
    match value:
        case None:
            return "NULL"
        case bool():
            return str(value).lower()
        case float():
            return (
                "NaN"
                if math.isnan(value)
                else "Infinity"
                if value == math.inf
                else "-Infinity"
                if value == -math.inf
                else shown_float(value, type_)
            )
        case str():
            return f"'{value}'"
        case bytes():
            return f"X'{value.hex()}'"
        case datetime.datetime():
            zone = type_.base == "timestamp with time zone"
            text = value.replace(tzinfo=None).isoformat(" ", "microseconds")
            precision = type_.precision
            return (text[: 20 + precision] if precision else text[:19]) + (" UTC" if zone else "")
        case datetime.timedelta() if type_.base.startswith("interval day"):
            return f"{round(value.total_seconds() * 1000)}ms"
        case list():
            return f"[{', '.join(show(v, type_.element) for v in value)}]"
        case dict() if type_.base == "map":
            return "{" + ", ".join(f"{show(k, type_.element)}: {show(v, type_.value)}" for k, v in value.items()) + "}"
        case dict():
            return f"({', '.join(show(v, t) for v, t in zip(value.values(), type_.parameters, strict=True) if isinstance(t, Type))})"
        case _:
            return str(value)


def shown_float(value: float, type_: Type) -> str:
    if type_.base == "real":
        return f"{value:.7g}"
    return repr(value)
