"""A note drawn from the graph, for those who will read it: every question is asked as they would ask it."""

from __future__ import annotations

from collections.abc import Sequence

from graph.asof import day_of
from graph.briefs import briefs
from graph.chains import BEGINNINGS
from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.links import Brief, today
from graph.operations import now
from graph.viewers import Viewer
from workspace.dates import day
from workspace.language import gettext, language
from workspace.syntheses import actors, comparisons, policies, resources, selections, territories
from workspace.syntheses.parts import Drawn, sections
from workspace.syntheses.pen import Pen
from workspace.syntheses.pictures import picture_of
from workspace.syntheses.shapes import Note

MOST = 6  # options side by side
SELECTION = "v-"


def draw(db: Database, viewer: Viewer, ids: Sequence[str], au: str = "") -> Note:
    """The note of one subject, or of several as options. NotFound for one that the viewer may not see."""
    if not 1 <= len(ids) <= MOST:
        raise Invalid({"sujet": f"{MOST} fiches au plus à la fois"})
    at, pen = day_of(au, "au"), Pen()
    known = briefs(db, viewer, [id for id in ids if not id.startswith(SELECTION)])
    if hidden := [id for id in ids if not id.startswith(SELECTION) and id not in known]:
        raise NotFound(hidden[0])
    options = [(known.get(id), _one(db, viewer, pen, known.get(id), id, at)) for id in ids]
    found = options[0][1] if len(options) == 1 else comparisons.drawn(db, viewer, pen, options, at)
    picture = picture_of(db, viewer, pen, found.chains, found.gaps, at, ids[0])
    when = gettext("situation au %(day)s", day=day(at or today()))
    what = gettext("Note de synthèse") if len(ids) == 1 else gettext("Comparaison d’options")
    return Note(
        title=found.title, kicker=f"{what} — {when}", lead=found.lead, facts=list(found.facts), language=language(),
        day=at or today(), drawn_at=now(), figures=list(found.figures), sections=sections(found), picture=picture,
        sources=pen.sources, records=sorted(pen.named),
    )  # fmt: skip


def _one(db: Database, viewer: Viewer, pen: Pen, record: Brief | None, id: str, at: str | None) -> Drawn:
    if record is None:
        return selections.draw(db, viewer, pen, id, at)
    if record.kind == "Policy":
        return policies.draw(db, viewer, pen, record, at)
    if record.kind == "Territory":
        return territories.draw(db, viewer, pen, record, at)
    if record.kind in BEGINNINGS:
        return resources.draw(db, viewer, pen, record, at)
    return actors.draw(db, viewer, pen, record, at)
