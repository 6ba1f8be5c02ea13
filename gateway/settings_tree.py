"""The settings as one frozen tree of values, with their defaults and forms. `gateway.settings` reads and checks them."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from gateway.execution.windows import parse
from gateway.settings_logins import LoginSettings
from gateway.settings_parts import FilePath, Tree

MASTER_KEY: Final = "HUILIU_MASTER_KEY"
ADDRESS: Final = r"^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.\-]+):\d{1,5}$"
"""host:port."""


def split(address: str) -> tuple[str, int]:
    """Host and port.

    >>> split("[::1]:8440")
    ('::1', 8440)
    """
    host, _, port = address.rpartition(":")
    return host.strip("[]"), int(port)


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class GatewaySettings(Tree):
    """Where the gateway keeps and finds things, and where it listens."""

    data_dir: FilePath = Path("var")
    listen: str = "127.0.0.1:8440"
    timezone: str = "Asia/Shanghai"
    policies: FilePath = Path("policies")
    catalog: FilePath = Path("catalog")
    storage: str = Field(default="sqlite", pattern=r"^(sqlite|env:[A-Z][A-Z0-9_]*)$")
    address: str | None = Field(default=None, pattern=r"^https?://[A-Za-z0-9.\-\[\]:]{1,253}:\d{1,5}$")

    @model_validator(mode="after")
    def _readable(self) -> GatewaySettings:
        try:
            ZoneInfo(self.timezone)
        except (KeyError, ValueError, OSError):
            raise ValueError(
                f"timezone: `{self.timezone}` is not a time zone, write for example Asia/Shanghai"
            ) from None
        if not re.fullmatch(ADDRESS, self.listen) or self.port > 65535:
            raise ValueError(f"listen: `{self.listen}` is not host:port")
        return self

    @property
    def host(self) -> str:
        return split(self.listen)[0]

    @property
    def port(self) -> int:
        return split(self.listen)[1]

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the listener."""
        return _loopback(self.host)


class EngineSettings(Tree):
    """Which engine runs statements: the embedded one, whose bounds these are, or a Trino cluster (`trino`)."""

    name: str = Field(default="duckdb", pattern=r"^(duckdb|trino)$")
    memory_limit: str = Field(default="2GB", pattern=r"^\d+(\.\d+)?\s?[KMGT]i?B$")
    threads: int = Field(default=2, ge=1, le=1024)
    spill_limit: str = Field(default="4GB", pattern=r"^\d+(\.\d+)?\s?[KMGT]i?B$")
    verify: str = Field(default="off", pattern=r"^(off|engine)$")
    """`engine`: Trino's own analysis of what is sent must read the same relations and columns, or nothing is answered."""
    semijoin: bool = True
    """Read the keys of a join's narrow side first and send them to the other side's source, where rule and owners allow it."""


class TrinoSettings(Tree):
    """The cluster that runs statements when the engine is Trino: its coordinators, best first, and as whom the gateway comes."""

    coordinators: tuple[str, ...] = ()
    user: str = Field(default="huiliu", pattern=r"^[\x21-\x39\x3b-\x7e]{1,128}$")
    credentials: str | None = Field(default=None, pattern=r"^env:[A-Z][A-Z0-9_]*$")
    """`env:PREFIX`: PREFIX_PASSWORD, or PREFIX_TOKEN with a JWT."""
    authority: FilePath | None = None
    certificate: FilePath | None = None
    key: FilePath | None = None
    allow_plain_http: bool = False

    @model_validator(mode="after")
    def _coherent(self) -> TrinoSettings:
        for number, address in enumerate(self.coordinators, start=1):
            self._check_address(number, address)
        if len(set(self.coordinators)) < len(self.coordinators):
            raise ValueError("coordinators: an address stands there twice")
        if bool(self.certificate) != bool(self.key):
            raise ValueError("key: certificate and key come together")
        return self

    def _check_address(self, number: int, address: str) -> None:
        found = re.fullmatch(r"(https?)://(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.\-]+)(?::(\d{1,5}))?", address)
        if found is None or int(found[3] or 0) > 65535:
            raise ValueError(f"coordinators: address {number} is not https://host:port")  # it may hold a password
        if found[1] == "http" and not self.allow_plain_http and not _loopback(found[2].strip("[]")):
            raise ValueError(
                f"coordinators: `{address}` would carry every row in clear; write https, or set allow_plain_http"
            )
        if found[1] == "http" and self.credentials is not None and not _loopback(found[2].strip("[]")):
            raise ValueError(f"coordinators: `{address}` would carry the service's password in clear; write https")

    @property
    def environment_prefix(self) -> str | None:
        """PREFIX of `env:PREFIX`."""
        return None if self.credentials is None else self.credentials.removeprefix("env:")


class OpaSettings(Tree):
    """The door for Trino's own access control (its OPA plugin). Off without a key."""

    key: str | None = Field(default=None, pattern=r"^env:[A-Z][A-Z0-9_]*$")
    """`env:NAME`: the variable holds what the door's address has in it, for Trino can send no credentials."""
    peers: tuple[str, ...] = ("127.0.0.1", "::1")
    """Addresses or networks that are answered: Trino's coordinators."""
    services: tuple[str, ...] = ()
    """Users of Trino who read everything: the gateway's own account there."""

    @model_validator(mode="after")
    def _networks(self) -> OpaSettings:
        for peer in self.peers:
            try:
                ipaddress.ip_network(peer)
            except ValueError:
                raise ValueError(f"peers: `{peer}` is neither an address nor a network") from None
        if any(not re.fullmatch(r"[\x21-\x7e]{1,128}", service) for service in self.services):
            raise ValueError("services: a user's name is 1 to 128 characters of ASCII without blanks")
        return self


