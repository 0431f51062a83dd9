"""The note of a territory: who and what is there, what that serves, what is asked for there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph.chains import TRACED
from graph.database import Database
from graph.links import Brief
from graph.lists import Filters, Page, entities
from graph.mobilised import Mobilised, mobilised
from graph.viewers import Viewer
from workspace.language import gettext, ngettext, number
from workspace.syntheses.parts import MOST_GAPS, MOST_NEXT, MOST_ROWS, Drawn, cell, figure, first, stated
from workspace.syntheses.pen import Pen, bullets, numbered, paragraphs
from workspace.syntheses.resources import best
from workspace.syntheses.shapes import Table
from workspace.words import initial, kind_word

ASLEEP = ("dormant", "archived")
TRACED_FIRST = 8


def draw(db: Database, viewer: Viewer, pen: Pen, record: Brief, at: str | None) -> Drawn:
    """Everything that the viewer may see there on a day, the parts of the territory included."""
    asked = Filters(territory=record.id, at=at, sort="links", size=MOST_ROWS)
    pen.named[record.id] = record
    commons, resources, policies = (entities(db, viewer, replace(asked, family=name))
                                    for name in ("commons", "resources", "policies"))  # fmt: skip
    needs = entities(db, viewer, replace(asked, kinds=("Need",)))
    open_needs = [item.brief for item in needs.items if item.brief.status != "covered"]
    there = [item.brief for item in (*commons.items, *resources.items)]
    known = mobilised(db, viewer, [each.id for each in there], at)
    chains = best(db, viewer, [each for each in there if each.kind in TRACED][:TRACED_FIRST], at)
    asleep = [each for each in there if each.status in ASLEEP]
    unborne = [each for each in there if not known.get(each.id, Mobilised(each)).bearers]
    texts = {
        "situation": _situation(db, viewer, pen, record, asked),
        "chains": bullets(pen.chain(chain) for chain in chains),
        "gaps": bullets(first(open_needs, lambda each: f"{pen.quoted(each)} : {stated(each)}.", MOST_GAPS)),
        "risks": bullets(
            [*(gettext("En sommeil ou archivé : %(names)s.", names=pen.names(asleep)) for _ in asleep[:1]),
             *(gettext("Sans porteur connu : %(names)s.", names=pen.names(unborne)) for _ in unborne[:1])]
        ),
        "next": numbered(_next(pen, open_needs, unborne, there, policies)[:MOST_NEXT]),
    }  # fmt: skip
    figures = [
        figure(commons.total, ngettext("commun rattaché", "communs rattachés", commons.total), hole=not commons.total),
        figure(
            resources.total,
            ngettext("ressource rattachée", "ressources rattachées", resources.total),
            hole=not resources.total,
        ),
        figure(policies.total, ngettext("politique rattachée", "politiques rattachées", policies.total)),
        figure(needs.total, ngettext("besoin exprimé", "besoins exprimés", needs.total)),
    ]
    tables = {"situation": _table(pen, there, known)} if there else {}
    return Drawn(record.name, record.summary or "", [], figures, texts, tables, chains)


def _situation(db: Database, viewer: Viewer, pen: Pen, record: Brief, asked: Filters) -> str:
    facet = entities(db, viewer, replace(asked, size=1)).facet("kind")
    counts = [(value.key, value.count) for value in facet.values if value.key != "Territory"] if facet else []
    if not counts:
        return gettext("%(name)s : rien de connu n’y est encore rattaché.", name=pen.quoted(record))
    told = ", ".join(f"{number(count)} {kind_word(kind, plural=count > 1)}" for kind, count in counts[:8])
    return paragraphs(
        gettext("Rattachés à %(name)s, parties comprises : %(list)s.", name=pen.quoted(record), list=told)
    )


def _table(pen: Pen, there: Sequence[Brief], known: Mapping[str, Mobilised]) -> Table:
    rows = []
    for each in there[:MOST_ROWS]:
        found = known.get(each.id, Mobilised(each))
        pen.named[each.id] = each
        rows.append([cell(each.name), cell(initial(stated(each))),
                     cell(pen.bare_names(found.bearers), gettext("aucun porteur connu"))])  # fmt: skip
    return Table(head=[gettext("Commun ou ressource"), gettext("Sorte et état"), gettext("Porteurs")], rows=rows)


def _next(
    pen: Pen, needs: Sequence[Brief], unborne: Sequence[Brief], there: Sequence[Brief], policies: Page
) -> list[str]:  # fmt: skip
    told = [
        gettext("Chercher qui peut répondre à %(name)s : défi, appel, ou commun existant.", name=pen.quoted(each))
        for each in needs[:4]
    ]
    steps = {
        gettext("Demander qui porte ce qui n’a pas de porteur connu."): bool(unborne),
        gettext("Recenser les communs et ressources déployés ici."): not there,
        gettext("Dire quelles politiques s’y appliquent."): not policies.total,
    }
    return [*told, *(sentence for sentence, holds in steps.items() if holds)]
