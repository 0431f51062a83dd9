"""The note of a selection: its entries in their order, what they serve, what is missing or gone."""

from __future__ import annotations

from graph.briefs import states_on
from graph.chains import TRACED
from graph.database import Database
from graph.mobilised import Mobilised, mobilised
from graph.selections import Entry, selection
from graph.viewers import Viewer
from workspace.language import gettext, ngettext
from workspace.syntheses.parts import MOST_GAPS, MOST_ROWS, Drawn, cell, figure, first, stated
from workspace.syntheses.pen import Pen, bullets, numbered, paragraphs, plain
from workspace.syntheses.resources import best
from workspace.syntheses.shapes import Table

ASLEEP = ("dormant", "archived")
TRACED_FIRST = 8


def draw(db: Database, viewer: Viewer, pen: Pen, id: str, at: str | None) -> Drawn:
    """A selection as the viewer may read it; what they may not see is neither named nor counted."""
    found = selection(db, viewer, id)
    shown = [entry for entry in found.entries if entry.state != "gone"]
    records = [entry.brief for entry in shown if entry.brief and entry.sort == "record"]
    states = states_on(db, viewer, [each.id for each in records], at)
    chains = best(db, viewer, [each for each in records if each.kind in TRACED][:TRACED_FIRST], at)
    missing = [entry for entry in shown if entry.state == "missing"]
    asleep = [each for each in records if states.get(each.id) in ASLEEP]
    known = mobilised(db, viewer, [each.id for each in records], at)
    unborne = [each for each in records if not known.get(each.id, Mobilised(each)).bearers and each.kind in TRACED]
    text = " ".join(found.view.text.split())
    texts = {
        "situation": paragraphs(plain(text) if text else "", "" if shown else
                                gettext("Rien dans cette sélection pour l’instant.")),
        "chains": bullets(pen.chain(chain) for chain in chains),
        "gaps": bullets(first(missing, lambda entry: f"{plain(entry.title)}{_said(entry)}.", MOST_GAPS)),
        "risks": bullets(
            [*(gettext("En sommeil ou archivé : %(names)s.", names=pen.names(asleep)) for _ in asleep[:1]),
             *(gettext("Sans porteur connu : %(names)s.", names=pen.names(unborne)) for _ in unborne[:1])]
        ),
        "next": numbered([
            *(gettext("Chercher qui peut fournir : %(title)s.", title=plain(entry.title)) for entry in missing[:4]),
            *(gettext("Demander qui porte ce qui n’a pas de porteur connu.") for _ in unborne[:1]),
        ]),
    }  # fmt: skip
    served = len({chain.policy.id for chain in chains})
    figures = [
        figure(len(shown), ngettext("entrée", "entrées", len(shown))),
        figure(len(records), ngettext("fiche disponible", "fiches disponibles", len(records))),
        figure(len(missing), ngettext("chose manque", "choses manquent", len(missing)), hole=bool(missing)),
        figure(served, ngettext("politique servie", "politiques servies", served)),
    ]
    tables = {"situation": _table(pen, shown)} if shown else {}
    return Drawn(found.view.title, "", [], figures, texts, tables, chains)


def _said(entry: Entry) -> str:
    return f" : {plain(entry.comment)}" if entry.comment else ""


def _table(pen: Pen, shown: list[Entry]) -> Table:
    rows = []
    for entry in shown[:MOST_ROWS]:
        if entry.brief:
            pen.named[entry.brief.id] = entry.brief
        state = {"external": gettext("ailleurs : %(url)s", url=entry.url), "missing": gettext("manque")}
        told = stated(entry.brief) if entry.brief and entry.sort == "record" else state.get(entry.state, "")
        what = cell("", told) if entry.state == "missing" else cell(told)
        rows.append([cell(entry.name), what, cell(" ".join(entry.comment.split()))])
    return Table(head=[gettext("Entrée"), gettext("Sorte et état"), gettext("Commentaire")], rows=rows)
