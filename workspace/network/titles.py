"""What a view is called, and what is counted in it: in the page's title and in that of its files."""

from __future__ import annotations

from graph.links import Brief
from workspace.language import gettext, ngettext
from workspace.network.scene import Scene
from workspace.network.view import View
from workspace.words import initial


def title_of(scene: Scene, view: View) -> str:
    """« Autour de Panoramax et ADEME », « Communs numériques, En usage » or « Tout le réseau »."""
    if view.through:
        return _working(scene, view)
    if not view.centres and scene.narrowed:
        told = initial(", ".join(scene.narrowed.words(view.filters)))
        return gettext("%(records)s, et leurs voisins", records=told) if view.beside else told
    if not view.centres:
        return gettext("Tout le réseau")
    names = [record.name for record in centres_of(scene)]
    return gettext("Autour de %(names)s", names=gettext(" et ").join(names))


def _working(scene: Scene, view: View) -> str:
    """« Qui travaille avec qui autour de l’ADEME », « Qui travaille avec qui (Voirie) »"""
    centres = gettext(" et ").join(record.name for record in centres_of(scene))
    if centres:
        return gettext("Qui travaille avec qui autour de %(names)s", names=centres)
    filters = ", ".join(scene.narrowed.words(view.filters)) if scene.narrowed else ""
    told = gettext("Qui travaille avec qui")
    return f"{told} ({filters})" if filters else told


def centres_of(scene: Scene) -> list[Brief]:
    """What is at the centre, drawn or hidden."""
    return list(scene.centres)


def counts_of(scene: Scene, groups: int = 0) -> str:
    """« 57 fiches, 78 liens », and « 12 groupes » when that is how they are drawn."""
    if any(edge.shared for edge in scene.edges):
        records = ngettext("%(num)s acteur", "%(num)s acteurs", scene.total)
        links = ngettext("%(num)s lien de travail", "%(num)s liens de travail", len(scene.edges))
    else:
        records = ngettext("%(num)s fiche", "%(num)s fiches", scene.total)
        links = ngettext("%(num)s lien", "%(num)s liens", len(scene.edges))
    told = [ngettext("%(num)s groupe", "%(num)s groupes", groups)] if groups else []
    return ", ".join((records, links, *told))
