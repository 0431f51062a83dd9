"""Links by which somebody gains rights: who stewards, works for or animates may write. One cannot give oneself any."""

from __future__ import annotations

from typing import Any

from graph.operations import Step
from graph.schema import SCHEMA

SOURCE, TARGET = "@from", "@to"
# The ends that give: only who may write these adds or changes the link. (Who stewards a commons stewards its parts,
# who animates a community what is in it: graph.rights.)
GIVES = {
    "STEWARDS": (TARGET,), "WORKS_FOR": (TARGET,), "MEMBER_OF": (TARGET,), "HAS_RESOURCE": (TARGET,),
    "RAISES": (TARGET,), "HOLDS": (TARGET,), "MAINTAINED_BY": (SOURCE, TARGET), "GOVERNS": (SOURCE,),
    "MEASURES": (SOURCE,), "APPLIES_TO": (SOURCE,), "PART_OF": (SOURCE,), "LEADS": (TARGET,),
    "HAS_ROADMAP": (TARGET,),
}  # fmt: skip
# And those that only their facilitators give.
NAMES = {"ANIMATES": (TARGET,)}
STANDING = frozenset({"standing", "standing_by", "standing_at", "standing_at_from", "standing_at_to"})
BESIDE = frozenset({"updated_at", "updated_by"})


def of(step: Step) -> dict[str, Any]:
    """What `viewers.ties` and `viewers.unties` ask of a relation's row: `gives` and `names` are ids, `standing` is
    true when nothing but the actor's consent changes."""
    known = step.after or step.before or {}
    judged = step.before is not None and step.after is not None and set(step.changed()) <= STANDING | BESIDE
    if (judged and (step.before or {}).get("standing") != "contested") or not _grants(step):
        return {"gives": [], "names": [], "standing": judged}
    gives, names = (table.get(step.type, ()) for table in (GIVES, NAMES))
    return {"gives": [known[end] for end in gives], "names": [known[end] for end in names], "standing": judged}


def _grants(step: Step) -> bool:
    """To be a member of an organisation gives nothing, but for one who writes for it; of a community, its group's. To
    lead gives a say about a policy only."""
    if step.type == "LEADS":
        kind = SCHEMA.kind_of_id(str((step.after or step.before or {})[TARGET]))
        return kind is None or kind.name == "Policy"
    if step.type != "MEMBER_OF":
        return True
    states = [state for state in (step.before, step.after) if state]
    kind = SCHEMA.kind_of_id(str(states[0][TARGET]))
    return any(state.get("writes") for state in states) or kind is None or kind.name == "Community"
