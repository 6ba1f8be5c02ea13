"""The generated city is whole, believable, dirty in the right measure, and the same for the same seed."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pytest

from gateway.demo.department import Department, Store
from gateway.demo.departments import ALL
from gateway.demo.generate import Manifest, generate
from gateway.demo.numbers import is_bank_card, is_citizen_number, is_credit_code
from gateway.demo.people import people
from gateway.demo.regions import COUNTIES, RETIRED, VILLAGES, regions, villages
from gateway.demo.stores import place
from gateway.errors import OwnError
from tests.demo.conftest import SCALE, SEED


def rows(folder: Path, department: Department, relation: str) -> list[dict[str, object]]:
    """A relation as plain Python rows, read by other means than those that wrote it."""
    path = place(department, folder)
    match department.store:
        case Store.SQLITE:
            connection = sqlite3.connect(path)
            connection.row_factory = sqlite3.Row
            found = [dict(row) for row in connection.execute(f"SELECT * FROM {relation}")]
            connection.close()
            return found
        case Store.DUCKDB:
            with duckdb.connect(str(path), read_only=True) as connected:
                return connected.sql(f"SELECT * FROM {relation}").arrow().read_all().to_pylist()
        case Store.PARQUET:
            return duckdb.sql(f"FROM '{path / relation}.parquet'").arrow().read_all().to_pylist()
        case Store.CSV:
            text = f"read_csv('{path / relation}.csv', all_varchar = true)"
            return duckdb.sql(f"FROM {text}").arrow().read_all().to_pylist()


def relations() -> Iterator[tuple[Department, str]]:
    for department in ALL:
        for relation in department.relations:
            yield department, relation.name


def by_code(code: str) -> Department:
    return next(department for department in ALL if department.code == code)


def content(folder: Path) -> dict[str, str]:
    """A hash of every relation's rows, in order."""
    return {
        f"{department.code}.{name}": hashlib.sha256(repr(rows(folder, department, name)).encode()).hexdigest()
        for department, name in relations()
    }


@pytest.mark.slow
def test_one_seed_makes_one_city_and_another_seed_another(city_folder: Path, tmp_path: Path) -> None:
    generate(tmp_path / "again", SCALE, SEED)
    generate(tmp_path / "other", SCALE, SEED + 1)
    first = content(city_folder)
    assert content(tmp_path / "again") == first
    other = content(tmp_path / "other")
    assert [name for name in first if other[name] == first[name]] == ["civil.regions"]


def test_the_manifest_counts_what_is_there(city_folder: Path, manifest: Manifest) -> None:
    for department, name in relations():
        assert manifest.relations[f"{department.code}.main.{name}"].rows == len(rows(city_folder, department, name))


def test_one_row_in_twenty_is_dirty_in_every_relation(manifest: Manifest) -> None:
    for name, written in manifest.relations.items():
        if name != "civil.main.regions":
            assert 0.04 <= written.dirty / written.rows <= 0.06, name


def test_the_dirt_of_the_household_registry_can_be_found_again(city_folder: Path) -> None:
    codes = {village.code for village in villages()}
    seen: set[str] = set()
    dirty = 0
    residents = rows(city_folder, by_code("police"), "residents")
    for row in residents:
        number, born = str(row["id_card"]), str(row["birth_date"])
        fits = is_citizen_number(number) and number[6:14] == born.replace("-", "") and row["region_code"] in codes
        dirty += not fits or number in seen
        seen.add(number)
    assert 0.04 <= dirty / len(residents) <= 0.06


def test_clean_numbers_have_valid_check_digits(city_folder: Path) -> None:
    people = [str(row["id_card"]) for row in rows(city_folder, by_code("social"), "insured")]
    assert sum(map(is_citizen_number, people)) / len(people) > 0.95
    companies = [str(row["credit_code"]) for row in rows(city_folder, by_code("market"), "entities")]
    assert sum(map(is_credit_code, companies)) / len(companies) > 0.95
    cards = [str(row["bank_card"]) for row in rows(city_folder, by_code("civil"), "applicants") if row["bank_card"]]
    assert cards
    assert all(map(is_bank_card, cards))


def test_no_two_residents_share_a_number_within_or_across_blocks() -> None:
    first = people(np.random.Generator(np.random.PCG64(1)), 0, 20_000).id_card.to_pylist()
    later = people(np.random.Generator(np.random.PCG64(1)), 19, 20_000).id_card.to_pylist()
    assert len({*first, *later}) == 40_000
    assert all(map(is_citizen_number, first))


def test_the_checks_themselves_know_published_numbers() -> None:
    assert is_citizen_number("11010519491231002X")
    assert not is_citizen_number("110105194912310021")
    assert is_credit_code("91330106673959654P")
    assert not is_credit_code("91330106673959654Q")


