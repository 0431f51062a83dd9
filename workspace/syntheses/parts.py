"""The parts that notes are made of, whatever they are about: headings, figures, sentences that several say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from graph.chains import Chain
from graph.funding import STEPS, Grant, sums
from graph.links import Brief
from graph.traces import Gap
from workspace.dates import day
from workspace.language import gettext, ngettext, number
from workspace.syntheses.pen import Pen, more
from workspace.syntheses.shapes import Cell, Figure, Section, Table
from workspace.words import amount, kind_word, status_word, term

T = TypeVar("T")
KEYS = ("situation", "chains", "gaps", "risks", "next")
MOST_CHAINS, MOST_GAPS, MOST_RISKS, MOST_NEXT, MOST_ROWS = 12, 10, 8, 8, 15


@dataclass(frozen=True)
class Drawn:
    """What a subject gives: texts in Markdown by KEYS, a table for one of them, and what is pictured."""

    title: str
    lead: str
    facts: Sequence[str]
    figures: Sequence[Figure]
    texts: Mapping[str, str]
    tables: Mapping[str, Table]
    chains: Sequence[Chain] = ()
    gaps: Sequence[Gap] = ()


def headings() -> dict[str, str]:
    """The section titles, in their order."""
    return {
        "situation": gettext("Situation"), "chains": gettext("Ce qui contribue, et d’où on le sait"),
        "gaps": gettext("Ce qui manque"), "risks": gettext("Ce qui peut céder"), "next": gettext("Suites à donner"),
    }  # fmt: skip


def sections(drawn: Drawn) -> list[Section]:
    """Headings with their texts; a text that is empty stays, to be written."""
    out = []
    for key, title in headings().items():
        made = Section(key=key, title=title, text=drawn.texts.get(key, ""))
        if key in drawn.tables:
            made["table"] = drawn.tables[key]
        out.append(made)
    return out


def figure(count: int | str, words: str, *, hole: bool = False) -> Figure:
    """A number with what it counts."""
    return Figure(figure=count if isinstance(count, str) else number(count), words=words, hole=hole)


def cell(text: str, empty: str = "") -> Cell:
    """Words, or in their place what says that there are none."""
    return Cell(text=text) if text else Cell(text=empty, hole=True) if empty else Cell(text="–")


def first(items: Sequence[T], tell: Callable[[T], str], most: int) -> list[str]:
    """The first of them told, and how many are not: what is not told cites no source."""
    rest = len(items) - most
    return [*map(tell, items[:most]), *([more(rest)] if rest > 0 else [])]


def gap_sentence(pen: Pen, gap: Gap) -> str:
    """What is missing, for what, and who says so."""
    name, about = pen.quoted(gap.record), pen.quoted(gap.about)
    if gap.sort == "policy":
        return gettext("%(name)s : aucune ressource connue ne la sert.", name=name)
    if gap.sort == "case":
        return gettext("Le cas d’usage %(name)s, pour %(about)s, n’a aucune ressource connue.", name=name, about=about)
    said = gettext("besoin déclaré non couvert") if gap.declared else gettext("besoin auquel rien de connu ne répond")
    who = ""
    if gap.voices:
        who = gettext(", exprimé par %(names)s", names=pen.names([voice.other for voice in gap.voices]))
    links = [link for link in (gap.link, *gap.voices) if link]
    since = f", {day(gap.since)}" if gap.since else ""
    return f"{name}, {gettext('pour')} {about} : {said}{who}{since}{pen.cite(links)}."


def gap_next(pen: Pen, gap: Gap) -> str:
    """What can be done about it."""
    name = pen.quoted(gap.record)
    if gap.sort == "need":
        return gettext("Chercher qui peut répondre à %(name)s : défi, appel, ou commun existant.", name=name)
    return gettext("Rechercher ce qui sert %(name)s, ou déclarer le besoin.", name=name)


def money(grants: Iterable[Grant]) -> str:
    """« 250 000 € accordés, 40 000 € demandés »: steps are never added up."""
    found = sums(grants)
    return ", ".join(
        f"{amount(found[step])} ({term(step, 'funding_step') if step else gettext('étape non dite')})"
        for step in (*STEPS, "") if step in found
    )  # fmt: skip


def stated(record: Brief) -> str:
    """« commun numérique, en usage »."""
    state = status_word(record.status, record.kind) if record.status else gettext("état non renseigné")
    return f"{kind_word(record.kind)}, {state}"


def licences(keys: str) -> str:
    """Licences in words, of keys told « a | b »."""
    return ", ".join(term(key, "licence") for key in keys.split(" | "))


def old_links(old: int, undated: int, unsourced: int) -> list[str]:
    """How many links are to be looked at again."""
    told = {
        ngettext("Un lien n’a pas été attesté depuis plus de deux ans.",
                 "%(num)s liens n’ont pas été attestés depuis plus de deux ans.", old): old,
        ngettext("Un lien n’est pas daté.", "%(num)s liens ne sont pas datés.", undated): undated,
        ngettext("Un lien est sans source.", "%(num)s liens sont sans source.", unsourced): unsourced,
    }  # fmt: skip
    return [sentence for sentence, count in told.items() if count]


def told_records(pen: Pen, records: Sequence[Brief], most: int = 6) -> str:
    """« Panoramax (commun numérique, en usage) ; … »."""
    told = [f"{pen.name(each)} ({stated(each)})" for each in records[:most]]
    rest = [more(len(records) - most)] if len(records) > most else []
    return " ; ".join([*told, *rest])
