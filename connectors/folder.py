"""Folders of files: every file is a relation named as the file; a sub-folder is a schema, the folder itself is `main`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from connectors.sql import identifier
from gateway.errors import EngineError, ErrorCode


def files(folder: Path, suffix: str) -> Iterator[tuple[str, str, Path]]:
    """(schema, relation, file), sorted. Links that lead out of the folder are left out."""
    root = folder.resolve()
    if not root.is_dir():
        raise EngineError("the folder does not exist", code=ErrorCode.SOURCE_UNAVAILABLE, detail=str(folder))
    for file in sorted(root.glob(f"*{suffix}")) + sorted(root.glob(f"*/*{suffix}")):
        if not file.is_file() or not file.resolve().is_relative_to(root) or file.name.startswith("."):
            continue
        yield ("main" if file.parent == root else file.parent.name), file.name[: -len(suffix)], file


def engine_schema(source: str, schema: str) -> str:
    """The schema of the engine's base file that holds the views (`gateway.catalog.snapshot.location` says the same)."""
    return source if schema == "main" else f"{source}.{schema}"


def create_view(source: str, schema: str, relation: str, columns: list[str], reader: str) -> tuple[str, str]:
    """Statements that make the view; columns by name, so that one more in the file changes nothing."""
    place = identifier(engine_schema(source, schema))
    shown = ", ".join(identifier(column) for column in columns)
    return (
        f"CREATE SCHEMA IF NOT EXISTS {place}",
        f"CREATE OR REPLACE VIEW {place}.{identifier(relation)} AS SELECT {shown} FROM {reader}",
    )


def distinct_names(names: list[str]) -> bool:
    """DuckDB compares column names without case, so a file whose header repeats one (or has none) cannot be a view."""
    return bool(names) and all(names) and len({name.lower() for name in names}) == len(names)
