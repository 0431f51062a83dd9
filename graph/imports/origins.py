"""Where a source comes from: its words, its address, and the day told by the README that travels with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from graph.imports.drafts import Report
from graph.imports.files import text_of

_COMMIT = re.compile(r"commit ([0-9a-f]{7,40}) \((\d{4}-\d{2}-\d{2})\)")
_YEAR = re.compile(r"\((20\d{2})\)")


@dataclass(frozen=True)
class Origin:
    """`words` and `url` go with every record and relation; `day` is that of the source, never of the import."""

    words: str
    url: str
    day: str | None = None
    commit: str | None = None

    def record(self, url: str | None = None, day: str | None = None) -> dict[str, Any]:
        """The fields of a record that say where it was read."""
        told = {"source": self.words, "source_url": url or self.url, "source_date": day or self.day}
        return {name: value for name, value in told.items() if value}

    def link(self, sheet: str, url: str | None = None, /, **fields: Any) -> dict[str, Any]:
        """The fields of a relation read on a `sheet` ("fiche produit") at `url`, with its own `fields`."""
        told = {"source": f"{self.words}, {sheet}", "source_url": url or self.url or None, "source_date": self.day}
        return {name: value for name, value in (told | {"declared_by": "import"} | fields).items() if value is not None}

    def today(self) -> str:
        """The day against which "begun" is judged: the source's, else that of the reading."""
        return self.day if self.day and len(self.day) == 10 else date.today().isoformat()


def origin(root: Path, words: str, url: str, report: Report) -> Origin:
    """The origin, dated by the first commit (or year) that the folder's README.md states."""
    readme = root / "README.md"
    text = (text_of(readme, root, Report()) or "") if readme.exists() else ""
    if found := _COMMIT.search(text):
        return Origin(words, url, found[2], found[1])
    if found := _YEAR.search(text):
        return Origin(words, url, found[1])
    reason = "aucune date de la source (README.md sans « commit … (date) »)"
    report.problem("README.md", "source_date", None, reason, "liens repris sans date de source")
    return Origin(words, url)
