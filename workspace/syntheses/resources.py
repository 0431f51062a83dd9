"""The note of a commons or of a resource: who bears and uses it, which policies it serves, what rests on it."""

from __future__ import annotations

from collections.abc import Sequence

from graph.briefs import briefs
from graph.chains import Chain
from graph.database import Database
from graph.entities import Record
from graph.entities import record as read
from graph.evidence import is_old, sourced
from graph.links import Brief, Link
from graph.supports import STOPPING
from graph.tracing import trace_resource
from graph.viewers import Viewer
from graph.whatif import Fall, what_if
from workspace.language import gettext, language, ngettext
from workspace.syntheses.parts import (
    MOST_CHAINS,
    MOST_GAPS,
    MOST_NEXT,
    Drawn,
    figure,
    old_links,
    stated,
)
from workspace.syntheses.pen import Pen, bullets, more, numbered, paragraphs
from workspace.syntheses.shapes import Figure
from workspace.words import initial

USERS = 6


def draw(db: Database, viewer: Viewer, pen: Pen, record: Brief, at: str | None) -> Drawn:
    """Everything that the viewer may see of it on a day."""
    found = read(db, viewer, record.id, at, language=language())
    pen.named[record.id] = record
    chains = best(db, viewer, [record], at)
    fall = what_if(db, viewer, [record.id], at) if record.kind in STOPPING else None
    bearers = others(found, ("STEWARDS", "PRODUCES", "PUBLISHES"))
    gaps = _gaps(pen, found, bearers)
    texts = {
        "situation": _situation(pen, found, bearers),
        "chains": paragraphs(bullets(pen.chain(chain) for chain in chains), _uses(pen, found)),
        "gaps": bullets(gaps[:MOST_GAPS]),
        "risks": bullets([*_risks(db, viewer, pen, record, bearers, fall), *doubts(found, at)]),
        "next": numbered(_next(pen, found, bearers, fall, chains)[:MOST_NEXT]),
    }
    policies = {chain.policy.id for chain in chains}
    users = others(found, ("USES",))
    figures = [
        figure(len(policies), ngettext("politique servie", "politiques servies", len(policies)), hole=not policies),
        figure(len(users), ngettext("utilisateur connu", "utilisateurs connus", len(users)), hole=not users),
        figure(len(bearers), ngettext("porteur connu", "porteurs connus", len(bearers)), hole=len(bearers) < 2),
        sourced_figure(found),
    ]  # fmt: skip
    facts = [gettext("Porteurs : %(names)s", names=pen.bare_names(bearers) or gettext("aucun connu")),
             initial(stated(found))]  # fmt: skip
    return Drawn(record.name, record.summary or "", facts, figures, texts, {}, chains)


def best(
    db: Database, viewer: Viewer, records: Sequence[Brief], at: str | None, most: int = MOST_CHAINS
) -> list[Chain]:
    """The strongest chain from each of these records to each policy; those of one record after the other."""
    out: list[Chain] = []
    for record in records:
        kept: dict[str, Chain] = {}
        for chain in trace_resource(db, viewer, record.id, at=at).chains:
            known = kept.setdefault(chain.policy.id, chain)
            kept[chain.policy.id] = min(known, chain, key=lambda each: (len(each.steps), each.strength, each.step_ids))
        out += kept.values()
    return out[:most]


def others(found: Record, types: Sequence[str]) -> list[Brief]:
    """The records at the other end of links that come to this one, in force, each once."""
    links = [link for type in types if (group := found.group_of(type, inverse=True)) for link in group.links]
    return list({link.other.id: link.other for link in links if not link.past}.values())


def tied(found: Record, type: str, *, inverse: bool = False) -> list[Link]:
    """The links in force of one type and direction."""
    group = found.group_of(type, inverse=inverse)
    return [link for link in group.links if not link.past] if group else []


def sourced_figure(found: Record) -> Figure:
    """How many of its links say where they come from."""
    total = len(found.links)
    return figure(f"{found.sourced} / {total}", gettext("liens sourcés"), hole=found.sourced < total)


