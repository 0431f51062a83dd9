"""`/api/v1/…`: reads. Errors are one shape: {"error": {"code", "message", "fields"}}."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect
from flask.typing import ResponseReturnValue

from graph.entities import record
from graph.entities import redirect as moved_to
from graph.errors import NotFound
from graph.lists import entities
from graph.neighbourhood import neighbourhood
from graph.network import network
from graph.paths import all_shortest_paths, shortest_path
from graph.tracing import trace_policy, trace_resource
from graph.whatif import what_if
from graph.whatif_told import MOST, told
from workspace.api import measures, parameters, shapes, worklists
from workspace.api.openapi import CALLS, document
from workspace.current import database, viewer
from workspace.rendering import render

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """What can be asked, for people."""
    return render("api/index.html", calls=CALLS)


@blueprint.get("/openapi.json")
def openapi() -> ResponseReturnValue:
    """What can be asked, for programs."""
    return jsonify(document())


@blueprint.get("/entities")
def list_entities() -> ResponseReturnValue:
    """A page of records, with facets."""
    return jsonify(shapes.page(entities(database(), viewer(), parameters.filters())))


@blueprint.get("/entities/<id>")
def one_entity(id: str) -> ResponseReturnValue:
    """A record whole; an old id redirects."""
    try:
        return jsonify(shapes.record(record(database(), viewer(), id, parameters.day())))
    except NotFound:
        if new := moved_to(database(), viewer(), id):
            return redirect(f"/api/v1/entities/{new}", 301)
        raise


@blueprint.get("/entities/<id>/neighbourhood")
def around(id: str) -> ResponseReturnValue:
    """What is around a record, to distance 3."""
    found = neighbourhood(
        database(), viewer(), id, parameters.number("depth", 1, 1, 3), kinds=parameters.kinds(),
        relations=parameters.relations(), at=parameters.day(), limit=parameters.number("limit", 200, 1, 1000),
    )  # fmt: skip
    return jsonify(shapes.neighbourhood(found))


@blueprint.get("/path")
def path() -> ResponseReturnValue:
    """How two records are connected."""
    every = parameters.choice("all", ("1", "true", "0", "false"), "0") in ("1", "true")
    question = all_shortest_paths if every else shortest_path
    found = question(
        database(), viewer(), parameters.needed("from"), parameters.needed("to"),
        max_length=parameters.number("max", 6, 1, 10), relations=parameters.relations(), at=parameters.day(),
    )  # fmt: skip
    return jsonify(shapes.paths(found))


@blueprint.get("/entities/<id>/trace")
def trace(id: str) -> ResponseReturnValue:
    """From a policy to its resources, or from a resource to the policies that it serves."""
    wanted = parameters.choice("to", ("policies", "resources"), "policies")
    question = trace_policy if wanted == "resources" else trace_resource
    return jsonify(shapes.trace(question(database(), viewer(), id, at=parameters.day())))


@blueprint.get("/entities/<id>/impact")
def impact(id: str) -> ResponseReturnValue:
    """What would lose its only support, or be weakened, if this record stopped."""
    fall = what_if(database(), viewer(), [id], parameters.day())
    return jsonify(shapes.impact(fall, told(database(), viewer(), fall, fall.hits[:MOST])))


@blueprint.get("/network")
def whole_network() -> ResponseReturnValue:
    """The whole graph in columns."""
    columns = network(
        database(), viewer(), kinds=parameters.kinds(), relations=parameters.relations(), at=parameters.day()
    )
    return jsonify(shapes.network(columns))


@blueprint.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Who holds the network together, record by record and as a whole."""
    return measures.metrics()


@blueprint.get("/components")
def components() -> ResponseReturnValue:
    """The sets of records that hold together."""
    return measures.components()


@blueprint.get("/worklists/<name>")
def worklist(name: str) -> ResponseReturnValue:
    """A list of « À traiter », for who animates."""
    return worklists.findings(name)
