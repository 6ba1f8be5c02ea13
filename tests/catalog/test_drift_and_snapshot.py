"""New is invisible: what a source has, what its owner accepted, and what a statement therefore sees."""

from __future__ import annotations

from dataclasses import replace

from gateway.catalog.accepted import AcceptedSource
from gateway.catalog.drift import accept, compare
from gateway.catalog.found import FoundColumn, FoundRelation
from gateway.catalog.names import RelationName
from gateway.catalog.relations import Catalog, Read, Source
from gateway.catalog.snapshot import SourceEntry, SourceState, build, warnings
from gateway.catalog.types import parse_type

NONE = AcceptedSource(source="src")
ENTRY = SourceEntry(source=Source(name="src", kind="postgresql", owner="o"))


def table(name: str = "T", *columns: tuple[str, str | None], kind: str = "table") -> FoundRelation:
    listed = columns or (("id", "bigint"), ("Name", "varchar(10)"))
    return FoundRelation(
        schema="main",
        name=name,
        kind=kind,
        columns=tuple(FoundColumn(name=n, type=parse_type(t) if t else None, native=t or "odd", reason="" if t else "odd") for n, t in listed),
        comment="人口",
    )  # fmt: skip


def snapshot(found: tuple[FoundRelation, ...] | None, accepted: AcceptedSource, entry: SourceEntry = ENTRY) -> Catalog:
    return build([entry], {"src": accepted}, {"src": SourceState(found=found)})


def columns(catalog: Catalog, relation: str = "t") -> list[str]:
    found = catalog.relations.get(RelationName("src", "main", relation))
    return [c.name for c in found.columns] if found else []


def test_nothing_is_seen_before_it_is_accepted() -> None:
    found = (table(),)
    assert not snapshot(found, NONE).relations
    accepted = accept(found, NONE)
    assert columns(snapshot(found, accepted)) == ["id", "name"]
    relation = snapshot(found, accepted).relations[RelationName("src", "main", "t")]
    assert (relation.location, relation.columns[1].source_name, relation.title) == (
        ("src", "main", "T"),
        "Name",
        "人口",
    )


def test_a_new_column_is_invisible_until_it_is_accepted() -> None:
    accepted = accept((table(),), NONE)
    wider = (table("T", ("id", "bigint"), ("Name", "varchar(10)"), ("secret", "varchar")),)
    assert columns(snapshot(wider, accepted)) == ["id", "name"]
    assert [str(d) for d in compare(wider, accepted).new] == ["main.T.secret: varchar"]
    assert columns(snapshot(wider, accept(wider, accepted, ["main.t.secret"]))) == ["id", "name", "secret"]


def test_a_changed_type_hides_the_column_until_it_is_accepted() -> None:
    accepted = accept((table(),), NONE)
    changed = (table("T", ("id", "varchar"), ("Name", "varchar(10)")),)
    assert columns(snapshot(changed, accepted)) == ["name"]
    assert [str(d) for d in compare(changed, accepted).changed] == ["main.T.id: was bigint, is varchar"]
    assert columns(snapshot(changed, accept(changed, accepted))) == ["id", "name"]


def test_types_of_a_loose_source_are_what_the_owner_says() -> None:
    accepted = accept((table(),), NONE, loose=True)
    guessed = (table("T", ("id", "varchar"), ("Name", "varchar(10)")),)
    loose = replace(ENTRY, loose=True)
    assert compare(guessed, accepted, loose=True).none
    catalog = snapshot(guessed, accepted, loose)
    assert columns(catalog) == ["id", "name"]
    assert {c.read for c in catalog.relations[RelationName("src", "main", "t")].columns} == {Read.CONVERT}
    assert accept(guessed, accepted, loose=True) == accepted


def test_what_is_gone_is_absent_and_reported() -> None:
    accepted = accept((table(), table("U")), NONE)
    left = (table("U", ("id", "bigint")),)
    assert columns(snapshot(left, accepted)) == []
    assert columns(snapshot(left, accepted), "u") == ["id"]
    assert [str(d) for d in compare(left, accepted).gone] == ["main.T", "main.U.Name"]
    told = warnings([ENTRY], {"src": accepted}, {"src": SourceState(found=left)})
    assert len(told) == 2
    assert accept(left, accepted).relations == accept(left, NONE).relations


