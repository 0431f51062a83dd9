"""The schema of this network: what is declared in code, and what its facilitators added, read from the graph."""

from __future__ import annotations

import time
from threading import Lock
from typing import Any

from graph.database import Database, Transaction
from graph.errors import NotFound
from graph.schema import SCHEMA, Field, Label
from graph.schema.live import Additions, extend

SECONDS = 2.0  # until every process of the site knows what was added in one of them

EDITION = "OPTIONAL MATCH (k:Counter {name: 'schema'}) RETURN coalesce(k.n, 0) AS n"
NEXT = "MERGE (k:Counter {name: 'schema'}) SET k.n = coalesce(k.n, 0) + 1 RETURN k.n AS n"
FIELDS = """
MATCH (f:OwnField) WHERE f.key > '' AND f.removed_at IS NULL
RETURN f {.kind, .name, .type, .fr, .en, .help} AS field ORDER BY f.key
"""
TERMS = """
MATCH (t:Term) USING INDEX t:Term(vocabulary, key) WHERE t.vocabulary > '' AND t.key > ''
RETURN t.vocabulary AS vocabulary, t.key AS key, t.fr AS fr, t.en AS en, t.into AS into
"""
_lock = Lock()
_asked = 0.0


def refresh(db: Database, *, now: bool = False) -> None:
    """Brings the schema up to date with the graph: asked every SECONDS at most, unless `now`."""
    global _asked  # noqa: PLW0603 (one schema a process)
    if not now and time.monotonic() < _asked + SECONDS:
        return
    with _lock:
        _asked = time.monotonic()
        edition = int(db.read(EDITION)[0]["n"])
        if edition != SCHEMA.edition:
            extend(additions(db), edition)


def write(db: Database, query: str, **params: Any) -> None:
    """Carries out a statement that adds something under `key`, and lets every process read it anew; this one at once.
    NotFound when it wrote nothing."""

    def work(tx: Transaction) -> None:
        if not tx.run(query, **params):
            raise NotFound(str(params["key"]))
        tx.run(NEXT)

    db.transaction(work)
    refresh(db, now=True)


def additions(db: Database) -> Additions:
    """Everything that was added."""
    fields: dict[str, tuple[Field, ...]] = {}
    for row in db.read(FIELDS):
        told = row["field"]
        fields[told["kind"]] = (*fields.get(told["kind"], ()), _field(told))
    terms: dict[str, dict[str, Label]] = {}
    merged: dict[str, dict[str, str]] = {}
    for row in db.read(TERMS):
        if row["into"]:
            merged.setdefault(row["vocabulary"], {})[row["key"]] = row["into"]
        else:
            terms.setdefault(row["vocabulary"], {})[row["key"]] = Label(row["fr"], row["en"])
    return Additions(fields, terms, merged)


def _field(told: dict[str, Any]) -> Field:
    help = Label(told["help"], told["help"]) if told["help"] else None
    words = told["name"] if told["type"] in ("term", "terms") else None
    return Field(told["name"], told["type"], Label(told["fr"], told["en"]), help, words)
