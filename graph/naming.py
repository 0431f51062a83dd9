"""Records from the words that name them: an id, a name, an acronym, another name; case and accents aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph import fulltext
from graph.at_signs import At
from graph.database import Database
from graph.folding import fold
from graph.fulltext import restricted
from graph.migrations import TEXT_INDEX
from graph.schema import SCHEMA
from graph.viewers import Viewer, sees

KNOWN = "{.id, .name, .audience, .acronym, .aliases}"
BY_ID = f"UNWIND $ids AS id MATCH (n:Entity {{id: id}}) WHERE {sees('n')} RETURN n {KNOWN} AS record ORDER BY n.id"
BY_NAME = f"""
UNWIND $keys AS key MATCH (n:Entity {{name_key: key}}) WHERE {sees("n")}
RETURN n {KNOWN} AS record ORDER BY n.id
"""
# Acronyms and other names stand folded in the title beside the name.
BY_TITLE = f"""
UNWIND $queries AS query
CALL (query) {{
  CALL db.index.fulltext.queryNodes('{TEXT_INDEX}', query, {{limit: $most}}) YIELD node AS n, score
  WHERE {sees("n")} AND (n.acronym IS NOT NULL OR n.aliases IS NOT NULL) RETURN n
}}
RETURN DISTINCT n {KNOWN} AS record ORDER BY record.id
"""
MOST = 50


@dataclass(frozen=True)
class Known:
    """A record that words may name."""

    id: str
    name: str
    audience: str

    @property
    def kind(self) -> str:
        kind = SCHEMA.kind_of_id(self.id)
        return kind.name if kind else ""


def named(
    db: Database, viewer: Viewer, found: Sequence[At], known: Mapping[str, Sequence[Known]]
) -> Iterator[tuple[At, Sequence[Known]]]:
    """Each `@` with its own words and the records that they name: the longest words that name any. What is `known`
    needs not be in the graph yet."""
    by_id = _by_id(db, viewer, [at.id for at in found if at.id])
    by_id |= {each.id: (each,) for records in known.values() for each in records if each.id not in by_id}
    by_words = _by_words(db, viewer, found) | {fold(words): records for words, records in known.items()}
    for at in found:
        if at.id:
            yield at, by_id.get(at.id, ())
            continue
        longest = next(((words, end) for words, end in at.prefixes if fold(words) in by_words), None)
        if longest is None:
            yield at, ()
        else:
            yield At(at.start, longest[1], longest[0]), by_words[fold(longest[0])]


def _by_id(db: Database, viewer: Viewer, ids: Sequence[str]) -> dict[str, Sequence[Known]]:
    rows = db.read(BY_ID, ids=ids, **viewer.params()) if ids else []
    return {row["record"]["id"]: (_known(row["record"]),) for row in rows}


def _by_words(db: Database, viewer: Viewer, found: Sequence[At]) -> dict[str, Sequence[Known]]:
    said = {fold(words) for at in found for words, _ in at.prefixes} - {""}
    keys = [f"{kind.prefix}/{words}" for words in sorted(said) for kind in SCHEMA.kinds.values()]
    rows = db.read(BY_NAME, keys=keys, **viewer.params()) if keys else []
    out: dict[str, dict[str, Known]] = {}
    for row in rows:
        out.setdefault(fold(row["record"]["name"]), {})[row["record"]["id"]] = _known(row["record"])
    rest = [at for at in found if not at.id and not any(fold(words) in out for words, _ in at.prefixes)]
    for record in _titled(db, viewer, rest):
        for words in {fold(each) for each in (record["acronym"], *(record["aliases"] or ())) if each} & said:
            out.setdefault(words, {})[record["id"]] = _known(record)
    return {words: _meant(tuple(records.values())) for words, records in out.items()}


def _meant(records: Sequence[Known]) -> Sequence[Known]:
    """A town is the town hall that acts as much as the place: who names it in a note means the one that acts."""
    acting = [each for each in records if SCHEMA.kinds[each.kind].family != "places"]
    return acting if len(acting) == 1 else records


def _titled(db: Database, viewer: Viewer, found: Sequence[At]) -> list[Mapping[str, str]]:
    firsts = sorted({first for at in found for first in fold(at.prefixes[-1][0]).split()[:1]})
    queries = [restricted(fulltext.found_in_names([first]), viewer, ()) for first in firsts]
    rows = db.read(BY_TITLE, queries=queries, most=MOST, **viewer.params()) if queries else []
    return [row["record"] for row in rows]


def _known(record: Mapping[str, str]) -> Known:
    return Known(record["id"], record["name"], record["audience"])
