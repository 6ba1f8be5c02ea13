"""The demo city on a real Trino: every department in a PostgreSQL or MariaDB database, those behind Trino as the catalogs that `huiliu trino catalogs` renders.

    python -m tests.trino.city [--scale N] [--once]

Trino has no connector for SQLite, CSV files and bare Parquet files, and opens DuckDB files for writing; so all departments move into servers.
"""

from __future__ import annotations

import argparse
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from gateway.cli.demo import present
from gateway.demo.departments import ALL
from gateway.demo.generate import generate, generate_visibly
from gateway.demo.moved import IN_MARIADB, SCHEMA, accept_moved, move
from gateway.settings import Settings, read
from tests.servers import Server, running_mariadb, running_postgresql
from tests.trino.server import running

ROOT: Final = Path(__file__).parents[2]
PREFIXES: Final = {"postgresql": "CITY_POSTGRESQL", "mysql": "CITY_MARIADB"}
HEAD: Final = """\
# The demo city on Trino, written by tests/trino/city.py. Owners and policies are those of the demo.
[gateway]
data_dir = "var"
listen = "{listen}"
policies = "{policies}"

[engine]
name = "trino"

[trino]
coordinators = ["{trino}"]

"""


READERS: Final = {
    "postgresql": "CREATE ROLE reader LOGIN PASSWORD '{password}'; GRANT pg_read_all_data TO reader;",
    "mysql": "CREATE USER 'reader'@'127.0.0.1' IDENTIFIED BY '{password}'; GRANT SELECT ON {schema}.* TO 'reader'@'127.0.0.1';",
}
"""The gateway's and Trino's account at the sources may read and nothing else."""


@contextmanager
def city(folder: Path, scale: int, *, quiet: bool = True, listen: str = "127.0.0.1:8441") -> Iterator[Settings]:
    """The whole site until the end of the block: databases, Trino, and settings that name them. `folder` may hold a generated city already."""
    say = (lambda text: None) if quiet else _say
    with running_postgresql() as postgresql, running_mariadb() as mariadb:
        (generate if quiet else generate_visibly)(folder / "city", scale)
        say("moving seven departments into PostgreSQL and MariaDB: Trino has no connector for SQLite and CSV,")
        say("reads Parquet only through a metastore, and opens DuckDB files for writing")
        homes = _move(folder / "city", postgresql, mariadb)
        variables = _variables(postgresql, mariadb)
        site = folder / "gateway.toml"
        site.write_text(_settings(homes, listen, "http://127.0.0.1:1"), encoding="utf-8")
        accept_moved(read(site, variables), ROOT / "catalog")
        say("starting Trino with the catalogs that `huiliu trino catalogs` renders ...")
        with running(files=rendered_catalogs(site, variables), environment=variables) as trino:
            site.write_text(_settings(homes, listen, trino.url), encoding="utf-8")
            say(f"Trino runs at {trino.url}")
            yield read(site, variables)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _move(source: Path, postgresql: Server, mariadb: Server) -> Mapping[str, Server]:
    """Every department by its code, in a database of its own."""
    homes = {}
    for department in ALL:
        if department.code in IN_MARIADB:
            mariadb.execute(f"CREATE DATABASE {SCHEMA}")
            home = replace(mariadb, database=SCHEMA)
        else:
            postgresql.execute(f"CREATE DATABASE {department.code}")
            home = replace(postgresql, database=department.code)
        move(source, department, home.dsn)
        homes[department.code] = home
    return homes


def _variables(postgresql: Server, mariadb: Server) -> Mapping[str, str]:
    """A reader's account at each server, as environment variables."""
    found = {}
    for kind, server in (("postgresql", postgresql), ("mysql", mariadb)):
        password = secrets.token_hex(12)
        server.execute(READERS[kind].format(password=password, schema=SCHEMA))
        found |= {f"{PREFIXES[kind]}_USER": "reader", f"{PREFIXES[kind]}_PASSWORD": password}
    return found


def _settings(homes: Mapping[str, Server], listen: str, trino: str) -> str:
    """The demo's own settings, with other places for its sources."""
    shipped = (ROOT / "gateway.toml").read_text(encoding="utf-8")
    owners, sources = re.split(r"(?m)^# ---- ", shipped)[1:3]
    for code, home in homes.items():
        kind = "postgresql" if home.kind == "postgresql" else "mysql"
        place = f'host = "{home.host}", port = {home.port}, database = "{home.database}"'
        # What was moved there holds no infinity.
        own = f', schemas = ["{SCHEMA}"], clean = true' if kind == "postgresql" else ""
        sources = re.sub(
            rf'(?ms)^(\[sources\.{code}\]\n)kind = "\w+"(.*?)^options = .*?$',
            rf'\1kind = "{kind}"\2credentials = "env:{PREFIXES[kind]}"\noptions = {{ {place}{own} }}',
            sources,
        )
    head = HEAD.format(listen=listen, policies=ROOT / "policies", trino=trino)
    return f"{head}# ---- {owners}# ---- {sources}"


def rendered_catalogs(site: Path, variables: Mapping[str, str]) -> Mapping[str, str]:
    """The files of Trino's `etc` folder, as the command writes them."""
    folder = site.parent / "trino-catalogs"
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "gateway", "trino", "catalogs", "--to", str(folder), "--config", str(site)]
    subprocess.run(command, env={**os.environ, **variables}, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return {f"catalog/{file.name}": file.read_text(encoding="utf-8") for file in folder.glob("*.properties")}


def main() -> None:
    """`make demo-trino`."""
    asked = argparse.ArgumentParser(prog="python -m tests.trino.city", description=__doc__)
    asked.add_argument("--scale", type=int, default=50_000, help="residents (default: 50,000)")
    asked.add_argument("--once", action="store_true", help="end after the answers instead of serving on")
    asked.add_argument("--json", action="store_true", help="print the answers as JSON, and end")
    given = asked.parse_args()
    folder = ROOT / "var" / "demo-trino"
    folder.mkdir(parents=True, exist_ok=True)
    with city(folder, given.scale, quiet=given.json) as settings:
        present(settings, lambda: None, once=given.once or given.json, as_json=given.json)


if __name__ == "__main__":
    main()
