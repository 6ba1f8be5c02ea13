"""The values between the six calls of `prepare()`. Each is built in one module; an engine accepts a `Plan` and nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog
from gateway.catalog.types import Type
from gateway.errors import Position
from gateway.pipeline import bound
from gateway.pipeline.origins import NONE, Origin
from gateway.policy.decision import DecisionPoint, Permit, Rule
from gateway.policy.principal import Asking


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What the client set for its names and times: defaults for one- and two-part names, the session's zone."""

    catalog: str | None = None
    schema: str | None = None
    timezone: str = "Asia/Shanghai"


ProbeId = tuple[bound.InstanceId, int, bound.InstanceId, int]
"""An equality of a join whose keys may narrow one side: relation instance and column that give them, instance and column that get them."""

Keys = Mapping[ProbeId, tuple[int | str, ...] | None]
"""What probes found; None: too many to be of use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a client sent, who sent it, and the moment it is judged at (one instant for now(), policy and audit)."""

    sql: str
    asking: Asking
    session: Session
    instant: datetime.datetime
    parameters: Sequence[object] = ()
    """Values of `?`, in order: None, bool, int, float, Decimal, str, date, datetime; ASKED in a statement that is only described."""
    arguments: tuple[str, ...] | None = None
    """Expressions in the place of `?`, as EXECUTE … USING writes them; None: there is no EXECUTE."""
    engine: str = "duckdb"
    row_limit: int | None = None
    """The client's own `limit`."""
    keys: Keys | None = None
    """Keys read by probes of earlier rounds; None: no probes are wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """Exactly one query, inside the allow-list. `sql` is the client's text (positions refer to it)."""

    statement: Statement
    tree: exp.Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """Base relations found by Trino's CTE scoping.

    `tree` is `Parsed.tree`, in which every `exp.Table` that is a base relation now carries `meta["relation"]: RelationName`;
    tables without it are captured by a CTE in scope. `names` holds every base relation's name once, in order of appearance, with the place of
    its first use. Whether a name exists is not asked here: unknown and invisible must fail alike, in the same order (rule 3).
    """

    statement: Statement
    tree: exp.Expr
    catalog: Catalog
    names: Mapping[RelationName, Position | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorized:
    """Every base relation permitted, with what the principal gets of it."""

    located: Located
    permits: Mapping[RelationName, Permit]
    policy: DecisionPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The bound query over permitted columns only; base relations are `bound.Scan`."""

    authorized: Authorized
    query: bound.Query
    momentary: bool = False
    """Whether a constant of it is the statement's very instant, not only its day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """The bound query with the permitted view of every `bound.Scan`; a scan without a view can not be printed."""

    authorized: Authorized
    query: bound.Query
    views: Mapping[bound.InstanceId, bound.View]
    momentary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultColumn:
    """One column of the answer, under the name that Trino would give it."""

    name: str
    type: Type
    origin: Origin = field(default=NONE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnAccess:
    """One column that the statement reads: its mask as policy writes it, and the rules behind it."""

    name: str
    mask: str | None
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One base relation that the statement reads, for audit, explain and the answer's notes."""

    relation: RelationName
    columns: tuple[ColumnAccess, ...]
    filters: tuple[str, ...]
    """Names of the row predicates that hold (`@own_region`); empty when all rows pass."""
    rules: tuple[Rule, ...]
    fenced: bool = False


Place = tuple[str, str, str]
"""Catalog, schema, table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The only thing an engine accepts. Built by `pipeline.plan` alone.

    `sql` is text in the engine's dialect; it holds `$name` for every key in `keys`, which the engine binds. `row_limit` is the cap on delivered rows
    (client's limit, policy limits and the gateway's own are settled by the caller of prepare). `logged_sql` is the text for audit and explain: masks by name, no key, no constant of a policy.
    """

    engine: str
    sql: str
    columns: tuple[ResultColumn, ...]
    inputs: tuple[Type, ...] = ()
    """What `?` are taken for, one for each parameter, where that is asked for; `unknown` where nothing says so."""
    keys: Mapping[str, bound.Key] = field(default_factory=dict)
    sources: frozenset[str] = frozenset()
    locations: frozenset[tuple[str, str, str]] = frozenset()
    """`Relation.location` of every base relation that the text reads; the engine's guard refuses a text that reads any other."""
    passes: frozenset[tuple[str, str]] = frozenset()
    """Every (source, text) that the text hands to a source as it is, made by pushdown alone; the engine's guard refuses any other."""
    reads: Mapping[Place, frozenset[str]] = field(default_factory=dict)
    """For Trino: the columns that the text's views read of each base relation, by catalog, schema and table as Trino has them; empty for others."""
    accesses: tuple[Access, ...] = ()
    row_limit: int | None = None
    row_limit_rules: tuple[Rule, ...] = ()
    logged_sql: str = ""
    ordered: bool = False
    momentary: bool = False
    """Whether the text follows from the statement's very instant, not only its day."""
    catalog_version: str = ""
    policy_version: str = ""
    probe: Probe | None = None
    """What to run first, if it is worth it: with its keys the statement is prepared again. The plan stands without it, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """Reads the keys of a join's narrow side: one column, and no more rows than are of use."""

    id: ProbeId
    plan: Plan
