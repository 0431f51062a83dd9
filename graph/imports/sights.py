"""The first rows of an import as they would become, gathered while all of them go by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from graph.briefs import briefs
from graph.database import Database
from graph.folding import fold
from graph.imports.checking import checked, checked_link
from graph.imports.drafts import Draft, DraftLink, Report, Said
from graph.imports.importer import Importer
from graph.imports.likely import likely
from graph.imports.records import resolve
from graph.imports.threeway import plain
from graph.imports.twins import Body, body_of
from graph.viewers import Viewer

# Rows shown of each table and kind, and links shown of tables of links.
SHOWN = 10
# Comparing the names of more records with all others would outlast the patience of who waits.
MOST_COMPARED = 5_000
NOTHING_SAID = Said()

Fate = Literal["created", "updated", "unchanged", "refused"]


@dataclass(frozen=True)
class Sight:
    """A row as it would become: `fields` are parsed values as `threeway.plain` writes them, `links` are
    (relation, told from its target?, name of the other). `id` is that of the record it is already, if any, and `now`
    what that is called today when the file calls it otherwise."""

    where: str
    kind: str
    name: str
    fate: Fate
    id: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    links: tuple[tuple[str, bool, str], ...] = ()
    now: str | None = None


@dataclass(frozen=True)
class LinkSight:
    """A row of a table of links as it would become."""

    where: str
    type: str
    source: str
    target: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Match:
    """Two names that may be one record; `id` of the other when it is on the network already."""

    name: str
    other: str
    reason: str
    id: str | None = None
    refs: tuple[str, str] = ("", "")


class Watch:
    """Lets drafts and links through, and keeps the first of each table, the names of all, and their bodies."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.first: dict[tuple[str, str], list[Draft]] = {}
        self.links: dict[str, list[DraftLink]] = {}
        self.told: set[str] = set()
        self.loose: list[DraftLink] = []
        self.bodies: list[Body] = []

    def through(self, items: Iterable[Draft | DraftLink]) -> Iterator[Draft | DraftLink]:
        """The same items."""
        for item in items:
            if isinstance(item, Draft):
                self._draft(item)
            else:
                self._link(item)
            yield item

    @property
    def shown(self) -> list[Draft]:
        return [draft for group in self.first.values() for draft in group]

    def _draft(self, draft: Draft) -> None:
        self.names |= dict.fromkeys(draft.refs, str(draft.fields.get("name", "")))
        table = _table(draft.where)
        group = self.first.setdefault((table, draft.kind), [])
        if len(group) < SHOWN:
            group.append(draft)
        if draft.says != "name":
            self.told.add(table)
            if draft in group:
                self.links.setdefault(draft.where, [])
        if len(self.bodies) <= MOST_COMPARED:
            self.bodies.append(body_of(draft))

    def _link(self, link: DraftLink) -> None:
        if link.where in self.links:
            self.links[link.where].append(link)
        elif len(self.loose) < SHOWN and _table(link.where) not in self.told:
            self.loose.append(link)


class Teller:
    """Tells what was watched, now that the importer knows what becomes of it."""

    def __init__(self, db: Database, viewer: Viewer, watch: Watch, importer: Importer) -> None:
        self.db, self.viewer, self.watch, self.importer = db, viewer, watch, importer
        links = [link for group in (*watch.links.values(), watch.loose) for link in group]
        refs = {ref for draft in watch.shown for ref in draft.refs}
        self.known = resolve(db, [*refs, *(end for link in links for end in (link.source, link.target))],
                             importer.pending)  # fmt: skip
        self.there = briefs(db, viewer, {found.id for found in self.known.values()})

    def sights(self) -> Iterator[Sight]:
        """The first rows of each table."""
        for draft in self.watch.shown:
            id = next((self.known[ref].id for ref in draft.refs if ref in self.known), None)
            fate = self._fate(id)
            values = checked(draft, Report())
            told = plain({**values.fields, **values.contact}) | ({"status": values.status} if values.status else {})
            there = self.there.get(id or "")
            name = str(draft.fields.get("name") or (there.name if there else draft.refs[0]))
            yield Sight(
                draft.where, draft.kind, name, fate, id if fate in ("updated", "unchanged") else None, told,
                tuple(self._links(draft)), there.name if there and fold(there.name) != fold(name) else None,
            )  # fmt: skip

    def loose(self) -> Iterator[LinkSight]:
        """The first rows of tables of links."""
        for link in self.watch.loose:
            told = plain(checked_link(link, Report()).fields)
            source, target = (
                self._name(ref, said) for ref, said in zip((link.source, link.target), link.said, strict=True)
            )
            yield LinkSight(link.where, link.type, source, target, told)

    def matches(self, report: Report) -> Iterator[Match]:
        """Two records that one reference or two near names may be; a person decides."""
        created = self.importer.pending or {}
        new = [body for body in self.watch.bodies if body.ref in created]
        found = list(dict.fromkeys(
            [*report.matches, *(likely(self.db, self.viewer, new) if len(new) <= MOST_COMPARED else ())]
        ))  # fmt: skip
        others = resolve(self.db, [ref for match in found for ref in match[:2]], self.importer.pending)
        names = briefs(self.db, self.viewer, {known.id for known in others.values()})
        for one, other, reason in found:
            there = names.get(others[other].id) if other in others else None
            told = there.name if there else self._name(other)
            yield Match(self._name(one), told, reason, there.id if there else None, (one, other))

    def _fate(self, id: str | None) -> Fate:
        if id is None:
            return "refused"
        if id not in self.importer.touched:
            return "unchanged"
        return "created" if self.importer.touched[id] else "updated"

    def _links(self, draft: Draft) -> Iterator[tuple[str, bool, str]]:
        for link in self.watch.links.get(draft.where, ()):
            # The record that a link made on the way has others, in other rows.
            if draft.says != "name" and {link.source, link.target} & set(draft.refs):
                inverse = link.target in draft.refs
                other = (link.source, link.said[0]) if inverse else (link.target, link.said[1])
                yield link.type, inverse, self._name(*other)

    def _name(self, ref: str, said: Said = NOTHING_SAID) -> str:
        """What a reference is called: by the file, by the network, else itself."""
        known = self.known.get(ref)
        there = self.there.get(known.id) if known else None
        return self.watch.names.get(ref) or (there.name if there else said.words or ref)


def _table(where: str) -> str:
    """The file, or file and sheet, of a draft's place."""
    file, _, line = where.rpartition(":")
    return file if file and line.isdigit() else where
