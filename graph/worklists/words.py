"""Theme words that are written in two ways: one word, cut in two lists that nobody finds whole."""

from __future__ import annotations

from itertools import pairwise

from graph.database import Database
from graph.folding import fold
from graph.stemming import stem
from graph.viewers import Viewer, sees
from graph.worklists.shapes import Finding, Worklist

THEMES = f"""
MATCH (n:Entity) USING INDEX n:Entity(audience, kind)
WHERE n.audience AUDIENCES AND n.kind = 'Theme' AND {sees("n")}
RETURN n.id AS id, n.name AS name, COUNT {{ (n)<-[:ABOUT]-() }} AS uses ORDER BY uses DESC, id
"""


def variants(db: Database, viewer: Viewer) -> list[Finding]:
    """Pairs of themes whose words differ by accents, hyphens, plural or order only; the less used one is told."""
    query = THEMES.replace("AUDIENCES", "> ''" if viewer.all else "IN $audiences")
    alike: dict[str, list[tuple[str, int]]] = {}
    for row in db.read(query, **viewer.params()):
        key = " ".join(sorted(_root(word) for word in fold(row["name"]).split()))
        alike.setdefault(key, []).append((row["id"], row["uses"]))
    return [
        Finding(other, uses, {"uses": uses, "more": more}, (one,), "|".join(sorted((one, other))))
        for group in alike.values() for (one, more), (other, uses) in pairwise(group)
    ]  # fmt: skip


def _root(word: str) -> str:
    # The stemmer leaves the plural of « vélos » and « enjeux ».
    return stem(word[:-1] if len(word) > 3 and word[-1] in "sx" else word)


VARIANTS = Worklist("theme-variants", variants, frozenset({"Theme"}))