def test_a_source_that_is_down_keeps_what_was_accepted_and_says_why() -> None:
    accepted = accept((table(),), NONE)
    catalog = build([ENTRY], {"src": accepted}, {"src": SourceState(unavailable="connection refused")})
    assert columns(catalog) == ["id", "name"]
    assert catalog.sources["src"].unavailable == "connection refused"
    assert catalog.version == snapshot((table(),), accepted).version


def test_views_are_accepted_only_by_name_and_are_opaque() -> None:
    found = (table(), table("V", kind="view"), table("P", kind="partition"), table("F", kind="foreign table"))
    accepted = accept(found, NONE)
    assert [r.name for r in accepted.relations] == ["T"]
    accepted = accept(found, accepted, ["main.v"])
    assert [r.name for r in accepted.relations] == ["T", "V"]
    relations = snapshot(found, accepted).relations
    assert relations[RelationName("src", "main", "v")].opaque
    assert not relations[RelationName("src", "main", "t")].opaque


def test_a_table_that_became_a_view_is_not_offered() -> None:
    accepted = accept((table(),), NONE)
    now = (table(kind="view"),)
    assert not snapshot(now, accepted).relations
    assert [str(d) for d in compare(now, accepted).changed] == ["main.T: was table, is view"]


def test_names_that_are_one_once_folded_are_left_out_and_reported() -> None:
    found = (table("T"), table("t"), table("u", ("a", "bigint"), ("A", "bigint"), ("b", "bigint")))
    accepted = accept(found, NONE)
    assert [r.name for r in accepted.relations] == ["u"]
    assert columns(snapshot(found, accepted), "u") == ["b"]
    assert [d.object for d in compare(found, NONE).clashing] == ["main.T", "main.t", "main.u.A", "main.u.a"]
    before = accept((table("T"),), NONE)
    assert not snapshot(found, before).relations


def test_a_column_that_cannot_be_read_totally_is_left_out_and_reported() -> None:
    found = (table("T", ("id", "bigint"), ("shape", None)),)
    accepted = accept(found, NONE)
    assert columns(snapshot(found, accepted)) == ["id"]
    assert [str(d) for d in compare(found, accepted).unreadable] == ["main.T.shape: odd"]
    assert compare(found, accepted).none


def test_titles_that_were_edited_survive_accepting() -> None:
    accepted = accept((table(),), NONE)
    edited = replace(accepted, relations=(replace(accepted.relations[0], title="常住人口"),))
    wider = (table("T", ("id", "bigint"), ("Name", "varchar(20)"), ("x", "date")),)
    assert accept(wider, edited).relations[0].title == "常住人口"
    assert len(accept(wider, edited).relations[0].columns) == 3


def test_accepting_one_object_accepts_nothing_else() -> None:
    found = (table(), table("U"))
    accepted = accept(found, NONE, ["main.u"])
    assert [r.name for r in accepted.relations] == ["U"]
    wider = (table("T"), table("U", ("id", "varchar"), ("Name", "varchar(10)"), ("x", "date"), ("y", "date")))
    accepted = accept(wider, accepted, ["main.u.x"])
    listed = [(c.name, str(c.type)) for c in accepted.relations[0].columns]
    assert listed == [("id", "bigint"), ("Name", "varchar(10)"), ("x", "date")]


def test_the_version_changes_with_content_only() -> None:
    found = (table(),)
    accepted = accept(found, NONE)
    version = snapshot(found, accepted).version
    assert snapshot(found, accepted).version == version
    retitled = replace(accepted, relations=(replace(accepted.relations[0], comment="other"),))
    assert snapshot(found, retitled).version != version


def test_folder_sources_live_in_the_engines_base_file_and_strings_of_mysql_are_read_as_text() -> None:
    accepted = accept((table(),), NONE)
    folder = snapshot(None, accepted, replace(ENTRY, folder=True))
    assert folder.relations[RelationName("src", "main", "t")].location == ("huiliu", "src", "T")
    mysql = snapshot(None, accepted, replace(ENTRY, compares_otherwise=True))
    assert [c.read for c in mysql.relations[RelationName("src", "main", "t")].columns] == [Read.PLAIN, Read.TEXT]
