"""One box over every kind: words anywhere in a record, identifiers, names while one types."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from graph import fulltext
from graph.database import Database
from graph.errors import Invalid
from graph.facets import FacetValue, by_count
from graph.folding import fold
from graph.fulltext import restricted, words_of
from graph.highlighting import Found, Ways, found_in, identified, label_of
from graph.links import Brief, brief_of
from graph.migrations import TEXT_INDEX
from graph.schema import SCHEMA
from graph.viewers import Viewer, sees

# Nobody reads further: to find the 14,000 that say a common word costs 40 ms, 1,000 a quarter more than these. `total`
# stops there, `more` says so.
MOST = 500
# With as few answers, words one typo away are looked for too.
FEW = 5
RECORD = "n {.*, search: null, stems: null, title: null}"

# The index gives scores; only what is shown, and what has the same score as the last of it, is compared by its name:
# of a thousand hits that was half of the time.
SEARCH = f"""
CALL db.index.fulltext.queryNodes('{TEXT_INDEX}', $lucene, {{limit: $most}}) YIELD node AS n, score
WHERE {sees("n")} AND NOT n.id IN $known AND ($archived OR n.archived_at IS NULL)
WITH n, score ORDER BY score DESC
WITH collect(n) AS found, collect(score) AS scores
CALL (found, scores) {{
  UNWIND range(0, size(found) - 1) AS place WITH found[place] AS n, scores[place] AS score
  WHERE score >= coalesce(scores[$end - 1], 0.0)
  WITH n, score ORDER BY score DESC, size(n.title), n.name_key, n.id
  RETURN collect(n)[$skip..$end] AS shown
}}
RETURN size(found) AS total, [n IN shown | {RECORD}] AS records,
       COLLECT {{ UNWIND found AS n WITH n.kind AS kind, count(*) AS count RETURN [kind, count] }} AS kinds
