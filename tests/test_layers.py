"""The layers hold: the graph knows no Flask, one module knows the driver, features do not know each other."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
WEB = {
    "flask",
    "flask_babel",
    "flask_login",
    "flask_wtf",
    "jinja2",
    "jinja2_fragments",
    "werkzeug",
    "gunicorn",
    "workspace",
}
CYPHER = re.compile(r"\b(MATCH \(|OPTIONAL MATCH|MERGE \(|UNWIND |DETACH DELETE|CALL db\.)")


@cache
def modules(package: str) -> tuple[tuple[Path, ast.Module], ...]:
    paths = sorted((ROOT / package).rglob("*.py"))
    return tuple((path.relative_to(ROOT), ast.parse(path.read_text())) for path in paths)


def imported(module: ast.Module) -> Iterator[str]:
    """Every dotted name that a module imports, wherever it stands in it."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def feature_of(path: Path) -> str:
    """The feature folder of a module of workspace, "" for what features share."""
    return path.parts[1] if len(path.parts) > 2 and path.parts[1] != "commands" else ""


def has_pages(feature: str) -> bool:
    """A folder without pages (mail) is shared by features, as a module beside them is."""
    return "blueprint" in (ROOT / "workspace" / feature / "__init__.py").read_text()


@cache
def features() -> frozenset[str]:
    return frozenset(name for path, _ in modules("workspace") if (name := feature_of(path)) and has_pages(name))


def test_the_graph_knows_nothing_of_the_web() -> None:
    wrong = {
        (str(path), name) for path, module in modules("graph") for name in imported(module) if name.split(".")[0] in WEB
    }
    assert wrong == set()


def test_every_table_that_leaves_goes_through_what_neutralises_formulas() -> None:
    writers = {
        str(path)
        for package in ("graph", "workspace")
        for path, module in modules(package)
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("csv.writer", "csv.DictWriter")
    }
    assert writers == {"workspace/csv_files.py"}


def test_only_the_database_module_imports_the_driver() -> None:
    found = {
        str(path)
        for package in ("graph", "workspace")
        for path, module in modules(package)
        for name in imported(module)
        if name.split(".")[0] == "neo4j"
    }
    assert found == {"graph/database.py"}


def test_the_web_side_holds_no_cypher() -> None:
    wrong = {
        (str(path), node.value)
        for path, module in modules("workspace")
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CYPHER.search(node.value)
    }
    assert wrong == set()


def test_features_do_not_import_each_other() -> None:
    wrong = {
        (str(path), name)
        for path, module in modules("workspace")
        for name in imported(module)
        if (mine := feature_of(path)) in features()
        and name.startswith("workspace.")
        and (other := name.split(".")[1]) in features() - {mine}
        and (ROOT / "workspace" / other).is_dir()
    }
    assert wrong == set()
