"""What real tables suffer from: every kind of dirt is a function that spoils the rows it is given.

One row in twenty of each relation is dirty: `spoil` chooses them and shares them out among the relation's kinds.
Typed stores cannot hold text in a number column, so there the same fault is an impossible value.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gateway.demo.columns import Random, join, pick
from gateway.demo.department import Dirt
from gateway.demo.regions import RETIRED

SHARE = 0.05
_NOT_NUMBERS = ("不详", "约3000", "—", "三千元", "N/A", "1,200", "2000元")
_NOT_DATES = ("1985-02-30", "1990/1/5", "0000-00-00", "19870312", "不详", "2021-13-01")


def spoil(random: Random, table: pa.Table, kinds: tuple[Dirt, ...], loose: bool) -> tuple[pa.Table, int]:
    """The table with dirt in SHARE of its rows, and how many rows that is. Loose tables must be all text already."""
    count = round(len(table) * SHARE) if kinds else 0
    if not count:
        return table, 0
    order = random.permutation(len(table))
    parts = np.array_split(order[:count], len(kinds))
    spoiled = [kind(random, table.take(pa.array(part)), loose) for kind, part in zip(kinds, parts, strict=True)]
    # Back to where the rows stood, so that dirt does not gather at the end of the file; copies come after their originals.
    positions = np.concatenate(
        [np.repeat(part, len(rows) // max(1, len(part))) for part, rows in zip(parts, spoiled, strict=True)]
        + [order[count:]]
    )
    whole = pa.concat_tables([*spoiled, table.take(pa.array(order[count:]))])
    return whole.take(pa.array(np.argsort(positions, kind="stable"))), count


def malformed(column: str) -> Dirt:
    """A number with a wrong last character, a lost one, a blank inside, or a stray mark."""

    def spoiled(random: Random, rows: pa.Table, loose: bool) -> pa.Table:
        values = rows[column].combine_chunks()
        head, last = pc.utf8_slice_codeunits(values, 0, -1), pc.utf8_slice_codeunits(values, -1)
        wrong = join(head, pc.if_else(pc.equal(last, "7"), "4", "7"))
        blanked = join(pc.utf8_slice_codeunits(values, 0, 6), " ", pc.utf8_slice_codeunits(values, 6))
        return _replaced(rows, column, _one_of(random, wrong, head, blanked, join(values, "?")))

    return spoiled


def swapped(first: str, second: str) -> Dirt:
    """Two neighbouring fields typed into each other's place."""

    def spoiled(random: Random, rows: pa.Table, loose: bool) -> pa.Table:
        one, other = rows[first], rows[second]
        return _replaced(_replaced(rows, first, other), second, one)

    return spoiled


def stale(column: str = "region_code") -> Dirt:
    """A region that was merged into another years ago."""
    codes = [code for code, _, _ in RETIRED if not code.endswith("000000")]
    return lambda random, rows, loose: _replaced(rows, column, pick(random, codes, len(rows)))


def not_a_number(column: str) -> Dirt:
    """Words in a number column; a negative number where the store insists on numbers."""

    def spoiled(random: Random, rows: pa.Table, loose: bool) -> pa.Table:
        values = (
            pick(random, _NOT_NUMBERS, len(rows))
            if loose
            else pc.negate(pc.add(rows[column], 1)).cast(rows[column].type, safe=False)
        )
        return _replaced(rows, column, values)

    return spoiled


def bad_date(column: str) -> Dirt:
    """A day that does not exist; the usual place-holders where the store insists on dates."""

    def spoiled(random: Random, rows: pa.Table, loose: bool) -> pa.Table:
        words = pick(random, _NOT_DATES if loose else (date(1900, 1, 1), date(9999, 12, 31)), len(rows))
        return _replaced(rows, column, words)

    return spoiled


def twice(random: Random, rows: pa.Table, loose: bool) -> pa.Table:
    """The same row entered a second time."""
    return rows.take(pa.array(np.repeat(np.arange(len(rows)), 2)))


def _replaced(rows: pa.Table, column: str, values: pa.Array | pa.ChunkedArray) -> pa.Table:
    return rows.set_column(rows.schema.get_field_index(column), column, values)


def _one_of(random: Random, *choices: pa.Array) -> pa.Array:
    return pc.choose(pa.array(random.integers(0, len(choices), len(choices[0]))), *choices)
