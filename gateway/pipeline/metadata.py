"""Queries over the relations that describe the catalogue: prepared like all others, over what one principal may see, for an engine of their own.

Nothing is hidden inside these relations: what may not be seen is not in the tables behind them. So all their columns are open and their rows are not ruled.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from gateway.catalog.metadata import describes, metadata_relation
from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Column, Relation, Source
from gateway.errors import ErrorCode, StatementError
from gateway.pipeline.stages import Located
from gateway.policy.decision import ColumnPermit, Decision, Permit, RowRule
from gateway.policy.principal import Asking

ENGINE = "duckdb"
"""Whose text they become, whatever the data's own engine is."""
KIND = "listing"
"""Of their sources: no connector's, so nothing is pushed anywhere."""


def is_metadata(located: Located) -> bool:
    """Whether a query reads such relations. Raises NOT_SUPPORTED when it reads data, too."""
    described = [describes(name) for name in located.names]
    if any(described) and not all(described):
        raise StatementError(
            "a statement cannot read data and what describes it",
            code=ErrorCode.NOT_SUPPORTED,
            hint="ask `information_schema` and `system` in a statement of their own",
        )
    return any(described)


def over(located: Located, catalogs: Container[str], database: str) -> Located:
    """The same query over the relations of the catalogs that are visible, in the engine's `database`."""
    found = {name: _relation(name, database) for name in located.names if name.catalog in catalogs}
    relations = {name: relation for name, relation in found.items() if relation is not None}
    sources = {name.catalog: Source(name=name.catalog, kind=KIND, owner="") for name in relations}
    catalog = Catalog(version=located.catalog.version, sources=sources, relations=relations)
    return replace(located, statement=replace(located.statement, engine=ENGINE, keys=None), catalog=catalog)


def schema_of(name: RelationName) -> str:
    """Where the engine finds a catalog's relations: a schema each."""
    return f"{name.catalog}.{name.schema}"


def _relation(name: RelationName, database: str) -> Relation | None:
    known = metadata_relation(name)
    if known is None:
        return None
    columns = tuple(Column(name=column.name, type=column.type, hidden=column.hidden) for column in known.columns)
    return Relation(name=name, columns=columns, location=(database, schema_of(name), name.relation))


class AllOpen:
    """The decision point of these relations: `version` is that of the policy set by which they were filled."""

    def __init__(self, version: str) -> None:
        self.version = version

    def decide(self, asking: Asking, relation: Relation) -> Decision:
        """Everything that is there."""
        columns = {column.name: ColumnPermit(name=column.name) for column in relation.columns}
        return Permit(relation=relation.name, columns=columns, rows=RowRule(everything=True))

    def discoverable(self, asking: Asking, name: RelationName) -> bool:
        """Nothing is hidden."""
        return True
