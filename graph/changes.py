"""The feed as people read it: who did what, when and why, an operation at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from graph import terms
from graph.change_words import acted, colon, counted, import_title
from graph.database import Database
from graph.differences import Difference, differences
from graph.errors import NotFound
from graph.freshness import Keeper, names
from graph.links import Brief, brief
from graph.operations import State
from graph.schema import SCHEMA
from graph.viewers import Viewer, sees
from graph.writing import told

SHOWN = 20  # changes of an operation that are told one by one
FEW = 5  # and on the page of a record
LOOKED_AT = 100  # the last changes of a record that its page counts
COUNTED = 10_000  # and that are counted
STEP = 60  # changes looked at before asking which operations they belong to
LAST = 1 << 62

# A change has the audience of its day; what was hidden since must not be told either.
AUDIENCE = "($all OR c.audience IN $audiences)"


def not_hidden(end: str) -> str:
    """Cypher condition: the viewer may see this end of a change, if it is still there."""
    return f"NOT EXISTS {{ MATCH (x:Entity|Gone {{id: c.{end}}}) WHERE NOT {sees('x')} }}"


VISIBLE = f"{AUDIENCE} AND {not_hidden('record')} AND {not_hidden('other')}"
LATEST = f"""
MATCH (c:Change) WHERE c.seq < $before AND NOT c.op IN $seen AND {VISIBLE}
WITH c ORDER BY c.seq DESC LIMIT {STEP}
RETURN c.seq AS seq, c.op AS op,
       EXISTS {{ MATCH (d:Change) WHERE d.op = c.op AND d.seq >= $before AND {VISIBLE.replace("c.", "d.")} }} AS shown
ORDER BY seq DESC
"""
ENDS = f"""
CALL (c) {{ OPTIONAL MATCH (n:Entity|Gone {{id: c.record}}) RETURN {brief("n")} AS record, n:Gone AS record_gone }}
CALL (c) {{ OPTIONAL MATCH (n:Entity|Gone {{id: c.other}}) RETURN {brief("n")} AS other, n:Gone AS other_gone }}
CALL (c) {{ OPTIONAL MATCH (u:User {{id: c.by}}) RETURN u.name AS who }}
"""
TOLD = ENDS + "RETURN c {.*} AS change, record, record_gone, other, other_gone, who ORDER BY c.seq DESC"
OF_OPERATIONS = f"""
UNWIND $ops AS op
CALL (op) {{
  MATCH (c:Change) WHERE c.op = op AND c.seq < $before AND {VISIBLE}
  WITH c ORDER BY c.op DESC, c.seq DESC LIMIT {COUNTED}
  WITH c.subject + '.' + c.action AS did, collect(c)[..{SHOWN}] AS latest, count(*) AS count
  RETURN collect([did, count]) AS counts, reduce(all = [], some IN collect(latest) | all + some) AS latest
}}
RETURN op, counts, [c IN latest | c.seq] AS seqs ORDER BY op
"""
LINES = f"UNWIND $seqs AS seq MATCH (c:Change {{seq: seq}}) {TOLD}"
# Two indexes, each read from its end: 1.2 ms for a record with 10,000 changes. The record itself is one that the
# viewer sees, as the clause before must have made sure; of its links the other end is looked at (0.5 ms less of fifty).
BY_RECORD = f"""
CALL () {{
  MATCH (c:Change) WHERE c.record = $id AND c.seq < $before AND {AUDIENCE} AND {not_hidden("other")}
  WITH c ORDER BY c.record DESC, c.seq DESC LIMIT $limit RETURN c
  UNION
  MATCH (c:Change) WHERE c.other = $id AND c.seq < $before AND {AUDIENCE} AND {not_hidden("record")}
  WITH c ORDER BY c.other DESC, c.seq DESC LIMIT $limit RETURN c
}}
WITH c ORDER BY c.seq DESC LIMIT $limit
"""
# What happened, told later: of a record with 1,000 changes a page tells thirty, and to tell six hundred took 200 ms.
GLANCE = f"""
MATCH (seen:Entity|Gone {{id: $id}}) WHERE {sees("seen")} {BY_RECORD}
RETURN c.seq AS seq, c.op AS op, c.subject + '.' + c.action AS did ORDER BY seq DESC
"""
# Inside the question for a record: one round trip, and 1.2 ms instead of 5.5 when an import wrote 40 links. The first
# row of an operation tells what all of it did.
LATEST_OF_RECORD = f"""
CALL () {{
  {BY_RECORD}
  WITH c.op AS op, max(c.seq) AS last, collect(c) AS members ORDER BY last DESC LIMIT $entries
  WITH last, members, CASE WHEN op STARTS WITH 'import-' OR op STARTS WITH 'undo-' THEN 1 ELSE {FEW} END AS most
  UNWIND range(0, size(members[..most]) - 1) AS place
  WITH last, members[place] AS c,
       CASE place WHEN 0 THEN [each IN members | each.subject + '.' + each.action] ELSE [] END AS did
  {ENDS}
  WITH c, last, did, record, record_gone, other, other_gone, who ORDER BY last DESC, c.seq DESC
  RETURN collect({{change: c {{.*}}, did: did, record: record, record_gone: record_gone, other: other,
                  other_gone: other_gone, who: who}}) AS latest
}}
"""
SEEN = f"OPTIONAL MATCH (n:Entity|Gone {{id: $id}}) WHERE {sees('n')} RETURN n.id AS id"


@dataclass(frozen=True)
class Line:
    """One change. A record that was taken out of the network since is still told; then `gone` (`other_gone`).
    `differences` are those of an update."""

    seq: int
    action: str
    subject: str
    record: Brief
    other: Brief | None = None
    type: str | None = None
    relation: str | None = None
    gone: bool = False
    other_gone: bool = False
    differences: tuple[Difference, ...] = ()
    how: str | None = None

    def sentence(self, language: str = "fr", who: str = "") -> str:
        """« Camille a ajouté le lien « ADEME finance Panoramax » »; without `who`, what was done."""
        changed = [each.label.in_language(language) for each in self.differences] if self.action == "update" else []
        return acted(self.subject, self.action, self.what(language), changed, language, who)

    def with_names(self, named: Mapping[str, Brief]) -> Line:
        """A link whose ends were taken back with it, by the names that the same operation tells of them."""
        if self.subject != "relation" or self.other is None or not (self.gone or self.other_gone):
            return self
        return replace(self, record=named.get(self.record.id, self.record), other=named.get(self.other.id, self.other))

    def what(self, language: str = "fr") -> str:
        """The record's name, or the link as a sentence."""
        relation = SCHEMA.relations.get(self.type or "")
        if self.subject != "relation" or self.other is None or relation is None:
            return self.record.name
        verb = relation.told(self.how).in_language(language)
        return f"{self.record.name} {verb} {self.other.name}"


