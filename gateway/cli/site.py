"""Opens what a command needs of a site: its settings, storage, keys, policies. Each as late as possible."""

from __future__ import annotations

import datetime
import getpass
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from gateway.cli.display import note
from gateway.cli.faults import wrong_use

if TYPE_CHECKING:
    from gateway.catalog.relations import Catalog
    from gateway.policy.policy_set import PolicySet
    from gateway.settings import Settings
    from gateway.sources import ConfiguredSource
    from gateway.storage import AuditRecord, KeyFile, Storage


def settings_of(config: Path) -> Settings:
    """The site's settings. Raises SettingsError with every problem."""
    from gateway.settings import read

    if not config.exists():
        raise wrong_use(f"there is no `{config}`", "run it in the site's folder, or name the file with `--config`")
    return read(config, os.environ)


def utc_now() -> datetime.datetime:
    """This moment."""
    return datetime.datetime.now(datetime.UTC)


def today(settings: Settings) -> datetime.date:
    """The day by which policies are judged."""
    return utc_now().astimezone(ZoneInfo(settings.gateway.timezone)).date()


def operator() -> str:
    """Who works here, for the audit: the account of this machine."""
    try:
        return f"local:{getpass.getuser()}"
    except (KeyError, OSError):
        return "local"


def key_file(settings: Settings) -> KeyFile:
    """The sealed key file; its master key is made on first use."""
    from gateway.storage import KeyFile, master_key

    data_dir = settings.gateway.data_dir
    return KeyFile(data_dir / "keys", master_key(data_dir, settings.master_key))


@contextmanager
def storage_of(settings: Settings) -> Iterator[Storage]:
    """The site's storage, closed at the end."""
    from gateway.storage import Storage

    storage = Storage.open(settings.gateway.data_dir, key_file(settings), url=settings.storage_url)
    try:
        yield storage
    finally:
        storage.close(utc_now())


def sources_of(settings: Settings) -> tuple[ConfiguredSource, ...]:
    """Every source, checked. The key file is opened only when a source names it."""
    from gateway.sources import configured_sources

    return configured_sources(settings, lambda name: key_file(settings).secret(name))


def source_of(settings: Settings, name: str) -> ConfiguredSource:
    """One source by its name."""
    for source in sources_of(settings):
        if source.engine.name == name:
            return source
    raise wrong_use(f"there is no source `{name}`", f"sources are {', '.join(settings.sources)}")


def accepted_catalog(settings: Settings) -> Catalog:
    """What owners accepted, without a look at the sources."""
    from gateway.catalog import accepted, snapshot

    folder = settings.gateway.catalog
    entries = [source.entry for source in sources_of(settings)]
    return snapshot.build(entries, {name: accepted.read(folder / f"{name}.toml") for name in settings.sources}, {})


def policy_of(settings: Settings, files: Mapping[str, bytes] | None = None) -> PolicySet:
    """The policy set of the folder (or of other files) for today, checked as the gateway checks it. Raises PolicyProblems."""
    from gateway.app import owners_of
    from gateway.policy.reading import read_folder
    from gateway.policy.release import release
    from gateway.predicates import check_predicate

    return release(
        read_folder(settings.gateway.policies) if files is None else files,
        owners_of(settings),
        on=today(settings),
        catalog=accepted_catalog(settings),
        check_predicate=check_predicate,
    )


def missing_keys(settings: Settings, policy: PolicySet) -> list[str]:
    """Token keys that the policies name and the key file does not hold. A key file that is not there is not made."""
    from gateway.policy.token_keys import token_keys

    named = token_keys(policy.bundle)
    if not named or not (settings.gateway.data_dir / "keys").is_file():
        return sorted(named)
    return sorted(named - set(key_file(settings).key_names()))


def tell_missing_keys(names: list[str]) -> None:
    """Each with the command that makes it."""
    for name in names:
        note(f"no key `{name}`: statements that show its tokens fail; `huiliu key create {name}` makes it", "yellow")


def record(storage: Storage, name: str, detail: str, principal: str = "") -> None:
    """Write down what an operator did."""
    storage.audit.append(event(name, detail, principal))


def event(name: str, detail: str, principal: str = "", at: datetime.datetime | None = None) -> AuditRecord:
    """What an operator did, as a record."""
    from gateway.storage import AuditRecord, Outcome

    return AuditRecord(
        instant=at or utc_now(),
        outcome=Outcome.EVENT,
        event=name,
        principal=principal,
        address=operator(),
        door="cli",
        detail=detail,
    )