class LimitSettings(Tree):
    """Bounds on one statement and on how many run; the smallest of client, policy and these wins."""

    rows: int = Field(default=1_000_000, ge=1)
    bytes: int = Field(default=1_000_000_000, ge=1)
    seconds: float = Field(default=300, gt=0)
    concurrent_per_principal: int = Field(default=4, ge=1)
    concurrent: int = Field(default=32, ge=1)
    queue: int = Field(default=200, ge=0)
    queue_seconds: float = Field(default=30, gt=0)


class HttpSettings(Tree):
    """The HTTP edge. Off loopback it wants TLS, unless plain HTTP is allowed in so many words.

    `tls_listen` is a second listener, for clients that send no password without TLS; where no certificate is given, the gateway makes its own.
    """

    tls_listen: str | None = Field(default=None, pattern=ADDRESS)
    tls_names: tuple[str, ...] = ()
    tls_certificate: FilePath | None = None
    tls_key: FilePath | None = None
    allow_plain_http: bool = False
    trusted_proxies: tuple[str, ...] = ()
    metrics_principals: tuple[str, ...] = ()
    status_principals: tuple[str, ...] = ()
    connections: int = Field(default=2000, ge=8)
    header_bytes: int = Field(default=327_680, ge=4096)
    header_seconds: float = Field(default=10, gt=0)
    body_bytes: int = Field(default=1_048_576, ge=1024)
    body_seconds: float = Field(default=15, gt=0)
    write_seconds: float = Field(default=30, gt=0)
    drain_seconds: float = Field(default=20, ge=0)
    failed_logins_per_minute: int = Field(default=20, ge=1)
    page_credentials: bool = False


class OwnerSettings(Tree):
    """Who owns which policy file, and what that file may speak of."""

    title: str = ""
    contact: str = ""
    policy: str = Field(pattern=r"^[A-Za-z0-9_.\-]+\.csv$")
    catalogs: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    tags: str = ""
    departments: tuple[str, ...] = ()


class SourceSettings(Tree):
    """One department's database; its name is its catalog. `options` is checked by its kind."""

    kind: str
    owner: str
    title: str = ""
    share_keys_with: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()
    """Hours in which it may be read, by `gateway.timezone`; none is always."""
    concurrent: int | None = Field(default=None, ge=1)
    rows: int | None = Field(default=None, ge=1)
    seconds: float | None = Field(default=None, gt=0)
    options: dict[str, Any] = Field(default_factory=dict)
    credentials: str | None = Field(default=None, pattern=r"^(env:[A-Z][A-Z0-9_]*|keyfile:[a-z][a-z0-9_\-]*)$")

    @field_validator("windows")
    @classmethod
    def _readable(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for text in value:
            parse(text)
        return value

    @property
    def environment_prefix(self) -> str | None:
        """PREFIX of `env:PREFIX`."""
        text = self.credentials or ""
        return text.removeprefix("env:") if text.startswith("env:") else None


class Settings(Tree):
    """Everything that can be set, validated. `environment` holds only the variables that the file names."""

    path: Path = Field(exclude=True)
    gateway: GatewaySettings = GatewaySettings()
    engine: EngineSettings = EngineSettings()
    trino: TrinoSettings = TrinoSettings()
    opa: OpaSettings = OpaSettings()
    limits: LimitSettings = LimitSettings()
    http: HttpSettings = HttpSettings()
    logins: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_\-]{0,31}$")], LoginSettings] = Field(
        default_factory=dict
    )
    owners: dict[str, OwnerSettings] = Field(default_factory=dict)
    sources: dict[str, SourceSettings] = Field(default_factory=dict)
    environment: dict[str, str] = Field(default_factory=dict, exclude=True, repr=False)

    def shown(self) -> dict[str, Any]:
        """The tree as plain JSON values. It holds no secret: secrets are only ever named."""
        return self.model_dump(mode="json")

    @property
    def master_key(self) -> str | None:
        """What opens the key file, when it comes from the environment."""
        return self.environment.get(MASTER_KEY)

    @property
    def storage_url(self) -> str | None:
        """The storage database's URL; None is SQLite in `data_dir`."""
        storage = self.gateway.storage
        return None if storage == "sqlite" else self.environment[storage.removeprefix("env:")]

    @property
    def opa_key(self) -> str | None:
        """What the address of the door for Trino's access control has in it; None when there is no such door."""
        named = self.opa.key
        return None if named is None else self.environment.get(named.removeprefix("env:"), "")

    @property
    def web_login(self) -> tuple[str, LoginSettings, str] | None:
        """Name, settings and secret of the issuer that clients without a login are sent to; None when there is none."""
        for name, one in self.logins.items():
            if one.client_secret is not None:
                return name, one, self.environment.get(one.client_secret.removeprefix("env:"), "")
        return None

    @property
    def trino_environment(self) -> Mapping[str, str]:
        """`password` or `token` of the service account at Trino; empty when it has neither."""
        prefix = self.trino.environment_prefix
        if prefix is None:
            return MappingProxyType({})
        found = {word: self.environment.get(f"{prefix}_{word.upper()}") for word in ("password", "token")}
        return MappingProxyType({word: value for word, value in found.items() if value is not None})

    def source_environment(self, name: str) -> Mapping[str, str]:
        """Credentials of a source whose `credentials` is `env:PREFIX`: `user`, `password`; empty otherwise."""
        prefix = self.sources[name].environment_prefix
        if prefix is None:
            return MappingProxyType({})
        found = {word: self.environment.get(f"{prefix}_{word.upper()}") for word in ("user", "password")}
        return MappingProxyType({word: value for word, value in found.items() if value is not None})