@dataclass(frozen=True)
class Entry:
    """One operation: `op` undoes it; `counts` by "record.create"… of the changes that the viewer may see, of which
    `lines` are the last."""

    op: str
    seq: int
    at: str
    by: str
    who: str
    why: str | None
    lines: tuple[Line, ...]
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    @property
    def more(self) -> int:
        return self.count - len(self.lines)

    @property
    def imported(self) -> bool:
        return self.op.startswith("import-")

    @property
    def in_bulk(self) -> bool:
        """An import, or the undo of one: counted rather than told change by change."""
        return self.imported or self.op.startswith("undo-")

    def sentence(self, language: str = "fr") -> str:
        """A single change told in full; several counted: « Import beta.gouv.fr : 662 fiches créées »."""
        if self.count == 1 and not self.in_bulk:
            return self.lines[0].sentence(language, self.who)
        title = import_title(self.why or "", self.imported, language) if self.in_bulk else self.who
        return f"{title[:1].upper()}{title[1:]}{colon(language)}{counted(self.counts, language)}"


@dataclass(frozen=True)
class Feed:
    """Entries, newest first; `before` asks for the next page, None at the end."""

    entries: tuple[Entry, ...]
    before: int | None = None


def recent(db: Database, viewer: Viewer, before: int | None = None, limit: int = 20, language: str = "fr") -> Feed:
    """The last operations, each once, where its last change stands."""
    question = ("recent", before, limit, language, names(db))
    return Keeper(db, viewer).kept(question, lambda: _recent(db, viewer, before or LAST, limit, language))


def latest(db: Database, rows: Sequence[Mapping[str, Any]], language: str) -> tuple[Entry, ...]:
    """What LATEST_OF_RECORD found: an import is only counted, of other operations the last changes are told."""
    words = terms.added(db) if any(row["change"]["action"] == "update" for row in rows) else {}
    runs = (list(run) for _, run in groupby(rows, key=lambda row: row["change"]["op"]))
    return tuple(
        _entry(run[0], tuple(_line(row, words, language) for row in run), Counter(run[0]["did"])) for run in runs
    )


def latest_params(entries: int) -> dict[str, int]:
    """The parameters of LATEST_OF_RECORD besides `id` and the viewer's."""
    return {"before": LAST, "limit": LOOKED_AT, "entries": entries}


