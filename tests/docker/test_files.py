"""The files of docker/, judged without a container engine: by the compose specification's schema, by a linter, and by what they name."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from ruamel.yaml import YAML

from gateway import settings as gateway_settings
from gateway.settings_tree import LimitSettings
from tests.docker.environment import DOCKER, ROOT, written

BIN: Final = Path(sys.executable).parent
COMPOSE: Final[dict[str, Any]] = YAML(typ="safe").load(DOCKER / "compose.yaml")
SERVICES: Final[dict[str, dict[str, Any]]] = COMPOSE["services"]
DOCKERFILE: Final = (DOCKER / "Dockerfile").read_text(encoding="utf-8")
EXAMPLE: Final = (DOCKER / ".env.example").read_text(encoding="utf-8")


def judged(*command: str) -> str:
    """What a checker says; empty when it has nothing to say."""
    done = subprocess.run([BIN / command[0], *command[1:]], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for key, inner in value.items():
                yield from texts(key)
                yield from texts(inner)
        case list():
            for inner in value:
                yield from texts(inner)


def mounts(service: dict[str, Any]) -> dict[str, str]:
    """What is mounted, by its place in the container; `:ro` is left out."""
    return {target: source for source, target in (each.split(":")[:2] for each in service.get("volumes", []))}


def instructions() -> list[tuple[str, str]]:
    joined = re.sub(r"\\\n\s*", "", re.sub(r"(?m)^#.*\n", "", DOCKERFILE))
    return [(line.split()[0], line.partition(" ")[2]) for line in joined.splitlines() if line.strip()]


def test_compose_keeps_to_the_specification() -> None:
    check = ("check-jsonschema", "--builtin-schema", "vendor.compose-spec")
    assert judged(*check, str(DOCKER / "compose.yaml")) == ""


def test_that_check_finds_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("services: {a: {image: b, networks: 7}}\n", encoding="utf-8")
    assert "networks" in judged(
        "check-jsonschema", "--builtin-schema", "vendor.compose-spec", str(tmp_path / "compose.yaml")
    )


def test_the_linter_has_nothing_to_say_of_the_dockerfile() -> None:
    assert judged("hadolint", "--failure-threshold", "style", str(DOCKER / "Dockerfile")) == ""


def test_that_linter_finds_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM python\nRUN pip install x\n", encoding="utf-8")
    assert "DL3006" in judged("hadolint", str(tmp_path / "Dockerfile"))


def test_images_are_pinned_and_none_is_of_the_root_user() -> None:
    pinned = r"[a-z/]+:\d+(\.\d+)*(-[a-z]+)*"
    assert {i["image"] for i in SERVICES.values() if not re.fullmatch(pinned, i["image"])} == set()
    given = dict(instructions())
    assert re.fullmatch(rf"PYTHON={pinned}", given["ARG"])
    assert {what.split()[0] for word, what in instructions() if word == "FROM"} == {"${PYTHON}"}
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", given["USER"])
    assert given["STOPSIGNAL"] == "SIGTERM"
    assert "/v1/health" in given["HEALTHCHECK"]
    words = [word for word, _ in instructions()]
    assert words.index("USER") < words.index("ENTRYPOINT")  # of the last stage: the first has neither


def test_what_the_image_takes_exists_and_the_build_sees_nothing_else() -> None:
    copied = {
        name
        for word, what in instructions()
        if word == "COPY" and not what.startswith("--from")
        for name in what.split()[:-1]
    }
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in ignored
    assert copied == {line[1:] for line in ignored if line.startswith("!")}
    assert {name for name in copied if not (ROOT / name).exists()} == set()
    assert "ADD" not in {word for word, _ in instructions()}


def test_the_image_has_the_newest_package_and_the_setuptools_of_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {i["image"] for name, i in SERVICES.items() if name.startswith(("gateway", "seed"))} == {
        f"huiliu:{project['version']}"
    }
    setuptools = re.search(r"setuptools==[\d.]+", DOCKERFILE)
    assert setuptools
    assert f"\n{setuptools[0]} " in (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_every_path_that_compose_names_is_there() -> None:
    named = {source for service in SERVICES.values() for source in mounts(service).values() if source.startswith(".")}
    assert len(named) == 7
    assert {source for source in named if not (DOCKER / source).exists()} == set()


def test_every_volume_network_and_secret_is_declared_and_used() -> None:
    for kind, used in {
        "volumes": {s for i in SERVICES.values() for s in mounts(i).values() if not s.startswith(".")},
        "networks": {name for i in SERVICES.values() for name in i["networks"]},
        "secrets": {name for i in SERVICES.values() for name in i.get("secrets", [])},
    }.items():
        assert set(COMPOSE[kind]) == used, kind
    assert {name for i in SERVICES.values() for name in i.get("depends_on", {})} <= set(SERVICES)


def test_every_variable_is_in_the_example_and_the_example_holds_no_secret() -> None:
    used = {name for text in texts(COMPOSE) for name in re.findall(r"\$\{([A-Z_]+)", text)}
    used |= {secret["environment"] for secret in COMPOSE["secrets"].values()}
    offered = dict(re.findall(r"(?m)^([A-Z_]+)=(.*)$", EXAMPLE))
    assert set(offered) == used
    assert {name for name, value in offered.items() if value} == {"SEED_SCALE", "HUILIU_PORT"}


def test_no_file_holds_a_password() -> None:
    clear = re.compile(
        r"(?i)(?:password|secret|master_key)[\w.-]*\s*[:=]\s*(?!\$|/run/secrets/|\{environment|\[)\S|://[^/@\s]*:[^$/@\s]+@"
    )
    assert clear.search("MARIADB_PASSWORD: x")
    assert clear.search("postgresql://huiliu:x@server")
    found = []
    for file in (file for file in DOCKER.rglob("*") if file.is_file() and file.name != ".env"):
        if file.suffix not in (".py", ".md", ".pyc"):
            lines = re.sub(r"\$\{[^}]*\}", "$", file.read_text(encoding="utf-8")).splitlines()
            found += [line for line in lines if clear.search(line.partition("#")[0])]
    assert found == []


def test_only_the_gateways_are_in_a_network_with_trino_and_its_sources() -> None:
    def inside(network: str) -> set[str]:
        return {name for name, i in SERVICES.items() if network in i["networks"]}

    gateways, trino, servers = {"gateway-1", "gateway-2"}, {"trino", "trino-worker"}, {"postgresql", "mariadb"}
    assert inside("cluster") == gateways | trino
    assert inside("sources") == trino | servers
    assert inside("databases") == gateways | servers | {"seed"}
    assert inside("edge") == gateways | {"balancer"}
    assert {name for name, network in COMPOSE["networks"].items() if not network.get("internal")} == {"edge"}


def test_only_the_balancer_publishes_a_port_and_on_this_machine() -> None:
    published = {name: i["ports"] for name, i in SERVICES.items() if "ports" in i}
    assert published == {"balancer": ["${HUILIU_PORT:-127.0.0.1:8440}:8440"]}


def test_what_serves_cannot_write_its_image_or_gain_rights() -> None:
    for name in ("balancer", "gateway-1", "gateway-2", "trino", "trino-worker"):
        assert (SERVICES[name]["read_only"], SERVICES[name]["cap_drop"]) == (True, ["ALL"]), name
    for name, service in SERVICES.items():
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert not (service.get("read_only") and service.get("secrets")), f"{name}: Compose refuses such a pair"


def test_the_balancer_is_known_to_the_gateways_and_they_to_it() -> None:
    edge = {name: i["networks"]["edge"]["ipv4_address"] for name, i in SERVICES.items() if "edge" in i["networks"]}
    known = tomllib.loads((DOCKER / "gateway.toml").read_text(encoding="utf-8"))["http"]["trusted_proxies"]
    assert known == [edge["balancer"]]
    assert dict(host.split(":") for host in SERVICES["balancer"]["extra_hosts"]) == {
        name: address for name, address in edge.items() if name != "balancer"
    }
    nginx = (DOCKER / "nginx" / "nginx.conf").read_text(encoding="utf-8")
    assert set(re.findall(r"server ([\w-]+):8440", nginx)) == {"gateway-1", "gateway-2"}


def test_the_settings_are_valid_with_what_compose_gives_and_those_of_the_demo_otherwise(tmp_path: Path) -> None:
    environment = SERVICES["gateway-1"]["environment"]
    given = written(tmp_path)
    found = gateway_settings.read(
        DOCKER / "gateway.toml",
        {k: re.sub(r"\$\{(\w+)[^}]*\}", lambda m: given[m[1]], v) for k, v in environment.items()},
    )
    demo = gateway_settings.read(ROOT / "gateway.toml", {})
    assert found.owners == demo.owners
    assert list(found.sources) == list(demo.sources)
    same = {"owner", "title", "share_keys_with"}
    for name, source in found.sources.items():
        assert source.model_dump(include=same) == demo.sources[name].model_dump(include=same)
    hosts = {source.options["host"] for source in found.sources.values()}
    assert hosts | {"trino"} <= set(SERVICES)
    assert found.trino.coordinators == ("http://trino:8080",)


def test_trino_gets_the_readers_accounts_and_no_other_secret() -> None:
    gateway, trino = SERVICES["gateway-1"]["environment"], SERVICES["trino"]["environment"]
    readers = {name: value for name, value in gateway.items() if name.startswith("CITY_")}
    assert len(readers) == 4
    assert {name: value for name, value in trino.items() if name != "TRINO_SHARED_SECRET"} == readers


def test_the_rules_of_trino_are_those_that_the_documentation_tells() -> None:
    told = re.search(r"```json\n(.*?)```", (ROOT / "docs" / "trino.md").read_text(encoding="utf-8"), re.DOTALL)
    assert told
    rules = json.loads((DOCKER / "trino" / "coordinator" / "rules.json").read_text(encoding="utf-8"))
    assert rules == json.loads(told[1])


def test_trino_runs_as_many_statements_as_both_gateways_let_through() -> None:
    groups = json.loads((DOCKER / "trino" / "coordinator" / "resource-groups.json").read_text(encoding="utf-8"))
    allowed = LimitSettings().concurrent * sum(name.startswith("gateway-") for name in SERVICES)
    assert [group["hardConcurrencyLimit"] for group in groups["rootGroups"]] == [allowed]


def test_the_environment_is_written_once_for_its_owner_alone(tmp_path: Path) -> None:
    target = tmp_path / ".env"
    command = [sys.executable, str(DOCKER / "environment.py"), str(target)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    first = target.read_text(encoding="utf-8")
    assert os.stat(target).st_mode & 0o777 == 0o600
    assert re.findall(r"(?m)^[A-Z_]+=$", first) == []
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1
    assert target.read_text(encoding="utf-8") == first


@pytest.mark.parametrize("node", ["coordinator", "worker"])
def test_trino_keeps_nothing_of_rows_and_runs_in_utc(node: str) -> None:
    flags = (DOCKER / "trino" / node / "jvm.config").read_text(encoding="utf-8")
    assert "-Duser.timezone=UTC" in flags.splitlines()
    assert "HeapDump" not in flags
