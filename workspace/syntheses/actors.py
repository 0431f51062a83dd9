"""The note of an actor, of a community, or of any other record: what it does, what that serves, what rests on it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from graph.chains import TRACED
from graph.database import Database
from graph.entities import Record
from graph.entities import record as read
from graph.links import Brief, Link
from graph.supports import STOPPING
from graph.viewers import Viewer
from graph.whatif import Fall, what_if
from workspace.language import gettext, language, ngettext
from workspace.syntheses.parts import MOST_CHAINS, MOST_GAPS, MOST_NEXT, Drawn, figure, first, stated
from workspace.syntheses.pen import Pen, bullets, numbered, paragraphs
from workspace.syntheses.resources import best, doubts, falls, sourced_figure, tied
from workspace.words import initial, kind_word

# What an actor does, the nearest first.
DOES = ("STEWARDS", "PRODUCES", "PUBLISHES", "LEADS", "ANIMATES", "FUNDS", "SUPPORTS", "CONTRIBUTES_TO", "INCUBATES",
        "HAS_RESOURCE", "USES")  # fmt: skip
BEARS = ("STEWARDS", "PRODUCES", "PUBLISHES", "HAS_RESOURCE", "CONTRIBUTES_TO")
TRACED_FIRST = 5  # of what it bears
SENTENCES = 10


def draw(db: Database, viewer: Viewer, pen: Pen, record: Brief, at: str | None) -> Drawn:
    """Everything that the viewer may see of it on a day."""
    found = read(db, viewer, record.id, at, language=language())
    pen.named[record.id] = record
    does = [link for type in DOES for link in tied(found, type)]
    borne = list({link.other.id: link.other for type in BEARS for link in tied(found, type)}.values())
    chains = best(db, viewer, [each for each in borne if each.kind in TRACED][:TRACED_FIRST], at)
    fall = what_if(db, viewer, [record.id], at) if record.kind in STOPPING else None
    needs = [link for link in (*tied(found, "EXPRESSES"), *tied(found, "NEEDS")) if link.other.status != "covered"]
    texts = {
        "situation": _situation(pen, found, does),
        "chains": paragraphs(bullets(pen.chain(chain) for chain in chains[:MOST_CHAINS])),
        "gaps": bullets(first(needs, partial(_gap, pen), MOST_GAPS)),
        "risks": bullets([*falls(db, viewer, pen, fall), *doubts(found, at)]),
        "next": numbered(_next(pen, found, needs, fall, borne, chains)[:MOST_NEXT]),
    }
    policies = {chain.policy.id for chain in chains} | {link.other.id for link in tied(found, "LEADS")}
    lost = len(fall.lost) if fall else 0
    figures = [
        figure(len(borne), ngettext("commun ou ressource porté", "communs ou ressources portés", len(borne))),
        figure(len(policies), ngettext("politique servie ou pilotée", "politiques servies ou pilotées", len(policies))),
        figure(lost, ngettext("fiche n’a que cet appui", "fiches n’ont que cet appui", lost), hole=lost > 0),
        sourced_figure(found),
    ]  # fmt: skip
    facts = [initial(stated(found) if found.status else kind_word(found.kind)), *_places(pen, found)]
    return Drawn(record.name, record.summary or "", facts, figures, texts, {}, chains)


def _places(pen: Pen, found: Record) -> list[str]:
    places = [link.other for link in tied(found, "IN_TERRITORY")]
    return [gettext("Territoires : %(names)s", names=pen.bare_names(places))] if places else []


def _situation(pen: Pen, found: Record, does: Sequence[Link]) -> str:
    if not does:
        return gettext("%(name)s : on ne sait pas encore ce que cet acteur porte, finance ou anime.",
                       name=pen.quoted(found))  # fmt: skip
    return paragraphs(gettext("Ce que fait %(name)s :", name=pen.quoted(found)),
                      bullets(first(does, pen.link, SENTENCES)))  # fmt: skip


def _gap(pen: Pen, link: Link) -> str:
    return gettext("Besoin non couvert : %(link)s.", link=pen.link(link))


def _next(
    pen: Pen, found: Record, needs: Sequence[Link], fall: Fall | None, borne: Sequence[Brief], chains: Sequence[object]
) -> list[str]:  # fmt: skip
    told = [
        gettext("Chercher qui peut répondre à %(name)s : défi, appel, ou commun existant.", name=pen.quoted(link.other))
        for link in needs[:3]
    ]
    steps = {
        gettext("Chercher un second appui pour ce qui ne repose que sur cet acteur."): bool(fall and fall.lost),
        gettext("Dire quelles politiques sert ce que porte cet acteur."): bool(borne) and not chains,
        gettext("Demander à cet acteur ce qu’il porte et utilise."): not borne,
        gettext("Retrouver la source des liens qui n’en ont pas."): found.sourced < len(found.links),
    }
    return [*told, *(sentence for sentence, holds in steps.items() if holds)]
