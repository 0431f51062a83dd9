"""The cells of the network's editable table: which columns, what each record says in them, and what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from graph import states, terms
from graph.errors import Invalid
from graph.links import Brief
from graph.schema import SCHEMA
from graph.shaping import own_fields
from graph.terms import Terms
from workspace import forms
from workspace.current import database, viewer
from workspace.forms import Entry
from workspace.language import gettext
from workspace.words import initial, word

USUAL = ("status", "summary")
MOST = 6
# A page of its own writes texts, and who may read a record is not changed in a row of them.
NOT_IN_CELLS = frozenset({"markdown"})


@dataclass(frozen=True)
class Refused:
    """Why a record was not saved: by field, or as a whole; and what had been typed."""

    typed: Mapping[str, str]
    fields: Mapping[str, str] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True)
class Row:
    """A record with its cells in the columns' order, None where its kind has no such field; `writable` by the
    reader; `refused` when what was typed could not be saved."""

    record: Brief
    version: int
    cells: tuple[Entry | None, ...]
    writable: bool
    refused: Refused | None = None

    @property
    def id(self) -> str:
        return self.record.id


def offered(kinds: Sequence[str]) -> dict[str, str]:
    """Fields that every one of these kinds has, with their labels, in the schema's order; none for no kinds."""
    if not kinds:
        return {}
    first, *rest = kinds
    fields = {name: each for name, each in own_fields(SCHEMA.kinds[first]).items() if each.type not in NOT_IN_CELLS}
    for kind in rest:
        others = own_fields(SCHEMA.kinds[kind])
        fields = {name: each for name, each in fields.items() if name in others and others[name].type == each.type}
    labels = {name: initial(word(each.label)) for name, each in fields.items() if name not in ("name", "status_word")}
    return {"status": gettext("État"), **labels}


def columns_of(args: MultiDict[str, str], kinds: Sequence[str]) -> dict[str, str]:
    """The columns asked for, or the usual ones, with their labels; the name comes first. Invalid names one that these
    records do not have."""
    known = offered(kinds)
    if not kinds:
        return {"name": gettext("Nom")}
    wanted = [name.strip() for name in args.getlist("colonne") if name.strip()] or [n for n in USUAL if n in known]
    if wrong := [name for name in wanted if name not in known]:
        raise Invalid({"colonne": gettext("« %(word)s » n’est pas un champ de ces fiches", word=wrong[0])})
    if len(set(wanted)) > MOST:
        raise Invalid({"colonne": gettext("au plus %(most)s colonnes", most=MOST)})
    return {"name": gettext("Nom"), **{name: known[name] for name in dict.fromkeys(wanted)}}


def rows_of(records: Sequence[Brief], columns: Sequence[str], refused: Mapping[str, Refused]) -> list[Row]:
    """What records that the reader may see say in these columns, or what was typed there and refused."""
    known, words = states.records(database(), [record.id for record in records]), terms.added(database())
    return [
        _row(record, known[record.id], columns, words, refused.get(record.id))
        for record in records if record.id in known
    ]  # fmt: skip


def _row(record: Brief, present: states.Present, columns: Sequence[str], words: Terms, refused: Refused | None) -> Row:
    kind = SCHEMA.kinds[record.kind]
    says = forms.kept(present.state, own_fields(kind).values(), words)
    typed, wrong = (says | dict(refused.typed), refused.fields) if refused else (says, {})
    first, rest = forms.record_entries(kind, typed, wrong, words, own=False)
    entries = {entry.name: entry for entry in (*first, *rest)}
    cells = tuple(entries.get(name) for name in columns)
    return Row(record, present.version, cells, viewer().writes(record.id), refused)
