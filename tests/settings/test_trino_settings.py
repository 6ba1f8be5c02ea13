"""[trino]: where the cluster is and as whom the gateway comes; nothing that would carry a secret or rows in clear."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.settings import SettingsError, read
from gateway.settings_tree import Settings


def settings(folder: Path, text: str, environ: dict[str, str] | None = None) -> Settings:
    path = folder / "gateway.toml"
    path.write_text(f"[trino]\n{text}\n", "utf-8")
    return read(path, environ or {})


def test_coordinators_keep_their_order_and_the_password_stays_outside(tmp_path: Path) -> None:
    text = 'coordinators = ["https://b.example:8443", "https://a.example"]\ncredentials = "env:CLUSTER"\nauthority = "ca.pem"'
    found = settings(tmp_path, text, {"CLUSTER_PASSWORD": "hidden-word", "CLUSTER_OTHER": "x"})
    assert found.trino.coordinators == ("https://b.example:8443", "https://a.example")
    assert found.trino.authority == tmp_path / "ca.pem"
    assert found.trino_environment == {"password": "hidden-word"}
    assert "hidden-word" not in f"{found.shown()} {found!r}"
    assert set(found.environment) == {"CLUSTER_PASSWORD"}


def test_a_token_takes_the_place_of_the_password(tmp_path: Path) -> None:
    found = settings(tmp_path, 'credentials = "env:CLUSTER"', {"CLUSTER_TOKEN": "a.b.c"})
    assert found.trino_environment == {"token": "a.b.c"}
    assert settings(tmp_path, "").trino_environment == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('coordinators = ["trino:8443"]', "is not https://host:port"),
        ('coordinators = ["https://trino:8443/ui"]', "is not https://host:port"),
        ('coordinators = ["https://user:hidden-word@trino:8443"]', "is not https://host:port"),
        ('coordinators = ["https://me@trino:8443"]', "is not https://host:port"),
        ('coordinators = ["https://trino:99999"]', "is not https://host:port"),
        ('coordinators = ["http://trino.example:8080"]', "every row in clear"),
        ('coordinators = ["https://a", "https://a"]', "stands there twice"),
        ('certificate = "c.pem"', "certificate and key come together"),
        ('user = "a:b"', "trino.user: does not have the form"),
        ('user = "a\\nX-Trino-Role: y"', "trino.user: does not have the form"),
        ('credentials = "hidden-word"', "trino.credentials: does not have the form"),
        ('password = "hidden-word"', "a secret in clear is refused"),
        ('credentials = "env:CLUSTER"', "set one of the variables CLUSTER_PASSWORD and CLUSTER_TOKEN"),
        (
            'coordinators = ["http://trino.example"]\nallow_plain_http = true\ncredentials = "env:CLUSTER"',
            "the service's password in clear",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings(tmp_path, text)
    assert told in caught.value.message
    assert "hidden-word" not in caught.value.message


def test_this_machine_may_be_asked_without_tls(tmp_path: Path) -> None:
    for address in ("http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"):
        text = f'coordinators = ["{address}"]\ncredentials = "env:CLUSTER"'
        assert settings(tmp_path, text, {"CLUSTER_TOKEN": "x"}).trino.coordinators == (address,)


def test_both_a_password_and_a_token_are_one_too_many(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        settings(tmp_path, 'credentials = "env:C"', {"C_PASSWORD": "x", "C_TOKEN": "y"})
    assert "set one of the variables" in caught.value.message
