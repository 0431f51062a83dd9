"""The form of options and criteria: what is kept, then empty places to write more."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from graph.database import Database
from graph.decision_files import DecisionFile
from graph.errors import Invalid
from graph.viewers import Viewer
from workspace.choosing import choose


@dataclass(frozen=True)
class Table:
    """Options are rows of id, name, record and chosen; criteria of id and name; cells by « option|criterion »."""

    version: int
    question: str
    options: Sequence[dict[str, str]]
    criteria: Sequence[dict[str, str]]
    cells: dict[str, str]

    def known_options(self, db: Database, viewer: Viewer, hidden: Collection[str]) -> list[dict[str, str]]:
        """The options with the record that a name stands for, where a record is asked for. Invalid says which is not
        known."""
        out = []
        for each in self.options:
            reserved = each["record"] in hidden
            chosen = choose(db, viewer, each["record"]) if each["record"] and not reserved else None
            if chosen and chosen.error:
                raise Invalid({"option": chosen.error})
            out.append({**each, "record": chosen.record.id if chosen and chosen.record else each["record"]})
        return out

    def newer(self, version: int) -> Table:
        """The same, to be written over what somebody else wrote."""
        return replace(self, version=version)


def table_of(found: DecisionFile) -> Table:
    """What is kept; an option whose record is hidden from the reader keeps its id only."""
    told = found.told
    names = ("id", "name", "record", "chosen")
    options = [{name: str(each.get(name) or "") for name in names} for each in told["options"]]
    criteria = [{"id": each["id"], "name": each["name"]} for each in told["criteria"]]
    cells = {key: each["text"] for key, each in told["cells"].items()}
    return Table(found.version, told["question"], options, criteria, cells)


def read_table(form: MultiDict[str, str], found: DecisionFile) -> Table:
    """The form as it was sent: a row without a name and without a record is left out. An option whose record is hidden
    from the reader is as it was: the form does not tell which it is."""
    kept = {each["id"]: each["record"] for each in found.told["options"] if each["record"] in found.hidden}
    options, criteria = [], []
    for id in (each for each in form.getlist("options") if not form.get(f"sans-{each}")):
        name, record = form.get(f"option-{id}", "").strip(), kept.get(id) or form.get(f"fiche-{id}", "").strip()
        if name or record:
            chosen = "1" if form.get("retenue") == id else ""
            options.append({"id": _id(id, "o"), "name": name, "record": record, "chosen": chosen})
    for id in (each for each in form.getlist("criteres") if not form.get(f"sans-{each}")):
        if name := form.get(f"critere-{id}", "").strip():
            criteria.append({"id": _id(id, "c"), "name": name})
    cells = {
        f"{option['id']}|{each['id']}": form.get(f"c-{option['id']}-{each['id']}", "").replace("\r\n", "\n")
        for option in options for each in criteria
    }  # fmt: skip
    version, question = form.get("version", ""), form.get("question", "").replace("\r\n", "\n")
    return Table(int(version) if version.isdigit() else -1, question, options, criteria, cells)


def _id(told: str, letter: str) -> str:
    """That of a row that is kept, or a new one."""
    return f"{letter}-{secrets.token_urlsafe(6)}" if told.startswith("+") else told
