"""The three parts of a commons in the form that makes it: each a name, known or new; none has to be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.database import Database
from graph.errors import Invalid
from graph.founding import PARTS, Part, found_commons
from graph.links import Brief
from graph.operations import Operation
from graph.permissions import may_create
from graph.schema import SCHEMA
from graph.viewers import Viewer
from workspace.choosing import choose
from workspace.language import gettext
from workspace.words import initial, word

KINDS = {"community": ("Community",), "rule": ("Rule",)}
KIND, TEXT = "resource_kind", "rule_text"
NAMES = (*PARTS, KIND, TEXT)
FROM = ("source", "source_url", "source_date")


@dataclass(frozen=True)
class Entry:
    """One part as the form shows it."""

    name: str
    label: str
    help: str
    kinds: str
    text: str
    error: str


def typed_parts(form: Mapping[str, str]) -> dict[str, str]:
    """What was typed of the parts."""
    return {name: form[name].strip() for name in NAMES if name in form}


def entries(typed: Mapping[str, str], errors: Mapping[str, str]) -> list[Entry]:
    """The three fields, in the order of the page."""
    words = {
        "resource": (gettext("Quelle ressource ?"), gettext("Le jeu de données, le logiciel ou le guide partagé.")),
        "community": (gettext("Qui l’entretient ?"), gettext("Le nom de l’équipe ou de la communauté.")),
        "rule": (gettext("Selon quelle règle ?"), gettext("Le nom de la première, par exemple « Deux relevés ».")),
    }  # fmt: skip
    return [
        Entry(name, *words[name], ",".join(_kinds(name)), typed.get(name, ""), errors.get(name, "")) for name in PARTS
    ]


def summary(wrong: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The summary over a refused form, with the parts by their words."""
    labels = {f"champ-{entry.name}": entry.label for entry in entries({}, {})}
    labels[f"champ-{KIND}"] = gettext("Sorte de ressource")
    return [(anchor, labels.get(anchor, label)) for anchor, label in wrong]


def resource_kinds(viewer: Viewer) -> list[tuple[str, str]]:
    """What a new resource may be."""
    kinds = (SCHEMA.kinds[name] for name in _kinds("resource"))
    return [(kind.name, initial(word(kind.label))) for kind in kinds if may_create(viewer, kind)]


def found(db: Database, viewer: Viewer, raw: Mapping[str, str], typed: Mapping[str, str], operation: Operation) -> str:
    """Makes the commons with the parts that were named. Invalid names what is wrong, parts among it."""
    parts = [_part(db, viewer, name, typed) for name in PARTS if typed.get(name)]
    said = {name: raw[name] for name in FROM if raw.get(name)} | {"declared_by": "curator" if viewer.edits else "actor"}
    wrong = {}
    if viewer.edits and not said.keys() & {"source", "source_url"}:
        wrong["source"] = gettext("dites d’où vous le tenez : une page, une réunion, une personne")
    if any(part.kind not in _kinds(part.name) for part in parts):
        wrong[KIND] = gettext("dites quelle sorte de ressource c’est")
    if wrong:
        raise Invalid(wrong)
    return found_commons(db, viewer, raw, parts, said, operation)


def _part(db: Database, viewer: Viewer, name: str, typed: Mapping[str, str]) -> Part:
    """A name that a record of the right kind bears is that record; another is a new one's."""
    known = _known(db, viewer, name, typed)
    if known:
        return Part(name, known.kind, {}, known.id)
    kind = typed.get(KIND, "") if name == "resource" else KINDS[name][0]
    text = {"text": typed[TEXT]} if name == "rule" and typed.get(TEXT) else {}
    return Part(name, kind, {"name": typed[name], **text})


def _known(db: Database, viewer: Viewer, name: str, typed: Mapping[str, str]) -> Brief | None:
    record = choose(db, viewer, typed.get(name, "")).record
    return record if record and record.kind in _kinds(name) else None


def _kinds(name: str) -> Sequence[str]:
    return KINDS.get(name) or tuple(kind for kind in SCHEMA.kinds if kind in SCHEMA.relations[PARTS[name]].targets)
