"""Records in brief and relations as sentences: the two shapes that every question answers with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from graph.schema import SCHEMA, Family, Label

T = TypeVar("T")
BRIEF = ("id", "kind", "name", "summary", "status", "visibility")  # of a record, in the order of its fields


@dataclass(frozen=True)
class Brief:
    """A record as it appears in a list, a link or a picture."""

    id: str
    kind: str
    name: str
    summary: str | None = None
    status: str | None = None
    visibility: str = "public"

    @property
    def url(self) -> str:
        return SCHEMA.url_of(self.kind, self.id)

    @property
    def family(self) -> Family:
        return SCHEMA.family_of(self.kind)

    @property
    def kind_label(self) -> Label:
        return SCHEMA.kinds[self.kind].label

    @property
    def status_label(self) -> Label | None:
        return SCHEMA.states(self.kind).get(self.status or "")


@dataclass(frozen=True)
class Link:
    """A relation from `source` to `target`. `inverse` when it is told from the target's page; `own` holds the
    relation's own fields (role, amount, step…); `undated` when nobody said since or until when."""

    id: str
    type: str
    source: Brief
    target: Brief
    inverse: bool = False
    since: str | None = None
    until: str | None = None
    source_words: str | None = None
    source_url: str | None = None
    source_date: str | None = None
    declared_by: str | None = None
    standing: str | None = None
    standing_by: str | None = None
    standing_at: str | None = None
    visibility: str = "public"
    note: str | None = None
    version: int = 0
    past: bool = False
    created_at: str | None = None
    own: Mapping[str, Any] = field(default_factory=dict)

    @property
    def other(self) -> Brief:
        """The record at the far end of the page that tells this link."""
        return self.source if self.inverse else self.target

    @property
    def undated(self) -> bool:
        return not self.since and not self.until

    @property
    def event(self) -> bool:
        """Did it happen on a day, rather than last?"""
        return SCHEMA.relations[self.type].event

    @property
    def verb(self) -> Label:
        relation = SCHEMA.relations[self.type]
        return relation.told(self.own.get(relation.told_by or ""), inverse=self.inverse)

    @property
    def heading(self) -> Label:
        relation = SCHEMA.relations[self.type]
        return relation.inverse_heading if self.inverse else relation.heading

    def sentence(self, language: str = "fr") -> str:
        """« ADEME finance Panoramax »: active, bare names, in the direction of the telling."""
        subject = self.target if self.inverse else self.source
        return f"{subject.name} {self.verb.in_language(language)} {self.other.name}"


def today() -> str:
    """The present day, UTC, as ISO text."""
    return datetime.now(UTC).date().isoformat()


def brief(node: str) -> str:
    """Cypher map of a record in brief."""
    return f"{node} {{.id, .kind, .name, .summary, .status, .visibility}}"


def brief_list(node: str) -> str:
    """Cypher list of a record in brief, for `brief_from`: of a hundred records, half the time of maps."""
    return f"[{', '.join(f'{node}.{name}' for name in BRIEF)}]"


def in_force(relation: str) -> str:
    """Cypher condition: in force on `$at` (ISO day), or `$at` is null. Undated relations pass; tell them apart."""
    return (
        f"($at IS NULL OR (({relation}.since_from IS NULL OR {relation}.since_from <= $at) "
        f"AND ({relation}.until_to IS NULL OR {relation}.until_to >= $at)))"
    )


def made(shape: type[T], values: dict[str, Any]) -> T:
    """One of a frozen dataclass from every one of its fields: a page has a hundred, and to set each field by itself, as
    its own making does, takes four times longer."""
    one = object.__new__(shape)
    object.__setattr__(one, "__dict__", values)
    return one


def brief_of(row: Mapping[str, Any]) -> Brief:
    """A Brief from the map made by `brief`."""
    return made(Brief, {
        "id": row["id"], "kind": row["kind"], "name": row["name"], "summary": row["summary"], "status": row["status"],
        "visibility": row.get("visibility") or "public",
    })  # fmt: skip


def brief_from(told: Sequence[Any]) -> Brief:
    """A Brief from the list made by `brief_list`."""
    id, kind, name, summary, status, visibility = told
    return Brief(id, kind, name, summary, status, visibility or "public")


def link_of(properties: Mapping[str, Any], type: str, source: Brief, target: Brief, *, inverse: bool = False) -> Link:
    """A Link from a relation's properties (`properties(r)`) and its ends."""
    told = properties.get
    own = {name: properties[name] for name in _OWN[type] if name in properties}
    until = told("until_to")
    return made(Link, {
        "id": properties["id"], "type": type, "source": source, "target": target, "inverse": inverse,
        "since": told("since"), "until": told("until"), "source_words": told("source"),
        "source_url": told("source_url"), "source_date": told("source_date"), "declared_by": told("declared_by"),
        "standing": told("standing"), "standing_by": told("standing_by"), "standing_at": told("standing_at"),
        "visibility": told("visibility") or "public", "note": told("note"), "version": told("version") or 0,
        "past": bool(until and until < today()), "created_at": told("created_at"), "own": own,
    })  # fmt: skip


_COMMON = frozenset({
    "since", "until", "source", "source_url", "source_date", "declared_by", "standing", "standing_by", "standing_at",
    "visibility", "note",
})  # fmt: skip
_OWN = {
    type: tuple(field.name for field in relation.fields if field.name not in _COMMON)
    for type, relation in SCHEMA.relations.items()
}
