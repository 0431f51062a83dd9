"""What a source tells: records, links and problems, before anything is compared with the graph.

A source module has one function `read(path, report) -> Iterator[Draft | DraftLink]`; it never stops at a wrong
file, line or field: it says so in the report and goes on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, Protocol

from graph.schema import SCHEMA


class Draft(NamedTuple):
    """A record. `refs` are outside identifiers ("betagouv:service/alexi", "siren:130025265"), the source's own
    first. `fields` holds raw values (text, numbers, lists, State) by schema name. `slug` wishes for an address.
    `history` is (state, partial date) oldest first. `where` is the file, or file and line, for the report.
    `says`: "all" there is to say (a field given before and no more was withdrawn), "some" fields of a record that
    other tables may tell more of, or only the "name" of a link's end (created when unknown, else left alone)."""

    kind: str
    refs: tuple[str, ...]
    fields: Mapping[str, Any]
    where: str = ""
    slug: str = ""
    status: str | None = None
    history: tuple[tuple[str, str], ...] = ()
    visibility: str = "public"
    group: str | None = None
    contact: Mapping[str, Any] = MappingProxyType({})
    says: Literal["all", "some", "name"] = "all"


class Said(NamedTuple):
    """How a file calls an end of a link, and the column that does."""

    words: str = ""
    column: str = ""


@dataclass(frozen=True)
class DraftLink:
    """A relation between two refs (or record ids). `fields` as in the schema (since, source, role…); `said` is what
    the file calls its ends, for the report."""

    type: str
    source: str
    target: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    where: str = ""
    said: tuple[Said, Said] = field(default=(Said(), Said()), compare=False)

    @property
    def verb(self) -> str:
        """The relation's sentence, in French."""
        relation = SCHEMA.relations[self.type]
        return str(relation.told(str(self.fields.get(relation.told_by or "", ""))))

    @property
    def words(self) -> str:
        """« Ville d'Alès intervient à Occitanie », or with refs where the file gives no names."""
        source, target = self.said
        return f"{source.words or self.source} {self.verb} {target.words or self.target}"


@dataclass(frozen=True)
class Problem:
    """Something that could not be taken as it was: `action` says what was done instead, in French."""

    file: str
    line: int | None
    field: str | None
    value: str
    reason: str
    action: str


@dataclass
class Report:
    """Counts of records and relations, and every problem. `left_out` are those that a problem kept from being written,
    `matches` likely twins for a person to confirm."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    matches: list[tuple[str, str, str]] = field(default_factory=list)
    left_out: int = 0

    def problem(
        self, file: str, field: str | None, value: object, reason: str, action: str, line: int | None = None
    ) -> None:
        """Adds one problem; the value is cut at 200 characters, to keep reports readable. A draft's `where` may stand
        for `file`: its line is told apart."""
        text = "" if value is None else str(value)
        name, _, end = file.rpartition(":")
        if line is None and name and end.isascii() and end.isdigit():
            file, line = name, int(end)
        self.problems.append(Problem(file, line, field, text[:200], reason, action))

    def leave_out(self, where: str, field: str | None, value: object, reason: str, action: str) -> None:
        """Adds the problem for which a whole record or relation is not written."""
        self.left_out += 1
        self.problem(where, field, value, reason, action)

    def take(self, other: Report) -> None:
        """Adds what another report of the same run says."""
        self.left_out += other.left_out
        self.problems += other.problems
        self.matches += [match for match in other.matches if match not in self.matches]

    def as_json(self) -> dict[str, Any]:
        """Exactly the four keys that scripts rely on."""
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "problems": [asdict(problem) for problem in self.problems],
        }


class Source(Protocol):
    """A module of `graph.imports` that reads one source."""

    def read(self, path: Path, report: Report) -> Iterator[Draft | DraftLink]:
        """All records and links found under `path` (a folder or a file)."""
        ...
