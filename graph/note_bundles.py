"""Several notes made at once from an archive: with their folders and files, and tied to each other as they were."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graph.database import Database
from graph.editing import free_id, new_record
from graph.errors import Invalid
from graph.file_writing import check_words
from graph.folding import slug
from graph.mentions import RESERVED, mentioned
from graph.naming import Known
from graph.note_shelves import folder_of
from graph.operations import Operation, Step
from graph.permissions import owner_of
from graph.retying import LINK, Retied, addressed, at_addresses, ids_in, outside_code, retied, standing
from graph.schema import SCHEMA
from graph.shaping import parse_all, shape_record
from graph.viewers import Viewer
from graph.writing import grouped, write_groups

NOTE = SCHEMA.kinds["Note"]
ADD = """
UNWIND $refs AS row MATCH (n:Entity {id: row.record})
CREATE (f:File {id: row.id}) SET f += row.set, f.record = n.id
"""


@dataclass(frozen=True)
class Piece:
    """A file that was cleaned: its name, its words, and what is known of it (type, size, hash, pixels)."""

    name: str
    alt: str
    known: Mapping[str, Any]


@dataclass(frozen=True)
class Wanted:
    """A note to be made. `id` is what it was called; `raw` are its fields as typed, but for the text. `files` are its
    pieces by their paths; `links` tell where targets in its text lead: the path of a piece, or of another note with the
    place in it; `cites` are ids by the words that named them."""

    path: str
    id: str
    raw: Mapping[str, str]
    text: str
    folder: str = ""
    pinned: bool = False
    archived: bool = False
    cites: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Piece] = field(default_factory=dict)
    links: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """What becomes of one: its names, and which of its fields were not taken."""

    wanted: Wanted
    names: Retied
    wrong: Sequence[str]


def from_elsewhere(db: Database, viewer: Viewer, wanted: Sequence[Wanted], root: str) -> list[Wanted]:
    """The same notes, whose links to records of the site that begins by `root` name them."""
    known = standing(db, viewer, {id for each in wanted for id in at_addresses(each.text, root)})
    return [replace(each, text=addressed(each.text, root, known)) for each in wanted] if known else list(wanted)


def looked(db: Database, viewer: Viewer, wanted: Sequence[Wanted]) -> list[Told]:
    """What would be made of each, in the same order; nothing is written."""
    promised = {each.id: Known(each.id, each.raw.get("name", ""), "") for each in wanted if each.id}
    known = standing(db, viewer, _ids(wanted)) | promised
    return [Told(each, _names(each, known), _fields(each.raw)[1]) for each in wanted]


def carry_out(db: Database, viewer: Viewer, wanted: Sequence[Wanted], operation: Operation) -> list[str]:
    """Makes all of them, or none, in one operation; gives their ids in the same order."""
    made = _made(db, viewer, wanted, operation)
    own = {each.id: made[each.path] for each in wanted if each.id}
    new = {path: _known(state) for path, state in made.items()}
    known = standing(db, viewer, _ids(wanted)) | {id: _known(state) for id, state in own.items()}
    records, relations, files, unsaid = [], [], [], secrets.token_hex(8)
    for each in wanted:
        ids = {path: f"f-{secrets.token_urlsafe(9)}" for path in each.files}
        text = _linked(_names(each, known).text, each, ids, {path: known.id for path, known in new.items()})
        state = shape_record(made[each.path], NOTE, parse_all([NOTE.own["text"]], {"text": text}))
        also = {words: [known[id]] for words, id in each.cites.items() if id in known}
        also[unsaid] = list(new.values())  # by their ids only
        state, mentions = mentioned(db, viewer, {}, state, operation, also)
        records.append(Step("record", state["id"], None, state))
        relations += mentions
        files += [_file(state["id"], id, each.files[path], operation) for path, id in ids.items()]
    _written(db, viewer, operation, [*records, *relations], files)
    return [step.id for step in records]


def _written(db: Database, viewer: Viewer, operation: Operation, steps: Sequence[Step], files: list[Any]) -> None:
    groups = grouped(operation, steps)
    if files:  # once their records are there, in the same transaction
        groups[-1] = replace(groups[-1], refs=[*groups[-1].refs, (ADD, files)])
    write_groups(db, owner_of(viewer, steps), groups)


def _made(
    db: Database, viewer: Viewer, wanted: Sequence[Wanted], operation: Operation
) -> dict[str, dict[str, Any]]:  # fmt: skip
    """The state of each by its path, without its text: who may read it is known from then on."""
    out: dict[str, dict[str, Any]] = {}
    promised: set[str] = set()
    for each in wanted:
        raw, _ = _fields({"visibility": "members", **each.raw})
        id = free_id(db, each.id or f"{NOTE.prefix}-{slug(raw['name'])}", promised)
        promised.add(id)
        state = dict(_allowed(db, viewer, raw, operation, id).after or {})
        state["folder"] = _folder(each.folder)
        state["pinned"], state["archived_at"] = each.pinned or None, operation.at[:10] if each.archived else None
        out[each.path] = {name: value for name, value in state.items() if value is not None}
    return out


def _allowed(db: Database, viewer: Viewer, raw: Mapping[str, str], operation: Operation, id: str) -> Step:
    """Kept for oneself when it may not be given to those who read it elsewhere."""
    try:
        return new_record(db, viewer, "Note", raw, operation, id)[0]
    except Invalid as error:
        if "visibility" not in error.fields:
            raise
        return new_record(db, viewer, "Note", {**raw, "visibility": "private"}, operation, id)[0]


def _fields(raw: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Those that can be taken, and the names of the others."""
    kept = dict(raw)
    wrong: list[str] = []
    try:
        parse_all(NOTE.fields, kept)
    except Invalid as error:
        wrong = [name for name in error.fields if name != "name"]
    if kept.get("status") and kept["status"] not in SCHEMA.vocabularies[NOTE.statuses].terms:
        wrong.append("status")
    return {name: value for name, value in kept.items() if name not in wrong}, wrong


