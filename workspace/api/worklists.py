"""`/api/v1/worklists/{name}`: what there is to do, for who animates."""

from __future__ import annotations

from flask import abort, jsonify
from flask.typing import ResponseReturnValue

from graph.worklists.reading import Item, items, listed
from graph.worklists.registry import worklist
from workspace.api import parameters
from workspace.api.shapes import Json, brief
from workspace.current import database, signed_in, viewer
from workspace.perimeters import perimeter_of


def findings(name: str) -> ResponseReturnValue:
    """A page of a list, the most to lose first, within `around`, `list` or `view`."""
    if not signed_in():
        abort(401)
    words = {"autour": "around", "liste": "list", "vue": "view"}
    asked = {name: parameters.one(word) or "" for name, word in words.items()}
    found = listed(database(), viewer(), worklist(name), perimeter_of(asked))
    page, size = parameters.number("page", 1, 1, 100_000), parameters.number("size", 10, 1, parameters.LARGEST_PAGE)
    shown = items(database(), viewer(), found.open[(page - 1) * size : page * size])
    return jsonify({
        "name": name, "items": [_item(each) for each in shown], "total": len(found.open), "handled": len(found.handled),
        "page": page, "size": size,
    })  # fmt: skip


def _item(each: Item) -> Json:
    said = each.said
    return {
        "item": each.finding.key, "record": brief(each.record) if each.record else None, "weight": each.finding.weight,
        "facts": dict(each.finding.facts), "others": [brief(other) for other in each.others],
        "assignee": said.assignee_name if said else None,
    }  # fmt: skip
