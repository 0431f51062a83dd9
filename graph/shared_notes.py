"""What the bearer of a shared address reads and writes: one note, and nothing else of the network."""

from __future__ import annotations

from dataclasses import dataclass

from graph import files, states
from graph.database import Database
from graph.editing import change_record
from graph.errors import Conflict, Invalid, NotAllowed, NotFound
from graph.files import Found
from graph.freezing import frozen
from graph.mentions import Cited, cited
from graph.operations import GONE, Operation
from graph.sharing import Share
from graph.three_ways import united
from graph.versions import version
from graph.viewers import ANONYMOUS, SYSTEM, Viewer

LONGEST_TEXT, LONGEST_WRITER = 500_000, 80
BY = "par lien de partage de {who} : {name}"  # how the history names who writes so


@dataclass(frozen=True)
class SharedNote:
    """The words of a note; `cited` is what they name, told as to a visitor."""

    id: str
    name: str
    summary: str
    day: str
    text: str
    version: int
    adopted: bool
    cited: tuple[Cited, ...]


def shared_note(db: Database, share: Share) -> SharedNote:
    """NotFound when it was taken away, NotAllowed when the address is over."""
    _must_be_open(share)
    found = states.records(db, [share.note]).get(share.note)
    if found is None or found.state.get(GONE):
        raise NotFound("")
    said = {name: str(found.state.get(name) or "") for name in ("name", "summary", "day", "text")}
    adopted = frozen(found.state)
    return SharedNote(
        share.note, **said, version=found.version, adopted=adopted, cited=cited(db, ANONYMOUS, share.note)
    )


def shared_image(db: Database, share: Share, id: str) -> Found:
    """An image of the note, or one that everybody may see. NotFound for any other file."""
    _must_be_open(share)
    found = files.file(db, SYSTEM, id)
    if not found.file.is_image or not (found.public or found.record == share.note):
        raise NotFound(id)
    return found


def save(db: Database, share: Share, name: str, text: str, read: int) -> bool:
    """Changes the text in the name that the writer gives, put together with what others wrote since `read`: then True.
    Invalid names what is wrong; Conflict when both rewrote the same words."""
    _must_be_open(share)
    if not share.writes:
        raise NotAllowed("Ce lien donne à lire, pas à écrire.")
    name, text = " ".join(name.split()), text.replace("\r\n", "\n")
    wrong = {}
    if not name or len(name) > LONGEST_WRITER:
        wrong["nom"] = f"{LONGEST_WRITER} caractères au plus" if name else "dites votre nom : l'historique le garde"
    if len(text) > LONGEST_TEXT:
        wrong["texte"] = "500 000 caractères au plus"
    if wrong:
        raise Invalid(wrong)
    operation = Operation(BY.format(who=share.who or "un compte supprimé", name=name))
    now = states.records(db, [share.note])[share.note]
    told = text if now.version == read else _together(db, share, text, read, str(now.state.get("text") or ""))
    change_record(db, _writer(operation, share, str(now.state["audience"])), share.note, now.version, {"text": told},
                  operation)  # fmt: skip
    return told != text


def _must_be_open(share: Share) -> None:
    if share.state != "open":
        raise NotAllowed("Ce lien de partage n'est plus en service.")


def _writer(operation: Operation, share: Share, audience: str) -> Viewer:
    """Writes this note alone. Its audience is what the write path asks for; nothing is read with this viewer."""
    return Viewer(operation.by, ("public", audience), stewards=frozenset({share.note}))


def _together(db: Database, share: Share, text: str, read: int, now: str) -> str:
    try:
        base = str(version(db, SYSTEM, share.note, read).state.get("text") or "")
    except NotFound:
        raise Conflict(share.note) from None
    one = united(base, text, now)
    if one is None:
        raise Conflict(share.note)
    return one
