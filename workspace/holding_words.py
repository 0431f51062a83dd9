"""What hangs on one record, in words: for its page, the panel of the network, and the page of measures."""

from __future__ import annotations

from collections.abc import Sequence

from graph.links import Brief
from graph.measures.figures import Figures
from graph.measures.reading import glimpse
from graph.schema import SCHEMA
from workspace.current import database, viewer
from workspace.language import gettext, ngettext, number
from workspace.words import kind_word

FEW = 2  # a record on which one other hangs is nothing to tell: half of a network is


def lost_without(figures: Figures, place: int) -> list[int]:
    """The places that lose the rest when a record withdraws, the best tied first."""
    lost = figures.holding.lost_without(place).tolist()
    return sorted(lost, key=lambda each: (-int(figures.links[each]), each))


def counted(figures: Figures, places: Sequence[int]) -> str:
    """« 3 organisations », or « 12 fiches » when they are of several sorts."""
    # Of these few only: the kinds of 100,000 records take 0.3 s, at each page after each run.
    kinds = {kind.name for place in places if (kind := SCHEMA.kind_of_id(figures.ids[place]))}
    if len(kinds) == 1:
        return f"{number(len(places))} {kind_word(kinds.pop(), plural=len(places) > 1)}"
    return ngettext("%(num)s fiche", "%(num)s fiches", len(places))


def hanging(record: Brief) -> list[str]:
    """Sentences about a record where its place in the network matters; none where it does not."""
    figures = glimpse(database(), viewer())
    place = figures.place(record.id) if figures else None
    if figures is None or place is None:
        return []
    told = []
    if figures.cut_off[place] >= FEW:
        told.append(gettext(
            "Si « %(name)s » se retire, %(what)s perdent leur seul chemin vers le reste du réseau : prévoyez un second "
            "lien.", name=record.name, what=counted(figures, lost_without(figures, place)),
        ))  # fmt: skip
    size = int(figures.sizes[figures.component[place]])
    if figures.component[place] and size > 1:
        told.append(ngettext(
            "Avec une autre fiche, elle est à part : rien ne les relie au reste du réseau.",
            "Avec %(num)s autres fiches, elle est à part : rien ne les relie au reste du réseau.", size - 1,
        ))  # fmt: skip
    return told
