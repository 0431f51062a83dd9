"""What a record says and is tied to, by which a link that it lacks may be guessed: its words, themes, users, and the
addresses and numbers that it bears or that its text names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graph.database import Database
from graph.folding import fold
from graph.fulltext import EMPTY_WORDS
from graph.links import in_force, today
from graph.stemming import stem
from graph.suggested_rules import KINDS, NAMING
from graph.viewers import Viewer, sees, sees_link

MOST = 20_000  # of a kind: reading them takes 0.5 s, once a write of that kind
_TIED = f"{sees_link('r')} AND {sees('o')} AND {in_force('r')}"
_TEXT = " + ' ' + ".join(
    f"coalesce(n.{name}, '')"
    for name in ("summary", "description", "text", "problem", "benefit", "criteria", "conditions", "use", "mission")
)
# Texts travel only when they may name something: an address, a DOI, a number of nine digits.
_CLUES = f"""
RETURN n.id AS id, n.kind AS kind,
  [n.name, coalesce(n.acronym, ''), coalesce(n.summary, '')] + coalesce(n.aliases, []) AS said,
  [each IN [n.website, n.repository] WHERE each IS NOT NULL] AS addresses,
  [each IN [n.siren, n.siret] WHERE each IS NOT NULL] AS numbers,
  CASE WHEN n.search CONTAINS 'http' OR n.search CONTAINS ' 10 ' OR n.search =~ '.*[0-9]{{3}} ?[0-9]{{3}} ?[0-9]{{3}}.*'
       THEN {_TEXT} ELSE '' END AS text,
  COLLECT {{ MATCH (n)-[r:ABOUT]->(o:Entity) WHERE {_TIED} RETURN DISTINCT o.id ORDER BY o.id }} AS themes,
  COLLECT {{ MATCH (n)<-[r:USES]-(o:Entity) WHERE {_TIED} RETURN DISTINCT o.id ORDER BY o.id }} AS uses
ORDER BY id
"""
OF_KIND = f"""
MATCH (n:Entity) USING INDEX n:Entity(audience, kind)
WHERE n.audience AUDIENCES AND n.kind = $kind AND {sees("n")} AND coalesce(n.status, '') <> 'archived'
WITH n ORDER BY n.id LIMIT $limit {_CLUES}
"""
OF_IDS = f"""
UNWIND $ids AS id MATCH (n:Entity {{id: id}})
WHERE {sees("n")} AND n.kind IN $kinds AND coalesce(n.status, '') <> 'archived' {_CLUES}
"""
ADDRESS = re.compile(r"https?://[^\s<>\"'»()\[\]]+", re.IGNORECASE)
NUMBER = re.compile(r"(?<!\d)\d{3}[ \u00a0\u202f]?\d{3}[ \u00a0\u202f]?\d{3}(?:[ \u00a0\u202f]?\d{5})?(?!\d)")
DOI = re.compile(r"\b10\.\d{4,9}/[^\s<>\"'»)\]]+")
# Rare in summaries, and the same in any two: « deux cents compteurs », « tous les deux ans ».
COUNTED = frozenset({
    "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "douze", "vingt", "trente", "cent",
    "cents", "mille", "tous", "toutes", "chaque", "plus", "moins", "sans", "pour", "entre", "comme", "dont", "selon",
    "avoir", "etre", "fait", "faire", "peut", "sont", "ont",
})  # fmt: skip
WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Clues:
    """`words` are by stem, as the record says them; `bears` and `names` are the identifiers that it has and that its
    text names, written one way: an address without its scheme, the digits of a SIREN or SIRET, a DOI."""

    id: str
    kind: str
    words: Mapping[str, str]
    themes: Sequence[str]
    uses: Sequence[str]
    bears: frozenset[str]
    names: frozenset[str]


def of_kind(db: Database, viewer: Viewer, kind: str) -> list[Clues]:
    """All records of a kind that the viewer may see."""
    query = OF_KIND.replace("AUDIENCES", "> ''" if viewer.all else "IN $audiences")
    return [_clues(row) for row in db.read(query, kind=kind, limit=MOST, at=today(), **viewer.params())]


def of_ids(db: Database, viewer: Viewer, ids: Iterable[str]) -> list[Clues]:
    """Those of these records that the viewer may see and that links are guessed for."""
    told = {"ids": sorted(set(ids)), "kinds": sorted(NAMING), "at": today()}
    return [_clues(row) for row in db.read(OF_IDS, **told, **viewer.params())]


def _clues(row: Mapping[str, Any]) -> Clues:
    shares = row["kind"] in KINDS
    bears = {_address(each) for each in row["addresses"]} | set(row["numbers"])
    bears |= {doi for each in row["addresses"] for doi in _dois(each)}
    names = named(row["text"]) - bears
    return Clues(
        row["id"], row["kind"], words(row["said"]) if shares else {}, row["themes"] if shares else (),
        row["uses"] if shares else (), frozenset(bears), names,
    )  # fmt: skip


def words(said: Iterable[str]) -> dict[str, str]:
    """Stem → the word as first said; neither articles, nor numbers, nor two letters."""
    out: dict[str, str] = {}
    for text in said:
        for word in WORD.findall(text):
            root = _root(word)
            if root:
                out.setdefault(root, word)
    return out


def named(text: str) -> frozenset[str]:
    """The identifiers in a text; of a SIRET, the SIREN too."""
    found = {_address(each) for each in ADDRESS.findall(text)} | _dois(text)
    for number in NUMBER.findall(text):
        digits = re.sub(r"\D", "", number)
        found |= {digits, digits[:9]}
    return frozenset(found)


@lru_cache(maxsize=50_000)
def _root(word: str) -> str:
    flat = fold(word)
    return "" if flat in EMPTY_WORDS or flat in COUNTED or " " in flat else stem(flat)


def _address(url: str) -> str:
    return url.split("://", 1)[-1].casefold().removeprefix("www.").rstrip("/.,;:!?…")


def _dois(text: str) -> set[str]:
    return {each.casefold().rstrip(".,;:") for each in DOI.findall(text)}
