"""Fields that the facilitators give to a kind of record, beside those that are declared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph import extensions
from graph.database import Database
from graph.errors import AlreadyExists, Invalid, NotAllowed
from graph.folding import fold, slug
from graph.operations import now
from graph.schema import SCHEMA
from graph.viewers import Viewer

TYPES = ("text", "lines", "markdown", "number", "date", "yes_no", "url", "term", "terms")
MOST, LONGEST = 40, 80  # fields added to a kind, letters of a label
PREFIX = "own_"

# One that was taken away comes back with the values that records kept.
ADD = """
MERGE (f:OwnField {key: $key})
SET f += $field, f.at = $now, f.by = $by, f.removed_at = null RETURN f.key AS key
"""
CHANGE = "MATCH (f:OwnField {key: $key}) WHERE f.removed_at IS NULL SET f += $told RETURN f.key AS key"
REMOVE = "MATCH (f:OwnField {key: $key}) WHERE f.removed_at IS NULL SET f.removed_at = $now RETURN f.key AS key"


def added(kind: str) -> tuple[str, ...]:
    """The names of the fields that were added to a kind."""
    return tuple(field.name for field in SCHEMA.kinds[kind].fields if field.name.startswith(PREFIX))


def add_field(db: Database, viewer: Viewer, kind: str, asked: Mapping[str, str]) -> str:
    """Adds a field: `type`, `fr`, `en` (the French when empty), `help`. Its name; Invalid names what is wrong."""
    must_shape(viewer)
    field = _checked(kind, asked)
    name = PREFIX + slug(field["fr"], 40).replace("-", "_")
    if SCHEMA.kinds[kind].field(name):
        raise AlreadyExists("fr", field["fr"])
    extensions.write(
        db, ADD, key=f"{kind}|{name}", field={**field, "kind": kind, "name": name}, now=now(), by=viewer.user
    )
    # Known to the engine before any record holds it, so that questions about it are not suspect.
    db.write("CALL db.createProperty($name)", name=name)
    return name


def rename_field(db: Database, viewer: Viewer, kind: str, name: str, told: Mapping[str, str]) -> None:
    """Gives it other words; its type and what records hold stay."""
    must_shape(viewer)
    field = _checked(kind, {**told, "type": "text"}, but=name)
    extensions.write(db, CHANGE, key=f"{kind}|{name}", told={key: field[key] for key in ("fr", "en", "help")})


def remove_field(db: Database, viewer: Viewer, kind: str, name: str) -> None:
    """Takes it out of forms and pages. Records keep what they hold, and it is there again when it is added again."""
    must_shape(viewer)
    extensions.write(db, REMOVE, key=f"{kind}|{name}", now=now())


def must_shape(viewer: Viewer) -> None:
    """NotAllowed but for who answers for the whole."""
    if not viewer.edits:
        raise NotAllowed("Seule l'animation change les champs et les vocabulaires.")


def _checked(kind: str, told: Mapping[str, str], but: str = "") -> dict[str, Any]:
    if kind not in SCHEMA.kinds:
        raise Invalid({"kind": "à choisir dans la liste"})
    wrong = {}
    fr = " ".join(told.get("fr", "").split())
    if not fr or not slug(fr):
        wrong["fr"] = "ce champ est nécessaire"
    elif len(fr) > LONGEST:
        wrong["fr"] = f"{LONGEST} caractères au plus"
    elif fold(fr) in {fold(each.label.fr) for each in SCHEMA.kinds[kind].fields if each.name != but}:
        wrong["fr"] = "cette sorte de fiche a déjà un champ de ce nom"
    if told.get("type") not in TYPES:
        wrong["type"] = "à choisir dans la liste"
    if len(added(kind)) >= MOST and not but:
        wrong["fr"] = "cette sorte de fiche a déjà beaucoup de champs ajoutés"
    if wrong:
        raise Invalid(wrong)
    en, help = (" ".join(told.get(name, "").split()) for name in ("en", "help"))
    return {"type": told["type"], "fr": fr, "en": en[:LONGEST] or fr, "help": help[:200] or None}
