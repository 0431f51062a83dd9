"""One record with everything that its page tells: fields, history of its status, contact, links by heading."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from graph import changes, comments, cookies, files, outside, record_links
from graph.asof import day_of
from graph.change_entries import Entry
from graph.cookies import WHOSE, Known
from graph.database import Database
from graph.errors import NotFound
from graph.field_values import FieldValue, field_values
from graph.hubs import HUB, hub_groups
from graph.links import Brief, Link, brief_of, today
from graph.near import near
from graph.record_links import LinkGroup, LinkPage, groups_of, links_of
from graph.schema import SCHEMA, Label
from graph.schema.live import of_schema
from graph.terms import Terms
from graph.viewers import Viewer, sees

__all__ = ["Contact", "FieldValue", "LinkGroup", "LinkPage", "Record", "StatusStep", "links_of", "record", "redirect"]

# Since when its bearers, asked whether it is still true, have said nothing.
SILENT = """COLLECT {
    MATCH (a:Ask {record: $id}) WHERE a.silent AND a.at > coalesce(n.reviewed_at, '')
      AND NOT EXISTS { MATCH (b:Ask {record: $id}) WHERE b.answered_at >= a.at }
    RETURN a.at ORDER BY a.at DESC LIMIT 1 }[0]"""
RECORD = f"""
MATCH (n:Entity {{id: $id}}) WHERE {sees("n")}
CALL (n) {{
  WITH n WHERE COUNT {{ (n)--() }} <= $hub
  {record_links.ALL}
}}
RETURN properties(n) AS properties, links, COUNT {{ (n)--() }} > $hub AS hub,
  [(ref:Ref)-[:IDENTIFIES]->(n) | ref.key] AS refs, {SILENT} AS silent,
  {outside.OF_RECORD} AS outside, EXISTS {{ MATCH (:Follow {{key: $follow}}) }} AS followed,
  {comments.ON_PAGE} AS said, {files.OF_RECORD} AS files,
  [(n)-[:HAS_CONTACT]->(c:Contact) WHERE $all OR c.audience IN $audiences | c {{.email, .phone, .purpose, .origin}}]
    AS contacts,
  COLLECT {{
    UNWIND coalesce($words[n.kind], []) AS pair UNWIND [] + n[pair[0]] AS key
    MATCH (t:Term {{vocabulary: pair[1], key: key}}) RETURN [t.vocabulary, t.key, t.fr, t.en]
  }} AS terms
