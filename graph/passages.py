"""What is said of passages of a note, where they stand today; and other words proposed for one, accepted or refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph import commenting, states
from graph.anchors import LONGEST, Block, anchored, blocks, place
from graph.commenting import Written
from graph.comments import KEEPS, Comment, Thread, params, seen, threads
from graph.database import Database
from graph.editing import change_record
from graph.errors import Invalid, NotFound
from graph.freezing import FROZEN, frozen
from graph.operations import Operation, now
from graph.permissions import must_write
from graph.viewers import Viewer

DECIDE = f"""
MATCH (c:Comment {{id: $id}}) WHERE c.about IN own AND c.replacement IS NOT NULL AND c.outcome IS NULL AND {KEEPS}
SET c.outcome = $outcome, c.state = 'resolved', c.settled_by = $user, c.settled_at = $now RETURN c.id AS id
"""


@dataclass(frozen=True)
class Placed:
    """A thread about a passage that stands at [start, end) of the text today."""

    thread: Thread
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """A text in blocks, each with the threads about passages that begin in it; `gone` are about passages that the text
    has no more."""

    blocks: Sequence[tuple[Block, Sequence[Placed]]]
    gone: Sequence[Thread]


def reading(db: Database, viewer: Viewer, note: str, text: str) -> Reading:
    """Every passage of a note that something is said of, for who may read that (comments are for members)."""
    found: list[Placed] = []
    gone: list[Thread] = []
    for thread in (each for each in threads(db, viewer, note) if each.first.anchor):
        at = place(text, thread.first.anchor) if thread.first.anchor else None
        if at:
            found.append(Placed(thread, *at))
        else:
            gone.append(thread)
    found.sort(key=lambda each: (each.start, each.thread.first.at, each.thread.first.id))
    return Reading([(block, [each for each in found if _within(each, block)]) for block in blocks(text)], gone)


def comment(
    db: Database, viewer: Viewer, note: str, text: str, quote: str, block: int | None, said: str,
    replacement: str | None = None,
) -> Written:  # fmt: skip
    """Says something of a passage (a whole block without a quote), or proposes other words for it; `text` is the note's
    as the viewer read it. Invalid names what is wrong."""
    part = next((each for each in blocks(text) if each.number == block), None)
    quote = quote or (part.text.strip() if part else "")
    if not quote.strip() or len(quote) > LONGEST:
        raise Invalid({"passage": f"{LONGEST} caractères au plus" if quote.strip() else
                       "choisissez un passage, ou un paragraphe entier"})  # fmt: skip
    anchor = (anchored(text, quote, (part.start, part.end)) if part else None) or anchored(text, quote)
    if anchor is None:
        raise Invalid({"passage": "ce passage n'est pas dans le texte enregistré : choisissez un paragraphe, et "
                                  "recopiez-en les mots"})  # fmt: skip
    passage = {"quote": anchor.quote, "left": anchor.left, "right": anchor.right}
    if replacement is not None:
        passage["replacement"] = _replacement(replacement, anchor.quote)
    return commenting.write(db, viewer, note, said, passage=passage)


def accept(db: Database, viewer: Viewer, note: str, id: str, why: str) -> None:
    """Puts the proposed words in the text: a version in the name of who proposed them. Invalid when their passage
    went."""
    must_write(viewer, note)
    one, present = _suggestion(db, viewer, note, id), states.records(db, [note])[note]
    if frozen(present.state):
        raise Invalid({"text": FROZEN})
    text = str(present.state.get("text") or "")
    at = place(text, one.anchor) if one.anchor else None
    if at is None:
        raise Invalid({"passage": "le passage a disparu du texte"})
    changed = text[: at[0]] + str(one.replacement) + text[at[1] :]
    change_record(db, viewer, note, present.version, {"text": changed}, Operation(one.by, why))
    _decide(db, viewer, note, id, "accepted")


def refuse(db: Database, viewer: Viewer, note: str, id: str, answer: str) -> Written:
    """Refuses them with a word, said in the thread."""
    must_write(viewer, note)
    one = _suggestion(db, viewer, note, id)
    if not answer.strip():
        raise Invalid({"reponse": "dites pourquoi, en une phrase"})
    written = commenting.write(db, viewer, note, answer, one.thread)
    _decide(db, viewer, note, id, "refused")
    return written


def _within(placed: Placed, block: Block) -> bool:
    return block.start <= placed.start < block.end


def _replacement(text: str, quote: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise Invalid({"remplacement": f"{LONGEST} caractères au plus"})
    if text == quote.strip():
        raise Invalid({"remplacement": "ce passage dit déjà cela"})
    return text


def _suggestion(db: Database, viewer: Viewer, note: str, id: str) -> Comment:
    found = next((each.first for each in threads(db, viewer, note) if each.first.id == id), None)
    if found is None or not found.suggests or found.outcome or found.removed_at:
        raise NotFound(id)
    return found


def _decide(db: Database, viewer: Viewer, note: str, id: str, outcome: str) -> None:
    told = {"outcome": outcome, "now": now()}
    if not db.write(seen(note) + DECIDE, about=note, id=id, **told, **params(viewer)):
        raise NotFound(id)
