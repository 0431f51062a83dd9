"""What a server is deployed with: well formed, pinned, without root, its secrets from the environment."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
COMPOSE = ROOT / "docker-compose.yml"
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SERVICES = yaml.safe_load(COMPOSE.read_text())["services"]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)


def instructions(name: str) -> list[str]:
    whole = DOCKERFILE.replace("\\\n", " ")
    return re.findall(rf"^{name} (.+)$", whole, re.MULTILINE)


def test_compose_follows_its_specification() -> None:
    checked = run("check_jsonschema", "--builtin-schema", "vendor.compose-spec", COMPOSE.name)
    assert checked.returncode == 0, checked.stdout


def test_compose_is_well_written() -> None:
    rules = "{extends: default, rules: {line-length: {max: 120}, document-start: disable}}"
    linted = run("yamllint", "--strict", "-d", rules, COMPOSE.name)
    assert linted.returncode == 0, linted.stdout


def test_secrets_come_from_the_environment_and_are_asked_for() -> None:
    secrets = [
        str(value)
        for service in SERVICES.values()
        for name, value in service["environment"].items()
        if re.search(r"PASSWORD|SECRET|AUTH", name)
    ]
    assert len(secrets) == 5
    assert all(re.fullmatch(r"(neo4j/)?\$\{MAILLAGE_\w+:\?.+\}", value) for value in secrets)


def test_neo4j_is_the_long_term_release_with_a_volume_and_a_health_check() -> None:
    neo4j = SERVICES["neo4j"]
    assert neo4j["image"] == "neo4j:5.26-community"
    assert neo4j["volumes"] == ["graph:/data"]
    assert neo4j["healthcheck"]["test"]
    assert "ports" not in neo4j


@pytest.mark.parametrize("name", ["app", "worker"])
def test_the_site_waits_for_a_healthy_graph(name: str) -> None:
    assert SERVICES[name]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}


def test_the_work_in_the_background_is_a_service_of_its_own() -> None:
    alone = re.findall(r'"([^"]+)"', instructions("CMD")[-1])
    assert SERVICES["app"]["command"] == [*alone, "--no-worker"]
    assert SERVICES["worker"]["command"] == ["maillage", "worker"]
    assert SERVICES["worker"]["environment"] == SERVICES["app"]["environment"]
    assert SERVICES["worker"]["healthcheck"] == {"disable": True}
    assert "ports" not in SERVICES["worker"]


@pytest.mark.parametrize("name", ["app", "worker"])
def test_the_site_has_no_privileges(name: str) -> None:
    assert SERVICES[name]["cap_drop"] == ["ALL"]
    assert SERVICES[name]["read_only"] is True
    assert instructions("USER") == ["maillage"]
    assert DOCKERFILE.index("\nUSER ") < DOCKERFILE.index("\nCMD ")


def test_every_image_names_its_version() -> None:
    assert all(re.match(r"\w+:\d+\.\d+-", image) for image in instructions("FROM"))


def test_the_image_installs_only_what_the_locks_pin() -> None:
    installs = re.findall(r"pip install (.+?)(?:&&|$)", " ".join(instructions("RUN")))
    assert installs
    assert all("--require-hashes" in each or "--no-deps" in each for each in installs)


@pytest.mark.parametrize("setting", re.findall(r"MAILLAGE_\w+", COMPOSE.read_text() + DOCKERFILE))
def test_every_setting_exists(setting: str) -> None:
    from graph.settings import documented

    assert setting in {name for name, _ in documented()} | {"MAILLAGE_PORT"}


def test_the_health_check_asks_a_page_that_exists() -> None:
    from workspace.health import blueprint

    assert "/sante" in instructions("HEALTHCHECK")[0]
    assert blueprint.name == "health"
