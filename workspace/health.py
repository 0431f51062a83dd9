"""`/sante`: what a load balancer or a container asks."""

from __future__ import annotations

from flask import Blueprint, Response

from workspace import current

blueprint = Blueprint("health", __name__)


@blueprint.get("/sante")
def health() -> Response:
    """200 when the graph answers; otherwise the 503 of every page."""
    current.database().ping()
    return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})
