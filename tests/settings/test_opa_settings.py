"""[opa]: the door for Trino's access control is off unless it has a key that nobody guesses."""

from __future__ import annotations

from pathlib import Path

from gateway.settings import read
from tests.settings.test_settings import problems, written

TRINO = '[engine]\nname = "trino"\n[trino]\ncoordinators = ["https://trino:8443"]\n'
OPA = TRINO + '[opa]\nkey = "env:OPA_KEY"\npeers = ["10.1.0.0/16"]\nservices = ["huiliu"]\n'
KEY = "A-z_0" * 8


def test_there_is_no_door_without_a_key(tmp_path: Path) -> None:
    assert read(written(tmp_path, TRINO), {"OPA_KEY": KEY}).opa_key is None


def test_the_key_comes_from_the_environment_and_is_never_shown(tmp_path: Path) -> None:
    settings = read(written(tmp_path, OPA), {"OPA_KEY": KEY})
    assert settings.opa_key == KEY
    assert KEY not in str(settings.shown()) + repr(settings)


def test_a_key_that_is_missing_short_or_no_part_of_an_address_is_refused(tmp_path: Path) -> None:
    for environ in ({}, {"OPA_KEY": ""}, {"OPA_KEY": KEY[:31]}, {"OPA_KEY": KEY + "/"}, {"OPA_KEY": KEY + "\n"}):
        [found] = problems(tmp_path, OPA, environ)
        assert found.startswith("gateway.toml: opa.key: the variable that it names must hold 32")


def test_the_door_is_for_the_engine_trino(tmp_path: Path) -> None:
    [found] = problems(tmp_path, OPA.replace(TRINO, ""), {"OPA_KEY": KEY})
    assert found.startswith("gateway.toml: opa.key: the engine is not Trino")


def test_peers_are_addresses_or_networks_and_services_are_names(tmp_path: Path) -> None:
    for peer in ("trino", "10.1.2.3/8", "10.1.2.3:80"):
        [found] = problems(tmp_path, OPA.replace("10.1.0.0/16", peer), {"OPA_KEY": KEY})
        assert f"`{peer}` is neither an address nor a network" in found
    [found] = problems(tmp_path, OPA.replace("huiliu", "a b"), {"OPA_KEY": KEY})
    assert "services" in found
