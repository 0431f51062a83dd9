"""Images and files added to a record, told otherwise, taken away and brought back, by whoever may write it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.files import DAYS, FORMER, MOST, OWN_IDS, OWNER, ago, file
from graph.operations import now
from graph.viewers import Viewer, edits

MOST_KEPT = 2 * MOST  # with those that were taken away
LONGEST_TEXT = 500
FULL = f"une fiche tient {MOST} fichiers au plus : retirez-en d'abord"
FULL_BIN = "trop de fichiers ont été retirés de cette fiche ces derniers temps : attendez qu'ils s'effacent"
HELD = f"""
UNWIND {OWN_IDS} AS own MATCH (f:File {{record: own}})
RETURN count(CASE WHEN f.gone_at IS NULL THEN 1 END) AS shown, count(f) AS kept"""
COUNT = f"MATCH (n:Entity {{id: $record}}) WHERE {edits('n')} CALL (n) {{ {HELD} }} RETURN shown, kept"
ADD = f"""
MATCH (n:Entity {{id: $record}}) WHERE {edits("n")}
CREATE (f:File {{id: $id}}) SET f += $set, f.record = n.id RETURN f.id AS id
"""
CHANGE = f"""
MATCH (f:File {{id: $id}}) WHERE (f.gone_at IS NULL) = $there {OWNER}
WITH f, n WHERE {edits("n")} AND n.id = $record SET f += $set RETURN f.id AS id
"""
PURGE = "MATCH (f:File) WHERE f.gone_at <= $before WITH f LIMIT 500 DELETE f RETURN count(*) AS purged"
# A record that was erased otherwise than by its time in the bin leaves its files to the bin.
LEFT = f"""
UNWIND $hashes AS hash MATCH (f:File {{sha256: hash}})
WHERE f.gone_at IS NULL AND NOT EXISTS {{ MATCH (:Entity {{id: f.record}}) }}
  AND NOT EXISTS {{ MATCH (:Gone {{id: f.record}}) }}
  AND NOT EXISTS {{ MATCH (:Ref {{key: '{FORMER}' + f.record}}) }}
SET f.gone_at = $now
"""
REFERRED = "UNWIND $hashes AS hash MATCH (f:File {sha256: hash}) RETURN DISTINCT hash AS hash ORDER BY hash"


def must_have_room(db: Database, viewer: Viewer, record: str) -> None:
    """Invalid when a record bears as many files as it may."""
    for row in db.read(COUNT, record=record, **viewer.rights()):
        if row["shown"] >= MOST or row["kept"] >= MOST_KEPT:
            raise Invalid({"fichier": FULL if row["shown"] >= MOST else FULL_BIN})


def add(db: Database, viewer: Viewer, record: str, name: str, alt: str, **known: Any) -> str:
    """Gives a record what was cleaned and kept: `known` are the type, the size, the hash, and an image's pixels."""
    check_words(name, alt, image=str(known["mime"]).startswith("image/"))
    must_have_room(db, viewer, record)
    id = f"f-{secrets.token_urlsafe(9)}"
    told = {"name": name, "alt": alt.strip(), "at": now(), "by": viewer.user, **known}
    if not db.write(ADD, id=id, record=record, set=told, **viewer.rights()):
        raise NotFound(record)
    return id


def rename(db: Database, viewer: Viewer, record: str, id: str, name: str, alt: str) -> None:
    """Other words for the same file."""
    check_words(name, alt, image=file(db, viewer, id).file.is_image)
    _change(db, viewer, record, id, {"name": name, "alt": alt.strip()})


def take_away(db: Database, viewer: Viewer, record: str, id: str) -> None:
    """No longer shown nor served; kept thirty days."""
    _change(db, viewer, record, id, {"gone_at": now(), "gone_by": viewer.user})


def bring_back(db: Database, viewer: Viewer, record: str, id: str) -> None:
    """Shown again, as it was."""
    for row in db.read(COUNT, record=record, **viewer.rights()):
        if row["shown"] >= MOST:
            raise Invalid({"fichier": FULL})
    _change(db, viewer, record, id, {"gone_at": None, "gone_by": None}, there=False)


def check_words(name: str, alt: str, *, image: bool) -> None:
    """Invalid for a file without a name, and for an image that is not told in words."""
    wrong = {} if name else {"nom": "un nom est nécessaire"}
    if image and not alt.strip():
        wrong["alt"] = "dites ce que l'image montre, pour qui ne la voit pas"
    if len(alt.strip()) > LONGEST_TEXT:
        wrong["alt"] = f"{LONGEST_TEXT} caractères au plus"
    if wrong:
        raise Invalid(wrong)


def purge(db: Database, days: int = DAYS) -> int:
    """Forgets what was taken away more than `days` ago; gives how many."""
    total = 0
    while done := int(db.write(PURGE, before=ago(days))[0]["purged"]):
        total += done
    return total


def referred(db: Database, hashes: Iterable[str]) -> set[str]:
    """Which of these contents some record bears, or bore in the last thirty days."""
    asked = sorted(hashes)
    db.write(LEFT, hashes=asked, now=now())
    return {row["hash"] for row in db.read(REFERRED, hashes=asked)}


def _change(db: Database, viewer: Viewer, record: str, id: str, set: Mapping[str, Any], *, there: bool = True) -> None:
    if not db.write(CHANGE, id=id, record=record, set=set, there=there, **viewer.rights()):
        raise NotFound(id)