def doubts(found: Record, at: str | None) -> list[str]:
    """How many of its links are to be looked at again."""
    links = [link for link in found.links if not link.past and link.type not in ("MENTIONS", "ABOUT")]
    return old_links(
        sum(is_old(link, at) for link in links), sum(link.undated for link in links),
        sum(not sourced(link) for link in links),
    )  # fmt: skip


def _situation(pen: Pen, found: Record, bearers: Sequence[Brief]) -> str:
    said = f"{pen.quoted(found)} : {stated(found)}."
    borne = gettext("Porté par %(names)s.", names=pen.names(bearers)) if bearers else gettext("Aucun porteur connu.")
    given = tied(found, "FUNDS", inverse=True)
    told = [pen.link(link) for link in given[:3]]
    return paragraphs(f"{said} {borne}", f"{gettext('Financements :')} {' ; '.join(told)}." if told else "")


def _uses(pen: Pen, found: Record) -> str:
    told = []
    for link in tied(found, "USES", inverse=True)[:USERS]:
        purpose = str(link.own.get("purpose") or "").strip()
        told.append(pen.link(link) + (f" : {' '.join(purpose.split())}" if purpose else ""))
    return paragraphs(gettext("Qui l’utilise :"), bullets(told)) if told else ""


def _gaps(pen: Pen, found: Record, bearers: Sequence[Brief]) -> list[str]:
    told = [
        gettext("Besoin non couvert : %(link)s.", link=pen.link(link))
        for link in tied(found, "NEEDS") if link.other.status != "covered"
    ]  # fmt: skip
    licence = found.field("licence")
    missing = {
        gettext("Aucun porteur connu."): not bearers,
        gettext("Aucune licence connue."): licence is not None and not licence.given,
        gettext("Aucune règle de gouvernance connue."):
            found.kind == "Commons" and not tied(found, "GOVERNS", inverse=True),
        gettext("Aucune communauté qui l’entretient n’est connue."):
            found.kind == "Commons" and not tied(found, "MAINTAINED_BY"),
    }  # fmt: skip
    return [*told, *(sentence for sentence, holds in missing.items() if holds)]


def _risks(
    db: Database, viewer: Viewer, pen: Pen, record: Brief, bearers: Sequence[Brief], fall: Fall | None
) -> list[str]:  # fmt: skip
    told = []
    if record.status in ("dormant", "archived"):
        told.append(gettext("Son état est : %(state)s.", state=stated(record)))
    if len(bearers) == 1:
        told.append(gettext("Un seul porteur est connu : %(name)s.", name=pen.name(bearers[0])))
    return [*told, *falls(db, viewer, pen, fall)]


def falls(db: Database, viewer: Viewer, pen: Pen, fall: Fall | None) -> list[str]:
    """What loses its only known support if this stops."""
    if fall is None or not fall.lost:
        return []
    first = list(briefs(db, viewer, [hit.record.id for hit in fall.lost[:4]]).values())
    return [
        ngettext("Si cela s’arrête, une fiche perd son seul appui connu : %(names)s.",
                 "Si cela s’arrête, %(num)s fiches perdent leur seul appui connu : %(names)s.", len(fall.lost),
                 names=pen.names(first, 4) + (f" {more(len(fall.lost) - 4)}" if len(fall.lost) > 4 else ""))
    ]  # fmt: skip


def _next(
    pen: Pen, found: Record, bearers: Sequence[Brief], fall: Fall | None, chains: Sequence[Chain]
) -> list[str]:  # fmt: skip
    told = [
        gettext("Chercher qui peut répondre à %(name)s : défi, appel, ou commun existant.", name=pen.quoted(link.other))
        for link in tied(found, "NEEDS") if link.other.status != "covered"
    ][:3]  # fmt: skip
    licence = found.field("licence")
    steps = {
        gettext("Chercher un second porteur."): len(bearers) < 2,
        gettext("Demander sous quelle licence elle est donnée."): licence is not None and not licence.given,
        gettext("Dire quelle politique cela sert, ou pourquoi aucune."): not chains,
        gettext("Prévenir ceux qui en dépendent de ce qui peut céder."): fall is not None and bool(fall.lost),
        gettext("Retrouver la source des liens qui n’en ont pas."): found.sourced < len(found.links),
    }
    return [*told, *(sentence for sentence, holds in steps.items() if holds)]
