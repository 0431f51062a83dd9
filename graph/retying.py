"""Names in a text from elsewhere, tied again by the ids that it bears, or left as words: never by a name alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from graph.at_signs import AT, CODE, EXACT
from graph.database import Database
from graph.naming import KNOWN, Known
from graph.schema import SCHEMA
from graph.viewers import Viewer, sees

LINK = re.compile(r"(!?)\[([^\[\]\n]{0,300})\]\(\s*<?([^()\s<>]{1,500})>?(?:\s+\"[^\"\n]{0,200}\")?\s*\)")
_PAGE = re.compile(r"/([\w-]+)/([\w-]+)")
_BY_ID = re.compile(r"(?<![\w@/.+-])" + EXACT.pattern.replace(r"\([\w-]{1,160}\)", r"\(([\w-]{1,160})\)"))
# A record that was renamed or merged is found by the id that it had.
STANDING = f"""
UNWIND $ids AS id
CALL (id) {{
  MATCH (n:Entity {{id: id}}) RETURN n
  UNION
  MATCH (:Ref {{key: 'maillage:' + id}})-[:IDENTIFIES]->(n:Entity) WHERE NOT EXISTS {{ MATCH (:Entity {{id: id}}) }}
  RETURN n
}}
WITH id, n WHERE {sees("n")} RETURN id, n {KNOWN} AS record ORDER BY id
"""


@dataclass(frozen=True)
class Retied:
    """A text, how many of its names were tied, and the words of those that were not."""

    text: str
    tied: int = 0
    words: tuple[str, ...] = ()


def standing(db: Database, viewer: Viewer, ids: Iterable[str]) -> dict[str, Known]:
    """What each id is today; nothing of what the viewer may not see."""
    rows = db.read(STANDING, ids=sorted(set(ids)), **viewer.params())
    return {row["id"]: Known(row["record"]["id"], row["record"]["name"], row["record"]["audience"]) for row in rows}


def ids_in(text: str) -> set[str]:
    """Those that a text names."""
    return {found["id"] for found in AT.finditer(text) if found["id"]}


def addressed(text: str, root: str, known: Mapping[str, Known]) -> str:
    """Links to records of the site that begins by `root` as names with `@`, of what is known; others stay links."""

    def name(found: re.Match[str]) -> str:
        each = known.get(_id_at(found[3], root))
        return f"@[{found[2]}]({each.id})" if each and found[2] and not found[1] else found[0]

    return outside_code(text, lambda part: LINK.sub(name, part)) if root else text


def at_addresses(text: str, root: str) -> set[str]:
    """The ids of records of the site that a text has links to."""
    return {id for found in LINK.finditer(text) if (id := _id_at(found[3], root))} if root and root in text else set()


def _id_at(address: str, root: str) -> str:
    page = _PAGE.fullmatch(address.removeprefix(root)) if address.startswith(root + "/") else None
    kind = SCHEMA.kind_at(page[1]) if page else None
    return f"{kind.prefix}-{page[2]}" if page and kind else ""


def retied(text: str, known: Mapping[str, Known]) -> Retied:
    """`@[words](id)` of what is known, by the id that it has today; of what is not, the words."""
    tied, left = 0, []

    def name(found: re.Match[str]) -> str:
        nonlocal tied
        if each := known.get(found[2]):
            tied += 1
            return f"@[{found[1]}]({each.id})"
        left.append(found[1])
        return found[1]

    return Retied(outside_code(text, lambda part: _BY_ID.sub(name, part)), tied, tuple(left))


def seen_again(db: Database, viewer: Viewer, text: str, root: str) -> Retied:
    """A text from a file as its reader may write it: what it says of records of this site, by its address or by its
    id, names them when the reader sees them."""
    ids = ids_in(text) | at_addresses(text, root)
    if not ids:
        return Retied(text)
    known = standing(db, viewer, ids)
    text = addressed(text, root, known)
    return retied(text, {**known, **{each.id: each for each in known.values()}})


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """The text with everything changed but its code."""
    out, at = [], 0
    for code in CODE.finditer(text):
        out += [change(text[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*out, change(text[at:])])
