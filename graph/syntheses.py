"""Notes de synthèse that somebody kept: what was drawn on its day, and what was written over it.

Kept as saved views are, with the same sharing. What was drawn is kept beside what is read, as it was; for whom a note
is may be narrowed afterwards and never widened: it was drawn for these, and holds what these may see."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from graph import saved_views
from graph.database import Database
from graph.errors import Conflict, Invalid, NotFound
from graph.saved_views import SHARED_WITH, SYNTHESES, SavedView
from graph.schema import SCHEMA
from graph.viewers import Viewer, sees

LONGEST = 20_000  # characters of a section
LONGEST_TITLE = 200
PERSON = f"{SCHEMA.kinds['Person'].prefix}-"
# A person who is no longer there is one who was erased: what named them is not read any more. Other records that are no
# longer there were what they were on that day.
WITHHELD = f"""
UNWIND $ids AS id MATCH (v:View {{id: id}}) UNWIND v.answers[2..] AS record
OPTIONAL MATCH (n:Entity {{id: record}})
WITH id, n, record WHERE (n IS NULL AND record STARTS WITH $person) OR NOT {sees("n")}
RETURN DISTINCT id AS id ORDER BY id
"""


@dataclass(frozen=True)
class Kept:
    """`note` is what is read, None when it names what the reader may not see any more; `drawn` what was drawn;
    `version` tells one text from another."""

    view: SavedView
    note: Mapping[str, Any] | None
    drawn: Mapping[str, Any] | None
    version: str

    @property
    def edited(self) -> bool:
        return self.note != self.drawn


def kept(db: Database, viewer: Viewer, id: str) -> Kept:
    """A note with its text. A record that was hidden since it was drawn hides it from whoever may not see that one."""
    view = saved_views.saved_view(db, viewer, id, SYNTHESES)
    texts = saved_views.answers(db, viewer, id, SYNTHESES)
    note, drawn = (json.loads(text) for text in texts[:2])
    readable = not withheld(db, viewer, [id])
    return Kept(view, note if readable else None, drawn if readable else None, _version(texts))


def withheld(db: Database, viewer: Viewer, ids: Sequence[str]) -> set[str]:
    """Which of these notes name a record that is there and not for this viewer: not even their titles are told."""
    return {row["id"] for row in db.read(WITHHELD, ids=list(ids), person=PERSON, **viewer.params())}


def keep(
    db: Database, viewer: Viewer, told: dict[str, str], groups: Sequence[str],
    draw: Callable[[str, str | None], Mapping[str, Any]],
) -> str:  # fmt: skip
    """Keeps a note that `draw` draws for those it is for. Invalid names the field."""

    def answers(checked: dict[str, Any]) -> list[str]:
        try:
            note = {**draw(checked["shared"], checked["group"]), "title": checked["title"]}
        except NotFound as error:
            raise Invalid({"pour": "un sujet de la note n'est pas visible de tous ceux-là"}) from error
        # Both texts, then what they name, so that one question to the graph tells who may read them.
        return [*[json.dumps(note)] * 2, *note["records"]]

    return saved_views.keep(db, viewer, told, groups, SYNTHESES, answers)


def rewrite(
    db: Database, viewer: Viewer, id: str, version: str, edit: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:  # fmt: skip
    """Keeps another text. Conflict when somebody else kept one since `version`, Invalid names the field."""
    found = kept(db, viewer, id)
    if not found.view.mine or found.note is None:
        raise NotFound(id)
    before = saved_views.answers(db, viewer, id, SYNTHESES)
    after = edit(dict(found.note))
    _check(after)
    if _version(before) != version or not saved_views.answer_again(
        db, viewer, id, before, [json.dumps(after), *before[1:]], SYNTHESES
    ):
        raise Conflict(id)


def share(db: Database, viewer: Viewer, id: str, told: dict[str, str], groups: Sequence[str]) -> None:
    """Another title, or fewer readers. Invalid for more than it was drawn for."""
    view = saved_views.saved_view(db, viewer, id, SYNTHESES)
    wider = replace(view, shared=told.get("shared", ""), group=told.get("group") or None)
    if wider.shared in SHARED_WITH and not view.reaches(wider):
        raise Invalid({"pour": "cette note a été faite pour moins de monde : refaites-la pour ceux-là"})
    saved_views.change(db, viewer, id, {**told, "query": view.query, "text": ""}, groups, SYNTHESES)


def _version(texts: Sequence[str]) -> str:
    return sha256("\n".join(texts).encode()).hexdigest()[:16]


def _check(note: Mapping[str, Any]) -> None:
    wrong = {}
    if not note["title"].strip():
        wrong["titre"] = "un titre est nécessaire"
    elif len(note["title"]) > LONGEST_TITLE:
        wrong["titre"] = f"{LONGEST_TITLE} caractères au plus"
    for section in note["sections"]:
        if len(section["text"]) > LONGEST:
            wrong[section["key"]] = f"{LONGEST} caractères au plus"
    if len(note["lead"]) > LONGEST:
        wrong["chapo"] = f"{LONGEST} caractères au plus"
    if wrong:
        raise Invalid(wrong)
