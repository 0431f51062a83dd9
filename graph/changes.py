"""The feed as people read it: who did what, when and why, an operation at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from graph import terms
from graph.change_entries import Entry, Feed, entry_of, line_of
from graph.database import Database
from graph.errors import NotFound
from graph.freshness import Keeper, names
from graph.links import brief
from graph.viewers import Viewer, sees

SHOWN = 20  # changes of an operation that are told one by one
FEW = 5  # and on the page of a record
LOOKED_AT = 100  # the last changes of a record that its page counts
COUNTED = 10_000  # and that are counted
STEP = 60  # changes looked at before asking which operations they belong to
LAST = 1 << 62

# A change has the audience of its day; what was hidden since must not be told either.
AUDIENCE = "($all OR c.audience IN $audiences)"


def not_hidden(end: str, seen: str = "") -> str:
    """Cypher condition: the viewer may see this end of a change, if it is still there; `seen` holds ids they do see."""
    known = f"c.{end} IS NULL OR c.{end} IN {seen} OR " if seen else ""
    return f"({known}NOT EXISTS {{ MATCH (x:Entity|Gone {{id: c.{end}}}) WHERE NOT {sees('x')} }})"


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
def by_record(seen: str = "") -> str:
    """Cypher: the last changes `c` of `$id` and of its links; `seen` is a variable that holds ids of records that the
    viewer is known to see."""
    return f"""
CALL ({seen}) {{
  MATCH (c:Change) WHERE c.record = $id AND c.seq < $before AND {AUDIENCE} AND {not_hidden("other", seen)}
  WITH c ORDER BY c.record DESC, c.seq DESC LIMIT $limit RETURN c
  UNION
  MATCH (c:Change) WHERE c.other = $id AND c.seq < $before AND {AUDIENCE} AND {not_hidden("record", seen)}
  WITH c ORDER BY c.other DESC, c.seq DESC LIMIT $limit RETURN c
}}
WITH c ORDER BY c.seq DESC LIMIT $limit
"""


# What happened, told later: of a record with 1,000 changes a page tells thirty, and to tell six hundred took 200 ms.
GLANCE = f"""
MATCH (seen:Entity|Gone {{id: $id}}) WHERE {sees("seen")} {by_record()}
RETURN c.seq AS seq, c.op AS op, c.subject + '.' + c.action AS did ORDER BY seq DESC
"""
# Inside the question for a record, which knows its `links`: one round trip, and 1.2 ms instead of 5.5 when an import
# wrote 40 links. The first row of an operation tells what all of it did.
LATEST_OF_RECORD = f"""
CALL (links) {{
  WITH [link IN links | link[3].id] AS seen
  {by_record("seen")}
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


def recent(db: Database, viewer: Viewer, before: int | None = None, limit: int = 20, language: str = "fr") -> Feed:
    """The last operations, each once, where its last change stands."""
    question = ("recent", before, limit, language, names(db))
    return Keeper(db, viewer).kept(question, lambda: _recent(db, viewer, before or LAST, limit, language))


def latest(db: Database, rows: Sequence[Mapping[str, Any]], language: str) -> tuple[Entry, ...]:
    """What LATEST_OF_RECORD found: an import is only counted, of other operations the last changes are told."""
    words = terms.added(db) if any(row["change"]["action"] == "update" for row in rows) else {}
    runs = (list(run) for _, run in groupby(rows, key=lambda row: row["change"]["op"]))
    return tuple(
        entry_of(run[0], tuple(line_of(row, words, language) for row in run), Counter(run[0]["did"])) for run in runs
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
    entries = [_of_run(run, by_op, words, language) for run in runs[:limit]]
    more = len(runs) > limit or len(glance) == params["limit"]
    return Feed(tuple(entries), runs[:limit][-1][-1]["seq"] if entries and more else None)


def _seqs(run: Sequence[Mapping[str, Any]]) -> list[int]:
    return [row["seq"] for row in run[:SHOWN]]


def _of_run(
    run: Sequence[Mapping[str, Any]], by_op: Mapping[str, list[dict[str, Any]]], words: terms.Terms, language: str
) -> Entry:
    """One run of changes of an operation: an operation may come twice, with another in between."""
    mine = set(_seqs(run))
    rows = [row for row in by_op[run[0]["op"]] if row["change"]["seq"] in mine]
    lines = tuple(line_of(row, words, language) for row in rows)
    return entry_of(rows[0], lines, Counter(row["did"] for row in run))


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
        entry_of(members[0], tuple(line_of(row, words, language) for row in members), dict(summaries[op]["counts"]))
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
