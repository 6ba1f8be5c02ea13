"""Generate the demo city: `python -m gateway.demo.generate --scale 200000 out/`.

The same scale and seed give the same rows. A finished folder is used again; an interrupted run leaves nothing but a folder
named `.NAME.part`, which the next run clears away: the city appears under its own name only when it is whole.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from gateway.demo.columns import Random
from gateway.demo.department import Department
from gateway.demo.departments import ALL
from gateway.demo.dirt import spoil
from gateway.demo.people import BLOCK, people
from gateway.demo.stores import Writer, all_text, typed, writer
from gateway.errors import ErrorCode, OwnError

DEFAULT_SCALE = 200_000
DEFAULT_SEED = 20260901
SMALLEST, LARGEST = 1_000, 5_000_000
_MANIFEST = "manifest.json"

Progress = Callable[[str, int, int], None]
"""(what is being made, steps done, steps in all)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One relation as written: rows, and how many of them are dirty."""

    rows: int
    dirty: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a generated city is: its parameters, the generator that made it, and what it holds."""

    scale: int
    seed: int
    generator: str
    relations: dict[str, Written] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(written.rows for written in self.relations.values())

    def write(self, folder: Path) -> None:
        (folder / _MANIFEST).write_text(json.dumps(asdict(self), indent=2, sort_keys=True) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest | None:
        """The folder's manifest; None when there is none that can be read."""
        try:
            known = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
            relations = {name: Written(**written) for name, written in known.pop("relations").items()}
            return cls(relations=relations, **known)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None


def silent(what: str, done: int, steps: int) -> None:
    """The progress of tests and scripts."""


def generate(
    folder: Path, scale: int = DEFAULT_SCALE, seed: int = DEFAULT_SEED, progress: Progress = silent
) -> Manifest:
    """The city in `folder`, made now unless it is there already."""
    if not SMALLEST <= scale <= LARGEST:
        raise OwnError(
            f"the demo city cannot have `{scale}` residents",
            code=ErrorCode.CONFIG_INVALID,
            hint=f"choose from {SMALLEST} to {LARGEST}",
        )
    folder = folder.resolve()
    found = Manifest.read(folder)
    wanted = Manifest(scale=scale, seed=seed, generator=_generator())
    if found and (found.scale, found.seed, found.generator) == (scale, seed, wanted.generator):
        return found
    if found is None and folder.exists() and any(folder.iterdir()):
        raise OwnError(
            f"`{folder}` is not empty and not a demo city",
            code=ErrorCode.CONFIG_INVALID,
            hint="name an empty or new folder",
        )
    part, old = (folder.with_name(f".{folder.name}.{word}") for word in ("part", "old"))
    for left_over in (part, old):
        shutil.rmtree(left_over, ignore_errors=True)
    part.mkdir(parents=True)
    _fill(part, wanted, progress)
    wanted.write(part)
    # A folder half removed would be taken for somebody's own files, so the old city goes by a rename.
    if folder.exists():
        folder.rename(old)
    part.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
    return wanted


def _generator() -> str:
    """Hash of the generator's own source: another generator makes another city."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for file in sorted([*here.glob("*.py"), *(here / "departments").glob("*.py")]):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _fill(folder: Path, manifest: Manifest, progress: Progress) -> None:
    writers = {department.code: writer(department, folder) for department in ALL}
    blocks = list(_blocks(manifest.scale))
    steps, done = len(blocks) * len(ALL) + len(ALL), 0
    for number, size in blocks:
        progress("residents", done, steps)
        city = people(_random(manifest.seed, number, 0), number, size)
        for place, department in enumerate(ALL, start=1):
            progress(department.title, done, steps)
            random = _random(manifest.seed, number, place)
            tables = dict(department.tables(city, random))
            if number == 0 and department.fixed:
                tables |= department.fixed()
            for name, table in tables.items():
                _append(writers[department.code], department, name, table, random, manifest)
            done += 1
    for department in ALL:
        progress(f"{department.title} (closing)", done, steps)
        writers[department.code].close()
        done += 1
    progress("done", steps, steps)


def _append(to: Writer, department: Department, name: str, table: pa.Table, random: Random, manifest: Manifest) -> None:
    relation = department.relation(name)
    table = typed(relation, table)
    if department.store.is_loose:
        table = all_text(table)
    table, dirty = spoil(random, table, relation.dirt, department.store.is_loose)
    to.append(relation, table)
    key = f"{department.code}.main.{name}"
    before = manifest.relations.get(key, Written(rows=0, dirty=0))
    manifest.relations[key] = Written(rows=before.rows + len(table), dirty=before.dirty + dirty)


def _blocks(scale: int) -> Iterator[tuple[int, int]]:
    for number, start in enumerate(range(0, scale, BLOCK)):
        yield number, min(BLOCK, scale - start)


def _random(seed: int, block: int, place: int) -> Random:
    """Every department has its own stream, so a change in one leaves the others as they were."""
    return np.random.Generator(np.random.PCG64([seed, block, place]))


def main(arguments: list[str] | None = None) -> int:
    """The command line of the generator."""
    parser = argparse.ArgumentParser(description="Generate the demo city Linjiang.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=int, default=DEFAULT_SCALE, help=f"residents, {SMALLEST} to {LARGEST}")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    given = parser.parse_args(arguments)
    try:
        manifest = generate_visibly(given.folder, given.scale, given.seed)
    except OwnError as error:
        print(error, error.hint or "", sep="\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; nothing was kept, the next run starts over", file=sys.stderr)
        return 130
    print(f"{given.folder}: {manifest.scale} residents, {len(manifest.relations)} relations, {manifest.rows} rows")
    return 0


def generate_visibly(folder: Path, scale: int = DEFAULT_SCALE, seed: int = DEFAULT_SEED) -> Manifest:
    """`generate` with a progress bar, when there is a terminal to show it."""
    from rich.progress import BarColumn, Progress as Bar, TextColumn, TimeElapsedColumn  # noqa: I001

    if not sys.stderr.isatty():
        return generate(folder, scale, seed)
    from rich.console import Console

    columns = (
        TextColumn("generating the demo city"),
        BarColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")
        return generate(
            folder,
            scale,
            seed,
            lambda what, done, steps: bar.update(task, description=what, completed=done, total=steps),
        )


if __name__ == "__main__":
    sys.exit(main())
