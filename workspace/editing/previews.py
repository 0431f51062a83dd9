"""`/apercu-texte`: Markdown as it will read, before it is saved."""

from __future__ import annotations

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from workspace.mention_words import names_in
from workspace.rendering import render

blueprint = Blueprint("previews", __name__)
LONGEST = 200_000


@blueprint.post("/apercu-texte")
def show() -> ResponseReturnValue:
    """The field named by `champ`, of whatever form it stands in. Nothing is kept."""
    text = request.form.get(request.args.get("champ", ""), "")
    if len(text) > LONGEST:
        abort(413)
    return render("editing/preview.html", "text", text=text, names=names_in(text))
