"""`/communautes/<slug>/cas-d-usage`: the use cases of a committee as cards, searched by words and stage."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from graph.schema import SCHEMA
from graph.use_cases import gallery
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.rendering import render
from workspace.words import initial, word

blueprint = Blueprint("cases", __name__)
LONGEST = 200


@blueprint.get("/communautes/<slug>/cas-d-usage")
def show(slug: str) -> ResponseReturnValue:
    """`?q=` words that a card holds, `?etat=` its stage; an unknown stage shows all, and says so."""
    words, stage = request.args.get("q", "").strip()[:LONGEST], request.args.get("etat", "")
    stages = {key: initial(word(label)) for key, label in SCHEMA.vocabularies["use_case_stage"].terms.items()}
    stages["unsaid"] = gettext("Non renseigné")
    found = gallery(database(), viewer(), f"communaute-{slug}", words)
    kept = stage if stage in stages else ""
    return render("committees/cases.html", found=found, cards=found.at(kept), slug=slug, words=words, stage=kept,
                  unknown=bool(stage and not kept), stages=stages)  # fmt: skip
