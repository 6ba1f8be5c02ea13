"""The data: what Trino's connectors tpch and tpcds generate for their schema `tiny`, by their own generators, as two DuckDB files in the cache folder."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import duckdb

from gateway.catalog.types import Type
from tests.tpc.relations import FOLDER, SCHEMA, SUITES, types
from tests.trino.artifacts import COMPILER, PARSER, Artifact, cache, fetch, locked
from tests.trino.java import java

GENERATORS: Final = (
    Artifact("io.trino.tpch:tpch:1.4", "498dc93188cd5e9050644679fd7655c06543ef824710bac6c26aefdd43ec37de"),
    Artifact("io.trino.tpcds:tpcds:1.4", "64a5bf4ebaa3a698931a51fc4e38fef221620fcb5a8569605adf5567e53930e8"),
    *(artifact for artifact in PARSER if artifact.coordinates.startswith("com.google.guava:")),
)
PROGRAM: Final = FOLDER / "Generate.java"
LAYOUT: Final = "1"
"""To be changed when the files are made in another way."""


def files() -> Mapping[str, Path]:
    """A DuckDB file for each suite, made when it is not there: half a minute, once a machine."""
    folder = cache() / f"tpc-{_version()}"
    if not folder.exists():
        with locked("tpc"):
            if not folder.exists():
                with tempfile.TemporaryDirectory(dir=cache(), prefix="generating-") as arriving:
                    made = Path(arriving) / "made"
                    made.mkdir()
                    _generate(Path(arriving))
                    for suite in SUITES:
                        _load(suite, Path(arriving) / suite, made / f"{suite}.duckdb")
                    made.rename(folder)
    return {suite: folder / f"{suite}.duckdb" for suite in SUITES}


def _version() -> str:
    told = [LAYOUT, PROGRAM.read_text("utf-8")]
    told += [(FOLDER / f"{suite}.types").read_text("utf-8") for suite in SUITES]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:12]


def _generate(folder: Path) -> None:
    """The rows as text files, a folder for each suite."""
    libraries = ":".join(map(str, fetch(*GENERATORS)))
    [compiler] = fetch(COMPILER)
    classes = folder / "classes"
    compile_ = [java(), "-jar", compiler, "-21", "-proc:none", "-cp", libraries, "-d", classes, PROGRAM]
    for command in (compile_, [java(), "-cp", f"{classes}:{libraries}", "Generate", folder]):
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def _load(suite: str, texts: Path, file: Path) -> None:
    with duckdb.connect(str(file), config={"threads": "1"}) as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"CREATE SCHEMA {SCHEMA}")
        for relation, columns in types(suite).items():
            wanted = ", ".join(f"'{column}': '{physical(type_)}'" for column, type_ in columns.items())
            connection.execute(
                f"CREATE TABLE {SCHEMA}.{relation} AS FROM read_csv('{texts / relation}.tbl', columns={{{wanted}}},"
                " header=false, delim='|', quote='', escape='', nullstr='\\N', auto_detect=false)"
            )
    shutil.rmtree(texts)


def physical(type_: Type) -> str:
    """How DuckDB keeps it: texts have no length there, and char(n) no padding."""
    return "VARCHAR" if type_.base in ("varchar", "char") else str(type_)
