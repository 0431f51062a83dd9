"""« Depuis la dernière réunion » as the first text of a note, and what its figures and parts are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graph import states
from graph.committee_since import Since, since
from graph.dates import partial_date
from graph.errors import Invalid
from graph.links import Brief
from graph.viewers import Viewer
from workspace.current import database, viewer
from workspace.dates import day
from workspace.language import gettext, language


def asked_day(text: str) -> str:
    """The ISO day that was typed (a month or year begins on its first), or nothing. Invalid names the field."""
    try:
        return partial_date(text.strip()).first if text.strip() else ""
    except ValueError:
        raise Invalid({"depuis": gettext("date attendue : 2023, mars 2023 ou 12/03/2023")}) from None


def parts() -> dict[str, str]:
    """What each part is called, in the order of the page."""
    return {
        "joined": gettext("Nouveaux membres"), "cases": gettext("Nouveaux cas d’usage"),
        "finished": gettext("Actions finies"), "late": gettext("Actions en retard"),
        "unled": gettext("Lignes sans pilote"), "unmet": gettext("Besoins que rien ne couvre"),
        "decisions": gettext("Décisions"), "news": gettext("Actualités"),
    }  # fmt: skip


def pack_note(id: str, typed: str) -> dict[str, str]:
    """Name, text and readers of the note that tells the pack: it says what whoever reads the committee may read."""
    reader, readers = _reader(id)
    try:
        found = since(database(), viewer(), id, asked_day(typed), reader=reader)
    except Invalid:
        found = since(database(), viewer(), id, reader=reader)
    name = gettext("%(name)s : depuis le %(day)s", name=found.committee.name, day=day(found.day))
    return {"name": name, "text": "\n".join(_lines(found)), **readers}


def _reader(id: str) -> tuple[Viewer, dict[str, str]]:
    """A note may be read by more people than its writer: by whom it may be is what it is drawn for."""
    known = states.records(database(), [id]).get(id)
    if not known or not viewer().reads(audience := str(known.state["audience"])):
        return viewer(), {"visibility": "private"}
    readers = {"visibility": str(known.state["visibility"])}
    if readers["visibility"] == "group":
        readers["group"] = str(known.state.get("group") or id)
    return replace(Viewer(), audiences=tuple(sorted({"public", audience}))), readers


def _lines(found: Since) -> Iterator[str]:
    yield gettext("Ce qui a changé dans %(name)s depuis le %(day)s.", name=_at(found.committee), day=day(found.day))
    if found.next:
        yield gettext("Pour %(name)s.", name=_at(found.next.record))
    for name, heading in parts().items():
        if rows := found.of(name):
            yield f"\n## {heading} ({len(rows)})"
            for each in rows:
                others = ", ".join(_at(other) for other in each.others)
                told = ", ".join(filter(None, (_at(each.record), day(each.day))))
                yield f"- {told} ({others})" if others else f"- {told}"
    if found.links:
        yield "\n## " + gettext("Nouveaux liens") + f" ({found.links_total})"
        for link in found.links:
            yield f"- {_at(link.source)} {link.verb.in_language(language())} {_at(link.target)}"
    yield "\n## " + gettext("À dire aussi") + "\n\n"


def _at(record: Brief) -> str:
    """A name that a text ties to its record: it may not hold brackets."""
    name = " ".join(record.name.replace("[", "(").replace("]", ")").split())
    return f"@[{name}]({record.id})"
