"""Where a note is put: in a folder, pinned at its head, or archived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph import states
from graph.database import Database
from graph.editing import touched
from graph.errors import Invalid, NotFound
from graph.links import Brief, brief, brief_of
from graph.notes import MOST
from graph.operations import GONE, Operation, Step
from graph.permissions import must_write
from graph.viewers import Viewer, sees
from graph.writing import write

SEPARATOR = " / "
LONGEST, DEEPEST = 200, 6  # characters of a folder's whole name, and folders in one another
ALL = f"""
MATCH (n:Entity) USING INDEX n:Entity(audience, kind) WHERE n.audience LAYER AND n.kind = 'Note' AND {sees("n")}
  AND (n.archived_at IS NOT NULL) = $archived
RETURN {brief("n")} AS note, coalesce(n.folder, '') AS folder, coalesce(n.pinned, false) AS pinned,
       coalesce(n.updated_at, n.created_at) AS written
ORDER BY folder = '', folder, pinned DESC, written DESC, note.id LIMIT $limit
"""


ARCHIVED = f"""
MATCH (n:Note) WHERE n.archived_at > '' AND NOT n:Gone AND {sees("n")} WITH n LIMIT 1 RETURN count(n) > 0 AS any
"""


@dataclass(frozen=True)
class Shelved:
    """A note in its folder ("" for none)."""

    note: Brief
    folder: str
    pinned: bool
    written: str


@dataclass(frozen=True)
class Place:
    """Where one note is."""

    folder: str
    pinned: bool
    archived: bool


def shelves(db: Database, viewer: Viewer, *, archived: bool = False) -> dict[str, list[Shelved]]:
    """The notes that the viewer may see, by folder in the order of their names: pinned first, then the last written."""
    query = ALL.replace("LAYER", "> ''" if viewer.all else "IN $audiences")
    out: dict[str, list[Shelved]] = {}
    for row in db.read(query, archived=archived, limit=MOST, **viewer.params()):
        found = Shelved(brief_of(row["note"]), row["folder"], row["pinned"], row["written"])
        out.setdefault(found.folder, []).append(found)
    return out


def any_archived(db: Database, viewer: Viewer) -> bool:
    """Is there an archived note that the viewer may see?"""
    return bool(db.read(ARCHIVED, **viewer.params())[0]["any"])


def place_of(db: Database, viewer: Viewer, id: str) -> Place:
    """NotFound for what is no note, or not the viewer's to see."""
    state = _state(db, viewer, id).state
    return Place(str(state.get("folder") or ""), bool(state.get("pinned")), bool(state.get("archived_at")))


def put(db: Database, viewer: Viewer, id: str, place: Place, operation: Operation) -> None:
    """Puts a note somewhere. Invalid for a folder whose name cannot be."""
    present = _state(db, viewer, id)
    must_write(viewer, id)
    told: Mapping[str, Any] = {
        "folder": folder_of(place.folder) or None, "pinned": place.pinned or None,
        "archived_at": (present.state.get("archived_at") or operation.at[:10]) if place.archived else None,
    }  # fmt: skip
    after = {name: value for name, value in {**present.state, **told}.items() if value is not None}
    write(db, viewer, operation, touched(Step("record", id, present.state, after, present.version), operation))


def folder_of(text: str) -> str:
    """A folder as it is kept: « Comité données / 2026 », one within the other."""
    names: Sequence[str] = [" ".join(name.split()) for name in text.split("/")]
    kept = [name for name in names if name]
    if len(kept) > DEEPEST or len(SEPARATOR.join(kept)) > LONGEST:
        raise Invalid({"dossier": "200 caractères au plus, et six dossiers l'un dans l'autre"})
    return SEPARATOR.join(kept)


def _state(db: Database, viewer: Viewer, id: str) -> states.Present:
    found = states.records(db, [id]).get(id)
    if found is None or found.state.get(GONE) or not viewer.reads(found.state["audience"]):
        raise NotFound(id)
    if found.state["kind"] != "Note":
        raise NotFound(id)
    return found
