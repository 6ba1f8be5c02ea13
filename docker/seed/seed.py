"""Fills the demonstration of docker/compose.yaml, once: databases and accounts, the city, what its owners accepted, Trino's catalogs, keys and tokens.

    seed.py --config gateway.toml --accepted catalog --catalogs FOLDER

Servers and databases are those of gateway.toml; their administrators are SEED_POSTGRESQL_USER, SEED_MARIADB_USER, with passwords in the files that
SEED_…_PASSWORD_FILE name. What is there already stays; what an interrupted run left half done is made anew.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

import psycopg
import pymysql
from psycopg import sql

from gateway.cli.demo_story import ensure_tokens
from gateway.cli.main import main as huiliu
from gateway.demo.departments import ALL
from gateway.demo.generate import generate
from gateway.demo.moved import SCHEMA, accept_moved, move
from gateway.settings import Settings, SourceSettings, read

WHOLE: Final = "the demo city, whole"
"""Comment of a database that is loaded to its end."""
PORTS: Final = {"postgresql": 5432, "mysql": 3306}


def main() -> int:
    """Everything, in an order in which each step needs only those before it."""
    asked = argparse.ArgumentParser(prog="seed.py", description=__doc__)
    asked.add_argument("--config", type=Path, default=Path("gateway.toml"))
    asked.add_argument("--accepted", type=Path, required=True, help="what owners accepted in the demo")
    asked.add_argument("--catalogs", type=Path, required=True, help="where Trino reads its catalogs")
    given = asked.parse_args()
    settings = read(given.config, os.environ)
    city = settings.gateway.data_dir / "demo"
    say("generating the city of Linjiang (临江市)")
    generate(city, int(os.environ.get("SEED_SCALE", "50000")))
    make_storage(settings)
    for department in ALL:
        source = settings.sources[department.code]
        reader = settings.source_environment(department.code)
        if source.kind == "postgresql":
            with fresh_postgresql(source, reader) as dsn:
                if dsn:
                    move(city, department, dsn)
        else:
            with fresh_mariadb(source, reader) as dsn:
                if dsn:
                    move(city, department, dsn)
        say(f"{department.code} is in its {source.kind} database")
    if not all((settings.gateway.catalog / f"{name}.toml").exists() for name in settings.sources):
        accept_moved(settings, given.accepted)  # once: afterwards the files are the owners'
    ensure_tokens(settings)
    say(f"tokens of the demo's people are in {settings.gateway.data_dir / 'demo-tokens.json'}")
    return huiliu(["trino", "catalogs", "--to", str(given.catalogs), "--config", str(given.config)])


def say(text: str) -> None:
    """What was done, for the log."""
    print(text, file=sys.stderr, flush=True)


def administrator(server: str) -> tuple[str, str]:
    """User and password of a server's administrator."""
    file = Path(os.environ[f"SEED_{server}_PASSWORD_FILE"])
    return os.environ[f"SEED_{server}_USER"], file.read_text(encoding="utf-8").strip()


def place(source: SourceSettings) -> dict[str, Any]:
    """Host and port of its server."""
    return {"host": source.options["host"], "port": source.options.get("port", PORTS[source.kind])}


def address(scheme: str, who: tuple[str, str], at: Mapping[str, Any], database: str) -> str:
    """As a URL."""
    return f"{scheme}://{quote(who[0], safe='')}:{quote(who[1], safe='')}@{at['host']}:{at['port']}/{database}"


# --- PostgreSQL


def postgresql(at: Mapping[str, Any], database: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
    """The administrator's connection; each statement is its own transaction."""
    user, password = administrator("POSTGRESQL")
    return psycopg.connect(**at, user=user, password=password, dbname=database, autocommit=True)


def make_role(connection: psycopg.Connection[Any], name: str, password: str) -> None:
    """An account that may log in and nothing else; with this password also if it was there."""
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    what = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}" if found else "CREATE ROLE {} LOGIN PASSWORD {}")
    connection.execute(what.format(sql.Identifier(name), sql.Literal(password)))


def make_storage(settings: Settings) -> None:
    """The gateways' own database: nobody else may connect to it, least of all those who read the departments."""
    url = urlsplit(settings.storage_url or "")
    name, owner = url.path.lstrip("/"), url.username or ""
    with closing(postgresql({"host": url.hostname, "port": url.port or PORTS["postgresql"]})) as connection:
        make_role(connection, owner, url.password or "")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            making = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(making.format(sql.Identifier(name), sql.Identifier(owner)))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))


@contextmanager
def fresh_postgresql(source: SourceSettings, reader: Mapping[str, str]) -> Iterator[str | None]:
    """The administrator's address of an empty database to load in the block, readable by `reader` afterwards; None when it is whole already."""
    at, name = place(source), source.options["database"]
    database, account = sql.Identifier(name), sql.Identifier(reader["user"])
    with closing(postgresql(at)) as connection:
        make_role(connection, reader["user"], reader["password"])
        comment = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        found = connection.execute(comment, [name]).fetchone()
        if found == (WHOLE,):
            yield None
            return
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(database))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(database))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        yield address("postgresql", administrator("POSTGRESQL"), at, name)
        with closing(postgresql(at, name)) as inside:
            inside.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(sql.Identifier(SCHEMA), account))
            grant = sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}")
            inside.execute(grant.format(sql.Identifier(SCHEMA), account))
            inside.execute("ANALYZE")
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, account))
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(database, sql.Literal(WHOLE)))


# --- MariaDB


@contextmanager
def fresh_mariadb(source: SourceSettings, reader: Mapping[str, str]) -> Iterator[str | None]:
    """The same there."""
    at, name = place(source), source.options["database"]
    user, password = administrator("MARIADB")
    connection = pymysql.connect(**at, user=user, password=password, autocommit=True)
    account = (reader["user"],)
    with closing(connection), connection.cursor() as cursor:
        cursor.execute("CREATE USER IF NOT EXISTS %s@'%%'", account)
        cursor.execute("ALTER USER %s@'%%' IDENTIFIED BY %s", (*account, reader["password"]))
        cursor.execute("SELECT schema_comment FROM information_schema.schemata WHERE schema_name = %s", (name,))
        if cursor.fetchone() == (WHOLE,):
            yield None
            return
        quoted = f"`{name.replace('`', '``')}`"
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted}")
        cursor.execute(f"CREATE DATABASE {quoted} CHARACTER SET utf8mb4")
        yield address("mysql", (user, password), at, name)
        cursor.execute(f"GRANT SELECT ON {quoted}.* TO %s@'%%'", account)
        cursor.execute(f"ALTER DATABASE {quoted} COMMENT %s", (WHOLE,))


if __name__ == "__main__":
    sys.exit(main())
