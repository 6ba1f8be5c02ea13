"""A gateway over TLS as genuine clients meet it: one PostgreSQL behind it, read by DuckDB or by a Trino."""

from __future__ import annotations

import datetime
import json
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.faults.site import Site, now, until
from tests.servers import Server
from tests.trino.server import Trino

TABLES: Final = """\
CREATE TABLE people (id bigint, name varchar(40), phone varchar(20), region varchar(6));
INSERT INTO people SELECT i, '名' || i, '138' || lpad(i::text, 8, '0'), CASE WHEN i % 2 = 0 THEN 'A1' ELSE 'B1' END FROM generate_series(1, 20000) AS n(i);
CREATE TABLE vault (code varchar(6), pin integer);
CREATE TABLE typed (
  n integer, b boolean, s smallint, i integer, l bigint, r real, d double precision, m numeric(10,2), big numeric(38,0),
  v varchar(20), t text, c char(3), day date, at time(3), moment timestamp(6), stamp timestamptz(3), id uuid, bin bytea
);
INSERT INTO typed VALUES
  (1, true, 7, 42, 9007199254740993, 1.5, 2.25, 123.45, 12345678901234567890123456789012345678, '张''三', 'long "text"', 'ab', '2024-02-29',
   '12:34:56.789', '2024-02-29 12:34:56.123456', '2024-02-29 12:34:56.789+08', '12151fd2-7586-11e9-8f9e-2a86e4085a59', '\\x00ff10'),
  (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (3, false, -32768, -2147483648, -9223372036854775808, 'NaN', 'Infinity', -99999999.99, -1, '', '', '', '0001-01-01',
   '00:00:00', '1969-12-31 23:59:59.999999', '1970-01-01 00:00:00+00', '00000000-0000-0000-0000-000000000000', '');
"""
"""`people` is masked and filtered, `vault` is granted to nobody, `typed` has every type that both engines read."""

SETTINGS: Final = """\
[gateway]
data_dir = "var"
listen = "127.0.0.1:{port}"
[engine]
{engine}
[limits]
{limits}
[http]
tls_listen = "127.0.0.1:{tls_port}"
failed_logins_per_minute = 1000
status_principals = ["user:ops"]
[logins.city]
issuer = "https://id.city"
audience = "huiliu"
keys_file = "keys.json"
purposes = ["audit"]
[owners.civil]
policy = "civil.csv"
catalogs = ["{catalog}"]
departments = ["civil", "audit"]
contact = "Data office 0571-0000"
[sources.{catalog}]
kind = "postgresql"
owner = "civil"
credentials = "env:CIVIL"
options = {{ host = "{host}", port = {db_port}, database = "{database}", clean = true }}
"""
LIMITS: Final = "seconds = 60\nconcurrent_per_principal = 20"
RULES: Final = """\
g, user:ana, dept:civil
g, user:li, dept:audit
g, user:ops, dept:civil
g, service:bi, dept:civil
p2, @first, "region = 'A1'"
p, dept:civil, {catalog}.public.people, select, -, *, -, -, -, allow, people
p, dept:audit, {catalog}.public.people, select, -, audit, -, -, -, allow, people-for-audit
p, dept:civil, {catalog}.public.typed, select, -, *, -, -, -, allow, typed
p, *, {catalog}.public.people, row_any, @first, *, -, -, -, allow, first-region
p, *, {catalog}.public.typed, row_any, TRUE, *, -, -, -, allow, all-types
p, *, {catalog}.public.people.phone, mask, partial:3:4, *, -, -, -, allow, mask-phone
p, service:bi, user:ana, impersonate, -, *, -, -, -, allow, bi-for-ana
"""
TITLES: Final = "purpose:audit,审计监督\n"
PERSON: Final = [2, "名2", "138****0002", "A1"]
"""The first row of `people` as Ana sees it."""
PEOPLE: Final = 10_000


class Issuer:
    """Signs JWTs as a city's identity service would."""

    def __init__(self) -> None:
        self._key = rsa.generate_private_key(65537, 2048)

    def key_set(self) -> str:
        """What it publishes."""
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return json.dumps({"keys": [{**public, "kid": "one", "use": "sig"}]})

    def token(self, name: str, seconds: float = 600, audience: str = "huiliu") -> str:
        """A login for so long."""
        said = {"iss": "https://id.city", "aud": audience, "sub": name, "exp": int(time.time() + seconds)}
        return jwt.encode(said, self._key, "RS256", headers={"kid": "one"})


@dataclass(frozen=True)
class Place:
    """What a client must know."""

    site: Site
    engine: str
    port: int
    authority: Path
    catalog: str
    tokens: dict[str, str]
    issuer: Issuer

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"


@contextmanager
def place(
    folder: Path,
    postgresql: Server,
    trino: Trino | None,
    more: str = "",
    variables: Mapping[str, str] | None = None,
    limits: str = LIMITS,
) -> Iterator[Place]:
    """A gateway that runs; on Trino when one is given. `more` settings may name more `variables`."""
    folder.mkdir(exist_ok=True)
    given = {**(variables or {})}
    database = postgresql.fresh_database()
    database.execute(TABLES)
    if trino is None:
        engine = 'name = "duckdb"\nmemory_limit = "400MB"'
        with _served(folder, database, "civil", engine, more, given, limits) as made:
            yield made
    else:
        with trino.attach(database) as catalog:
            engine = f'name = "trino"\n[trino]\ncoordinators = ["{trino.url}"]'
            with _served(folder, database, catalog, engine, more, given, limits) as made:
                yield made


@contextmanager
def _served(
    folder: Path, database: Server, catalog: str, engine: str, more: str, variables: Mapping[str, str], limits: str
) -> Iterator[Place]:
    environment = {"CIVIL_USER": database.user, "CIVIL_PASSWORD": database.password, **variables}
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        site, tls_port = Site(folder, one.getsockname()[1], environment), other.getsockname()[1]
    settings = SETTINGS.format(
        port=site.port, tls_port=tls_port, engine=engine, catalog=catalog, limits=limits,
        host=database.host, db_port=database.port, database=database.database,
    )  # fmt: skip
    (folder / "gateway.toml").write_text(settings + more, "utf-8")
    (folder / "policies" / "policy.d").mkdir(parents=True)
    (folder / "policies" / "policy.d" / "civil.csv").write_text(RULES.format(catalog=catalog), "utf-8")
    (folder / "policies" / "titles.csv").write_text(TITLES, "utf-8")
    issuer = Issuer()
    (folder / "keys.json").write_text(issuer.key_set(), "utf-8")
    site.accept()
    later = now() + datetime.timedelta(days=1)
    tokens = {}
    with site.storage() as storage:
        for principal, purposes in (
            ("user:ana", ["audit"]),
            ("user:li", ["audit"]),
            ("service:bi", []),
            ("user:ops", []),
        ):
            name = principal.partition(":")[2]
            tokens[name] = storage.tokens.create(principal, purposes, None, later, now=now())[1]
    site.spawn()
    try:
        site.ready()
        until(lambda: (folder / "var" / "tls" / "server.pem").exists(), 20)
        yield Place(
            site,
            "trino" if "trino" in engine else "duckdb",
            tls_port,
            folder / "var" / "tls" / "ca.pem",
            catalog,
            tokens,
            issuer,
        )
    finally:
        site.stop()
