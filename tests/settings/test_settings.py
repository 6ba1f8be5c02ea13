"""gateway.toml: what is read, what is refused, and how it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.settings import Settings, SettingsError, Tree, read

GOOD = """
[gateway]
data_dir = "var"
[limits]
rows = 10
[owners.minzheng]
title = "民政局"
policy = "minzheng.csv"
catalogs = ["minzheng"]
[sources.minzheng]
kind = "sqlite"
owner = "minzheng"
options = { path = "minzheng.sqlite" }
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "gateway.toml"
    path.write_text(text, "utf-8")
    return path


def problems(folder: Path, text: str, environ: dict[str, str] | None = None) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        read(written(folder, text), environ or {})
    return caught.value.problems


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    settings = read(written(tmp_path, ""), {})
    assert (settings.gateway.host, settings.gateway.port) == ("127.0.0.1", 8440)
    assert settings.limits.rows == 1_000_000
    assert settings.gateway.data_dir == tmp_path / "var"


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    settings = read(written(tmp_path, GOOD), {})
    assert settings.gateway.data_dir == tmp_path / "var"
    assert settings.gateway.policies == tmp_path / "policies"


def test_every_problem_is_reported_together_with_its_place(tmp_path: Path) -> None:
    text = GOOD.replace("rows = 10", "rows = 0\nrow = 5").replace('owner = "minzheng"', 'owner = "minzhen"\nknd = "x"')
    found = problems(tmp_path, text)
    assert any(p.startswith("gateway.toml: limits.rows: ") for p in found)
    assert "gateway.toml: limits.row: is not a setting; did you mean `rows`?" in found
    assert "gateway.toml: sources.minzheng.knd: is not a setting; did you mean `kind`?" in found


def test_an_unknown_owner_is_named_with_the_nearest(tmp_path: Path) -> None:
    found = problems(tmp_path, GOOD.replace('owner = "minzheng"', 'owner = "minzhen"'))
    assert found == ("gateway.toml: sources.minzheng.owner: there is no owner `minzhen`; did you mean `minzheng`?",)


def test_a_missing_kind_is_said_so(tmp_path: Path) -> None:
    found = problems(tmp_path, GOOD.replace('kind = "sqlite"', ""))
    assert found == ("gateway.toml: sources.minzheng.kind: is missing",)


@pytest.mark.parametrize(
    "options",
    ['{ password = "hunter2" }', '{ dsn = "postgresql://u:hunter2@h/d" }', '{ nested = { db_secret = "hunter2" } }'],
)
def test_a_password_in_clear_is_refused_and_not_repeated(tmp_path: Path, options: str) -> None:
    found = problems(tmp_path, GOOD.replace('{ path = "minzheng.sqlite" }', options))
    assert any("a secret in clear is refused" in p for p in found)
    assert not any("hunter2" in p for p in found)


def test_credentials_come_from_the_environment_and_are_never_printed(tmp_path: Path) -> None:
    environ = {"MZ_USER": "reader", "MZ_PASSWORD": "hunter2", "OTHER": "x"}
    settings = read(written(tmp_path, GOOD + 'credentials = "env:MZ"\n'), environ)
    assert dict(settings.source_environment("minzheng")) == {"user": "reader", "password": "hunter2"}
    assert "OTHER" not in settings.environment
    assert "hunter2" not in repr(settings) + str(settings.shown())


def test_a_missing_credential_variable_is_a_problem(tmp_path: Path) -> None:
    found = problems(tmp_path, GOOD + 'credentials = "env:MZ"\n', {"MZ_USER": "reader"})
    assert found == ("gateway.toml: sources.minzheng.credentials: the variable MZ_PASSWORD is not set",)


def test_the_environment_overrides_plain_values(tmp_path: Path) -> None:
    environ = {
        "HUILIU_LIMITS_ROWS": "77",
        "HUILIU_GATEWAY_LISTEN": "127.0.0.1:9000",
        "HUILIU_HTTP_ALLOW_PLAIN_HTTP": "true",
    }
    settings = read(written(tmp_path, GOOD), environ)
    assert (settings.limits.rows, settings.gateway.port, settings.http.allow_plain_http) == (77, 9000, True)


def test_an_unknown_override_is_refused_with_the_nearest(tmp_path: Path) -> None:
    found = problems(tmp_path, GOOD, {"HUILIU_LIMITS_ROW": "77"})
    assert found == ("gateway.toml: HUILIU_LIMITS_ROW: is not a setting; did you mean `HUILIU_LIMITS_ROWS`?",)


@pytest.mark.parametrize("listen", ["0.0.0.0:8440", "192.168.1.5:80", "[::]:8440", "gateway.city:8440"])
def test_a_listener_off_loopback_needs_tls_or_an_explicit_yes(tmp_path: Path, listen: str) -> None:
    text = f'[gateway]\nlisten = "{listen}"\n'
    assert any("without TLS" in p for p in problems(tmp_path, text))
    read(written(tmp_path, text + "[http]\nallow_plain_http = true\n"), {})
    read(written(tmp_path, text + '[http]\ntls_certificate = "a.pem"\ntls_key = "b.pem"\n'), {})


@pytest.mark.parametrize("listen", ["8440", "host:port", ":8440", "127.0.0.1:99999", "a b:1"])
def test_a_bad_listener_is_refused(tmp_path: Path, listen: str) -> None:
    assert problems(tmp_path, f'[gateway]\nlisten = "{listen}"\n')


@pytest.mark.parametrize("name", ["Upper", "9lives", "system", "huiliu", "a-b"])
def test_a_bad_source_name_is_refused(tmp_path: Path, name: str) -> None:
    text = GOOD.replace("[sources.minzheng]", f'[sources."{name}"]').replace('catalogs = ["minzheng"]', "")
    assert any(f"sources.{name}" in p for p in problems(tmp_path, text))


def test_the_file_cannot_set_what_the_program_sets(tmp_path: Path) -> None:
    assert problems(tmp_path, 'path = "x"\n[environment]\nMZ_USER = "x"\n')


@pytest.mark.parametrize("text", ["[gateway", "gateway = 3", "sources = [1]"])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        read(tmp_path / "gateway.toml", {})


def test_every_setting_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text("utf-8")
    for name, field in Settings.model_fields.items():
        part = field.annotation
        if isinstance(part, type) and issubclass(part, Tree):
            for key in part.model_fields:
                assert f"`{key}`" in page, f"{name}.{key} is not in docs/settings.md"
