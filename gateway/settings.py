"""Reads gateway.toml and the environment once, into one frozen tree that can be printed without secrets.

Every problem of the file is reported together, as `gateway.toml: sources.x.kind: reason`. Paths are
relative to the file. `HUILIU_<SECTION>_<KEY>` overrides a plain value (`HUILIU_LIMITS_ROWS=1000`).
Passwords never stand in the file: `credentials` names environment variables or an entry of the key file.
"""

from __future__ import annotations

import difflib
import ipaddress
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, model_validator

from gateway.errors import ErrorCode, OwnError

PREFIX: Final = "HUILIU_"
SECTIONS: Final = ("gateway", "engine", "limits", "http")
RESERVED_SOURCES: Final = frozenset({"system", "huiliu", "main", "temp", "memory", "information_schema", "pg_catalog"})
_SECRET_KEY: Final = re.compile(r"passw|pwd|secret|token|api_?key|private_?key|credential", re.IGNORECASE)
_URL_PASSWORD: Final = re.compile(r"://[^/@\s]*:[^/@\s]+@|\bpassword\s*=", re.IGNORECASE)


class SettingsError(OwnError):
    """gateway.toml cannot be used; `problems` lists every reason."""

    default_code = ErrorCode.CONFIG_INVALID

    def __init__(self, file: str, problems: Iterable[str]) -> None:
        self.problems = tuple(f"{file}: {problem}" for problem in problems)
        super().__init__("; ".join(self.problems), hint="`huiliu config check` lists every problem")


def _beside_file(value: Path, info: ValidationInfo) -> Path:
    base = (info.context or {}).get("base", Path())
    return Path(base) / value.expanduser()


FilePath = Annotated[Path, AfterValidator(_beside_file)]


class Tree(BaseModel):
    """Base of every part: frozen, and unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


class GatewaySettings(Tree):
    """Where the gateway keeps and finds things, and where it listens."""

    data_dir: FilePath = Path("var")
    listen: str = "127.0.0.1:8440"
    timezone: str = "Asia/Shanghai"
    policies: FilePath = Path("policies")
    catalog: FilePath = Path("catalog")
    storage: str = Field(default="sqlite", pattern=r"^(sqlite|env:[A-Z][A-Z0-9_]*)$")

    @model_validator(mode="after")
    def _readable(self) -> GatewaySettings:
        try:
            ZoneInfo(self.timezone)
        except (KeyError, ValueError, OSError):
            raise ValueError(
                f"timezone: `{self.timezone}` is not a time zone, write for example Asia/Shanghai"
            ) from None
        if not re.fullmatch(r"(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.\-]+):\d{1,5}", self.listen) or self.port > 65535:
            raise ValueError(f"listen: `{self.listen}` is not host:port")
        return self

    @property
    def host(self) -> str:
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        return int(self.listen.rpartition(":")[2])

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the listener."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


class EngineSettings(Tree):
    """The embedded engine's bounds."""

    name: str = Field(default="duckdb", pattern=r"^duckdb$")
    memory_limit: str = Field(default="2GB", pattern=r"^\d+(\.\d+)?\s?[KMGT]i?B$")
    threads: int = Field(default=2, ge=1, le=1024)
    spill_limit: str = Field(default="4GB", pattern=r"^\d+(\.\d+)?\s?[KMGT]i?B$")


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
    """The HTTP edge. Off loopback it wants TLS, unless plain HTTP is allowed in so many words."""

    tls_certificate: FilePath | None = None
    tls_key: FilePath | None = None
    allow_plain_http: bool = False
    trusted_proxies: tuple[str, ...] = ()
    metrics_principals: tuple[str, ...] = ()
    body_bytes: int = Field(default=1_048_576, ge=1024)
    body_seconds: float = Field(default=15, gt=0)
    write_seconds: float = Field(default=30, gt=0)
    drain_seconds: float = Field(default=20, ge=0)
    failed_logins_per_minute: int = Field(default=20, ge=1)


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
    options: dict[str, Any] = Field(default_factory=dict)
    credentials: str | None = Field(default=None, pattern=r"^(env:[A-Z][A-Z0-9_]*|keyfile:[a-z][a-z0-9_\-]*)$")


