"""A note written by several at once: one exchange tells a browser what it lacks, and keeps what it wrote.

Rights are asked of the graph each time. Whoever reads is told that the note changed and by whom; letters as they are
typed are for those who write it, since the record may yet hide a name among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph import live_notes, live_saving, states
from graph.database import Database
from graph.errors import NotAllowed
from graph.live_notes import Sent
from graph.live_presence import Present, be_here, others
from graph.live_turns import Turns
from graph.viewers import Viewer

_turns = Turns()


@dataclass(frozen=True)
class Answer:
    """`updates` bring a browser to `seq` of the document `key`, which the record says when `saved`. `version` is the
    one over which a form with this text may be saved. `whole` when the updates begin with all of the document."""

    writes: bool
    version: int
    here: Sequence[Present]
    key: str = ""
    seq: int = 0
    saved: bool = True
    whole: bool = False
    updates: Sequence[bytes] = ()


def exchange(db: Database, viewer: Viewer, id: str, sent: Sent) -> Answer:
    """Keeps what was sent, then gives what is lacking. NotFound for who may not see the note, NotAllowed for who may
    not write it and sends something; Invalid for what is no writing."""
    if sent.update:
        live_notes.append(db, viewer, id, sent)
    found = live_notes.lacking(db, viewer, id, sent)
    if not found["writes"]:
        if sent.update:
            raise NotAllowed()
        return Answer(False, found["record_version"], others(found["here"], sent.client))
    if _brought_up(db, viewer, id, sent, found):
        found = live_notes.lacking(db, viewer, id, sent)
    be_here(db, viewer.user or "", id, sent, found["here"], found["now"])
    version = found["version"]
    if sent.settles and not live_saving.only_text(db, id, sent.read):
        version = sent.read  # its form meets the other change as any form does
    return _answer(sent, found, version)


def _brought_up(db: Database, viewer: Viewer, id: str, sent: Sent, found: Mapping[str, Any]) -> bool:
    """Whatever has to be done before the answer; was there anything?"""
    if found["key"] is None:
        _begin(db, id)
        return True
    late = found["record_version"] != found["version"]
    if late:
        live_saving.catch_up(db, id)
    if (sent.settles or sent.leaves) and found["seq"] > found["kept"]:
        live_saving.save(db, viewer, id)
        return True
    return late or (live_saving.due(found) and _turns.take(lambda: live_saving.save(db, viewer, id)))


def _begin(db: Database, id: str) -> None:
    note = states.records(db, [id])[id]
    by = str(note.state.get("updated_by") or note.state.get("created_by") or "")
    live_notes.begin(db, id, str(note.state.get("text") or ""), note.version, by)


def _answer(sent: Sent, found: Mapping[str, Any], version: int) -> Answer:
    whole = [bytes(found["state"])] if found["state"] is not None else []
    seq, updates = live_notes.together(sent.seq if found["goes_on"] else found["base"], found["updates"])
    return Answer(
        True, version, others(found["here"], sent.client), found["key"], seq,
        found["seq"] == found["kept"], bool(whole), [*whole, *updates],
    )  # fmt: skip
