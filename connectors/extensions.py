"""Where the pinned DuckDB extension packages lie; loaded by path, so nothing is installed or downloaded."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from gateway.errors import ErrorCode, OwnError


def extension_path(name: str) -> str:
    """The file of extension `sqlite_scanner`, `postgres_scanner` or `mysql_scanner`, of exactly DuckDB's version."""
    import duckdb  # here: importing costs 0.1 s, and only processes that run DuckDB ask

    spec = find_spec(f"duckdb_extension_{name}")
    if spec is not None:
        for place in spec.submodule_search_locations or ():
            file = Path(place) / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
            if file.is_file():
                return str(file)
    raise OwnError(
        f"DuckDB extension `{name}` for version {duckdb.__version__} is not installed",
        code=ErrorCode.CONFIG_INVALID,
        hint=f"pip install duckdb-extension-{name.replace('_', '-')}=={duckdb.__version__}",
    )
