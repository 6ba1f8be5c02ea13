"""Reads gateway.toml and the environment once, into one frozen tree that can be printed without secrets.

Every problem of the file is reported together, as `gateway.toml: sources.x.kind: reason`. Paths are
relative to the file. `HUILIU_<SECTION>_<KEY>` overrides a plain value (`HUILIU_LIMITS_ROWS=1000`).
Passwords never stand in the file: `credentials` names environment variables or an entry of the key file.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from gateway.errors import ErrorCode, OwnError
from gateway.settings_parts import Tree
from gateway.settings_tree import MASTER_KEY, OwnerSettings, Settings, SourceSettings, split

__all__ = ["MASTER_KEY", "Settings", "SettingsError", "SourceSettings", "Tree", "check", "read"]

PREFIX: Final = "HUILIU_"
SECTIONS: Final = ("gateway", "engine", "limits", "http")
RESERVED_SOURCES: Final = frozenset({"system", "huiliu", "main", "temp", "memory", "information_schema", "pg_catalog"})
_SECRET_KEY: Final = re.compile(r"passw|pwd|secret|token|api_?key|private_?key|credential", re.IGNORECASE)
_UNGUESSABLE: Final = re.compile(r"[A-Za-z0-9_\-]{32,256}")
_URL_PASSWORD: Final = re.compile(r"://[^/@\s]*:[^/@\s]+@|\bpassword\s*=", re.IGNORECASE)


class SettingsError(OwnError):
    """gateway.toml cannot be used; `problems` lists every reason."""

    default_code = ErrorCode.CONFIG_INVALID

    def __init__(self, file: str, problems: Iterable[str]) -> None:
        self.problems = tuple(f"{file}: {problem}" for problem in problems)
        super().__init__("; ".join(self.problems), hint="`huiliu config check` lists every problem")


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
    tree = {"gateway": {}} | {
        key: value for key, value in data.items() if key not in reserved
    }  # its paths are relative, too
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


NO_SECRETS: Final = ("credentials", "tls_key", "tls_certificate", "client_secret", "token_url")
"""Keys whose own patterns let no secret in."""


def _clear_secrets(data: dict[str, Any], at: str = "") -> Iterator[str]:
    """A password in the file is refused wherever it stands; its value is not repeated."""
    for key, value in data.items():
        here = f"{at}.{key}" if at else key
        named = key in NO_SECRETS
        if isinstance(value, dict):
            yield from _clear_secrets(value, here)
        elif isinstance(value, str) and not named and (_SECRET_KEY.search(key) or _URL_PASSWORD.search(value)):
            yield f'{here}: a secret in clear is refused; use credentials = "env:PREFIX" or "keyfile:NAME"'


def _named(data: dict[str, Any], environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The environment variables that the file names, and no others."""
    texts = [source.get("credentials") for source in _tables(data.get("sources"))]
    prefixes = [text.removeprefix("env:") for text in texts if isinstance(text, str) and text.startswith("env:")]
    wanted = {MASTER_KEY} | {f"{prefix}_{word}" for prefix in prefixes for word in ("USER", "PASSWORD")}
    trino = data.get("trino")
    identity = trino.get("credentials") if isinstance(trino, dict) else None
    if isinstance(identity, str) and identity.startswith("env:"):
        wanted |= {f"{identity.removeprefix('env:')}_{word}" for word in ("PASSWORD", "TOKEN")}
    opa = data.get("opa")
    named = opa.get("key") if isinstance(opa, dict) else None
    if isinstance(named, str) and named.startswith("env:"):
        wanted.add(named.removeprefix("env:"))
    secrets = [login.get("client_secret") for login in _tables(data.get("logins"))]
    wanted |= {text.removeprefix("env:") for text in secrets if isinstance(text, str) and text.startswith("env:")}
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


def _across(settings: Settings) -> Iterator[str]:
    """What can only be checked between parts."""
    http, gateway = settings.http, settings.gateway
    if bool(http.tls_certificate) != bool(http.tls_key):
        yield "http.tls_key: tls_certificate and tls_key come together"
    plain = not http.tls_certificate or http.tls_listen is not None
    if not gateway.loopback and plain and not http.allow_plain_http:
        yield "gateway.listen: other machines can reach it without TLS; keep it on this machine and set http.tls_listen, or set http.tls_certificate and http.tls_key alone, or http.allow_plain_http"
    if http.tls_listen is not None and split(http.tls_listen)[1] > 65535:
        yield f"http.tls_listen: `{http.tls_listen}` is not host:port"
    if http.tls_listen == gateway.listen:
        yield "http.tls_listen: it is gateway.listen; the two listen at different ports"
    if gateway.storage != "sqlite" and gateway.storage.removeprefix("env:") not in settings.environment:
        yield f"gateway.storage: the variable {gateway.storage.removeprefix('env:')} is not set"
    if settings.engine.name == "trino" and not settings.trino.coordinators:
        yield "trino.coordinators: the engine is Trino; name its coordinators, best first"
    prefix = settings.trino.environment_prefix
    if prefix is not None and len(settings.trino_environment) != 1:
        yield f"trino.credentials: set one of the variables {prefix}_PASSWORD and {prefix}_TOKEN"
    if sum(login.client_id is not None for login in settings.logins.values()) > 1:
        yield "logins: only one of them can have client_id; clients can be sent to one issuer"
    if settings.web_login is not None and not settings.web_login[2]:
        yield f"logins.{settings.web_login[0]}.client_secret: the variable that it names is not set"
    if settings.opa_key is not None and not _UNGUESSABLE.fullmatch(settings.opa_key):
        yield "opa.key: the variable that it names must hold 32 to 256 characters of A-Z, a-z, 0-9, _ and -"
    if settings.opa_key is not None and settings.engine.name != "trino":
        yield "opa.key: the engine is not Trino, so the gateway cannot know how columns are read there"
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
    prefix = source.environment_prefix
    if prefix is not None:
        for word in ("USER", "PASSWORD"):
            if f"{prefix}_{word}" not in settings.environment:
                yield f"sources.{name}.credentials: the variable {prefix}_{word} is not set"
