"""`/api/v1/metrics` and `/api/v1/components`: the figures of the reader's layer."""

from __future__ import annotations

from typing import Any

import numpy as np
from flask import jsonify
from flask.typing import ResponseReturnValue
from numpy.typing import NDArray

from graph.briefs import briefs
from graph.errors import NotFound
from graph.measures.communities import ALONE
from graph.measures.figures import Figures
from graph.measures.reading import Measures, measures
from workspace.api import parameters
from workspace.api.shapes import Json, brief
from workspace.current import database, viewer

ORDERS = ("id", "links", "betweenness", "cut_off", "pagerank", "core")
SHOWN = 100  # records of a component


def metrics() -> ResponseReturnValue:
    """A page of records with their figures, the highest first (`sort`), and those of the whole layer."""
    found = measures(database(), viewer())
    places = _ordered(found.figures) if found else []
    page, size = parameters.number("page", 1, 1, 100_000), parameters.number("size", 50, 1, parameters.LARGEST_PAGE)
    shown = places[(page - 1) * size : page * size]
    items = [told | _record(found.figures, place) for place, told in _visible(found, shown)] if found else []
    network = _whole(found.figures) if found else None
    return jsonify(_head(found) | {
        "network": network, "items": items, "total": len(places), "page": page, "size": size,
    })  # fmt: skip


def components() -> ResponseReturnValue:
    """Records between which there is a path, the largest set first; SHOWN of each by id."""
    found = measures(database(), viewer())
    page, size = parameters.number("page", 1, 1, 100_000), parameters.number("size", 20, 1, parameters.LARGEST_PAGE)
    sizes = found.figures.sizes.tolist() if found else []
    items = [
        {"number": number, "size": sizes[number], "records": _members(found, number)}
        for number in range((page - 1) * size, min(page * size, len(sizes))) if found
    ]  # fmt: skip
    return jsonify(_head(found) | {"items": items, "total": len(sizes), "page": page, "size": size})


def _ordered(figures: Figures) -> list[int]:
    if id := parameters.one("id"):
        place = figures.place(id)
        if place is None:
            raise NotFound(id)
        return [place]
    columns: dict[str, NDArray[Any]] = {
        "links": figures.links, "betweenness": figures.between, "cut_off": figures.cut_off,
        "pagerank": figures.rank, "core": figures.core,
    }  # fmt: skip
    sort = parameters.choice("sort", ORDERS, "id")
    order = np.arange(len(figures.ids)) if sort == "id" else np.argsort(-columns[sort], kind="stable")
    return [int(place) for place in order]


def _members(found: Measures, number: int) -> list[Json]:
    places = np.flatnonzero(found.figures.component == number)[:SHOWN].tolist()
    return [told for _, told in _visible(found, places)]


def _visible(found: Measures, places: list[int]) -> list[tuple[int, Json]]:
    """Those that the reader may still see: a record may have been hidden since it was measured."""
    ids = found.figures.ids
    known = briefs(database(), viewer(), [ids[place] for place in places])
    return [(place, brief(known[ids[place]])) for place in places if ids[place] in known]


def _head(found: Measures | None) -> Json:
    """As of when; `current` is false while something written since is being measured."""
    if found is None:
        return {"layer": None, "at": None, "seq": None, "current": False}
    return {"layer": found.figures.layer, "at": found.at, "seq": found.seq, "current": found.current}


def _record(figures: Figures, place: int) -> dict[str, Any]:
    community = int(figures.community[place])
    return {
        "links": int(figures.links[place]), "betweenness": round(float(figures.between[place]), 6),
        "cut_off": int(figures.cut_off[place]), "pagerank": round(float(figures.rank[place]), 8),
        "core": int(figures.core[place]), "community": None if community == ALONE else community,
        "component": int(figures.component[place]),
    }  # fmt: skip


def _whole(figures: Figures) -> Json:
    whole = figures.whole
    return {
        "records": whole.records, "links": whole.links, "pairs": whole.pairs, "density": whole.density,
        "reciprocity": whole.reciprocity, "components": len(figures.sizes), "isolated": len(figures.isolated),
        "bridges": len(figures.bridges), "cut_points": int((figures.cut_off > 0).sum()),
        "betweenness_exact": figures.exact,
    }  # fmt: skip
