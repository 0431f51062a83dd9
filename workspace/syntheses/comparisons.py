"""Several options side by side: the same criteria for each, then what is known of each in its turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.database import Database
from graph.links import Brief
from graph.mobilised import Mobilised, mobilised
from graph.viewers import Viewer
from workspace.language import gettext
from workspace.syntheses.parts import MOST_NEXT, Drawn, cell, licences, money, stated
from workspace.syntheses.pen import Pen, bullets, numbered, plain
from workspace.syntheses.shapes import Cell, Table
from workspace.words import initial

EACH = 4  # sentences of an option in a section


def drawn(
    db: Database, viewer: Viewer, pen: Pen, options: Sequence[tuple[Brief | None, Drawn]], at: str | None
) -> Drawn:  # fmt: skip
    """The options as one note, in their order."""
    known = mobilised(db, viewer, [record.id for record, _ in options if record], at)
    names = [option.title for _, option in options]
    texts = {
        "situation": gettext("%(n)s options sont comparées ci-dessous, d’après ce que le réseau sait d’elles.",
                             n=len(options)),
        "chains": _each(names, [option.texts["chains"] for _, option in options]),
        "gaps": _each(names, [option.texts["gaps"] for _, option in options]),
        "risks": _each(names, [option.texts["risks"] for _, option in options]),
        "next": numbered([
            f"{plain(option.title)} : {line.partition('. ')[2]}"
            for _, option in options for line in option.texts["next"].split("\n")[:2] if line
        ][:MOST_NEXT]),
    }  # fmt: skip
    rows = [[cell(word), *cells] for word, cells in _criteria(pen, options, known)]
    chains = [chain for _, option in options for chain in option.chains[:EACH]]
    gaps = [gap for _, option in options for gap in option.gaps[:1]]
    return Drawn(" / ".join(names), "", [], [], texts,
                 {"situation": Table(head=[gettext("Critère"), *names], rows=rows)}, chains, gaps)  # fmt: skip


def _criteria(
    pen: Pen, options: Sequence[tuple[Brief | None, Drawn]], known: Mapping[str, Mobilised]
) -> list[tuple[str, list[Cell]]]:  # fmt: skip
    found = [_known(record, known) for record, _ in options]
    figures = [{each["words"]: each for each in option.figures} for _, option in options]
    unknown = gettext("rien de connu")
    told = [
        (gettext("Sorte et état"), [cell(initial(stated(record)) if record else gettext("sélection"))
                                    for record, _ in options]),
        (gettext("Pilote ou porteurs"), [cell(pen.bare_names(each.bearers) if each else "", unknown)
                                         for each in found]),
        (gettext("Territoires"), [cell(pen.bare_names(each.places) if each else "") for each in found]),
        (gettext("Licence"), [cell(licences(each.licence) if each and each.licence else "") for each in found]),
        (gettext("Financements reçus"), [cell(money(each.grants) if each else "") for each in found]),
        (gettext("Chaînes connues vers une politique"), [cell(str(len(option.chains) or ""), unknown)
                                                         for _, option in options]),
        (gettext("Manques"), [cell(str(_count(option.texts["gaps"]) or "")) for _, option in options]),
        (gettext("Points fragiles"), [cell(str(_count(option.texts["risks"]) or "")) for _, option in options]),
    ]  # fmt: skip
    # What every option is counted by can be compared too.
    shared = [word for word in figures[0] if all(word in each for each in figures)] if figures else []
    told += [(initial(word), [cell(each[word]["figure"]) for each in figures])
             for word in shared]  # fmt: skip
    return told


def _known(record: Brief | None, known: Mapping[str, Mobilised]) -> Mobilised | None:
    return known.get(record.id, Mobilised(record)) if record else None


def _count(text: str) -> int:
    return sum(bool(line) for line in text.split("\n"))


def _each(names: Sequence[str], texts: Sequence[str]) -> str:
    """The first lines of each text under the name of its option."""
    parts = []
    for name, text in zip(names, texts, strict=True):
        lines = [line.removeprefix("- ") for line in text.split("\n") if line.startswith("- ")][:EACH]
        parts.append(f"### {plain(name)}\n\n" + (bullets(lines) if lines else gettext("Rien de connu.")))
    return "\n\n".join(parts)
