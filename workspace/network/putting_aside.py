"""What somebody unfolded, folded, hid or opened in the drawing, in words, each with the address without it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from graph.links import Brief
from workspace.language import gettext, ngettext
from workspace.network.scene import Scene
from workspace.network.view import View


@dataclass(frozen=True)
class Aside:
    """One line: « 3 fiches cachées », whose names, and what brings all back; each record also by
    itself: `act` is what its link does, `done` what is said then."""

    name: str
    told: str
    records: tuple[tuple[Brief, str], ...]
    undo: str
    url: str
    said: str
    act: str
    done: str


def put_aside(scene: Scene, view: View) -> list[Aside]:
    """Lines of the page, only for what is there."""
    lines = [_hidden(scene, view), _folded(scene, view), _unfolded(scene, view), _opened(scene, view)]
    return [line for line in lines if line.records]


def _hidden(scene: Scene, view: View) -> Aside:
    told = ngettext("%(num)s fiche cachée :", "%(num)s fiches cachées :", len(scene.hidden))
    records = tuple((each, view.address(drawn=view.drawn.showing(each.id))) for each in scene.hidden)
    undo = ngettext("La montrer", "Les montrer", len(scene.hidden))
    url = view.address(drawn=replace(view.drawn, hidden=()))
    said = gettext("Rien n’est plus caché.")
    return Aside("cachees", told, records, undo, url, said, gettext("montrer"), gettext("de retour"))


def _folded(scene: Scene, view: View) -> Aside:
    told = ngettext("%(num)s voisin replié sous", "%(num)s voisins repliés sous", sum(scene.folded.values()))
    records = tuple((each, view.address(drawn=view.drawn.unfolding(each.id))) for each in scene.folded)
    url = view.address(drawn=replace(view.drawn, folded=()))
    said = gettext("Rien n’est plus replié.")
    return Aside(
        "repliees", told, records, gettext("Tout déplier"), url, said, gettext("déplier"), gettext("de retour")
    )  # fmt: skip


def _unfolded(scene: Scene, view: View) -> Aside:
    there = {near.record.id: near.record for near in scene.nodes}
    found = [there[id] for id in view.drawn.unfolded if id in there]
    told = ngettext("%(num)s fiche dépliée :", "%(num)s fiches dépliées :", len(found))
    records = tuple((each, view.address(drawn=view.drawn.folding(each.id))) for each in found)
    url = view.address(drawn=replace(view.drawn, unfolded=()))
    said = gettext("Rien n’est plus déplié.")
    return Aside(
        "depliees", told, records, gettext("Tout replier"), url, said, gettext("replier"), gettext("replié")
    )  # fmt: skip


def _opened(scene: Scene, view: View) -> Aside:
    told = ngettext("%(num)s groupe ouvert :", "%(num)s groupes ouverts :", len(scene.opened))
    records = tuple((each, view.address(drawn=view.drawn.closing(each.id), selection=each.id)) for each in scene.opened)
    url = view.address(drawn=replace(view.drawn, opened=()))
    said = gettext("Tous les groupes sont refermés.")
    return Aside(
        "ouverts", told, records, gettext("Tout refermer"), url, said, gettext("refermer"), gettext("refermé")
    )  # fmt: skip
