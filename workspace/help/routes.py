"""/aide and /donnees: read by anybody, kept short."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app

from workspace.help.example import example
from workspace.rendering import render

blueprint = Blueprint("help", __name__)

# Address word to template; the order is that of the menu.
PAGES = {
    "": "index",
    "lire-un-lien": "links",
    "chercher": "search",
    "clavier": "keyboard",
    "adresses-surveillees": "outside",
}


@blueprint.get("/aide")
@blueprint.get("/aide/<page>")
def show(page: str = "") -> Response:
    """One help page."""
    if page not in PAGES:
        abort(404)
    return render(f"help/{PAGES[page]}.html", page=page, example=example() if page == "lire-un-lien" else ())


@blueprint.get("/donnees")
def about_data() -> Response:
    """Sources, licences and last imports."""
    return render("help/data.html", page="donnees", sources=current_app.extensions["data_sources"]())
