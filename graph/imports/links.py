"""A batch of draft links against the graph: their ends found, their relation created or brought up to date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph import states
from graph.database import Database
from graph.editing import check_ends
from graph.errors import Invalid
from graph.imports.drafts import DraftLink, Report
from graph.imports.records import Known, resolve
from graph.imports.threeway import dumps, loads, merge, parsed, plain, present
from graph.operations import Operation, Step
from graph.schema import SCHEMA
from graph.shaping import shape_relation


def link_steps(
    db: Database, links: Sequence[DraftLink], operation: Operation, report: Report,
    pending: Mapping[str, Known] | None = None,
) -> list[Step]:  # fmt: skip
    """The steps for links whose values are parsed; a link to nothing, or not allowed, is told and left out."""
    known = resolve(db, [key for link in links for key in (link.source, link.target)], pending)
    wanted: dict[str, tuple[DraftLink, dict[str, Any]]] = {}
    for link in links:
        if ends := _ends(link, known, report):
            state = _shaped(link, *ends, operation)
            if state["id"] in wanted:
                report.leave_out(link.where, None, _told(link), "le même lien est donné deux fois", "gardé une fois")
            else:
                wanted[state["id"]] = (link, state)
    now = states.relations(db, wanted)
    audiences = {found.id: found.audience for found in known.values()}
    steps = []
    for id, (link, state) in wanted.items():
        if id in now:
            steps += _update(link, now[id], operation, report)
        else:
            seen = (audiences[state["@from"]], audiences[state["@to"]])
            steps.append(Step("relation", id, None, state, ends=seen))
    return steps


def _ends(link: DraftLink, known: Mapping[str, Known], report: Report) -> tuple[Known, Known] | None:
    source, target = known.get(link.source), known.get(link.target)
    for key, end, field in ((link.source, source, "de"), (link.target, target, "vers")):
        if end is None or end.gone:
            report.leave_out(link.where, field, key, "aucune fiche ne correspond", f"lien {link.type} non créé")
            return None
    assert source is not None
    assert target is not None
    try:
        ends = ({"id": end.id, "kind": end.kind} for end in (source, target))
        check_ends(SCHEMA.relations[link.type], *ends)
    except Invalid as error:
        report.leave_out(link.where, link.type, _told(link), "; ".join(error.fields.values()), "lien non créé")
        return None
    return source, target


def _shaped(link: DraftLink, source: Known, target: Known, operation: Operation) -> dict[str, Any]:
    fields = {"declared_by": "import", **link.fields}
    told = plain(fields)
    made = {"created_at": operation.at, "created_by": operation.by, "imported": dumps(told)}
    return shape_relation(made, SCHEMA.relations[link.type], source.id, target.id, parsed(told))


def _update(link: DraftLink, found: states.Present, operation: Operation, report: Report) -> list[Step]:
    before = found.state
    told = plain({"declared_by": "import", **link.fields})
    last = loads(before.get("imported"))

    def complain(name: str, value: Any, reason: str, action: str) -> None:
        report.problem(link.where, name, value, reason, action)

    change = merge(present(before, {*told, *(last or {})}), last, told, complain)
    ends = (before["@from"], before["@to"])
    after = shape_relation(before, SCHEMA.relations[link.type], *ends, parsed(change)) if change else dict(before)
    after["imported"] = dumps(told)
    step = Step("relation", str(before["id"]), before, after, found.version, found.ends)
    if not step.changed():
        return []
    if change:
        after |= {"updated_at": operation.at, "updated_by": operation.by}
    return [step]


def _told(link: DraftLink) -> str:
    return f"{link.source} {link.type} {link.target}"
