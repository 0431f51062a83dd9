"""`/nouveautes` and `/nouveautes.atom`."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template

from graph.changes import recent
from graph.viewers import ANONYMOUS
from workspace.current import database, viewer
from workspace.language import language
from workspace.paging import whole_number
from workspace.public_address import site
from workspace.rendering import render

blueprint = Blueprint("changes", __name__)
PER_PAGE = 30


@blueprint.get("/nouveautes")
def show() -> Response:
    """Everything that the reader may see of what was written, newest first."""
    before = whole_number("avant")
    return render("changes/index.html", feed=recent(database(), viewer(), before, PER_PAGE, language()), before=before)


@blueprint.get("/nouveautes.atom")
def feed() -> Response:
    """The public part of it, whoever asks: feed readers carry no account, and what they keep is out of our hands."""
    found = recent(database(), ANONYMOUS, limit=PER_PAGE, language=language())
    response = make_response(render_template("changes/feed.xml", feed=found, site=site()))
    response.mimetype = "application/atom+xml"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
