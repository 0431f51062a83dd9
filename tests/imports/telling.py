"""What a source tells, without a graph; and where the real data stand when they are there."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from graph.imports.drafts import Draft, DraftLink, Problem, Report
from graph.imports.sources import SOURCES

REAL = Path(os.environ.get("MAILLAGE_SHARED_DATA") or Path(__file__).parents[3] / "shared" / "data")
FOLDERS = {
    "betagouv": "betagouv", "api-gouv": "api-gouv", "schema-data-gouv": "schema-data-gouv", "sill": "sill",
    "cog": "cog-2026", "communs": "communs",
}  # fmt: skip
Read = Callable[[Path, Report], Iterator[Draft | DraftLink]]


@dataclass
class Told:
    """Records by their own ref, links, and the report."""

    records: dict[str, Draft] = field(default_factory=dict)
    links: list[DraftLink] = field(default_factory=list)
    report: Report = field(default_factory=Report)

    @property
    def ties(self) -> set[tuple[str, str, str]]:
        return {(link.source, link.type, link.target) for link in self.links}

    def of(self, kind: str) -> list[Draft]:
        return [draft for draft in self.records.values() if draft.kind == kind]

    def problems(self, reason: str) -> list[Problem]:
        """Those whose reason holds these words."""
        return [problem for problem in self.report.problems if reason in problem.reason]


def told(source: str, path: Path) -> Told:
    """Everything that a source tells at a path; two records of one ref, or a record after a link, are refused."""
    out = Told()
    for item in SOURCES[source].read(path, out.report):
        if isinstance(item, Draft):
            assert item.refs[0] not in out.records
            out.records[item.refs[0]] = item
        else:
            out.links.append(item)
    return out


@cache
def real(source: str) -> Told:
    """What the real data tell, read once for all tests."""
    path = REAL / FOLDERS[source]
    if not path.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{path} is absent")
        pytest.skip("the shared data are not beside this checkout")
    return told(source, path)


def folder(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """A source folder holding these files."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def page(body: str = "", **fields: str) -> str:
    """Markdown with front matter; values are YAML."""
    head = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f"---\n{head}---\n{body}"
