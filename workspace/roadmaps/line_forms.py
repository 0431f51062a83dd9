"""The form of a line: what it is filled with, and what somebody wants when they send it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from werkzeug.datastructures import MultiDict

from graph.briefs import briefs
from graph.links import Brief
from graph.roadmap_columns import BY_NAME, COLUMNS, TIES
from graph.roadmap_wanted import Fault, GrantWanted, Wanted
from graph.roadmaps import Funding, Line
from workspace.choosing import Choice, choose
from workspace.current import database, viewer
from workspace.forms import plain
from workspace.roadmaps.asked import column_word

SINGLE = tuple(column.name for column in COLUMNS if column.sort in ("field", "words"))
ADDED = "-plus"
FIRST_GRANT = 10  # the "row" of the first funding of a form, by which its errors are told


@dataclass
class Ends:
    """Records of a column: those kept or not, and the one that is added, as typed."""

    name: str
    label: str
    kinds: str
    kept: list[tuple[Brief, bool]] = field(default_factory=list)
    added: Choice = field(default_factory=Choice)
    error: str = ""


@dataclass
class GrantRow:
    """A funding as typed: `known` is the one that it is, `choice` the funder of a new one."""

    key: str
    known: Funding | None = None
    choice: Choice = field(default_factory=Choice)
    step: str = ""
    amount: str = ""
    visibility: str = ""
    gone: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Filled:
    """A form as it stands: `typed` by name of a column, errors likewise."""

    typed: dict[str, str]
    ends: list[Ends]
    grants: list[GrantRow]
    errors: dict[str, str] = field(default_factory=dict)


def stamp(line: Line | None) -> str:
    """What the line was when the form was shown: another stamp means that somebody changed it since."""
    return blake2b(repr(line).encode(), digest_size=8).hexdigest()


def filled(line: Line | None) -> Filled:
    """A line as somebody would type it; an empty one."""
    typed = dict.fromkeys(SINGLE, "")
    typed |= {"topic": "", "status": "planned", "visibility": "public", "words_visibility": "public"}
    if line:
        told = {
            "topic": line.topic.record.name, "name": line.record.name, "begins": line.begins, "due": line.due,
            "progress": line.progress, "status": line.record.status, "visibility": line.record.visibility,
            "means": line.words.means, "lead": line.words.lead, "words_visibility": line.words.visibility,
        }  # fmt: skip
        typed = {name: "" if said is None else str(said) for name, said in told.items()}
    ends = [_ends(column.name) for column in TIES]
    for each in ends:
        each.kept = [(tied.record, True) for tied in line.tied(each.name)] if line else []
    grants = [
        GrantRow(known.link, known, step=known.step or "", amount=_number(known.amount), visibility=known.visibility)
        for known in (line.grants if line else ())
    ]
    return Filled(typed, ends, [*grants, GrantRow(ADDED)])


def sent(form: MultiDict[str, str], line: Line | None) -> Filled:
    """What was typed, with the records that it names."""
    typed = {name: plain(form.get(name, "")) for name in ("topic", *SINGLE)}
    ends = [_ends(column.name) for column in TIES]
    for each in ends:
        chosen = form.getlist(each.name)
        now = [tied.record for tied in line.tied(each.name)] if line else []
        others = briefs(database(), viewer(), set(chosen) - {record.id for record in now})
        kinds = BY_NAME[each.name].kinds
        each.kept = [(record, record.id in chosen) for record in now]
        each.kept += [(record, True) for record in others.values() if record.kind in kinds]
        each.added = choose(database(), viewer(), form.get(each.name + ADDED, ""), kinds)
        each.error = _wrong(each.added, kinds)
    grants = [_grant(form, known.link, known) for known in (line.grants if line else ())]
    return Filled(typed, ends, [*grants, _grant(form, ADDED, None)])


def wanted(told: Filled, id: str | None) -> Wanted:
    """The line that somebody wants."""
    ties: dict[str, tuple[Brief, ...]] = {}
    for each in told.ends:
        kept = [record for record, chosen in each.kept if chosen]
        ties[each.name] = (*kept, *([each.added.record] if each.added.record else []))
    grants = [
        GrantWanted(funder, row.step, row.amount, row.visibility, row.known.link if row.known else None,
                    FIRST_GRANT + place)
        for place, row in enumerate(told.grants)
        if (funder := row.known.funder if row.known else row.choice.record) and not row.gone
    ]  # fmt: skip
    return Wanted(1, id, told.typed["topic"], {name: told.typed[name] for name in SINGLE}, ties, tuple(grants))


def refused(told: Filled, faults: Mapping[int, list[Fault]] | None = None) -> Filled:
    """The form with what is wrong in it, beside each field."""
    for row, each in (faults or {}).items():
        place = row - FIRST_GRANT
        if 0 <= place < len(told.grants):
            told.grants[place].errors = {fault.column: fault.message for fault in each}
        else:
            told.errors |= {fault.column: fault.message for fault in each}
    for ends in told.ends:
        ends.error = ends.error or told.errors.get(ends.name, "")
    return told


def wrong(told: Filled) -> list[tuple[str, str]]:
    """For the summary over the form: the anchor and label of each wrong field."""
    out = [(f"champ-{name}", column_word(name)) for name in ("topic", *SINGLE) if name in told.errors]
    out += [(f"champ-{ends.name}{ADDED}", ends.label) for ends in told.ends if ends.error]
    return out + [
        (f"champ-{name}-{place}", column_word(name)) for place, row in enumerate(told.grants) for name in row.errors
    ]


def _ends(name: str) -> Ends:
    return Ends(name, column_word(name), ",".join(BY_NAME[name].kinds))


def _grant(form: MultiDict[str, str], key: str, known: Funding | None) -> GrantRow:
    step, amount, seen = (plain(form.get(f"{name}.{key}", "")) for name in ("step", "amount", "visibility"))
    if known:
        return GrantRow(key, known, Choice(), step, amount, seen, f"gone.{key}" in form)
    choice = choose(database(), viewer(), form.get("funder", ""), BY_NAME["funder"].kinds)
    row = GrantRow(key, None, choice, step, amount, seen)
    if error := _wrong(choice, BY_NAME["funder"].kinds):
        row.errors = {"funder": error}
    elif not choice.record and amount:
        row.errors = {"funder": "un financeur est attendu, ou la piste écrite en mots"}
    return row


def _wrong(choice: Choice, kinds: tuple[str, ...]) -> str:
    if choice.record and choice.record.kind not in kinds:
        return "cette sorte de fiche ne va pas ici"
    return choice.error


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}" if value != int(value) else str(int(value))
