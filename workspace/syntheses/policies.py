"""The note of a policy: its measures with what serves them, what is missing, what may give way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from graph.chain_links import read_links
from graph.chains import Chain
from graph.database import Database
from graph.links import Brief
from graph.means import means, measures
from graph.means_rows import Means
from graph.mobilised import Mobilised, mobilised
from graph.outlines import Outline
from graph.outlining import outline_policy
from graph.policy_funding import policy_funding
from graph.record_links import links_of
from graph.traces import Gap
from graph.viewers import Viewer
from graph.weaknesses import Weakness, lacking, weaknesses
from workspace.dates import day
from workspace.language import gettext, ngettext
from workspace.syntheses.parts import (
    MOST_CHAINS,
    MOST_GAPS,
    MOST_NEXT,
    MOST_RISKS,
    MOST_ROWS,
    Drawn,
    cell,
    figure,
    first,
    gap_next,
    gap_sentence,
    money,
    old_links,
    stated,
)
from workspace.syntheses.pen import Pen, bullets, numbered, paragraphs
from workspace.syntheses.shapes import Figure, Table
from workspace.weak_words import weak_word
from workspace.words import initial, term, word

OVER = ("done", "abandoned", "archived")
LOOKED_AT = 400  # chains and measures among which those that are told are chosen


class Counts(NamedTuple):
    """How many measures there are, and how many nothing serves."""

    all: int
    bare: int


def draw(db: Database, viewer: Viewer, pen: Pen, record: Brief, at: str | None) -> Drawn:
    """Everything that the viewer may see of a policy on a day."""
    found = outline_policy(db, viewer, record.id, at=at)
    every = measures(found)
    bare = {hole.record for hole in found.holes if hole.sort == "policy"}
    # Those with nothing first: they are what is read first, and a policy of 5,000 measures is not read in full.
    rows = means(db, viewer, found, sorted(every, key=lambda pair: pair[0] not in bare)[:LOOKED_AT])
    counts = Counts(len(every), sum(place in bare for place, _ in every))
    head = mobilised(db, viewer, [record.id], at).get(record.id) or Mobilised(record)
    chains = best(db, viewer, found)
    gaps = [gap for gap in found.gaps(db, viewer, found.holes[: 2 * MOST_GAPS]) if gap]
    weak = _weak(found, rows)
    pen.named[record.id] = record
    texts = {
        "situation": _situation(db, viewer, pen, found, head, counts),
        "chains": bullets(pen.chain(chain) for chain in chains),
        "gaps": bullets(first(gaps, partial(gap_sentence, pen), MOST_GAPS)),
        "risks": bullets(_risks(db, viewer, pen, found, rows, weak)),
        "next": numbered(_next(db, viewer, pen, found, gaps, rows, weak)),
    }
    table = {"chains": _table(pen, rows)} if rows and len(found.chains) else {}
    return Drawn(record.name, record.summary or "", _facts(pen, found, head), _figures(found, counts), texts, table,
                 chains, gaps)  # fmt: skip


def best(db: Database, viewer: Viewer, found: Outline, most: int = MOST_CHAINS) -> list[Chain]:
    """The strongest chain of each resource and measure: one of each measure first, direct ones before the others."""
    rows = found.in_order("strength")[:LOOKED_AT]
    pairs = np.column_stack((found.chains.policies[rows], found.chains.resources[rows]))
    _, first = np.unique(pairs, axis=0, return_index=True)
    rows = rows[np.sort(first)]
    _, firsts = np.unique(found.chains.policies[rows], return_index=True)
    order = [*sorted(firsts.tolist()), *(place for place in range(len(rows)) if place not in set(firsts.tolist()))]
    return [chain for chain in found.told(db, viewer, rows[order[:most]]) if chain]


def _facts(pen: Pen, found: Outline, head: Mobilised) -> list[str]:
    lead = pen.bare_names(head.bearers) or gettext("aucun connu")
    period = ""
    if head.begins or head.ends:
        period = gettext(
            "Période : %(from)s – %(to)s", **{"from": day(head.begins) or "…", "to": day(head.ends) or "…"}
        )
    above = gettext("Fait partie de %(name)s", name=pen.bare_names(found.above[-1:])) if found.above else ""
    echelon = gettext("Échelon : %(name)s", name=term(head.echelon, "echelon")) if head.echelon else ""
    told = (gettext("Pilote : %(names)s", names=lead), echelon, period, above)
    return [fact for fact in told if fact]


def _figures(found: Outline, measured: Counts) -> list[Figure]:
    counts, known, bare = found.counts, found.figures, measured.bare
    return [
        figure(counts.direct, ngettext("ressource la sert directement", "ressources la servent directement",
                                       counts.direct), hole=not counts.direct),
        figure(counts.indirect, ngettext("autre par un usage", "autres par un usage", counts.indirect)),
        figure(f"{bare} / {measured.all}", gettext("mesures sans ressource connue"), hole=bool(bare)),
        figure(f"{known.sourced} / {known.links}", gettext("liens sourcés"), hole=known.sourced < known.links),
    ]  # fmt: skip


def _situation(
    db: Database, viewer: Viewer, pen: Pen, found: Outline, head: Mobilised, counts: Counts
) -> str:  # fmt: skip
    level = term(found.level, "policy_level") if found.level else gettext("politique publique")
    who = pen.names(head.bearers)
    said = gettext("%(name)s (%(level)s) est pilotée par %(names)s.", name=pen.quoted(found.root), level=level,
                   names=who) if who else gettext("%(name)s (%(level)s) n’a pas de pilote connu.",
                                                  name=pen.quoted(found.root), level=level)  # fmt: skip
    if not len(found.chains):
        return paragraphs(said, gettext("Rien de connu ne la sert à ce jour. Cette note dit ce qui manque et par où "
                                        "commencer."))  # fmt: skip
    bare = counts.bare
    measured = ngettext("Elle se lit en une mesure", "Elle se lit en %(num)s mesures", counts.all)
    unserved = ngettext("dont %(num)s sans ressource connue", "dont %(num)s sans ressource connue", bare) if bare else \
        gettext("toutes avec au moins une ressource connue")  # fmt: skip
    funded = policy_funding(db, viewer, found)
    given, through = money(funded.direct), money(funded.indirect)
    euros = gettext("Financements connus de ce qui la sert directement : %(sums)s.", sums=given) if given else \
        gettext("Aucun financement chiffré de ce qui la sert directement n’est connu.")  # fmt: skip
    also = gettext("De ce qui la sert par un usage : %(sums)s.", sums=through) if through else ""
    return paragraphs(f"{said} {measured}, {unserved}.", " ".join(part for part in (euros, also) if part))


def _table(pen: Pen, rows: Sequence[Means]) -> Table:
    """A row a measure, those with nothing first."""
    order = sorted(rows, key=lambda row: not row.unserved)[:MOST_ROWS]
    none = gettext("aucune ressource connue")
    told = [
        [
            cell(row.policy.name),
            cell(pen.bare_names([each.record for each in row.direct]), "" if row.indirect else none),
            cell(pen.bare_names([each.record for each in row.indirect])), cell(pen.bare_names(row.bearers)),
            cell(", ".join(word(strength.label) if count == 1 else f"{word(strength.label)} ({count})"
                           for strength, count in row.strengths.items())),
        ]
        for row in order
    ]  # fmt: skip
    pen.named |= {row.policy.id: row.policy for row in order}
    head = [gettext("Mesure"), gettext("Ressources directes"), gettext("Par un usage"), gettext("Porteurs"),
            gettext("Solidité")]  # fmt: skip
    return Table(head=head, rows=told)


def _weak(found: Outline, rows: Sequence[Means]) -> Mapping[int, Sequence[Weakness]]:
    kinds = lacking(found)
    return {row.place: (*kinds.get(row.place, ()), *weaknesses(row)) for row in rows}


def _risks(
    db: Database, viewer: Viewer, pen: Pen, found: Outline, rows: Sequence[Means],
    weak: Mapping[int, Sequence[Weakness]],
) -> list[str]:  # fmt: skip

    def fragile(row: Means) -> str:
        return f"{pen.quoted(row.policy)} : {' ; '.join(weak_word(each) for each in weak[row.place])}."

    told = first([row for row in rows if weak[row.place]], fragile, MOST_RISKS)
    known = found.figures
    counts = old_links(known.old, known.undated, known.links - known.sourced)
    oldest = read_links(db, viewer, found.web, found.doubtful("old")[:3], found.at).values()
    examples = gettext("Parmi les plus anciens : %(links)s.", links=" ; ".join(map(pen.link, oldest))) if oldest else ""
    cut_ = gettext("Des chaînes trop longues ou trop nombreuses ne sont pas toutes comptées.") if found.cut else ""
    return [*told, *counts, *(part for part in (examples, cut_) if part)]


def _next(
    db: Database, viewer: Viewer, pen: Pen, found: Outline, gaps: Sequence[Gap], rows: Sequence[Means],
    weak: Mapping[int, Sequence[Weakness]],
) -> list[str]:  # fmt: skip
    under_way = links_of(db, viewer, found.root.id, "IMPLEMENTS", "in", at=found.at).group.links
    told = [gettext("En cours : %(name)s (%(state)s)%(source)s.", name=pen.quoted(link.other), state=stated(link.other),
                    source=pen.cite([link])) for link in under_way if link.other.status not in OVER][:3]  # fmt: skip
    told += [gap_next(pen, gap) for gap in gaps[:4]]
    told += [
        gettext("Chercher un second porteur pour ce qui sert %(name)s.", name=pen.quoted(row.policy))
        for row in rows if any(each.sort == "bearer" for each in weak[row.place])
    ][:2]  # fmt: skip
    told += [
        gettext("Demander sous quelle licence est ce qui sert %(name)s.", name=pen.quoted(row.policy))
        for row in rows if any(each.sort == "licence" for each in weak[row.place])
    ][:1]  # fmt: skip
    known = found.figures
    if known.old:
        told.append(gettext("Faire confirmer par leurs porteurs les liens de plus de deux ans."))
    if known.links > known.sourced:
        told.append(gettext("Retrouver la source des liens qui n’en ont pas."))
    return [initial(each) for each in told[:MOST_NEXT]]
