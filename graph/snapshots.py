"""What was known on the day of a decision, kept as it was: never changed, with a hash, and shown again beside today.

It is taken as those who may see the decision see, and each reader is still told only what they may see themselves: a
record hidden since is « réservé », and where the decision is shown to more people, only links that were public are."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from graph.database import Database
from graph.decision_files import DecisionFile, decision_file, hidden, named, people
from graph.entities import record as read
from graph.errors import NotFound
from graph.files import files_of
from graph.operations import now
from graph.permissions import must_write
from graph.viewers import ANONYMOUS, Viewer, edits

MOST_LINKS = 200  # of one record
TAKE = f"""
MATCH (n:Entity {{id: $id}}) WHERE {edits("n")}
CREATE (s:Snapshot {{id: $snapshot, record: n.id, at: $at, by: $by, sha256: $sha256, told: $told}}) RETURN s.id AS id
"""
OF_RECORD = """
MATCH (s:Snapshot {record: $id}) OPTIONAL MATCH (u:User {id: s.by})
RETURN s.id AS id, s.at AS at, coalesce(u.name, s.by) AS who, s.sha256 AS sha256 ORDER BY s.at DESC, s.id
"""
ONE = """
MATCH (s:Snapshot {id: $snapshot}) WHERE s.record = $id OPTIONAL MATCH (u:User {id: s.by})
RETURN s.id AS id, s.at AS at, coalesce(u.name, s.by) AS who, s.sha256 AS sha256, s.told AS told
"""


@dataclass(frozen=True)
class Taken:
    """When a snapshot was taken and by whom; `sha256` is of the text that is kept."""

    id: str
    at: str
    who: str
    sha256: str


@dataclass(frozen=True)
class Turn:
    """What differs today of a record: its name when it may be told, its state then and now, links come and gone."""

    id: str
    name: str
    then: str | None
    now: str | None
    come: tuple[str, ...]
    gone: tuple[str, ...]
    lost: bool = False

    @property
    def changed(self) -> bool:
        return self.then != self.now or bool(self.come or self.gone) or self.lost


@dataclass(frozen=True)
class Snapshot:
    """`told` is what this reader may read of it: a record in `hidden` is not told; `intact` when the text is that of
    the hash."""

    taken: Taken
    told: Mapping[str, Any]
    hidden: frozenset[str]
    people: Mapping[str, str]
    intact: bool


def take(db: Database, viewer: Viewer, id: str, language: str = "fr") -> str:
    """Keeps what is known now; gives the id. NotAllowed for who may not write the decision."""
    found = decision_file(db, viewer, id)
    must_write(viewer, id)
    text = json.dumps(_known(db, as_seen_with(found.audience), found, language), ensure_ascii=False, sort_keys=True)
    told = {"snapshot": f"s-{secrets.token_urlsafe(9)}", "at": now(), "by": viewer.user, "told": text}
    rows = db.write(TAKE, id=id, sha256=sha256(text.encode()).hexdigest(), **told, **viewer.rights())
    if not rows:
        raise NotFound(id)
    return str(rows[0]["id"])


def snapshots(db: Database, id: str) -> list[Taken]:
    """Those of a decision that the caller may see, the last first."""
    return [Taken(**row) for row in db.read(OF_RECORD, id=id)]


def snapshot(db: Database, viewer: Viewer, id: str, which: str) -> Snapshot:
    """One, as this reader may read it. NotFound for one of a decision that they may not see."""
    decision_file(db, viewer, id)
    rows = db.read(ONE, id=id, snapshot=which)
    if not rows:
        raise NotFound(which)
    row = rows[0]
    told = json.loads(row["told"])
    ids = {*named(told["file"]), *told["records"]}
    ids |= {end for each in told["records"].values() for link in each["links"] for end in link["ends"]}
    unseen = hidden(db, viewer, ids)
    shown = {
        key: {**each, "links": _readable(each["links"], unseen, reads=viewer.reads(told["audience"]))}
        for key, each in told["records"].items() if key not in unseen
    }  # fmt: skip
    intact = sha256(row["told"].encode()).hexdigest() == row["sha256"]
    taken = Taken(row["id"], row["at"], row["who"], row["sha256"])
    return Snapshot(taken, {**told, "records": shown}, unseen, people(db, told["file"]), intact)


def since(db: Database, viewer: Viewer, found: Snapshot, language: str = "fr") -> list[Turn]:
    """What has changed of each record for those for whom it was taken, told as far as this reader sees it; those that
    changed first."""
    turns = [_turn(db, viewer, found, id, language) for id in found.told["records"]]
    return sorted(turns, key=lambda turn: (not turn.changed, turn.name.casefold(), turn.id))


def as_seen_with(audience: str) -> Viewer:
    """Somebody who sees what everybody of an audience sees."""
    if audience == "public":
        return ANONYMOUS
    return Viewer(audiences=tuple(dict.fromkeys(("public", "members", audience))))


def _known(db: Database, viewer: Viewer, found: DecisionFile, language: str) -> dict[str, Any]:
    records = {id: _record(db, viewer, id, language) for id in sorted({found.record.id, *named(found.told)})}
    files = [
        {"name": each.name, "sha256": each.sha256, "size": each.size, "at": each.at}
        for each in files_of(db, viewer, found.record.id)
    ]
    file = {name: each for name, each in found.told.items() if name != "said"} | {"said": []}
    return {"file": file, "files": files, "day": found.day, "audience": found.audience,
            "records": {id: told for id, told in records.items() if told}}  # fmt: skip


def _record(db: Database, viewer: Viewer, id: str, language: str) -> dict[str, Any] | None:
    """A record as it stands for a viewer, None when it is not for them."""
    try:
        found = read(db, viewer, id, language=language)
    except NotFound:
        return None
    links = [
        {"id": link.id, "ends": [link.source.id, link.target.id], "sentence": link.sentence(language),
         "public": link.visibility == "public", "source": link.source_words or link.source_url or "",
         "source_date": link.source_date or ""}
        for link in found.links[:MOST_LINKS] if not link.past
    ]  # fmt: skip
    return {"name": found.name, "kind": found.kind, "status": found.status, "summary": found.summary or "",
            "links": links}  # fmt: skip


def _turn(db: Database, viewer: Viewer, found: Snapshot, id: str, language: str) -> Turn:
    then, audience = found.told["records"][id], found.told["audience"]
    # Asked as it was then: what only this reader sees is not new.
    today = _record(db, as_seen_with(audience), id, language) or _record(db, viewer, id, language)
    if today is None:
        return Turn(id, then["name"], then["status"], None, (), (), lost=True)
    unseen = hidden(db, viewer, (end for link in today["links"] for end in link["ends"]))
    reads = viewer.reads(audience)
    before, after = _by_id(then["links"]), _by_id(_readable(today["links"], unseen, reads=reads))
    return Turn(
        id, today["name"], then["status"], today["status"],
        tuple(after[each] for each in after if each not in before),
        tuple(before[each] for each in before if each not in after),
    )  # fmt: skip


def _readable(links: Sequence[Mapping[str, Any]], unseen: frozenset[str], *, reads: bool) -> list[Mapping[str, Any]]:
    """The links both ends of which the reader sees, that were public or told to an audience that they read."""
    return [link for link in links if not unseen & set(link["ends"]) and (link["public"] or reads)]


def _by_id(links: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {link["id"]: link["sentence"] for link in links}
