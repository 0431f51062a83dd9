"""What notes say of a person: theirs to read on request, whoever may read the notes."""

from __future__ import annotations

from typing import Any

from graph.anchors import blocks
from graph.database import Database

MOST = 2_000
NAMING = f"""
MATCH (:Entity:Person {{id: $id}})<-[m:MENTIONS]-(n:Entity) WHERE n.kind = 'Note'
RETURN n.id AS id, n.name AS name, n.created_at AS created_at, n.updated_at AS updated_at,
       coalesce(n.text, '') AS text, m.words AS words, m.note AS sentence
ORDER BY n.created_at, n.id LIMIT {MOST}
"""


def notes_about(db: Database, id: str) -> list[dict[str, Any]]:
    """Of each note that names a person, the paragraphs that do; the rest of the note may be about others."""
    return [
        {"note": row["name"], "created_at": row["created_at"], "updated_at": row["updated_at"],
         "passages": _passages(row["text"], row["words"] or []) or [row["sentence"]]}
        for row in db.read(NAMING, id=id)
    ]  # fmt: skip


def _passages(text: str, words: list[str]) -> list[str]:
    """Those in which `@` and one of the words stand."""
    return [each.text.strip() for each in blocks(text)
            if any(f"@{word}" in each.text or f"@[{word}](" in each.text for word in words)]  # fmt: skip
