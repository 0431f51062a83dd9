"""`/recherche` and what is offered while one types."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from graph.errors import Invalid
from graph.schema import SCHEMA
from graph.search import Results, search, suggest
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.paging import Paging, page_number
from workspace.rendering import render, wants_fragment

blueprint = Blueprint("search", __name__)
PAGE_SIZE = 20
SUGGESTIONS = 8


@blueprint.get("/recherche")
def show() -> Response:
    """What a search finds, the exact word first, with the kind and the reason of each."""
    query = request.args.get("q", "").strip()
    try:
        kinds, page = _kinds(request.args.getlist("sorte")), page_number()
        archived = bool(request.args.get("archivees"))
        found = search(database(), viewer(), query, kinds, PAGE_SIZE, (page - 1) * PAGE_SIZE, archived=archived)
        everything = search(database(), viewer(), query, limit=1, archived=archived) if kinds else found
    except Invalid as error:
        empty = Results(query)
        return render(
            "search/results.html", status=422, errors=error.fields, found=empty, everything=empty, kinds=(), paging=None
        )
    paging = Paging(page, PAGE_SIZE, found.total)
    return render("search/results.html", errors={}, found=found, everything=everything, kinds=kinds, paging=paging)


@blueprint.get("/recherche/suggestions")
def suggestions() -> ResponseReturnValue:
    """Options of a search box; `?choose=1` when a record is being chosen, not looked for."""
    query = request.args.get("q", "").strip()
    whole = "/recherche?" + urlencode({"q": query})
    if not wants_fragment():
        return redirect(whole)
    kinds = tuple(kind for kind in request.args.get("kinds", "").split(",") if kind in SCHEMA.kinds)
    hits = suggest(database(), viewer(), query, SUGGESTIONS, kinds)
    more = None if "choose" in request.args else whole
    return make_response(render_template("search/_suggestions.html", hits=hits, query=query, more=more))


def _kinds(urls: list[str]) -> tuple[str, ...]:
    found = [SCHEMA.kind_at(url) for url in urls if url]
    if None in found:
        raise Invalid({"sorte": gettext("« %(word)s » n’est pas une sorte de fiche", word=urls[found.index(None)])})
    return tuple(dict.fromkeys(kind.name for kind in found if kind))
