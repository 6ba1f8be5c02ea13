"""SQLAlchemy with Trino's own dialect: what an inspector asks, and reading with bound values."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy
from sqlalchemy import Engine, MetaData, Table, select, text

from tests.clients.site import PEOPLE, PERSON, Place

pytestmark = pytest.mark.slow


@pytest.fixture
def engine(gateway: Place) -> Iterator[Engine]:
    address = f"trino://ana:{gateway.tokens['ana']}@127.0.0.1:{gateway.port}/{gateway.catalog}/public"
    made = sqlalchemy.create_engine(address, connect_args={"http_scheme": "https", "verify": str(gateway.authority)})
    yield made
    made.dispose()


def test_an_inspector_finds_what_is_granted(engine: Engine) -> None:
    about = sqlalchemy.inspect(engine)
    assert about.get_schema_names() == ["information_schema", "public"]
    assert about.get_table_names() == ["people", "typed"]
    assert about.get_view_names() == []
    assert [(c["name"], str(c["type"])) for c in about.get_columns("people")] == [
        ("id", "BIGINT"), ("name", "VARCHAR(40)"), ("phone", "VARCHAR(20)"), ("region", "VARCHAR(6)"),
    ]  # fmt: skip
    assert about.has_table("people")
    assert not about.has_table("vault")
    assert not about.has_table("SELECT * FROM people")  # what pandas asks with a text of SQL
    assert about.get_table_comment("people") == {"text": "only permitted rows"}
    assert about.get_pk_constraint("people")["constrained_columns"] == []
    assert about.get_foreign_keys("people") == []
    assert about.get_indexes("people") == []
    with pytest.raises(sqlalchemy.exc.NoSuchTableError):
        about.get_columns("vault")
    assert about.get_view_definition("people") is None


def test_a_reflected_table_is_queried_with_bound_values(engine: Engine) -> None:
    people = Table("people", MetaData(), autoload_with=engine)
    with engine.connect() as connection:
        found = connection.execute(select(people).where(people.c.id == 2)).all()
        assert [list(row) for row in found] == [PERSON]
        asked = (
            select(people.c.region, sqlalchemy.func.count().label("n"))
            .group_by(people.c.region)
            .order_by(people.c.region)
        )
        assert [tuple(row) for row in connection.execute(asked)] == [("A1", PEOPLE)]
        page = select(people.c.id).where(people.c.name.like("名1%")).order_by(people.c.id.desc()).limit(2).offset(1)
        assert [row[0] for row in connection.execute(page)] == [19996, 19994]
        assert connection.execute(text("SELECT :a || 'x'"), {"a": "张'三"}).scalar() == "张'三x"


def test_the_server_says_what_it_is(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.dialect.server_version_info == ("476",)
        assert connection.dialect.default_schema_name in (None, "public")