"""
# What its page asks: the last operations and who is asking come along, in the same round trip.
OF_PAGE = RECORD.replace("RETURN properties(n)", f"{changes.LATEST_OF_RECORD} RETURN {WHOSE}, latest, properties(n)")
REDIRECT = f"""
MATCH (:Ref {{key: $key}})-[:IDENTIFIES]->(n:Entity) WHERE {sees("n")} RETURN n.id AS id ORDER BY id LIMIT 1
"""
FORMER = "maillage:"


@dataclass(frozen=True)
class StatusStep:
    """A status and the (partial) day since when; None when nobody said."""

    status: str
    label: Label
    day: str | None


@dataclass(frozen=True)
class Contact:
    """How a person is reached, why we keep it and where it comes from."""

    email: str | None = None
    phone: str | None = None
    purpose: str | None = None
    origin: str | None = None


@dataclass(frozen=True)
class Record(Brief):
    """A record in full. `count` is of all links that the viewer may see; `former_ids` still lead here;
    `said` when there may be comments on it or on one of them (graph/comments.py: for members)."""

    fields: tuple[FieldValue, ...] = ()
    statuses: tuple[StatusStep, ...] = ()
    refs: tuple[str, ...] = ()
    former_ids: tuple[str, ...] = ()
    contact: Contact | None = None
    groups: tuple[LinkGroup, ...] = ()
    group: str | None = None
    version: int = 0
    created_at: str | None = None
    created_by: str | None = None
    updated_at: str | None = None
    updated_by: str | None = None
    reviewed_at: str | None = None
    reviewed_by: str | None = None
    silent_since: str | None = None
    followed: bool = False
    said: bool = False
    outside: tuple[outside.Address, ...] = ()
    files: tuple[files.File, ...] = ()
    at: str | None = None
    latest: tuple[Entry, ...] = ()

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def links(self) -> tuple[Link, ...]:
        """The links shown, group by group."""
        return tuple(link for group in self.groups for link in group.links)

    @property
    def sourced(self) -> int:
        """How many of the links shown say where they come from."""
        return sum(1 for link in self.links if link.source_words or link.source_url)

    @property
    def given(self) -> tuple[FieldValue, ...]:
        """The fields that hold a value."""
        return tuple(value for value in self.fields if value.given)

    def field(self, name: str) -> FieldValue | None:
        """A field by its schema name."""
        return next((value for value in self.fields if value.name == name), None)

    def group_of(self, type: str, *, inverse: bool = False) -> LinkGroup | None:
        """The links of one type and direction, None when there are none."""
        return next((group for group in self.groups if (group.type, group.inverse) == (type, inverse)), None)


def record(
    db: Database, viewer: Viewer, id: str, at: str | None = None, *, latest: int = 0, language: str = "fr",
    known: Known | None = None,
) -> Record:  # fmt: skip
    """The record as of `at`, with its `latest` operations told in a language. NotFound, with near names, for what is
    unknown and for what is hidden alike; Outdated when the viewer was `known` by a cookie that is worth something else
    now, which is asked along with the latest operations."""
    day = day_of(at)
    params = {"id": id, "at": day, "today": today(), "hub": HUB, **viewer.params()}
    params["follow"] = f"{viewer.user}|{id}"
    if latest:
        params |= changes.latest_params(latest) | cookies.asked(known.cookie if known else None)
    rows = db.read(OF_PAGE if latest else RECORD, **params, words=_open_words(), urls=outside.fields())
    if not rows:
        raise NotFound(id, near=_near_names(db, viewer, id))
    row = rows[0]
    if known:
        known.check(row["whose"])
    brief = replace(brief_of({"summary": None, "status": None} | row["properties"]), status=_status(row, day))
    groups = hub_groups(db, viewer, params, brief) if row["hub"] else groups_of(row["links"], brief, day)
    return replace(_record(row, brief, groups, day), latest=changes.latest(db, row.get("latest", ()), language))


@of_schema
def _open_words() -> dict[str, list[list[str]]]:
    """The fields whose words were added at run time, by kind: read with the record, only those that it holds."""
    return {
        kind.name: [
            [field.name, field.vocabulary]
            for field in kind.fields
            if field.vocabulary and SCHEMA.vocabularies[field.vocabulary].open
        ]
        for kind in SCHEMA.kinds.values()
    }


def redirect(db: Database, viewer: Viewer, id: str) -> str | None:
    """The id of the record that a renamed, merged or re-kinded one became."""
    rows = db.read(REDIRECT, key=f"{FORMER}{id}", **viewer.params())
    return str(rows[0]["id"]) if rows else None


def _record(row: dict[str, Any], brief: Brief, groups: tuple[LinkGroup, ...], day: str | None) -> Record:
    properties = row["properties"]
    terms: Terms = {(vocabulary, key): Label(fr, en) for vocabulary, key, fr, en in row["terms"]}
    kept = ("group", "version", "created_at", "created_by", "updated_at", "updated_by", "reviewed_at", "reviewed_by")
    return Record(
        **vars(brief),
        fields=field_values(SCHEMA.kinds[brief.kind], properties, terms),
        statuses=_statuses(brief.kind, properties),
        refs=tuple(sorted(key for key in row["refs"] if not key.startswith(FORMER))),
        former_ids=tuple(sorted(key.removeprefix(FORMER) for key in row["refs"] if key.startswith(FORMER))),
        contact=Contact(**row["contacts"][0]) if row["contacts"] else None,
        groups=groups, at=day, silent_since=row["silent"], followed=row["followed"], said=row["said"] or row["hub"],
        files=tuple(files.told(row["files"])), outside=tuple(map(outside.address_of, row["outside"])),
        **{name: properties[name] for name in kept if name in properties},
    )  # fmt: skip


def _statuses(kind: str, properties: dict[str, Any]) -> tuple[StatusStep, ...]:
    terms = SCHEMA.states(kind)
    states, days = properties.get("status_states") or (), properties.get("status_days") or ()
    steps = zip(states, days, strict=False)
    return tuple(StatusStep(state, terms.get(state, Label(state, state)), day or None) for state, day in steps)


def _status(row: dict[str, Any], day: str | None) -> str | None:
    """The last status begun on the day; without any history, the present one."""
    states, days = row["properties"].get("status_states"), row["properties"].get("status_days")
    if day is None or not days or not states:
        status: str | None = row["properties"].get("status")
        return status
    # A partial date sorts before every day it holds, so comparing the texts compares the first days.
    begun = [str(state) for state, since in zip(states, days, strict=False) if since <= day]
    return begun[-1] if begun else None


def _near_names(db: Database, viewer: Viewer, id: str) -> tuple[str, ...]:
    kind = SCHEMA.kind_of_id(id)
    text = id.removeprefix(f"{kind.prefix}-") if kind else id
    return tuple(found.name for found in near(db, viewer, text, kind.name if kind else None))
