"""Networks of any size, the same each time: invented names, three relations a record, one hub, one page of 50."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from graph.database import Database
from graph.operations import REFS, Operation, Step
from graph.schema import SCHEMA
from graph.shaping import shape_record, shape_relation
from graph.writing import labels_of

BATCH = 1000
SHARES = {
    "Organisation": 30, "Service": 17, "Dataset": 16, "Software": 10, "Community": 6, "Commons": 6, "Policy": 5,
    "UseCase": 4, "Standard": 4, "Territory": 1, "Theme": 1,
}  # fmt: skip
TIES = (
    ("MEMBER_OF", "Organisation", "Community"), ("STEWARDS", "Organisation", "Service"),
    ("CONTRIBUTES_TO", "Organisation", "Commons"), ("USES", "Service", "Dataset"), ("SERVES", "Dataset", "Policy"),
    ("SERVES", "Service", "Policy"), ("HAS_RESOURCE", "Commons", "Dataset"), ("INSTANCE_OF", "Service", "Software"),
    ("CONFORMS_TO", "Dataset", "Standard"), ("USES", "UseCase", "Dataset"), ("SERVES", "UseCase", "Policy"),
    ("ABOUT", "Service", "Theme"), ("ABOUT", "Dataset", "Theme"),
    ("IN_TERRITORY", "Organisation", "Territory"),
)  # fmt: skip
WORDS = (
    "données", "mobilité", "énergie", "eau", "voirie", "habitat", "santé", "culture", "forêt", "littoral",
    "montagne", "école", "transport", "déchets", "logement", "sécurité", "accessibilité", "tourisme", "agriculture",
    "biodiversité", "climat", "sols", "air", "bruit", "risques", "cadastre", "adresse", "bâtiment", "réseau",
    "éclairage", "vélo", "covoiturage", "bus", "train", "port", "aéroport", "marché", "budget", "subvention",
)  # fmt: skip
PAGE_OF_50 = "organisation-cinquante"
HUB = "organisation-carrefour"

CREATE_RECORDS = """
UNWIND $rows AS row
CREATE (n:$(row.labels)) SET n = row.set
CREATE (:Ref {key: row.ref, imported: row.imported})-[:IDENTIFIES]->(n)
CREATE (c:Change) SET c = row.change
"""
CREATE_LINKS = """
UNWIND $rows AS row
MATCH (a:Entity {id: row.source}) MATCH (b:Entity {id: row.target})
CREATE (a)-[r:$(row.type)]->(b) SET r = row.set
CREATE (c:Change) SET c = row.change
"""
TOUCH = "MATCH (k:Counter {name: 'changes'}) SET k.n = k.n + 1"


def generate(db: Database, size: int) -> dict[str, list[str]]:
    """Fills the graph with `size` records and three times as many relations; ids by kind."""
    chance = random.Random(size)
    ids: dict[str, list[str]] = {kind: [] for kind in SHARES}
    records = list(_records(chance, size, ids))  # all before the links, whose ends are drawn from `ids`
    fill(db, records, _links(chance, size, ids))
    return ids


def fill(db: Database, records: Iterable[Step], links: Iterable[Step]) -> None:
    """Writes these, in batches, and waits for the indexes."""
    seq = 0
    for batch in _batches(iter(records)):
        db.write(CREATE_RECORDS, rows=[record_row(step, (seq := seq + 1)) for step in batch])
    for batch in _batches(iter(links)):
        db.write(CREATE_LINKS, rows=[link_row(step, (seq := seq + 1)) for step in batch])
    db.write("MERGE (k:Counter {name: 'changes'}) SET k.n = $seq", seq=seq)
    db.write("CALL db.awaitIndexes(600)")


def touch(db: Database) -> None:
    """As a write that touches everything: answers that were kept are worked out anew."""
    db.write(TOUCH)


def tied(wanted: Iterable[tuple[str, str, str, dict[str, Any]]]) -> Iterator[Step]:
    """Links of (type, source, target, fields), each once."""
    seen: set[str] = set()
    made = {"created_at": "2025-01-01T00:00:00Z", "created_by": "bench"}
    for type, source, target, values in wanted:
        state = shape_relation(made, SCHEMA.relations[type], source, target, values)
        if state["key"] not in seen:
            seen.add(state["key"])
            yield Step("relation", state["id"], None, state)


def record(chance: random.Random, kind: str, n: int, operation: Operation, id: str | None = None) -> Step:
    """A record of invented words."""
    words = chance.sample(WORDS, 3)
    name = f"{SCHEMA.kinds[kind].label} {' '.join(words)} {n}"
    id = id or f"{SCHEMA.kinds[kind].prefix}-{n}"
    base: dict[str, Any] = {
        "id": id, "kind": kind, REFS: {f"bench:{id}": None}, "visibility": "public" if n % 10 else "members",
        "created_at": operation.at, "created_by": operation.by, "status_states": [], "status_days": [],
    }  # fmt: skip
    summary = " ".join(chance.choices(WORDS, k=14))
    return Step("record", id, None, shape_record(base, SCHEMA.kinds[kind], {"name": name, "summary": summary}))


def record_row(step: Step, seq: int) -> dict[str, Any]:
    """What the raw statement needs for a record."""
    state = step.after or {}
    labels = labels_of(state["kind"], public=state["audience"] == "public")
    change = _change(step, seq)
    ((ref, imported),) = state[REFS].items()
    told = {"labels": labels, "ref": ref, "imported": imported, "change": change}
    return told | {"set": step.set() | {"version": seq}}


def link_row(step: Step, seq: int) -> dict[str, Any]:
    """What the raw statement needs for a relation."""
    state = step.after or {}
    change = _change(step, seq)
    ends = {"source": state["@from"], "target": state["@to"], "type": state["@type"]}
    return ends | {"set": step.set() | {"version": seq}, "change": change}


def _records(chance: random.Random, size: int, ids: dict[str, list[str]]) -> Iterator[Step]:
    operation = Operation("bench", id="bench")
    kinds = chance.choices(list(SHARES), weights=list(SHARES.values()), k=size)
    kinds[:2] = ["Organisation", "Organisation"]
    for n, kind in enumerate(kinds, 1):
        step = record(chance, kind, n, operation, {1: PAGE_OF_50, 2: HUB}.get(n))
        ids[kind].append(step.id)
        yield step


def _links(chance: random.Random, size: int, ids: dict[str, list[str]]) -> Iterator[Step]:
    seen: set[str] = set()
    wanted = iter(_ends(chance, size, ids))
    for type, source, target in wanted:
        state = shape_relation(
            {"created_at": "2025-01-01T00:00:00Z", "created_by": "bench"}, SCHEMA.relations[type], source, target,
            {"since": str(chance.randint(2015, 2025)), "source": "Banc d'essai", "declared_by": "import"},
        )  # fmt: skip
        if source != target and state["key"] not in seen:
            seen.add(state["key"])
            yield Step("relation", state["id"], None, state)


def _ends(chance: random.Random, size: int, ids: dict[str, list[str]]) -> Iterator[tuple[str, str, str]]:
    ordinary = {kind: [id for id in found if id not in (PAGE_OF_50, HUB)] for kind, found in ids.items()}
    for target in chance.sample(ordinary["Service"], 25) + chance.sample(ordinary["Commons"], 25):
        yield ("STEWARDS" if target.startswith("service") else "CONTRIBUTES_TO"), PAGE_OF_50, target
    for target in chance.sample(ordinary["Service"], min(len(ordinary["Service"]), size // 13)):
        yield "STEWARDS", HUB, target
    for n, policy in enumerate(ids["Policy"][1:], 1):
        yield "PART_OF", policy, ids["Policy"][(n - 1) // 8]
    for _ in range(3 * size - 50 - size // 13 - len(ids["Policy"])):
        type, source, target = chance.choice(TIES)
        yield type, chance.choice(ordinary[source]), chance.choice(ordinary[target])


def _batches(steps: Iterator[Step] | list[Step]) -> Iterator[list[Step]]:
    rest = iter(steps)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _change(step: Step, seq: int) -> dict[str, Any]:
    """The `:Change` that tells a step, as `graph/writing.py` writes it."""
    known = step.after or step.before or {}
    return Operation("bench", id="bench").told() | step.told() | {
        "seq": seq, "action": step.action, "subject": step.subject, "type": step.type or None,
        "record": known.get("@from", step.id), "other": known.get("@to"),
        "relation": step.id if step.subject == "relation" else None,
    }  # fmt: skip
