"""What was typed in the editable table, saved record by record as one operation, which is undone at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from graph import states, terms
from graph.editing import change_record
from graph.errors import Conflict, Invalid, NotAllowed, NotFound
from graph.operations import Operation
from graph.schema import SCHEMA
from graph.shaping import own_fields
from graph.states import Present
from graph.terms import Terms
from graph.versions import version
from workspace import forms
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.network.cells import Refused

Words = dict[str, str]


@dataclass(frozen=True)
class Saved:
    """How many records were saved, and what was refused by id."""

    count: int
    refused: Mapping[str, Refused]


def save(form: MultiDict[str, str], columns: Sequence[str]) -> Saved:
    """Saves each record in which something was changed; what somebody else changed meanwhile is not overwritten."""
    operation = Operation(viewer().user or "", gettext("depuis le tableau du réseau"))
    ids = list(dict.fromkeys(form.getlist("fiche")))
    known, words = states.records(database(), ids), terms.added(database())
    refused: dict[str, Refused] = {}
    count = 0
    for id in ids:
        typed = {name: forms.plain(text) for name in columns if (text := form.get(f"{id}.{name}")) is not None}
        try:
            changed = _changed(id, known.get(id), typed, form.get(f"{id}.version", 0, type=int), words)
            if changed:
                _write(id, known[id], changed, operation)
                count += 1
        except Invalid as error:
            refused[id] = Refused(typed, error.fields)
        except (Conflict, NotFound, NotAllowed) as error:
            refused[id] = Refused(typed, why=_why(error))
    return Saved(count, refused)


def _changed(id: str, present: Present | None, typed: Words, read: int, words: Terms) -> Words:
    """What was typed anew over the version that was read. Conflict when somebody else changed the same meanwhile."""
    if present is None or not viewer().reads(str(present.state["audience"])):
        raise NotFound(id)
    now = _said(present.state, words)
    then = now if read == present.version else _said(version(database(), viewer(), id, read).state, words)
    mine = {name: text for name, text in typed.items() if text not in (then.get(name, ""), now.get(name, ""))}
    if any(then.get(name) != now.get(name) for name in mine):
        raise Conflict(id)
    return mine


def _write(id: str, present: Present, changed: Words, operation: Operation) -> None:
    change_record(database(), viewer(), id, present.version, changed, operation)
    terms.keep(database(), terms.in_fields(SCHEMA.kinds[str(present.state["kind"])].fields, changed))


def _said(state: Mapping[str, object], words: Terms) -> Words:
    told = forms.kept(state, own_fields(SCHEMA.kinds[str(state["kind"])]).values(), words)
    return {name: forms.plain(text) for name, text in told.items()}


def _why(error: Exception) -> str:
    if isinstance(error, Conflict):
        return gettext("quelqu’un d’autre l’a changée pendant que vous écriviez : rien n’a été écrasé")
    if isinstance(error, NotFound):
        return gettext("cette fiche n’est plus là")
    return gettext("vous ne pouvez pas modifier cette fiche")
