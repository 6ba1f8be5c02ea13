"""What a cast rule is: whether it can fail, and how DuckDB does it exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DIGITS: Final = {"tinyint": 3, "smallint": 5, "integer": 10, "bigint": 19}


@dataclass(frozen=True, slots=True)
class CastRule:
    """How values of one type become another. `duckdb` is a template over `$1`; `duckdb_safe` is TRY_CAST's."""

    total: bool
    duckdb: str | None

    @property
    def duckdb_safe(self) -> str | None:
        """NULL where the cast would fail."""
        if self.total or self.duckdb is None:
            return self.duckdb
        if self.duckdb.startswith("CAST(") and self.duckdb.count("CAST(") == 1:
            return f"TRY_{self.duckdb}"
        return f"TRY({self.duckdb})"


SAME: Final = CastRule(True, "$1")


def rounded(precision: int) -> str | None:
    """A timestamp of microseconds rounded half up to fewer digits."""
    match precision:
        case 0:
            return "date_trunc('second', ($1 + INTERVAL 500 MILLISECOND))"
        case 3:
            return "date_trunc('milliseconds', ($1 + INTERVAL 500 MICROSECOND))"
        case _:
            return None
