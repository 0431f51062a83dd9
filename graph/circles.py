"""Who a record may be given to: groups that its writer is of, the facilitators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.database import Database
from graph.errors import Invalid
from graph.links import Brief, brief, brief_of
from graph.links import today as today_
from graph.rights import GROUPS
from graph.schema import Kind
from graph.shaping import standing_of
from graph.viewers import FACILITATORS, Viewer, audience_of, sees

MOST = 200  # shown in a form
EVERY = f"""
MATCH (c:Entity) USING INDEX c:Entity(audience, kind) WHERE c.audience > '' AND c.kind = 'Community'
RETURN {brief("c")} AS record ORDER BY c.name_key, c.id LIMIT {MOST}
"""
OWN = f"""
MATCH (u:User {{id: $user}})
WITH coalesce(u.groups, []) + COLLECT {{ {GROUPS.replace("$person", "u.person")} }} AS ids
UNWIND ids AS id
MATCH (c:Entity {{id: id}}) WHERE {sees("c")}
WITH DISTINCT c RETURN {brief("c")} AS record ORDER BY c.name_key, c.id LIMIT {MOST}
"""


def groups(db: Database, viewer: Viewer) -> list[Brief]:
    """The communities that the viewer may give something to: those that they are of; the facilitators, each."""
    rows = db.read(EVERY) if viewer.all else db.read(OWN, user=viewer.user, at=today_(), **viewer.params())
    return [brief_of(row["record"]) for row in rows]


def given(viewer: Viewer, kind: Kind, raw: Mapping[str, object], before: Mapping[str, Any], at: str) -> dict[str, Any]:
    """Visibility, group and status from raw input. Invalid for a group that the viewer is not of, whether or not there
    is such a group, and for what only facilitators keep to themselves."""
    told = standing_of(kind, raw, before, at)
    after = {**before, **told}
    seen, group = after.get("visibility"), after.get("group")
    if (seen, group) == (before.get("visibility"), before.get("group")):
        return told
    if seen == "group" and not viewer.all and audience_of("group", "", str(group)) not in viewer.audiences:
        raise Invalid({"visibility": "choisissez un groupe dont vous êtes"})
    if seen == FACILITATORS and not viewer.edits:
        raise Invalid({"visibility": "seule l'animation garde une fiche pour elle"})
    if seen == FACILITATORS and kind.name != "Note":
        raise Invalid({"visibility": "seule une note se garde pour l'animation"})
    return told | ({} if seen == "group" else {"group": None})
