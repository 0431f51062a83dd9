"""References that the last import of each source could not resolve: a link is missing until somebody says to what."""

from __future__ import annotations

import json
from collections import defaultdict

from graph.database import Database
from graph.viewers import Viewer
from graph.worklists.shapes import Finding, Worklist

# Imports are told to who answers for the whole.
RUNS = """
MATCH (run:Run {state: 'done'}) WHERE $edits AND run.started_at > ''
WITH run ORDER BY run.started_at DESC, run.id DESC
WITH run.source AS source, run.path AS path, collect(run)[0] AS last
RETURN source, path, last.id AS run, last.problems AS problems ORDER BY source, path
"""
REASONS = frozenset({"aucune fiche ne correspond", "plusieurs fiches portent ce nom", "ce bout du lien manque"})


def unresolved(db: Database, viewer: Viewer) -> list[Finding]:
    """Each reference once a source, with how many lines give it: those that most links wait for weigh most."""
    lines: defaultdict[tuple[str, str, str], list[dict[str, object]]] = defaultdict(list)
    for row in db.read(RUNS, **viewer.rights()):
        for problem in json.loads(row["problems"] or "[]"):
            if problem["reason"] in REASONS and problem["value"]:
                key = (f"{row['source']}/{row['path']}", str(problem["value"]), problem["reason"])
                lines[key].append({"run": row["run"], "file": problem["file"], "line": problem["line"]})
    return [
        Finding("", len(found), {"value": value, "reason": reason, "lines": len(found), **found[0]},
                item=f"{source}|{value}")
        for (source, value, reason), found in lines.items()
    ]  # fmt: skip


UNRESOLVED = Worklist("unresolved", unresolved, kinds=None)  # an import that writes nothing may still report
