"""What a view is called, and what is counted in it: in the page's title and in that of its files."""

from __future__ import annotations

from graph.links import Brief
from workspace.language import gettext, ngettext
from workspace.network.scene import Scene
from workspace.network.view import View
from workspace.words import initial


def title_of(scene: Scene, view: View) -> str:
    """« Autour de Panoramax et ADEME », « Communs numériques, En usage » or « Tout le réseau »."""
    if not view.centres and scene.narrowed:
        told = initial(", ".join(scene.narrowed.words(view.filters)))
        return gettext("%(records)s, et leurs voisins", records=told) if view.beside else told
    if not view.centres:
        return gettext("Tout le réseau")
    names = [record.name for record in centres_of(scene)]
    return gettext("Autour de %(names)s", names=gettext(" et ").join(names))


def centres_of(scene: Scene) -> list[Brief]:
    """What is at the centre, drawn or hidden."""
    return [near.record for near in scene.around.nodes if near.distance == 0] if scene.around else []


def counts_of(scene: Scene, groups: int = 0) -> str:
    """« 57 fiches, 78 liens », and « 12 groupes » when that is how they are drawn."""
    records = ngettext("%(num)s fiche", "%(num)s fiches", scene.total)
    links = ngettext("%(num)s lien", "%(num)s liens", len(scene.edges))
    told = [ngettext("%(num)s groupe", "%(num)s groupes", groups)] if groups else []
    return ", ".join((records, links, *told))
