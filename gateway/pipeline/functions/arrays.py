"""Rows of the function table: arrays."""

from __future__ import annotations

from typing import Final

from gateway.pipeline.functions.entry import Row

ROWS: Final[tuple[Row, ...]] = ()