"""
IDENTIFIED = f"""
UNWIND $keys AS key
CALL (key) {{
  MATCH (n:Entity {{id: key}}) RETURN n, 'id' AS field
  UNION
  MATCH (:Ref {{key: key}})-[:IDENTIFIES]->(n:Entity) RETURN n, 'ref' AS field
}}
WITH key, n, field WHERE {sees("n")} AND ($kinds = [] OR n.kind IN $kinds)
RETURN key, field, {RECORD} AS record ORDER BY record.name_key, record.id, key
"""
NAMES = f"""
CALL db.index.fulltext.queryNodes('{TEXT_INDEX}', $lucene, {{limit: $most}}) YIELD node AS n, score
WHERE {sees("n")}
WITH n, score ORDER BY score DESC, size(n.title), n.name_key, n.id LIMIT $limit
RETURN n {{.id, .kind, .name, .summary, .status, .visibility, .acronym, .aliases}} AS record, score
ORDER BY score DESC, size(n.title), n.name_key, n.id
"""
IDENTIFIER = re.compile(r"[\w.:/@-]*[\d:/-][\w.:/@-]*")
DIGITS = re.compile(r"[\d\s\u00a0\u202f.]+")


@dataclass(frozen=True)
class Hit:
    """A record that was found, and why."""

    brief: Brief
    found: Found


@dataclass(frozen=True)
class Results:
    """One page of hits. `more`: there are more than `total`. `kinds` are counts; `suggestion` another spelling."""

    q: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    kinds: tuple[FacetValue, ...] = ()
    suggestion: str | None = None
    more: bool = False


def search(
    db: Database, viewer: Viewer, q: str, kinds: Sequence[str] | None = None, limit: int = 20, offset: int = 0, *,
    archived: bool = True,
) -> Results:  # fmt: skip
    """Records that say every word, those that say them in their name first; then typos; then another spelling. Notes
    that were `archived` are among them, or only when their address is what is looked for."""
    _check(kinds, limit, offset)
    words, known = words_of(joined(q)), _identified(db, viewer, q, kinds or ())
    if not words:
        return Results(q)
    row, used = _found(db, viewer, words, q, kinds or (), known, limit, offset, archived)
    hits = [*known.values()][offset : offset + limit]
    way = Ways(words, prefix=used)
    hits += [_hit(record, way) for record in row["records"]]
    total = row["total"] + len(known)
    counts = dict(row["kinds"])
    for hit in known.values():
        counts[hit.brief.kind] = counts.get(hit.brief.kind, 0) + 1
    suggestion = spelling(db, viewer, words, kinds or ()) if not total else None
    values = [FacetValue(kind, SCHEMA.kinds[kind].plural, count) for kind, count in counts.items()]
    return Results(q, tuple(hits), total, by_count(values), suggestion, row["total"] >= MOST)


def suggest(db: Database, viewer: Viewer, q: str, limit: int = 8, kinds: Sequence[str] = ()) -> tuple[Hit, ...]:
    """Names while somebody types: begun or whole words, one typo from four letters on."""
    _check(kinds, limit, 0)
    if not (words := words_of(q)):
        return ()
    rows = names(db, viewer, fulltext.found_in_names(words), kinds, limit)
    way = Ways(words)
    return tuple(_hit(row["record"], way) for row in rows)


def names(db: Database, viewer: Viewer, query: str, kinds: Sequence[str], limit: int) -> list[dict[str, Any]]:
    """The best `limit` records of a query on names, with their scores."""
    lucene = restricted(query, viewer, kinds)
    return db.read(NAMES, lucene=lucene, most=MOST, limit=limit, **viewer.params())


def spelling(db: Database, viewer: Viewer, words: Sequence[str], kinds: Sequence[str]) -> str | None:
    """The query with each word as the nearest name spells it, if that finds something."""
    rows = names(db, viewer, fulltext.resembling(words), kinds, 20)
    said = {word for row in rows for word in fold(row["record"]["name"]).split()}
    better = [max(sorted(said), key=lambda name: _likeness(word, name), default=word) for word in words]
    if better == list(words) or any(_likeness(*pair) < 0.6 for pair in zip(words, better, strict=True)):
        return None
    found = names(db, viewer, fulltext.found_anywhere(better, prefix=False), kinds, 1)
    return " ".join(better) if found else None


def _check(kinds: Sequence[str] | None, limit: int, offset: int) -> None:
    wrong = {}
    if unknown := [kind for kind in kinds or () if kind not in SCHEMA.kinds]:
        wrong["kind"] = f"« {unknown[0]} » n'est pas un type de fiche"
    if not 1 <= limit <= 200:
        wrong["size"] = "nombre de 1 à 200 attendu"
    if offset < 0:
        wrong["page"] = "nombre à partir de 1 attendu"
    if wrong:
        raise Invalid(wrong)


def _found(
    db: Database, viewer: Viewer, words: Sequence[str], q: str, kinds: Sequence[str], known: Mapping[str, Hit],
    limit: int, offset: int, archived: bool,
) -> tuple[dict[str, Any], bool]:  # fmt: skip
    """The answer of the index, with typos when there are few without, and whether the last word was open."""
    prefix = fulltext.ends_open(q)
    skip = max(0, offset - len(known))
    end = max(0, offset + limit - len(known))
    row: dict[str, Any] = {}
    for typos in (False, True):
        lucene = restricted(fulltext.found_anywhere(words, typos=typos, prefix=prefix), viewer, kinds)
        row = db.read(
            SEARCH,
            lucene=lucene,
            most=max(MOST, end),
            known=sorted(known),
            skip=skip,
            end=end,
            archived=archived,
            **viewer.params(),
        )[0]
        if row["total"] + len(known) >= FEW or not any(map(fulltext.takes_typos, words)):
            break
    return row, prefix


def _hit(record: Mapping[str, Any], way: Ways) -> Hit:
    kind = SCHEMA.kinds[record["kind"]]
    return Hit(_brief(record), found_in(kind, record, way))


def _brief(record: Mapping[str, Any]) -> Brief:
    return brief_of({"summary": None, "status": None} | dict(record))


def _identified(db: Database, viewer: Viewer, q: str, kinds: Sequence[str]) -> dict[str, Hit]:
    """Records by id whose SIREN, SIRET, outside identifier or own id was typed."""
    keys = keys_of(q)
    rows = db.read(IDENTIFIED, keys=keys, kinds=list(kinds), **viewer.params()) if keys else []
    hits = {}
    for row in rows:
        scheme, _, value = row["key"].partition(":")
        field = scheme if value and row["record"].get(scheme) == value else row["field"]
        told = value if field == scheme else row["key"]
        hits[row["record"]["id"]] = Hit(
            _brief(row["record"]), identified(field, label_of(row["record"]["kind"], field), told)
        )
    return hits


def keys_of(q: str) -> list[str]:
    """The identifiers that a query may be: as typed, and digits as SIREN or SIRET."""
    text = q.strip()
    if len(text) > fulltext.LONGEST:
        return []
    keys = [text] if IDENTIFIER.fullmatch(text) else []
    if DIGITS.fullmatch(text) and len(digits := re.sub(r"\D", "", text)) in (9, 14):
        keys += [f"siret:{digits}"] if len(digits) == 14 else []
        keys += [f"siren:{digits[:9]}"]
    return keys


def joined(q: str) -> str:
    """A SIREN or SIRET typed in groups of digits, as the one word that records say; other text as it is."""
    digits = re.sub(r"\D", "", q)
    return digits if DIGITS.fullmatch(q) and len(digits) in (9, 14) else q


def _likeness(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b).ratio()