def test_the_region_tree_has_five_levels_and_326_villages() -> None:
    current = [region for region in regions() if region.valid_until is None]
    assert sorted({region.level for region in current}) == [1, 2, 3, 4, 5]
    leaves = [region for region in current if region.level == 5]
    assert len(leaves) == VILLAGES == len({leaf.code for leaf in leaves}) == 326
    codes = {region.code for region in regions()}
    assert len(codes) == len(regions())
    for region in regions():
        assert len(region.code) == 12
        assert region.parent in codes or region.level == 1
        assert region.successor is None or region.successor in codes
    assert len(COUNTIES) == 9
    assert all(code in codes for code, _, _ in RETIRED)


def test_nulls_stand_where_departments_do_not_know(city_folder: Path) -> None:
    phones = [row["phone"] for row in rows(city_folder, by_code("police"), "residents")]
    assert 0.05 < sum(phone is None for phone in phones) / len(phones) < 0.3
    employers = [row["employer_code"] for row in rows(city_folder, by_code("social"), "insured")]
    assert 0.1 < sum(employer is None for employer in employers) / len(employers) < 0.7


def test_loose_stores_hold_words_in_number_columns(city_folder: Path) -> None:
    incomes = [row["declared_income"] for row in rows(city_folder, by_code("civil"), "applicants")]
    assert any(isinstance(income, str) for income in incomes)
    capital = [str(row["registered_capital"]) for row in rows(city_folder, by_code("market"), "entities")]
    assert any(not value.replace(".", "").isdigit() for value in capital)


def test_typed_stores_hold_impossible_values_instead(city_folder: Path) -> None:
    properties = rows(city_folder, by_code("realty"), "properties")
    assert any(float(str(row["area_m2"])) < 0 for row in properties)
    assert {str(row["registered_on"]) for row in properties} & {"1900-01-01", "9999-12-31"}


def test_departments_speak_of_the_same_people(city_folder: Path) -> None:
    registered = {row["id_card"] for row in rows(city_folder, by_code("police"), "residents")}
    for code, relation, column in (
        ("civil", "applicants", "id_card"),
        ("social", "insured", "id_card"),
        ("realty", "properties", "owner_id_card"),
        ("traffic", "vehicles", "owner_id_card"),
        ("health", "visits", "id_card"),
    ):
        known = [row[column] in registered for row in rows(city_folder, by_code(code), relation)]
        assert sum(known) / len(known) > 0.9, code


def test_villages_are_of_very_different_size(city_folder: Path) -> None:
    counts: dict[object, int] = {}
    for row in rows(city_folder, by_code("police"), "residents"):
        counts[row["region_code"]] = counts.get(row["region_code"], 0) + 1
    sizes = sorted(counts.values(), reverse=True)
    assert sizes[0] > 5 * sizes[len(sizes) // 2]


def test_a_finished_city_is_used_again(city_folder: Path, manifest: Manifest) -> None:
    before = (city_folder / "police.sqlite").stat().st_mtime_ns
    assert generate(city_folder, SCALE, SEED) == manifest
    assert (city_folder / "police.sqlite").stat().st_mtime_ns == before


@pytest.mark.slow
def test_an_interrupted_run_starts_over(tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(what: str, done: int, steps: int) -> None:
        if done == 5:
            raise StoppedError

    with pytest.raises(StoppedError):
        generate(tmp_path / "city", 1000, 1, stop)
    assert not (tmp_path / "city").exists()
    generate(tmp_path / "city", 1000, 1)
    assert generate(tmp_path / "city", 1000, 2).seed == 2
    assert [entry.name for entry in tmp_path.iterdir()] == ["city"]


def test_a_folder_that_is_not_a_city_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("ten years of work")
    with pytest.raises(OwnError, match="not a demo city"):
        generate(tmp_path, 1000)
    assert (tmp_path / "thesis.txt").exists()


@pytest.mark.parametrize("scale", [0, 999, 5_000_001])
def test_a_scale_outside_the_range_is_refused(tmp_path: Path, scale: int) -> None:
    with pytest.raises(OwnError, match="cannot have"):
        generate(tmp_path / "city", scale)


@pytest.mark.slow
def test_the_command_line_makes_a_city_and_says_how_long_it_took(tmp_path: Path) -> None:
    started = time.monotonic()
    command = [sys.executable, "-m", "gateway.demo.generate", "--scale", "20000", str(tmp_path / "city")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    print(f"20,000 residents: {time.monotonic() - started:.1f} s")
    assert "20000 residents" in done.stdout
