"""Two gateways over one storage and one genuine Trino."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx

from gateway.execution.storage_journal import LEASE
from tests.faults.site import Site, now, served
from tests.servers import Server
from tests.trino.server import Trino

SETTINGS: Final = """\
[gateway]
data_dir = "var"
listen = "127.0.0.1:{port}"
storage = "env:HUILIU_STORAGE"
{address}
[engine]
name = "trino"
[trino]
coordinators = ["{trino}"]
[limits]
seconds = 600
concurrent_per_principal = 50
[owners.police]
policy = "police.csv"
catalogs = ["{catalog}"]
departments = ["police"]
[sources.{catalog}]
kind = "postgresql"
owner = "police"
credentials = "env:CITY"
options = {{ host = "{host}", port = {db_port}, database = "{database}", clean = true }}
"""
RULES: Final = """\
g, user:ana, dept:police
p, user:ana, {catalog}, select, -, *, -, -, -, allow, may-read
p, user:ana, {catalog}, row_any, TRUE, *, -, -, -, allow, all-rows
"""


@contextmanager
def two_on_trino(
    postgresql: Server, trino: Trino, folder: Path, rows: int = 20_000, *, reached: bool = False
) -> Iterator[tuple[Site, Site, str]]:
    """Two gateways over one storage, one key file and one Trino, and the relation `people(id)` that they offer. With `reached` each can ask the other."""
    database = postgresql.fresh_database()
    database.execute(f"CREATE TABLE people AS SELECT i AS id FROM generate_series(1, {rows}) AS numbers(i)")
    with trino.attach(database) as catalog:
        environment = {
            "HUILIU_STORAGE": postgresql.fresh_database().dsn,
            "CITY_USER": database.user,
            "CITY_PASSWORD": database.password,
        }
        sites = []
        for name in "ab":
            with socket.create_server(("127.0.0.1", 0)) as probe:
                site = Site(folder / name, probe.getsockname()[1], environment)
            if sites:
                shutil.copytree(sites[0].folder, site.folder)
            (site.folder / "policies" / "policy.d").mkdir(parents=True, exist_ok=True)
            place = {"host": database.host, "db_port": database.port, "database": database.database}
            (site.folder / "gateway.toml").write_text(
                SETTINGS.format(
                    port=site.port,
                    address=f'address = "{site.url}"' if reached else "",
                    trino=trino.url,
                    catalog=catalog,
                    **place,
                ),
                "utf-8",
            )
            site.rules(RULES.format(catalog=catalog))
            sites.append(site)
            if name == "a":
                site.accept()
                with site.storage() as storage:
                    site.token = storage.tokens.create("user:ana", [], None, now() + 60 * LEASE, now=now())[1]
        a, b = sites
        b.token = a.token
        with served(a), served(b):
            yield a, b, f"{catalog}.public.people"


def at_trino(trino: Trino, statement: str) -> list[dict[str, Any]]:
    """What Trino knows of a statement of the gateways."""
    listed = httpx.get(f"{trino.url}/v1/query", headers={"x-trino-user": "huiliu"}).json()
    return [one for one in listed if one["session"].get("traceToken") == statement]
