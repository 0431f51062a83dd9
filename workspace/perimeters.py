"""The perimeter that an address asks for: `autour` a community, a call, a territory; a filtered `liste`; a saved
`vue` of the network."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from graph.errors import Invalid, NotFound
from graph.saved_views import saved_view
from graph.viewers import Viewer
from graph.worklists import perimeters
from graph.worklists.perimeters import EVERYTHING, Perimeter
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.list_filters import filters_of, parameters, renamed
from workspace.listings import LISTINGS
from workspace.network.seeing import scene_of
from workspace.network.view import view_of


def perimeter_of(args: Mapping[str, str]) -> Perimeter:
    """What the address asks for; without anything, all for who animates the whole, else what they animate. Invalid
    names what cannot be understood, a hidden record like an unknown one."""
    if centre := args.get("autour", "").strip():
        try:
            return perimeters.around(database(), viewer(), centre)
        except NotFound:
            raise Invalid({"autour": gettext("cette fiche n’existe pas")}) from None
    if address := args.get("liste", "").strip():
        return _listed(address)
    if view := args.get("vue", "").strip():
        return _viewed(view)
    return own(viewer())


def own(who: Viewer) -> Perimeter:
    """What somebody animates."""
    return EVERYTHING if who.edits else Perimeter(who.facilitates)


def _listed(address: str) -> Perimeter:
    parts = urlsplit(address)
    listing = LISTINGS.get(parts.path.strip("/"))
    if listing is None:
        raise Invalid({"liste": gettext("l’adresse d’une liste est attendue, comme /communs/?etat=in_use")})
    try:
        filters = filters_of(parameters(parts.query), listing)
        return perimeters.filtered(database(), viewer(), filters, f"{parts.path}?{parts.query}".rstrip("?"))
    except Invalid as error:
        wrong = ", ".join(renamed(dict(error.fields), listing))
        raise Invalid({"liste": gettext("ce filtre n’est pas compris : %(words)s", words=wrong)}) from error


def _viewed(id: str) -> Perimeter:
    """The records that a saved view draws for this viewer."""
    try:
        found = saved_view(database(), viewer(), id)
        scene = scene_of(database(), viewer(), view_of(parameters(found.query)))
    except NotFound:
        raise Invalid({"vue": gettext("cette vue n’existe pas, ou ce qu’elle montre n’est plus là")}) from None
    if scene.left_out:
        raise Invalid({"vue": gettext("cette vue est trop grande pour être dessinée entière : affinez-la d’abord")})
    return Perimeter(frozenset(near.record.id for near in scene.nodes), view=found.title)
