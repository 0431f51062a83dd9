"""What the write path will ask in Cypher (graph.viewers), asked before in words, so that a refusal says why."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from graph import granting
from graph.errors import NotAllowed
from graph.operations import Step
from graph.schema import Kind
from graph.viewers import Viewer

FRAME = ("places", "policies")  # what everybody's records stand in: kept by the facilitators of the whole


def may_create(viewer: Viewer, kind: Kind) -> bool:
    """Who bears or animates something adds what belongs to it."""
    return viewer.edits or (viewer.creates and kind.family not in FRAME)


def must_create(viewer: Viewer, kind: Kind) -> None:
    """NotAllowed for who may not add a record of this kind."""
    if not may_create(viewer, kind):
        raise NotAllowed("Seule l'animation peut ajouter une fiche de cette sorte.")


def owner_of(viewer: Viewer, steps: Sequence[Step]) -> Viewer:
    """Who makes a record may write it: within their operation the new ones are the viewer's already."""
    made = [step.after or {} for step in steps if step.subject == "record" and step.before is None]
    audiences = (*viewer.audiences, *(state["audience"] for state in made))
    return replace(viewer, stewards=viewer.stewards | {state["id"] for state in made}, audiences=audiences)


def must_write(viewer: Viewer, *ids: str) -> None:
    """NotAllowed for who may write none of these records."""
    if not any(viewer.writes(id) for id in ids):
        raise NotAllowed("Seuls ses porteurs et l'animation peuvent modifier cette fiche.")


def must_give(viewer: Viewer, step: Step) -> None:
    """NotAllowed for a link that gives rights which are not the viewer's, or that others added to one's record."""
    if not _gives(viewer, step):
        raise NotAllowed("Ce lien donne des droits : seuls ceux qui les ont, ou l'animation, peuvent le poser.")
    if not _own(viewer, step):
        raise NotAllowed("Ce lien a été ajouté par l'animation : vous pouvez le confirmer ou le contester.")


def may_take(viewer: Viewer, step: Step) -> bool:
    """May the viewer carry out this step, such as one that takes back another?"""
    if step.subject != "relation":
        return viewer.writes(step.id)
    return any(viewer.writes(id) for id in _ends(step)) and _gives(viewer, step) and _own(viewer, step)


def may_correct(viewer: Viewer, declared_by: str | None, ends: Set[str]) -> bool:
    """May the viewer change or take away a link between these records? Else they confirm or contest it."""
    own = declared_by == "actor" and any(viewer.writes(id) for id in ends)
    return viewer.edits or own or bool(ends & viewer.facilitates)


def may_judge(viewer: Viewer, type: str, source: str, target: str) -> bool:
    """May the viewer say whether a link between these records is right? Their bearers, and of what is said to serve a
    policy also who leads it."""
    return viewer.writes(source) or viewer.writes(target) or (type == "SERVES" and target in viewer.leads)


def must_judge(viewer: Viewer, type: str, source: str, target: str) -> None:
    """NotAllowed for who may not."""
    if not may_judge(viewer, type, source, target):
        must_write(viewer, source, target)


def _gives(viewer: Viewer, step: Step) -> bool:
    asked = granting.of(step)
    return viewer.edits or (
        all(viewer.writes(id) for id in asked["gives"]) and set(asked["names"]) <= viewer.facilitates
    )


def _own(viewer: Viewer, step: Step) -> bool:
    """A link that is new, declared by an actor, only judged, or within what the viewer animates."""
    if step.before is None or granting.of(step)["standing"]:
        return True
    return may_correct(viewer, step.before.get("declared_by"), _ends(step))


def _ends(step: Step) -> set[str]:
    known = step.after or step.before or {}
    return {str(known["@from"]), str(known["@to"])}
