"""What was typed in the editable table, saved record by record as one operation, which is undone at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from graph import states, terms
from graph.editing import change_record
from graph.errors import Conflict, Invalid, NotAllowed, NotFound
from graph.operations import Operation
from graph.schema import SCHEMA
from graph.shaping import own_fields
from graph.states import Present
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
    known = states.records(database(), ids)
    refused: dict[str, Refused] = {}
    count = 0
    for id, typed in _typed(form, ids, columns):
        try:
            count += _save(id, known.get(id), typed, form.get(f"{id}.version", 0, type=int), operation)
        except Invalid as error:
            refused[id] = Refused(typed, error.fields)
        except (Conflict, NotFound, NotAllowed) as error:
            refused[id] = Refused(typed, why=_why(error))
    return Saved(count, refused)


def _typed(form: MultiDict[str, str], ids: Sequence[str], columns: Sequence[str]) -> Iterator[tuple[str, Words]]:
    for id in ids:
        cells = {name: form.get(f"{id}.{name}") for name in columns}
        yield id, {name: _lines(text) for name, text in cells.items() if text is not None}


def _save(id: str, present: Present | None, typed: Words, read: int, operation: Operation) -> bool:
    """Was there anything to save?"""
    if present is None or not viewer().reads(str(present.state["audience"])):
        raise NotFound(id)
    now = _said(present.state)
    then = now if read == present.version else _said(version(database(), viewer(), id, read).state)
    changed = {name: text for name, text in typed.items() if _lines(then.get(name, "")) != text}
    if any(then.get(name) != now.get(name) and _lines(now.get(name, "")) != text for name, text in changed.items()):
        raise Conflict(id)
    changed = {name: text for name, text in changed.items() if _lines(now.get(name, "")) != text}
    if changed:
        change_record(database(), viewer(), id, present.version, changed, operation)
        fields = SCHEMA.kinds[str(present.state["kind"])].fields
        terms.keep(database(), terms.in_fields(fields, changed))
    return bool(changed)


def _said(state: Mapping[str, object]) -> Words:
    return forms.kept(state, own_fields(SCHEMA.kinds[str(state["kind"])]).values(), terms.added(database()))


def _lines(text: str) -> str:
    """A browser ends lines in its own way."""
    return text.replace("\r\n", "\n").strip()


def _why(error: Exception) -> str:
    if isinstance(error, Conflict):
        return gettext("quelqu’un d’autre l’a changée pendant que vous écriviez : rien n’a été écrasé")
    if isinstance(error, NotFound):
        return gettext("cette fiche n’est plus là")
    return gettext("vous ne pouvez pas modifier cette fiche")
