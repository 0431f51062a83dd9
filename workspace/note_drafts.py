"""What the form of a new note begins with, when it was begun from a template."""

from __future__ import annotations

from collections.abc import Mapping

from graph.briefs import briefs
from graph.links import today
from graph.note_drafts import draft
from graph.note_templates import template
from workspace.committee_pack import pack_note
from workspace.current import database, viewer
from workspace.language import language


def begun(asked: Mapping[str, str]) -> dict[str, str]:
    """Name, day and text of the note that `modele` and `avec` ask for, or `paquet` (a committee) and `depuis`; nothing
    when they ask for none."""
    if pack := asked.get("paquet", ""):
        return pack_note(pack, asked.get("depuis", "")) | {"day": today()}
    if not (id := asked.get("modele", "")):
        return {}
    found, about = (
        template(database(), id),
        briefs(database(), viewer(), [asked.get("avec", "")]).get(asked.get("avec", "")),
    )
    name = f"{found.name} – {about.name}" if about else found.name
    return {"name": name, "day": today(), "text": draft(database(), viewer(), found, about, language())}