def _folder(told: str) -> str | None:
    """The folder, as far as one may be deep and long."""
    names = [name for name in (" ".join(part.split()) for part in told.split("/")) if name]
    while names:
        try:
            return folder_of("/".join(names)) or None
        except Invalid:
            names.pop()
    return None


def _ids(wanted: Sequence[Wanted]) -> set[str]:
    return {id for each in wanted for id in (*ids_in(each.text), *each.cites.values())}


def _known(state: Mapping[str, Any]) -> Known:
    return Known(state["id"], state["name"], state["audience"])


def _names(each: Wanted, known: Mapping[str, Known]) -> Retied:
    """The text by the ids of today; words that named what is not here, or not to be seen, name nothing."""
    told, left = retied(each.text, known), []
    text = told.text
    for words in (words for words, id in each.cites.items() if id not in known):
        if words.startswith(RESERVED):
            sign, said = re.compile(rf"@{re.escape(words)}(?!\w)"), "fiche réservée"
        else:
            sign, said = re.compile(rf"(?<![\w@/.+-])@(?={re.escape(words)}(?!\w))"), ""
            left.append(words)
        text = outside_code(text, lambda part, sign=sign, said=said: sign.sub(said, part))  # type: ignore[misc]
    bare = sum(id in known and f"@{words}" in text for words, id in each.cites.items())
    return Retied(text, told.tied + bare, tuple(dict.fromkeys((*told.words, *left))))


def _linked(text: str, each: Wanted, files: Mapping[str, str], notes: Mapping[str, str]) -> str:
    """The text with the addresses that its links have here; of an image or a file that was left out, the words."""

    def link(found: re.Match[str]) -> str:
        path, place = each.links.get(found[3], ("", ""))
        if not path:
            return found[0]
        if path in files:
            return f"{found[1]}[{found[2]}](/fichier/{files[path]})"
        if path not in notes:
            return found[2]
        address = f"{SCHEMA.url_of('Note', notes[path])}{place}"
        named = found[3].lower().endswith((".md", ".markdown")) and found[2] and not found[1]
        return f"@[{found[2]}]({notes[path]})" if named else f"{found[1]}[{found[2]}]({address})"

    return outside_code(text, lambda part: LINK.sub(link, part)) if each.links else text


def _file(record: str, id: str, piece: Piece, operation: Operation) -> dict[str, Any]:
    check_words(piece.name, piece.alt, image=str(piece.known["mime"]).startswith("image/"))
    told = {"name": piece.name, "alt": piece.alt.strip(), "at": operation.at, "by": operation.by, **piece.known}
    return {"record": record, "id": id, "set": told}
