"""A list's filters in words, as chips and letters tell them."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from graph.filters import GAPS
from graph.lists import Page, entities
from graph.schema import SCHEMA
from workspace.current import database, viewer
from workspace.dates import day
from workspace.language import gettext
from workspace.list_filters import PARAMETERS, filters_of, term_parameters, used
from workspace.listings import Listing
from workspace.words import initial, status_word, term, word


def list_words(args: MultiDict[str, str], listing: Listing, page: Page | None = None) -> str:
    """A list and its filters: « Communs numériques, En usage, Occitanie »."""
    found = page or entities(database(), viewer(), filters_of(args, listing))
    chips = [told(name, value, found, listing) for name, value in used(args, listing)]
    return ", ".join([initial(word(listing.title)), *chips])


def told(name: str, value: str, page: Page | None, listing: Listing) -> str:
    """A filter in words: « voirie », En usage, Occitanie, sans résumé, changé depuis mars 2023."""
    if name in ("theme", "territoire", "membre_de"):
        found = page.chosen.get(PARAMETERS[name]) if page else None
        return _chosen(name, found.name if found else value)
    match name:
        case "q":
            return gettext("« %(words)s »", words=value)
        case "sorte":
            kind = SCHEMA.kind_at(value)
            return initial(word(kind.plural)) if kind else value
        case "etat":
            words = (status_word(value, kind.name) for kind in listing.kinds)
            return next((initial(each) for each in words if each != value), value)
        case "visible":
            return gettext("visible par %(who)s", who=term(value, "visibility"))
        case "manque":
            return word(GAPS[value].label) if value in GAPS else value
        case "avec" | "sans":
            return _relation(name, value)
        case "depuis":
            return gettext("changé depuis %(day)s", day=day(value))
        case "au":
            return gettext("au %(day)s", day=day(value))
    return _term(name, value, page, listing)


def _chosen(name: str, said: str) -> str:
    return gettext("membre de %(name)s", name=said) if name == "membre_de" else said


def _relation(name: str, value: str) -> str:
    type, _, way = value.upper().partition(":")
    relation = SCHEMA.relations.get(type)
    if relation is None:
        return value
    verb = word(relation.inverse if way == "IN" else relation.sentence)
    return gettext("%(verb)s…", verb=verb) if name == "avec" else gettext("sans « %(verb)s »", verb=verb)


def _term(name: str, value: str, page: Page | None, listing: Listing) -> str:
    field = term_parameters(listing).get(name, name)
    facet = page.facet(field) if page else None
    named = next((each.label for each in facet.values if each.key == value), None) if facet else None
    return initial(word(named) if named else term(value))
