"""What a page needs to show a note."""

from __future__ import annotations

from typing import Any

from graph.briefs import briefs
from graph.database import Database
from graph.links import Brief
from graph.saved_views import SELECTIONS, saved_views
from graph.viewers import Viewer
from workspace.papers.reading import cited
from workspace.syntheses.pictures import lines_of, told
from workspace.syntheses.shapes import Note
from workspace.syntheses.writing_out import shown


def page(note: Note) -> dict[str, Any]:
    """The note with what its template asks of it."""
    picture = note["picture"]
    return {
        "note": note, "sections": shown(note), "cited": cited, "lines_of": lines_of,
        "picture_told": told(picture) if picture else "",
    }  # fmt: skip


def subjects(db: Database, viewer: Viewer, ids: list[str]) -> list[tuple[str, str]]:
    """Name and address of each subject that the viewer sees."""
    known: dict[str, Brief] = briefs(db, viewer, ids)
    mine, others = saved_views(db, viewer, SELECTIONS) if any(id.startswith("v-") for id in ids) else ([], [])
    sets = {each.id: (each.title, each.url) for each in (*mine, *others)}
    return [(known[id].name, known[id].url) if id in known else sets[id] for id in ids if id in known or id in sets]
