"""Opening storage: migrations, addresses, durability."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import create_engine, text

from gateway.errors import ErrorCode, OwnError
from gateway.storage import KeyFile, Storage, database, master_key
from gateway.storage.database import Database
from gateway.storage.schema import METADATA
from tests.storage.conftest import NOW, World, record


def test_the_migrations_make_the_tables_that_the_code_knows(world: World) -> None:
    with world.storage._database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_storage_opens_again_with_everything_in_it(world: World, open_world: Callable[[], World]) -> None:
    world.storage.audit.append(record(1))
    world.storage.close(NOW)
    assert len(open_world().storage.audit.search()) == 1


def test_replicas_may_open_a_new_database_at_once(open_world: Callable[[], World], url: str) -> None:
    failures: list[Exception] = []

    def opening() -> None:
        try:
            Database(url).close()
        except Exception as error:  # whatever goes wrong in a thread must reach the test
            failures.append(error)

    threads = [threading.Thread(target=opening) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_without_an_address_storage_is_sqlite_in_the_data_folder(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    keys = KeyFile(folder / "keys.sealed", master_key(folder))
    Storage.open(folder, keys).close(NOW)
    assert (folder / "storage.db").exists()
    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("address", ["mysql://h/d", "sqlite://", "sqlite:///:memory:", "not a url", ""])
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(OwnError) as refusal:
        Database(address)
    assert refusal.value.code is ErrorCode.CONFIG_INVALID


def test_a_database_that_cannot_be_reached_fails_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(OwnError) as failure:
        Database("postgresql://tester:hunter2@127.0.0.1:1/none")
    assert failure.value.code is ErrorCode.STORAGE_FAILED
    assert "hunter2" not in f"{failure.value.public()}{failure.value.detail}"
    (tmp_path / "storage.db").write_bytes(b"this is not a database" * 100)
    with pytest.raises(OwnError) as failure:
        Database(f"sqlite:///{tmp_path / 'storage.db'}")
    assert failure.value.code is ErrorCode.STORAGE_FAILED


def test_sqlite_is_durable_and_lets_readers_and_a_writer_work_at_once(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'storage.db'}")
    with database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        with database.writing() as writer:
            writer.exec_driver_sql("UPDATE audit_head SET signed = 0")
    database.close()


def test_the_newest_revision_is_the_one_that_the_migrations_end_in(world: World) -> None:
    scripts = ScriptDirectory(str(Path(database.__file__).parent / "migrations"))
    assert scripts.get_heads() == [database.NEWEST]


def test_a_database_of_another_revision_is_migrated(world: World, url: str) -> None:
    with world.storage._database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    with pytest.raises(CommandError, match="older"):
        Database(url)


def test_storage_of_the_version_before_is_brought_up_with_everything_in_it(
    url: str, open_world: Callable[[], World]
) -> None:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        # As the version before wrote it: by the columns that it knew.
        names = "id, principal, department, sql, state, started, policy_version, catalog_version, accesses, engine, replica, rows, bytes, cut"
        values = "'s1', 'user:zhangsan', 'minzheng', 'SELECT 1', 'STARTED', '2026-11-22T08:00:00.000000Z', '', '', '[]', '', 'r1', 0, 0, false"
        connection.execute(text(f"INSERT INTO statements ({names}) VALUES ({values})"))
    engine.dispose()
    storage = open_world().storage
    assert storage.history.ask_cancel("s1", "user:zhangsan", NOW)
    found = storage.history.find("s1")
    assert found is not None
    assert (found.sql, found.cancel_asked) == ("SELECT 1", NOW)
    assert storage.replicas.look("r1", NOW).canceled == ("s1",)
