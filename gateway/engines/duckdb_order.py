"""What the engine process is told of one statement, as plain JSON values. Holds key material: never log it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from gateway.catalog.snapshot import BASE_CATALOG
from gateway.engines.engine import PageFormat
from gateway.pipeline.bound import Key
from gateway.pipeline.stages import Plan

Order = dict[str, Any]
Files = Mapping[str, Path]
"""Databases that a statement brings along, by name."""
NO_FILES: Final[Files] = MappingProxyType({})


def order_of(
    plan: Plan, page_format: PageFormat, files: Files, key_material: Callable[[Key], bytes], owner: str
) -> Order:
    """The order for a plan; its sources are those that it names and those that it reads, but for what it brings along. `owner` has the room that its answer takes."""
    read = {schema.split(".")[0] if catalog == BASE_CATALOG else catalog for catalog, schema, _ in plan.locations}
    return {
        "sql": plan.sql,
        "columns": [(column.name, str(column.type)) for column in plan.columns],
        "keys": {name: base64.b64encode(key_material(key)).decode() for name, key in plan.keys.items()},
        "locations": [list(location) for location in plan.locations],
        "passes": sorted(plan.passes),
        "sources": sorted((plan.sources | read) - files.keys()),
        "files": {name: str(path) for name, path in files.items()},
        "format": page_format.value,
        "row_limit": plan.row_limit,
        "owner": owner,
    }