class Settings(Tree):
    """Everything that can be set, validated. `environment` holds only the variables that the file names."""

    path: Path = Field(exclude=True)
    gateway: GatewaySettings = GatewaySettings()
    engine: EngineSettings = EngineSettings()
    limits: LimitSettings = LimitSettings()
    http: HttpSettings = HttpSettings()
    owners: dict[str, OwnerSettings] = Field(default_factory=dict)
    sources: dict[str, SourceSettings] = Field(default_factory=dict)
    environment: dict[str, str] = Field(default_factory=dict, exclude=True, repr=False)

    def shown(self) -> dict[str, Any]:
        """The tree as plain JSON values. It holds no secret: secrets are only ever named."""
        return self.model_dump(mode="json")

    def source_environment(self, name: str) -> Mapping[str, str]:
        """Credentials of a source whose `credentials` is `env:PREFIX`: `user`, `password`; empty otherwise."""
        prefix = _environment_prefix(self.sources[name])
        if prefix is None:
            return MappingProxyType({})
        found = {word: self.environment.get(f"{prefix}_{word.upper()}") for word in ("user", "password")}
        return MappingProxyType({word: value for word, value in found.items() if value is not None})


def read(path: Path, environ: Mapping[str, str]) -> Settings:
    """Read and check the file. Raises SettingsError with every problem found."""
    try:
        data = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise SettingsError(path.name, [f"cannot be read: {error.strerror}"]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(path.name, [f"is not TOML: {error}"]) from error
    return check(data, path, environ)


def check(data: dict[str, Any], path: Path, environ: Mapping[str, str]) -> Settings:
    """Validate what a file holds."""
    problems = [*_override(data, environ), *_clear_secrets(data)]
    reserved = [key for key in ("path", "environment") if key in data]
    problems += [f"{key}: is not a setting" for key in reserved]
    tree = {key: value for key, value in data.items() if key not in reserved}
    settings = None
    try:
        settings = Settings.model_validate(
            {**tree, "path": path.absolute(), "environment": dict(_named(tree, environ))},
            context={"base": path.absolute().parent},
        )
    except ValidationError as error:
        problems += [_sentence(dict(one)) for one in error.errors()]
    if settings is not None:
        problems += _across(settings)
    if settings is None or problems:
        raise SettingsError(path.name, dict.fromkeys(problems))
    return settings


def _override(data: dict[str, Any], environ: Mapping[str, str]) -> Iterator[str]:
    """Put `HUILIU_<SECTION>_<KEY>` over the file's values; a key that does not exist is a problem."""
    for variable, text in sorted(environ.items()):
        section, _, key = variable.removeprefix(PREFIX).lower().partition("_")
        if not variable.startswith(PREFIX) or section not in SECTIONS or not key:
            continue
        model = Settings.model_fields[section].annotation
        assert model is not None
        if key not in model.model_fields:
            yield f"{variable}: is not a setting{_nearest(key, model.model_fields, f'{PREFIX}{section.upper()}_')}"
        elif isinstance(data.setdefault(section, {}), dict):
            data[section][key] = _plain(text)


def _plain(text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _clear_secrets(data: dict[str, Any], at: str = "") -> Iterator[str]:
    """A password in the file is refused wherever it stands; its value is not repeated."""
    for key, value in data.items():
        here = f"{at}.{key}" if at else key
        named = key in ("credentials", "tls_key", "tls_certificate")
        if isinstance(value, dict):
            yield from _clear_secrets(value, here)
        elif isinstance(value, str) and not named and (_SECRET_KEY.search(key) or _URL_PASSWORD.search(value)):
            yield f'{here}: a secret in clear is refused; use credentials = "env:PREFIX" or "keyfile:NAME"'


def _named(data: dict[str, Any], environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The environment variables that the file names, and no others."""
    texts = [source.get("credentials") for source in _tables(data.get("sources"))]
    prefixes = [text.removeprefix("env:") for text in texts if isinstance(text, str) and text.startswith("env:")]
    wanted = {f"{prefix}_{word}" for prefix in prefixes for word in ("USER", "PASSWORD")}
    section = data.get("gateway")
    storage = section.get("storage") if isinstance(section, dict) else None
    if isinstance(storage, str) and storage.startswith("env:"):
        wanted.add(storage.removeprefix("env:"))
    yield from ((name, environ[name]) for name in sorted(wanted) if name in environ)


def _tables(value: object) -> list[dict[str, Any]]:
    return [each for each in value.values() if isinstance(each, dict)] if isinstance(value, dict) else []


def _sentence(error: dict[str, Any]) -> str:
    """One pydantic error as `sources.x.kind: reason`; values are not repeated, they could be secrets."""
    where = [str(part) for part in error["loc"]]
    if error["type"] == "extra_forbidden":
        return f"{'.'.join(where)}: is not a setting{_nearest(where[-1], _fields_at(where[:-1]))}"
    reason = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "missing":
        reason = "is missing"
    elif error["type"] == "string_pattern_mismatch":
        reason = f"does not have the form {error['ctx']['pattern']}"
    return f"{'.'.join(where)}: {reason[:1].lower()}{reason[1:]}"


def _fields_at(where: list[str]) -> Iterable[str]:
    model: type[BaseModel] = Settings
    tables: dict[str, type[BaseModel]] = {"owners": OwnerSettings, "sources": SourceSettings}
    if where:
        found = tables.get(where[0]) or Settings.model_fields[where[0]].annotation
        model = found if isinstance(found, type) else Settings
    return [name for name in model.model_fields if name not in ("path", "environment")]


def _nearest(word: str, known: Iterable[str], prefix: str = "") -> str:
    near = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean `{prefix}{near[0].upper() if prefix else near[0]}`?" if near else ""


def _environment_prefix(source: SourceSettings) -> str | None:
    text = source.credentials or ""
    return text.removeprefix("env:") if text.startswith("env:") else None


def _across(settings: Settings) -> Iterator[str]:
    """What can only be checked between parts."""
    http, gateway = settings.http, settings.gateway
    if bool(http.tls_certificate) != bool(http.tls_key):
        yield "http.tls_key: tls_certificate and tls_key come together"
    if not gateway.loopback and not http.tls_certificate and not http.allow_plain_http:
        yield "gateway.listen: other machines can reach it without TLS; set http.tls_certificate and http.tls_key, or http.allow_plain_http"
    if gateway.storage != "sqlite" and gateway.storage.removeprefix("env:") not in settings.environment:
        yield f"gateway.storage: the variable {gateway.storage.removeprefix('env:')} is not set"
    policies = [owner.policy for owner in settings.owners.values()]
    for name, owner in settings.owners.items():
        if policies.count(owner.policy) > 1:
            yield f"owners.{name}.policy: `{owner.policy}` belongs to more than one owner"
        for catalog in owner.catalogs:
            if catalog not in settings.sources:
                yield f"owners.{name}.catalogs: there is no source `{catalog}`{_nearest(catalog, settings.sources)}"
    for name, source in settings.sources.items():
        yield from _source_problems(settings, name, source)


def _source_problems(settings: Settings, name: str, source: SourceSettings) -> Iterator[str]:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", name):
        yield f"sources.{name}: a source's name is lower-case letters, digits and _, a letter first"
    if name in RESERVED_SOURCES:
        yield f"sources.{name}: the name is taken by the gateway itself"
    if source.owner not in settings.owners:
        yield f"sources.{name}.owner: there is no owner `{source.owner}`{_nearest(source.owner, settings.owners)}"
    for other in source.share_keys_with:
        if other not in settings.owners:
            yield f"sources.{name}.share_keys_with: there is no owner `{other}`{_nearest(other, settings.owners)}"
    prefix = _environment_prefix(source)
    if prefix is not None:
        for word in ("USER", "PASSWORD"):
            if f"{prefix}_{word}" not in settings.environment:
                yield f"sources.{name}.credentials: the variable {prefix}_{word} is not set"
