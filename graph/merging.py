"""Two records that are one: the links, identifiers and address of the second go to the first. Undone by its `op`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph import states
from graph.database import Database
from graph.errors import Invalid, NotAllowed, NotFound
from graph.operations import GONE, REFS, Operation, Step
from graph.schema import SCHEMA, Kind
from graph.shaping import derive_record, own_fields, shape_relation
from graph.states import Present
from graph.viewers import Viewer, audience_of
from graph.writing import write

MOST = 5_000  # links moved in one transaction: 3 s, in which nobody else can save
FORMER = "maillage:"
ACCOUNTS = "MATCH (u:User) WHERE u.person IN $ids RETURN count(u) AS n"
LINKS = "MATCH (n:Entity {id: $id})-[r]-(:Entity) WHERE r.key IS NOT NULL RETURN r.id AS id ORDER BY id"


@dataclass(frozen=True)
class Pair:
    """The record that stays and the one that goes, as read."""

    kept: Present
    other: Present

    @property
    def kind(self) -> Kind:
        return SCHEMA.kinds[str(self.kept.state["kind"])]

    def differing(self) -> list[str]:
        """The fields that say two things, in schema order: a person chooses."""
        names = [*own_fields(self.kind), "status"]
        return [name for name in names if self.says(name)[0] != self.says(name)[1] and self.says(name)[1] is not None]

    def says(self, name: str) -> tuple[Any, Any]:
        """What each says of a field; None when it says nothing."""
        return _said(self.kept.state, name), _said(self.other.state, name)


def pair(db: Database, viewer: Viewer, kept: str, other: str) -> Pair:
    """Both records. NotFound for one that the viewer may not see; Invalid when they cannot be one."""
    if not viewer.edits:
        raise NotAllowed("Seule l'animation peut réunir deux fiches.")
    found = states.records(db, [kept, other])
    for id in (kept, other):
        if id not in found or found[id].state.get(GONE) or not viewer.reads(found[id].state["audience"]):
            raise NotFound(id)
    if kept == other:
        raise Invalid({"autre": "choisissez deux fiches différentes"})
    if found[kept].state["kind"] != found[other].state["kind"]:
        raise Invalid({"autre": "deux fiches de sortes différentes ne peuvent pas être réunies"})
    if db.read(ACCOUNTS, ids=[kept, other])[0]["n"] > 1:
        raise Invalid({"autre": "ces deux personnes ont chacune un compte : l'un des deux est d'abord à supprimer"})
    return Pair(found[kept], found[other])


def merge(
    db: Database, viewer: Viewer, kept: str, other: str, taken: Collection[str], operation: Operation,
    versions: tuple[int, int] | None = None,
) -> None:  # fmt: skip
    """Makes one record of two: `taken` are the fields for which the other's word stands; what the first leaves empty
    is filled. `versions` are those that were looked at: Conflict when one was saved since."""
    both = pair(db, viewer, kept, other)
    ids = [row["id"] for row in db.read(LINKS, id=other)]
    if len(ids) > MOST:
        raise Invalid({"autre": "cette fiche a trop de liens : gardez celle-ci, et réunissez-y l'autre"})
    links = states.relations(db, ids)
    seen = versions or (both.kept.version, both.other.version)
    steps = [
        *(Step("relation", id, found.state, None, found.version, found.ends) for id, found in links.items()),
        *_contacts(db, kept, other),
        Step("record", other, both.other.state, _left(both, operation), seen[1]),
        Step("record", kept, both.kept.state, _one(both, taken, operation), seen[0]),
        *_moved(db, links, both),
    ]
    write(db, viewer, operation, steps)


def _left(both: Pair, operation: Operation) -> dict[str, Any]:
    gone = {GONE: True, "gone_at": operation.at, "gone_by": operation.by, REFS: {}}
    return dict(both.other.state) | gone | {"merged_into": both.kept.state["id"]}


def _one(both: Pair, taken: Collection[str], operation: Operation) -> dict[str, Any]:
    """The record that stays: its own fields, those taken from the other, and both names to be found by."""
    one, other = dict(both.kept.state), both.other.state
    for name in both.differing():
        if name in taken or both.says(name)[0] is None:
            one |= {each: other.get(each) for each in _parts(both.kind, name)}
            for word in ("declared_none", "not_applicable"):
                kept = [field for field in one.get(word) or () if field != name]
                one[word] = sorted({*kept, *([name] if name in (other.get(word) or ()) else [])})
    names = [*(one.get("aliases") or ()), *(both.kept.state.get("aliases") or ()), *(other.get("aliases") or ())]
    names += [str(both.kept.state["name"]), str(other["name"])]
    one["aliases"] = [name for name in dict.fromkeys(names) if name != one["name"]]
    one[REFS] = {**other[REFS], **one[REFS], f"{FORMER}{other['id']}": None}
    return derive_record(one | {"updated_at": operation.at, "updated_by": operation.by})


def _parts(kind: Kind, name: str) -> tuple[str, ...]:
    """The properties that a field is stored in."""
    if name == "status":
        return ("status", "status_states", "status_days")
    field = kind.field(name)
    return (name, f"{name}_from", f"{name}_to") if field and field.type == "date" else (name,)


def _said(state: Mapping[str, Any], name: str) -> Any:
    for word in ("declared_none", "not_applicable"):
        if name in (state.get(word) or ()):
            return word
    return state.get(name)


def _contacts(db: Database, kept: str, other: str) -> Iterator[Step]:
    """The other's contact details go to a record that has none."""
    found = states.contacts(db, [kept, other])
    if other not in found:
        return
    old = found[other]
    yield Step("contact", other, old.state, None, old.version)
    if kept not in found:
        yield Step(
            "contact", kept, None, dict(old.state) | {"id": kept, "audience": audience_of("private", kept, None)}
        )


def _moved(db: Database, links: Mapping[str, Present], both: Pair) -> Iterator[Step]:
    """The other's links from and to the record that stays. One that it has already only completes it."""
    kept, other = str(both.kept.state["id"]), str(both.other.state["id"])
    made: dict[str, tuple[dict[str, Any], tuple[str, str]]] = {}
    for found in links.values():
        ends = [kept if found.state[end] == other else str(found.state[end]) for end in ("@from", "@to")]
        if ends[0] == ends[1]:
            continue
        own = {name: value for name, value in found.state.items() if name not in ("id", "key")}
        after = shape_relation(own, SCHEMA.relations[str(found.state["@type"])], ends[0], ends[1], {})
        made[after["id"]] = ({**after, **made.get(after["id"], ({}, ()))[0]}, _audiences(found, both, after))
    there = states.relations(db, list(made))
    for id, (after, audiences) in made.items():
        if id not in there:
            yield Step("relation", id, None, after, ends=audiences)
        elif (step := _completed(id, there[id], after)).changed():
            yield step


def _completed(id: str, there: Present, after: Mapping[str, Any]) -> Step:
    # A text may name both: what names either names the one that stays.
    words = list(dict.fromkeys([*(there.state.get("words") or ()), *(after.get("words") or ())]))
    whole = {**after, **there.state, **({"words": words} if words else {})}
    return Step("relation", id, there.state, whole, there.version, there.ends)


def _audiences(found: Present, both: Pair, after: Mapping[str, Any]) -> tuple[str, str]:
    """The audiences of the new link's ends; sorting may have turned it round."""
    known = dict(zip((found.state["@from"], found.state["@to"]), found.ends, strict=True))
    known[both.kept.state["id"]] = both.kept.state["audience"]
    return str(known[after["@from"]]), str(known[after["@to"]])