def of(db: Database, viewer: Viewer, id: str, before: int | None = None, limit: int = 20, language: str = "fr") -> Feed:
    """What happened to one record and its links, deleted or not. NotFound when the viewer may not see it."""
    params = {"id": id, "before": before or LAST, "limit": SHOWN * limit, **viewer.params()}
    if db.read(SEEN, **params)[0]["id"] is None:
        raise NotFound(id)
    glance = db.read(GLANCE, **params)
    runs = [list(run) for _, run in groupby(glance, key=lambda row: row["op"])]
    shown = [seq for run in runs[:limit] for seq in _seqs(run)]
    by_op: dict[str, list[dict[str, Any]]] = {}
    for row in db.read(LINES, seqs=shown) if shown else ():
        by_op.setdefault(row["change"]["op"], []).append(row)
    words = terms.added(db) if shown else {}
    entries = [_entry_of(run, by_op, words, language) for run in runs[:limit]]
    more = len(runs) > limit or len(glance) == params["limit"]
    return Feed(tuple(entries), runs[:limit][-1][-1]["seq"] if entries and more else None)


def _seqs(run: Sequence[Mapping[str, Any]]) -> list[int]:
    return [row["seq"] for row in run[:SHOWN]]


def _entry_of(
    run: Sequence[Mapping[str, Any]], by_op: Mapping[str, list[dict[str, Any]]], words: terms.Terms, language: str
) -> Entry:
    """One run of changes of an operation: an operation may come twice, with another in between."""
    mine = set(_seqs(run))
    rows = [row for row in by_op[run[0]["op"]] if row["change"]["seq"] in mine]
    lines = tuple(_line(row, words, language) for row in rows)
    return _entry(rows[0], lines, Counter(row["did"] for row in run))


def _recent(db: Database, viewer: Viewer, before: int, limit: int, language: str) -> Feed:
    found, more = _operations(db, viewer, before, limit)
    params = {"ops": sorted(found), "before": before, **viewer.params()}
    summaries = {row["op"]: row for row in db.read(OF_OPERATIONS, **params)} if found else {}
    seqs = {op: sorted(row["seqs"], reverse=True)[:SHOWN] for op, row in summaries.items()}
    rows = db.read(LINES, seqs=sorted(seq for some in seqs.values() for seq in some)) if found else []
    words = terms.added(db) if rows else {}
    by_op: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_op.setdefault(row["change"]["op"], []).append(row)
    entries = [
        _entry(members[0], tuple(_line(row, words, language) for row in members), dict(summaries[op]["counts"]))
        for op, members in by_op.items()
    ]  # fmt: skip
    entries.sort(key=lambda entry: -entry.seq)
    return Feed(tuple(entries), entries[-1].seq if entries and more else None)


def _operations(db: Database, viewer: Viewer, before: int, limit: int) -> tuple[list[str], bool]:
    """The operations whose last visible change is before a place in the feed, and whether there are others."""
    found: list[str] = []
    params = {"before": before, **viewer.params()}
    seen: list[str] = []
    while len(found) <= limit and (rows := db.read(LATEST, seen=seen, **params)):
        for row in rows:
            if row["op"] not in seen:
                seen.append(row["op"])
                found += [] if row["shown"] else [row["op"]]
    return found[:limit], len(found) > limit


def _entry(row: Mapping[str, Any], lines: tuple[Line, ...], counts: Mapping[str, int]) -> Entry:
    change = row["change"]
    who = row["who"] or change["by"]
    named = {line.record.id: line.record for line in lines if line.subject == "record"}
    told = tuple(line.with_names(named) for line in lines)
    return Entry(change["op"], change["seq"], change["at"], change["by"], who, change.get("why"), told, counts)


def _line(row: Mapping[str, Any], words: terms.Terms, language: str) -> Line:
    change = row["change"]
    before, after = told(change.get("before")), told(change.get("after"))
    known = after or before or {}
    record = _brief(change["record"], row["record"], known if change["subject"] == "record" else {})
    other = _brief(change["other"], row["other"], {}) if change.get("other") else None
    relation = SCHEMA.relations.get(change.get("type") or "")
    return Line(
        change["seq"], change["action"], change["subject"], record, other, change.get("type"), change.get("relation"),
        row["record_gone"] is not False, other is not None and row["other_gone"] is not False,
        _changed(change, record.kind, before, after, words, language),
        known.get(relation.told_by) if relation and relation.told_by else None,
    )  # fmt: skip


def _changed(
    change: Mapping[str, Any], kind: str, before: State | None, after: State | None, words: terms.Terms, language: str
) -> tuple[Difference, ...]:
    """What an update changed; of what came or went every field would differ."""
    if change["action"] != "update":
        return ()
    return differences(change["subject"], kind, change.get("type"), before, after, words, language)


def _brief(id: str, found: Mapping[str, Any] | None, known: Mapping[str, Any]) -> Brief:
    """The record as it is today; one that was taken back altogether by what its change says of it."""
    if found:
        return Brief(**{**found, "visibility": found["visibility"] or "public"})
    kind = SCHEMA.kind_of_id(id)
    name = known.get("name") or (id.removeprefix(f"{kind.prefix}-") if kind else id)
    return Brief(id, kind.name if kind else "Document", str(name))
