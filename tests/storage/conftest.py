"""Storage on each database that it supports, and a way to do to it what an attacker with the database would."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from gateway.storage import AuditRecord, ColumnUse, KeyFile, Outcome, RelationUse, Storage, master_key

NOW = datetime.datetime(2026, 11, 22, 8, 0, tzinfo=datetime.UTC)
TABLES = ("audit_records", "audit_relations", "audit_checkpoints")


@dataclass(frozen=True, slots=True)
class World:
    """An open storage, and what is behind it."""

    storage: Storage
    keys: KeyFile
    data_dir: Path
    url: str

    def tamper(self, *statements: str) -> None:
        """Change the database behind the gateway's back, its triggers taken off first."""
        engine = create_engine(self.url.replace("postgresql://", "postgresql+psycopg://"))
        sqlite = engine.dialect.name == "sqlite"
        with engine.begin() as connection:
            for table in TABLES:
                if sqlite:
                    connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_update"))
                    connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_delete"))
                else:
                    connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}"))
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'storage.db'}"
    dsn: str = request.getfixturevalue("postgresql").fresh_database().dsn
    return dsn


@pytest.fixture
def open_world(url: str, tmp_path: Path) -> Iterator[Callable[[], World]]:
    """Opens storage, again and again if asked: as replicas and restarts do."""
    opened: list[World] = []

    def opening() -> World:
        keys = KeyFile(tmp_path / "keys.sealed", master_key(tmp_path))
        storage = Storage.open(tmp_path, keys, url=url, checkpoint_every=10)
        opened.append(World(storage, keys, tmp_path, url))
        return opened[-1]

    yield opening
    for world in opened:
        world.storage._database.close()


@pytest.fixture
def world(open_world: Callable[[], World]) -> World:
    return open_world()


def record(number: int = 0, **changes: object) -> AuditRecord:
    """A STARTED record with everything in it."""
    facts: dict[str, object] = {
        "instant": NOW + datetime.timedelta(seconds=number),
        "outcome": Outcome.STARTED,
        "statement": f"s{number}",
        "principal": "user:zhangsan",
        "department": "minzheng",
        "purpose": "dibao-check",
        "sql": "SELECT '张三𠮷\ud800\0' FROM police.main.person",
        "relations": (
            RelationUse(
                relation="police.main.person",
                columns=(ColumnUse(name="id_card", mask="token:k1", grade="L3"),),
                filters=("@own_region",),
                rules=("T001",),
            ),
        ),
        "policy_version": "v1:abc",
        "judged": NOW,
    }
    return AuditRecord(**{**facts, **changes})  # type: ignore[arg-type]  # the fields of AuditRecord by name
