"""Numbers that tell a body from its namesakes: a SIREN typed by hand identifies its record, as an imported one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.database import Database
from graph.errors import Invalid
from graph.operations import REFS
from graph.viewers import Viewer, sees

BEARER = f"""
MATCH (:Ref {{key: $key}})-[:IDENTIFIES]->(n)
RETURN n.id AS id, CASE WHEN {sees("n")} THEN n.name END AS name
"""


def identified(db: Database, viewer: Viewer, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The state with the Ref of its SIREN, and without that of the former one. Invalid when another record bears it."""
    old, new = _key(before), _key(after)
    if old == new:
        return dict(after)
    # What an import said of a record is kept on its Ref: that one stays.
    refs = {key: said for key, said in after[REFS].items() if key != old or said is not None}
    if new and new not in refs:
        _refuse_other(db, viewer, new, str(after["id"]))
        refs[new] = None
    return dict(after) | {REFS: refs}


def _key(state: Mapping[str, Any]) -> str | None:
    return f"siren:{state['siren']}" if state.get("siren") else None


def _refuse_other(db: Database, viewer: Viewer, key: str, id: str) -> None:
    others = [row for row in db.read(BEARER, key=key, **viewer.params()) if row["id"] != id]
    if others and others[0]["name"]:
        raise Invalid({"siren": f"ce numéro est déjà celui de « {others[0]['name']} »"})
    if others:
        raise Invalid({"siren": "ce numéro est déjà celui d'une autre fiche"})
