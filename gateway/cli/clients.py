"""`huiliu clients`: what to type into each client of Trino to connect it to this site."""

from __future__ import annotations

import json
import shlex
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

import typer

from gateway.cli.display import console, note, show_json
from gateway.cli.examples import examples
from gateway.cli.faults import wrong_use
from gateway.cli.options import DEFAULT_CONFIG, Config, Json
from gateway.cli.site import settings_of
from gateway.settings_tree import split

if TYPE_CHECKING:
    from gateway.settings import Settings

EVERYWHERE = frozenset({"0.0.0.0", "::"})
TOKEN = "<token>"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where clients that speak Trino's protocol find the gateway. `authority` is the certificate to give them; None: they know it already."""

    host: str
    port: int
    authority: Path | None

    @property
    def address(self) -> str:
        """With a host of IPv6 in brackets."""
        return f"{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


def endpoint(settings: Settings) -> Endpoint | None:
    """None: nothing listens with TLS, and no client of Trino sends a password without. Makes the certificates where they are the gateway's own. Raises OwnError."""
    from gateway.own_tls import own_certificates

    http = settings.http
    if http.tls_listen is not None:
        host, port = split(http.tls_listen)
        authority = None if http.tls_certificate else own_certificates(settings).authority.resolve()
    elif http.tls_certificate:
        host, port, authority = settings.gateway.host, settings.gateway.port, None
    else:
        return None
    return Endpoint(socket.gethostname() if host in EVERYWHERE else host, port, authority)


def recipes(at: Endpoint, user: str, token: str = TOKEN) -> dict[str, str]:
    """What to type, by client. Without a token its place is marked."""
    ca = at.authority
    jdbc = f"jdbc:trino://{at.address}?SSL=true" + (f"&SSLTrustStorePath={ca}" if ca else "")
    secret = quote(token, safe="") if token != TOKEN else TOKEN
    address = f"trino://{user}:{secret}@{at.address}/"
    arguments = {"http_scheme": "https", **({"verify": str(ca)} if ca else {})}
    verify = f", verify={str(ca)!r}" if ca else ""
    shell = f"trino --server https://{at.address} --user {shlex.quote(user)} --password" + (
        f" --truststore-path {shlex.quote(str(ca))}" if ca else ""
    )
    return {
        "JDBC": f"{jdbc}&user={user}&password={token}",
        "DBeaver": f"driver Trino, URL {jdbc}, user {user}, password {token}",
        "Metabase": f"Starburst driver, host {at.host}, port {at.port}, SSL on, user {user}, password {token}"
        + (f", options SSLTrustStorePath={ca}" if ca else ""),
        "FineBI 帆软": f"数据连接 Trino, URL {jdbc}, 用户名 {user}, 密码 {token}",
        "Superset": f"URI {address}, Engine Parameters {json.dumps({'connect_args': arguments})}",
        "SQLAlchemy": f"create_engine({address!r}, connect_args={arguments!r})",
        "Python": f"trino.dbapi.connect(host={at.host!r}, port={at.port}, http_scheme='https'{verify}, auth=trino.auth.BasicAuthentication({user!r}, {token!r}))",
        "Trino CLI": shell,
    }


def clients(
    user: Annotated[str, typer.Option(help="Whose login: `li` for user:li.")] = "<user>",
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """Print what to type into JDBC tools, DBeaver, Metabase, 帆软, Superset, SQLAlchemy, Python and the Trino CLI. The password is a token (`huiliu token create`)."""
    settings = settings_of(config)
    at = endpoint(settings)
    if at is None:
        hint = "set `http.tls_listen`, for example 127.0.0.1:8443: the gateway makes a certificate itself"
        raise wrong_use("clients of Trino send no password without TLS, and this site has none", hint)
    found = recipes(at, user)
    if as_json:
        show_json(_plain(at, found))
        return
    if at.authority is not None:
        note(f"give clients this authority: {at.authority}")
    out = console()
    for name, text in found.items():
        out.print(f"{name}", style="bold", highlight=False, markup=False)
        out.print(f"  {text}", highlight=False, markup=False, soft_wrap=True)


def _plain(at: Endpoint, found: dict[str, str]) -> dict[str, Any]:
    return {
        "host": at.host,
        "port": at.port,
        "authority": str(at.authority) if at.authority else None,
        "clients": found,
    }


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=examples("huiliu clients --user li", "huiliu clients --json"))(clients)
