"""A graph stated as a set of tuples: `graph_of(db, {("ADEME", "FUNDS", "Panoramax", "since=2023")}, kinds={…})`."""

from collections.abc import Iterable, Mapping
from typing import Any

from graph.database import Database
from graph.editing import create_record, create_relation
from graph.operations import Operation
from graph.viewers import ANONYMOUS, SYSTEM, Viewer

ALICE = Viewer("alice", ("public", "members"), all=True, edits=True)
BOB = Viewer("bob", ("public", "members"))
CHARLIE = ANONYMOUS

# From, type, to, then the relation's own fields as "name=value".
Fact = tuple[str, ...]
Kinds = Mapping[str, str | tuple[str, Mapping[str, Any]]]
PERSON = {"purpose": "essai", "origin": "essai"}


def graph_of(db: Database, facts: Iterable[Fact], kinds: Kinds) -> dict[str, str]:
    """Writes records (name → kind, or kind and fields) and relations; gives the id of each name."""
    operation = Operation("alice")
    ids = {}
    for name, told in kinds.items():
        kind, fields = (told, {}) if isinstance(told, str) else told
        own = PERSON if kind == "Person" else {}
        ids[name] = create_record(db, SYSTEM, kind, {"name": name, **own, **fields}, operation)
    # A deputy without a word of whom they stand for stands for who employs them: that is told first.
    for source, type, target, *fields_told in sorted(facts, key=lambda fact: (fact[1] != "WORKS_FOR", fact)):
        raw = dict(field.split("=", 1) for field in fields_told)
        create_relation(db, SYSTEM, type, ids[source], ids[target], raw, operation)
    return ids
