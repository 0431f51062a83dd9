"""The funding of a line as somebody wants it: each beside the one that it is, new ones made, others taken away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph.roadmap_cells import parsed, stored
from graph.roadmap_columns import BY_NAME
from graph.roadmap_steps import Steps
from graph.roadmap_wanted import GrantWanted, Told, Wanted
from graph.roadmaps import Funding, Line

# Money that is only hoped for is nobody else's business until it is granted.
RESERVED = (None, "lead", "requested")
CELLS = (("step", "step"), ("amount", "amount"), ("grant_visibility", "visibility"))


def change_grants(steps: Steps, year: str, want: Wanted, now: Line | None, id: str) -> Iterator[Told]:
    """Gathers the steps, and tells each funding that changes as (funder, step, amount)."""
    if want.grants is None:
        return
    left = list(now.grants) if now else []
    name, new = str(steps.present[id].state["name"]), want.id is None
    for grant, known in [(grant, _beside(grant, left)) for grant in want.grants]:
        raw = _said(steps, grant.row or want.row, grant)
        if known is None:
            made = _made(steps, year, id, grant, raw)
            yield Told(want.row, name, "funder", None, (grant.funder.name, made.get("step"), made.get("amount")), new)
        else:
            yield from (Told(want.row, name, *told) for told in _changed(steps, grant.row or want.row, known, raw))
    for gone in [] if want.adds else left:
        steps.drop(want.row, "funder", gone.link)
        yield Told(want.row, name, "funder", (gone.funder.name, gone.step, gone.amount), None)


def _said(steps: Steps, row: int, grant: GrantWanted) -> dict[str, Any]:
    """What is told of the funding, parsed; a wrong cell is told and left out."""
    out: dict[str, Any] = {}
    for column, name in CELLS:
        raw = getattr(grant, name)
        if raw is None:
            continue
        try:
            out[name] = stored(parsed(BY_NAME[column], raw))
        except ValueError as error:
            steps.fault(row, column, str(error), raw)
    if out.get("visibility", "") is None:
        del out["visibility"]
    return out


def _made(steps: Steps, year: str, id: str, grant: GrantWanted, said: dict[str, Any]) -> dict[str, Any]:
    raw = {name: value for name, value in said.items() if value is not None}
    raw.setdefault("visibility", "members" if raw.get("step") in RESERVED else "public")
    raw["since"] = year
    ends = (grant.funder.id, id)
    same = steps.grants[ends]
    steps.grants[ends] += 1
    if same:
        # Two links of one funder, one action and one year need an object each: it is part of what they are.
        raw["object"] = f"n° {same + 1}"
    steps.tie(grant.row, "funder", "FUNDS", *ends, raw)
    return raw


def _changed(steps: Steps, row: int, now: Funding, said: dict[str, Any]) -> Iterator[tuple[str, object, object]]:
    kept = {"step": now.step, "amount": now.amount, "visibility": now.visibility}
    changed = {name: value for name, value in said.items() if value != kept[name]}
    if not changed:
        return
    steps.retie(row, "funder", now.link, changed)
    after = kept | changed
    if {"step", "amount"} & set(changed):
        name = now.funder.name
        yield "funder", (name, now.step, now.amount), (name, after["step"], after["amount"])
    if "visibility" in changed:
        yield "grant_visibility", now.visibility, after["visibility"]


def _beside(wanted: GrantWanted, left: list[Funding]) -> Funding | None:
    """The funding that is wanted, taken out of those left: itself, else one of the same funder, the likest first."""
    same = [each for each in left if wanted.link in (None, each.link) and each.funder.id == wanted.funder.id]
    found = next((each for each in same if each.link == wanted.link or _alike(each, wanted)), None)
    found = found or (same[0] if same else None)
    if found:
        left.remove(found)
    return found


def _alike(now: Funding, wanted: GrantWanted) -> bool:
    try:
        said = [stored(parsed(BY_NAME[name], getattr(wanted, name))) for name in ("step", "amount")]
    except ValueError:
        return False
    return said == [now.step, now.amount]
