"""`/dependances?arret=…&au=…`: what would be reached, by steps, with reasons, places and who bears it; and as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from flask import Blueprint, Response, request

from graph.supports import STOPPING, SUPPORTS
from graph.tracing import told_cycles
from graph.whatif import LONGEST, Fall, Hit, what_if
from graph.whatif_told import all_told, owners, places, told
from workspace.csv_files import csv_file
from workspace.current import database, viewer
from workspace.language import language
from workspace.paging import Paging, page_number
from workspace.rendering import render
from workspace.whatif import tables
from workspace.whatif.asked import Asked, asked_of

blueprint = Blueprint("whatif", __name__)
SIZE = 25
FIRST = 12  # places and owners shown before « all »


@blueprint.get("/dependances")
def show() -> Response:
    """The form, and its answer once something is to stop."""
    asked = asked_of(request.args)
    status = 422 if asked.error else 200
    rules = {"kinds": STOPPING, "supports": SUPPORTS, "longest": LONGEST}
    if not asked.stopped:
        return render("whatif/index.html", status=status, asked=asked, fall=None, rules=rules)
    fall = what_if(database(), viewer(), asked.ids, asked.au)
    hits = _shown(fall, asked)
    paging = Paging(page_number(), SIZE, len(hits))
    found = told(database(), viewer(), fall, hits[(paging.page - 1) * SIZE : paging.page * SIZE])
    return render(
        "whatif/index.html", status=status, asked=asked, fall=fall, rules=rules, paging=paging,
        steps=[(step, list(each)) for step, each in groupby(found, key=lambda each: each.hit.step)],
        places=places(database(), viewer(), fall), owners=owners(database(), viewer(), fall), first=FIRST,
        cycles=told_cycles(database(), viewer(), fall.cycles, fall.at),
    )  # fmt: skip


@blueprint.get("/dependances.csv")
def file() -> Response:
    """Everything that would be reached, a row a record and a sort of support."""
    asked = asked_of(request.args)
    fall = what_if(database(), viewer(), asked.ids, asked.au)
    return csv_file(tables.falls(all_told(database(), viewer(), fall), language()), "dependances")


def _shown(fall: Fall, asked: Asked) -> Sequence[Hit]:
    parts = {"": fall.hits, "perdus": fall.lost, "fragilises": fall.weakened, "politiques": fall.policies}
    return parts[asked.shown]
