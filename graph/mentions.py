"""Records named with `@` in a text: a relation MENTIONS to each, with the words and the sentence that name it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from graph import states
from graph.at_signs import At, ats, sentence_of
from graph.database import Database
from graph.links import Brief, brief, brief_of
from graph.naming import Known, named
from graph.operations import Operation, Step
from graph.schema import SCHEMA
from graph.shaping import derive_record, shape_relation
from graph.viewers import Viewer, narrower, sees

MENTIONS = SCHEMA.relations["MENTIONS"]
WRITINGS = MENTIONS.sources
RESERVED = "réservé-"  # what stands in a text for a name that some of its readers may not see
# Those told by hand or by an import have no words: they are nobody's to work out.
CITED = f"""
MATCH (:Entity {{id: $id}})-[m:MENTIONS]->(n:Entity) WHERE m.words IS NOT NULL
RETURN m.id AS id, m.words AS words, n.audience AS audience, {sees("n")} AS seen, {brief("n")} AS record
ORDER BY m.id
"""


@dataclass(frozen=True)
class Cited:
    """What some words of a text name; `record` is None for who may not see it."""

    words: tuple[str, ...]
    record: Brief | None


@dataclass(frozen=True)
class Reading:
    """A text read: each `@` with the record that it names, those that could be several, those that are none."""

    named: Sequence[tuple[At, Known]] = ()
    several: Sequence[tuple[At, Sequence[Known]]] = ()
    unknown: Sequence[At] = ()


def cited(db: Database, viewer: Viewer, id: str) -> tuple[Cited, ...]:
    """What a text names, by the words that it names it with."""
    return tuple(
        Cited(tuple(row["words"]), brief_of(row["record"]) if row["seen"] else None)
        for row in db.read(CITED, id=id, **viewer.params())
    )


def read(db: Database, viewer: Viewer, text: str, known: Mapping[str, Sequence[Known]] | None = None) -> Reading:
    """Which records a text names, as far as the viewer may see; `known` are words whose record was chosen before."""
    found = [(at, named_by) for at, named_by in named(db, viewer, ats(text), known or {})]
    return Reading(
        [(at, records[0]) for at, records in found if len(records) == 1],
        [(at, records) for at, records in found if len(records) > 1],
        [at for at, records in found if not records and not at.words.startswith(RESERVED)],
    )


def reading_of(db: Database, viewer: Viewer, id: str, text: str) -> Reading:
    """The same of a saved text: what its words named when it was saved, they still name."""
    return read(db, viewer, text, _known(db.read(CITED, id=id, **viewer.params())))


def chosen(text: str, reading: Reading, words: str, id: str) -> str:
    """The text in which `@words`, that several records bear, names the one of them with this id."""
    places = [at for at, could in reading.several if at.words == words and any(each.id == id for each in could)]
    for at in sorted(places, key=lambda at: at.start, reverse=True):
        text = f"{text[: at.start]}@[{words}]({id}){text[at.end :]}"
    return text


def mentioned(
    db: Database, viewer: Viewer, before: Mapping[str, Any], after: dict[str, Any], operation: Operation,
    also: Mapping[str, Sequence[Known]] | None = None,
) -> tuple[dict[str, Any], list[Step]]:  # fmt: skip
    """The record with the names in its text that it may not tell taken out, and the steps by which its mentions
    follow its text. `also` are words whose record is known, though it may be made by the same operation only."""
    if after["kind"] not in WRITINGS or "@" not in f"{before.get('text')}{after.get('text')}":
        return after, []
    rows = db.read(CITED, id=after["id"], **viewer.params())
    reading = read(db, viewer, after.get("text") or "", {**_known(rows), **(also or {})})
    after = _discreet(after, reading)
    wanted = _wanted(after, reading, rows)
    return after, [*_left(db, rows, wanted), *_told(db, after, wanted, operation)]


def _known(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Known]]:
    """The words that name something already: a record renamed since is still meant by its former name."""
    out: dict[str, list[Known]] = {}
    for row in rows:
        for words in row["words"] if row["seen"] else ():
            out.setdefault(words, []).append(Known(row["record"]["id"], row["record"]["name"], row["audience"]))
    return out


def _discreet(after: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """Not every reader of the text may see what it names: a mark stands for those names, which the relation holds."""
    text = after.get("text") or ""
    hidden = [(at, known) for at, known in reading.named if _reserved(after, known)]
    for at, known in sorted(hidden, key=lambda each: each[0].start, reverse=True):
        text = f"{text[: at.start]}@{mark(known.id)}{text[at.end :]}"
    return derive_record(after | {"text": text}) if hidden else after


def mark(id: str) -> str:
    """What stands for a name that may not be read; it says nothing of the record."""
    return RESERVED + blake2b(id.encode(), digest_size=5).hexdigest()


def _reserved(after: Mapping[str, Any], known: Known) -> bool:
    return narrower(str(after["audience"]), known.audience) != str(after["audience"])


def _wanted(after: Mapping[str, Any], reading: Reading, rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """By record: its audience, its words in the text and the sentence of the first. A mark left in the text goes on
    meaning what it meant."""
    out: dict[str, dict[str, Any]] = {}
    found = [(known.id, known.audience, mark(known.id) if _reserved(after, known) else at.words)
             for at, known in reading.named]  # fmt: skip
    text = after.get("text") or ""
    kept = [(row["record"]["id"], row["audience"], words) for row in rows for words in row["words"]
            if row["seen"] and words.startswith(RESERVED) and f"@{words}" in text]  # fmt: skip
    for id, audience, words in [*found, *kept]:
        told = out.setdefault(id, {"audience": audience, "words": [], "note": sentence_of(text, words, RESERVED)})
        if words not in told["words"]:
            told["words"].append(words)
    return out


def _left(db: Database, rows: Sequence[Mapping[str, Any]], wanted: Mapping[str, Any]) -> Iterator[Step]:
    """Mentions that the text makes no more; of what the writer may not see, none is touched."""
    gone = [row["id"] for row in rows if row["seen"] and row["record"]["id"] not in wanted]
    for id, found in states.relations(db, gone).items():
        yield Step("relation", id, found.state, None, found.version, found.ends)


def _told(
    db: Database, after: Mapping[str, Any], wanted: Mapping[str, Mapping[str, Any]], operation: Operation
) -> Iterator[Step]:
    """Mentions that are new, or told in other words than before."""
    made = {}
    for target, told in wanted.items():
        own = {"declared_by": "actor", "source": after["name"], "words": told["words"], "note": told["note"],
               "created_at": operation.at, "created_by": operation.by}  # fmt: skip
        state = shape_relation(own, MENTIONS, after["id"], target, {})
        made[state["id"]] = (state, (str(after["audience"]), told["audience"]))
    there = states.relations(db, list(made))
    for id, (state, ends) in made.items():
        if id not in there:
            yield Step("relation", id, None, state, ends=ends)
            continue
        same = {name: state[name] for name in ("words", "note", "source")}
        step = Step("relation", id, there[id].state, {**there[id].state, **same}, there[id].version, ends)
        if step.changed():
            yield replace(step, after={**step.after, "updated_at": operation.at, "updated_by": operation.by})  # type: ignore[dict-item]
