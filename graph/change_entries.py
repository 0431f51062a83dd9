"""Operations as people read them: a sentence each, what it did counted, its last changes told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from graph import terms
from graph.change_words import acted, colon, counted, import_title
from graph.differences import Difference, differences
from graph.links import Brief, brief_of
from graph.operations import State
from graph.schema import SCHEMA
from graph.writing import told


@dataclass(frozen=True)
class Line:
    """One change. A record that was taken out of the network since is still told; then `gone` (`other_gone`).
    `differences` are those of an update."""

    seq: int
    action: str
    subject: str
    record: Brief
    other: Brief | None = None
    type: str | None = None
    relation: str | None = None
    gone: bool = False
    other_gone: bool = False
    differences: tuple[Difference, ...] = ()
    how: str | None = None

    def sentence(self, language: str = "fr", who: str = "") -> str:
        """« Camille a ajouté le lien « ADEME finance Panoramax » »; without `who`, what was done."""
        changed = [each.label.in_language(language) for each in self.differences] if self.action == "update" else []
        return acted(self.subject, self.action, self.what(language), changed, language, who)

    def with_names(self, named: Mapping[str, Brief]) -> Line:
        """A link whose ends were taken back with it, by the names that the same operation tells of them."""
        if self.subject != "relation" or self.other is None or not (self.gone or self.other_gone):
            return self
        return replace(self, record=named.get(self.record.id, self.record), other=named.get(self.other.id, self.other))

    def what(self, language: str = "fr") -> str:
        """The record's name, or the link as a sentence."""
        relation = SCHEMA.relations.get(self.type or "")
        if self.subject != "relation" or self.other is None or relation is None:
            return self.record.name
        verb = relation.told(self.how).in_language(language)
        return f"{self.record.name} {verb} {self.other.name}"


@dataclass(frozen=True)
class Entry:
    """One operation: `op` undoes it; `counts` by "record.create"… of the changes that the viewer may see, of which
    `lines` are the last."""

    op: str
    seq: int
    at: str
    by: str
    who: str
    why: str | None
    lines: tuple[Line, ...]
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    @property
    def more(self) -> int:
        return self.count - len(self.lines)

    @property
    def imported(self) -> bool:
        return self.op.startswith("import-")

    @property
    def in_bulk(self) -> bool:
        """An import, or the undo of one: counted rather than told change by change."""
        return self.imported or self.op.startswith("undo-")

    def sentence(self, language: str = "fr") -> str:
        """A single change told in full; several counted: « Import beta.gouv.fr : 662 fiches créées »."""
        if self.count == 1 and not self.in_bulk:
            return self.lines[0].sentence(language, self.who)
        title = import_title(self.why or "", self.imported, language) if self.in_bulk else self.who
        return f"{title[:1].upper()}{title[1:]}{colon(language)}{counted(self.counts, language)}"


@dataclass(frozen=True)
class Feed:
    """Entries, newest first; `before` asks for the next page, None at the end."""

    entries: tuple[Entry, ...]
    before: int | None = None


def entry_of(row: Mapping[str, Any], lines: tuple[Line, ...], counts: Mapping[str, int]) -> Entry:
    """An operation, by its last change: a link whose ends went with it is told by their names."""
    change = row["change"]
    who = row["who"] or change["by"]
    named = {line.record.id: line.record for line in lines if line.subject == "record"}
    told = tuple(line.with_names(named) for line in lines)
    return Entry(change["op"], change["seq"], change["at"], change["by"], who, change.get("why"), told, counts)


def line_of(row: Mapping[str, Any], words: terms.Terms, language: str) -> Line:
    """One change, with its ends as they are today."""
    change = row["change"]
    relation = SCHEMA.relations.get(change.get("type") or "")
    # What came or went is read only where its words are needed: 8 µs each.
    asked = change["action"] == "update" or not row["record"] or (relation and relation.told_by)
    before, after = (told(change.get("before")), told(change.get("after"))) if asked else (None, None)
    known = after or before or {}
    record = _brief(change["record"], row["record"], known if change["subject"] == "record" else {})
    other = _brief(change["other"], row["other"], {}) if change.get("other") else None
    return Line(
        change["seq"], change["action"], change["subject"], record, other, change.get("type"), change.get("relation"),
        row["record_gone"] is not False, other is not None and row["other_gone"] is not False,
        _changed(change, record.kind, before, after, words, language),
        known.get(relation.told_by) if relation and relation.told_by else None,
    )  # fmt: skip


def _changed(
    change: Mapping[str, Any], kind: str, before: State | None, after: State | None, words: terms.Terms, language: str
) -> tuple[Difference, ...]:
    """What an update changed; of what came or went every field would differ."""
    if change["action"] != "update":
        return ()
    return differences(change["subject"], kind, change.get("type"), before, after, words, language)


def _brief(id: str, found: Mapping[str, Any] | None, known: Mapping[str, Any]) -> Brief:
    """The record as it is today; one that was taken back altogether by what its change says of it."""
    if found:
        return brief_of(found)
    kind = SCHEMA.kind_of_id(id)
    name = known.get("name") or (id.removeprefix(f"{kind.prefix}-") if kind else id)
    return Brief(id, kind.name if kind else "Document", str(name))
