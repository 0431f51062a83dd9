"""What an import would do, looked at before it is done: counts, the first rows as they would become, likely twins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graph.database import Database
from graph.imports.bring import read
from graph.imports.drafts import Problem, Report
from graph.imports.run import Progress, run_import
from graph.imports.runs import Tally
from graph.imports.sights import LinkSight, Match, Sight, Teller, Watch
from graph.imports.tables import Mapping as TableMapping
from graph.viewers import Viewer


@dataclass(frozen=True)
class Preview:
    """`total` is how many drafts and links the import reads."""

    created: int
    updated: int
    unchanged: int
    total: int
    problems: tuple[Problem, ...] = ()
    tally: tuple[Tally, ...] = ()
    sights: tuple[Sight, ...] = ()
    links: tuple[LinkSight, ...] = ()
    matches: tuple[Match, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self)

    @staticmethod
    def of(told: Mapping[str, Any]) -> Preview:
        """The way back from `as_dict`."""
        parts: dict[str, Any] = {
            "problems": tuple(Problem(**each) for each in told["problems"]),
            "tally": tuple(Tally(**each) for each in told["tally"]),
            "sights": tuple(Sight(**{**each, "links": tuple(map(tuple, each["links"]))}) for each in told["sights"]),
            "links": tuple(LinkSight(**each) for each in told["links"]),
            "matches": tuple(Match(**{**each, "refs": tuple(each["refs"])}) for each in told["matches"]),
        }
        return Preview(**{**told, **parts})


def preview(
    db: Database, viewer: Viewer, source: str, path: Path, mapping: TableMapping | None = None,
    progress: Progress | None = None,
) -> Preview:  # fmt: skip
    """Reads and compares everything, writes nothing."""
    report, watch = Report(), Watch()
    drafts = watch.through(read(source, path, report, mapping))
    outcome = run_import(db, viewer, source, path.name, drafts, report, dry=True, progress=progress)
    assert outcome.importer is not None
    teller = Teller(db, viewer, watch, outcome.importer)
    return Preview(
        report.created, report.updated, report.unchanged, outcome.importer.seen, tuple(report.problems),
        outcome.tally, tuple(teller.sights()), tuple(teller.loose()), tuple(teller.matches(report)),
    )  # fmt: skip
