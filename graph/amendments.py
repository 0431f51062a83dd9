"""What is changed in a note after it was adopted: amendments, numbered, each adopted or refused in its turn."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.adoption import Standing, must_adopt, standing, touch
from graph.database import Database, Transaction
from graph.errors import Invalid, NotFound
from graph.operations import now
from graph.three_ways import united
from graph.viewers import Viewer, sees

MOST, MOST_OPEN = 1_000, 50  # of one note: read, and waiting
LONGEST, LONGEST_WHY, LONGEST_ANSWER = 500_000, 1_000, 1_000
LOCK = "MERGE (k:Counter {name: 'amendments'}) SET k.n = coalesce(k.n, 0) + 1 RETURN k.n AS n"
ALL = f"""
MATCH (n:Entity {{id: $note}}) WHERE {sees("n")}
MATCH (a:Amendment {{note: $note}})
RETURN a {{.id, .number, .base, .text, .why, .by, .at, .state, .decided_at, .decided_in, .answer,
         .result, .amended}} AS told,
       COLLECT {{ MATCH (u:User {{id: a.by}}) RETURN u.name }}[0] AS who,
       COLLECT {{ MATCH (u:User {{id: a.decided_by}}) RETURN u.name }}[0] AS decided, a.by = $user AS mine
ORDER BY told.number, told.id LIMIT {MOST}
"""
PROPOSE = f"""
MATCH (n:Entity {{id: $note}}) WHERE n.adopted_at IS NOT NULL AND {sees("n")}
WITH n, COUNT {{ MATCH (:Amendment {{note: $note}}) }} AS before
CREATE (a:Amendment) SET a = $set, a.number = before + 1 RETURN a.number AS number
"""
DECIDE = """
MATCH (a:Amendment {id: $id, note: $note}) WHERE a.state = 'proposed'
SET a += $set RETURN a.number AS number
"""


@dataclass(frozen=True)
class Amendment:
    """`base` is the text that it changes, `text` what it proposes; `state` is proposed, adopted, refused or
    withdrawn, and `result` the text in force once it was adopted, as the `amended`th of its note."""

    id: str
    number: int
    base: str
    text: str
    why: str
    at: str
    state: str
    who: str
    mine: bool
    decided_at: str = ""
    decided_in: str = ""
    decided: str = ""
    answer: str = ""
    result: str = ""
    amended: int = 0


def amendments(db: Database, viewer: Viewer, note: str) -> list[Amendment]:
    """All of a note, by number."""
    return [_amendment(row) for row in db.read(ALL, note=note, user=viewer.user, **viewer.params())]


def in_force(found: Standing, adopted: Sequence[Amendment], after: int | None = None) -> str:
    """The text with its adopted amendments; after the first `after` of them when that is told."""
    results = [each.result for each in adopted_of(adopted)][: len(adopted) if after is None else after]
    return results[-1] if results else found.text


def adopted_of(found: Sequence[Amendment]) -> list[Amendment]:
    """Those adopted, in the order in which they were."""
    return sorted((each for each in found if each.state == "adopted"), key=lambda each: each.amended)


def propose(db: Database, viewer: Viewer, note: str, text: str, why: str, after: int) -> int:
    """Proposes another text than that in force after `after` amendments, and gives its number. Invalid names what is
    missing, NotFound for who may not see the note."""
    found, known = standing(db, viewer, note), amendments(db, viewer, note)
    base, text, why = in_force(found, known, after), text.replace("\r\n", "\n"), why.strip()
    if not found.adopted:
        raise Invalid({"texte": "cette note n'est pas adoptée : changez son texte"})
    _check(text, base, why, known)
    told = {"id": f"am-{secrets.token_urlsafe(9)}", "note": note, "base": base, "text": text, "why": why,
            "by": viewer.user, "at": now(), "state": "proposed"}  # fmt: skip

    def work(tx: Transaction) -> list[dict[str, Any]]:
        tx.run(LOCK)
        return tx.run(PROPOSE, note=note, set=told, **viewer.params())

    rows = db.transaction(work)
    if not rows:
        raise NotFound(note)
    return int(rows[0]["number"])


def adopt_amendment(db: Database, viewer: Viewer, note: str, id: str, meeting: str) -> int:
    """Puts it in force, on top of those adopted before; gives its number. Invalid when another changed the
    same words."""
    found, known = must_adopt(db, viewer, note), amendments(db, viewer, note)
    one = _proposed(known, id)
    if not meeting.strip() or len(meeting) > LONGEST_ANSWER:
        raise Invalid({"reunion": "dites à quelle réunion"})
    result = united(one.base, one.text, in_force(found, known))
    if result is None:
        raise Invalid({"reunion": "un autre amendement a changé les mêmes mots : proposez-le de nouveau"})
    rank = len(adopted_of(known)) + 1
    # The note's version is compared and set: of two who adopt at once, one is told to look again.
    touch(db, viewer, note, found.version, {"amended": rank}, f"amendement {one.number} adopté : {meeting.strip()}")
    return _decided(db, viewer, note, id, "adopted", decided_in=meeting.strip(), result=result,
                    amended=rank)  # fmt: skip


def refuse_amendment(db: Database, viewer: Viewer, note: str, id: str, answer: str) -> int:
    """Refuses it with a word, or takes one's own back; gives its number."""
    one = _proposed(amendments(db, viewer, note), id)
    if one.mine and not answer.strip():
        return _decided(db, viewer, note, id, "withdrawn")
    must_adopt(db, viewer, note)
    if not answer.strip() or len(answer) > LONGEST_ANSWER:
        raise Invalid({"reponse": "dites pourquoi, en une phrase"})
    return _decided(db, viewer, note, id, "refused", answer=answer.strip())


def _decided(db: Database, viewer: Viewer, note: str, id: str, state: str, **told: str | int) -> int:
    own = {"state": state, "decided_by": viewer.user, "decided_at": now(), **told}
    rows = db.write(DECIDE, note=note, id=id, set=own)
    if not rows:
        raise NotFound(id)
    return int(rows[0]["number"])


def _proposed(known: Sequence[Amendment], id: str) -> Amendment:
    found = next((each for each in known if each.id == id and each.state == "proposed"), None)
    if found is None:
        raise NotFound(id)
    return found


def _check(text: str, base: str, why: str, known: Sequence[Amendment]) -> None:
    wrong = {}
    if not text.strip() or len(text) > LONGEST:
        wrong["texte"] = "500 000 caractères au plus" if text.strip() else "écrivez le texte proposé"
    elif text.strip() == base.strip():
        wrong["texte"] = "rien n'a été changé : modifiez ce qui doit l'être"
    if not why or len(why) > LONGEST_WHY:
        wrong["pourquoi"] = "dites pourquoi, en une phrase"
    if sum(each.state == "proposed" for each in known) >= MOST_OPEN:
        wrong["texte"] = "cette note a déjà beaucoup d'amendements en attente"
    if wrong:
        raise Invalid(wrong)


def _amendment(row: Mapping[str, Any]) -> Amendment:
    told = {name: value for name, value in row["told"].items() if value is not None and name != "by"}
    return Amendment(
        **told, who=row["who"] or row["told"]["by"] or "", mine=bool(row["mine"]), decided=row["decided"] or ""
    )
