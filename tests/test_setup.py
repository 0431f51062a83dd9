"""Two commands on a machine that has only Python and make; everything that is installed is pinned."""

import json
import os
import re
import stat
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import hatch_build

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-build.lock")
TARGETS = ("install", "demo", "serve", "test", "bench", "lint", "docs")


def run(*command: str, path: Path | None = None, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    search = f"{path}:{os.environ['PATH']}" if path else os.environ["PATH"]
    environment = {**os.environ, "PATH": search, "MAKEFLAGS": ""}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def executable(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_make_alone_prints_the_targets() -> None:
    said = run("make").stdout
    assert all(re.search(rf"make {target} ", said) for target in TARGETS)


def test_an_old_python_is_refused_with_what_to_do(tmp_path: Path) -> None:
    old = executable(tmp_path / "python3", '[ "$1" = --version ] && echo "Python 3.9.2" && exit 0; exit 1')
    answer = run("make", "-f", str(ROOT / "Makefile"), f"PYTHON={old}", "install", cwd=tmp_path)
    assert answer.returncode != 0
    assert "needs Python 3.11 or newer" in answer.stdout
    assert "Python 3.9.2" in answer.stdout


def test_continuous_integration_runs_make_test_and_nothing_else() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & stat.S_IXUSR
    assert script.read_text().splitlines()[-1] == "exec make test"


@pytest.mark.parametrize("name", LOCKS)
def test_every_python_package_is_pinned_by_hash(name: str) -> None:
    packages = re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())
    assert all(re.match(r"[\w.-]+==\S+ ", package) and "--hash=sha256:" in package for package in packages)


def test_every_npm_package_is_pinned_by_hash() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = [package for path, package in lock["packages"].items() if path]
    assert all("integrity" in package and "resolved" not in package for package in packages)
    wanted = json.loads((ROOT / "package.json").read_text())
    exact = {**wanted["dependencies"], **wanted["devDependencies"]}.values()
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in exact)


@pytest.mark.parametrize("name", [*LOCKS, ".npmrc"])
def test_no_lock_names_a_host(name: str) -> None:
    assert "://" not in (ROOT / name).read_text()


def test_the_lock_installs_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {re.split(r"[<>=]", wanted)[0].lower() for wanted in project["dependencies"]}
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    assert names <= locked


def test_the_node_of_the_machine_is_used_when_it_is_new_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert hatch_build.system_node() is None
    executable(tmp_path / "npm", "exit 0")
    node = executable(tmp_path / "node", "echo v18.19.0")
    assert hatch_build.system_node() is None
    executable(tmp_path / "node", "echo v22.1.0")
    assert hatch_build.system_node() == [str(node)]


def test_the_node_wheel_is_the_one_of_the_lock() -> None:
    assert hatch_build.NODE_WHEEL in (ROOT / "requirements-build.lock").read_text()


@pytest.mark.slow
def test_the_wheel_carries_pages_assets_and_translations(tmp_path: Path) -> None:
    built = run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path))
    assert built.returncode == 0, built.stderr
    wheel = next(tmp_path.glob("*.whl"))
    names = set(zipfile.ZipFile(wheel).namelist())
    sources = ["templates/*.html", "static/dist/*", "translations/*/LC_MESSAGES/*.mo", "demo/*.csv"]
    wanted = {path.relative_to(ROOT).as_posix() for pattern in sources for path in ROOT.glob(pattern)}
    assert {f"workspace/share/{name}" for name in wanted} <= names
    assert {"graph/engine/jars.lock", "graph/py.typed", "workspace/cli.py"} <= names
    assert not [name for name in names if name.endswith((".map", ".po")) or name.startswith("tests")]
