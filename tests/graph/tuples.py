"""A graph stated as a set of tuples: `graph_of(db, {("ADEME", "FUNDS", "Panoramax", "since=2023")}, kinds={…})`."""

from collections.abc import Iterable, Mapping
from typing import Any

from graph.database import Database
from graph.editing import TAKEN, Tie, check_ends, free_id, new_record, new_relation, new_tie
from graph.folding import slug
from graph.operations import Operation, Step
from graph.schema import SCHEMA
from graph.viewers import ANONYMOUS, SYSTEM, Viewer
from graph.writing import write

ALICE = Viewer("alice", ("public", "members"), all=True, edits=True)
BOB = Viewer("bob", ("public", "members"))
CHARLIE = ANONYMOUS

# From, type, to, then the relation's own fields as "name=value".
Fact = tuple[str, ...]
Kinds = Mapping[str, str | tuple[str, Mapping[str, Any]]]
PERSON = {"purpose": "essai", "origin": "essai"}


def graph_of(db: Database, facts: Iterable[Fact], kinds: Kinds) -> dict[str, str]:
    """Writes records (name → kind, or kind and fields) and relations; gives the id of each name."""
    steps = _Steps(db, Operation("alice"))
    told = {name: (each, {}) if isinstance(each, str) else each for name, each in kinds.items()}
    raws = {n: {"name": n, **(PERSON if kind == "Person" else {}), **fields} for n, (kind, fields) in told.items()}
    ids = _free_ids(db, {name: (kind, str(raws[name]["name"])) for name, (kind, _) in told.items()})
    for name, (kind, _) in told.items():
        if "@" in str(raws[name].get("text")):
            steps.write()  # it names others
        steps.extend(new_record(db, SYSTEM, kind, raws[name], steps.operation, ids[name]))
    steps.write()
    # A deputy without a word of whom they stand for stands for who employs them: that is told first.
    for source, type, target, *fields_told in sorted(facts, key=lambda fact: (fact[1] != "WORKS_FOR", fact)):
        tie = Tie(type, ids[source], ids[target], dict(field.split("=", 1) for field in fields_told))
        if type in ("MEMBER_OF", "PART_OF"):
            steps.write()  # it is compared with those that there are
            steps.append(new_tie(db, SYSTEM, tie, steps.operation))
        else:
            steps.append(_tied(steps.records, tie, steps.operation))
    steps.write()
    return ids


class _Steps(list[Step]):
    """Steps of one operation, written with the fewest journeys; `records` are the states that were written."""

    def __init__(self, db: Database, operation: Operation) -> None:
        super().__init__()
        self.db, self.operation, self.records = db, operation, dict[str, Any]()

    def write(self) -> None:
        write(self.db, SYSTEM, self.operation, sorted(self, key=lambda step: (step.subject != "record", step.type)))
        self.records |= {step.id: step.after for step in self if step.subject == "record"}
        self.clear()


def _free_ids(db: Database, wanted: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """What `create_record` would give to each kind and name, in turn."""
    wishes = {key: f"{SCHEMA.kinds[kind].prefix}-{slug(name)}" for key, (kind, name) in wanted.items()}
    taken = {row["id"] for row in db.read(TAKEN, ids=sorted(set(wishes.values())))}
    given: dict[str, str] = {}
    for key, wish in wishes.items():
        taken_now = taken | set(given.values())
        given[key] = free_id(db, wish, taken_now) if wish in taken_now else wish
    return given


def _tied(states: Mapping[str, Any], tie: Tie, operation: Operation) -> Step:
    """What `new_tie` makes, of records that were just written."""
    relation = SCHEMA.relations[tie.type]
    after = new_relation(relation, tie.source, tie.target, tie.raw, operation)
    check_ends(relation, states[tie.source], states[tie.target])
    ends = states[after["@from"]]["audience"], states[after["@to"]]["audience"]
    return Step("relation", after["id"], None, after, ends=ends)
