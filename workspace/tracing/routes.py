"""`/politiques/<slug>/ressources` and `/<kind>/<slug>/politiques`."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, redirect, request

from graph.asof import day_of
from graph.chains import TRACED
from graph.entities import redirect as moved_to
from graph.errors import Invalid, NotFound
from graph.evidence import Strength, old_before
from graph.funding import sums
from graph.links import today
from graph.outlines import Outline
from graph.schema import SCHEMA
from graph.trace_choices import choices
from graph.traces import ResourceTrace
from graph.tracing import told_cycles, trace_resource
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.listings import rule
from workspace.paging import page_number, whole_number
from workspace.rendering import render
from workspace.tracing import asking, means
from workspace.tracing.reading import ORDERS, read
from workspace.weak_words import weak_word

blueprint = Blueprint("tracing", __name__)
SERVING = rule([kind.url for kind in SCHEMA.kinds.values() if kind.name in TRACED])
CYCLES = 10  # told under the chains
VIEWS = ("tableau", "chaines", "liens")
# Addresses of the chains given before there was a table.
OF_CHAINS = ("chaine", "tri", "manques")


@blueprint.get(f"/{asking.POLICY.url}/<slug>/ressources")
def resources(slug: str) -> Response:
    """With what means each measure of a policy is carried out: a table, the chains, or links to look at again."""
    view = asking.one_of("vue", VIEWS, "chaines" if any(name in request.args for name in OF_CHAINS) else "tableau")
    found = asking.policy(slug)
    if view == "chaines":
        return _chains(found)
    if view == "liens":
        doubt = asking.one_of("lesquels", tuple(means.DOUBTS))
        links, paging = means.doubtful(database(), viewer(), found, means.DOUBTS[doubt])
        return render("tracing/doubtful.html", found=found, links=links, paging=paging, doubt=doubt)
    return render(
        "tracing/means.html", found=found, table=means.table(database(), viewer(), found), strengths=list(Strength),
        choices=choices(database(), viewer(), found), filters=asking.filters(), narrowed=asking.narrowed(),
        today=today(), sums=sums, weak_word=weak_word, old=old_before(found.at), **_cycles(found),
    )  # fmt: skip


@blueprint.get(f"/{SERVING}/<slug>/politiques")
def policies(place: str, slug: str) -> Response:
    """The policies that a resource serves, direct and indirect apart, and what these are part of."""
    found = resource_trace(place, slug)
    return render(
        "tracing/resource.html", found=found, strengths=list(Strength), cycles=found.cycles[:CYCLES],
        cycle_count=len(found.cycles),
    )  # fmt: skip


def resource_trace(place: str, slug: str) -> ResourceTrace:
    """The trace of a resource as the address asks for it; a former address leads to the new one."""
    kind = SCHEMA.kind_at(place)
    if kind is None:
        abort(404)
    id = f"{kind.prefix}-{slug}"
    try:
        return trace_resource(database(), viewer(), id, at=day_of(request.args.get("au"), "au"))
    except NotFound:
        if new := moved_to(database(), viewer(), id):
            abort(redirect(f"{SCHEMA.url_of(kind.name, new)}/politiques", 301))
        raise


def _chains(found: Outline) -> Response:
    """The chains in a diagram and in sentences, with the holes."""
    # The tree is that of the whole policy, so that one sees where one is.
    top = asking.asked(found.above[0].id) if found.above else found
    order = asking.one_of("tri", tuple(ORDERS))
    told = read(
        database(), viewer(), found, order, page=page_number(), gap_page=whole_number("manques", 100_000) or 1,
        chosen=_chosen(),
    )  # fmt: skip
    return render(
        "tracing/policy.html", found=found, top=top.tree([found.root.id, *(each.id for each in found.above)]),
        told=told, order=order, strengths=list(Strength), filters=asking.filters(), **_cycles(found),
    )  # fmt: skip


def _cycles(found: Outline) -> dict[str, Any]:
    told = told_cycles(database(), viewer(), found.cycles[:CYCLES], found.at)
    return {"cycles": told, "cycle_count": len(found.cycles)}


def _chosen() -> int:
    """The place of the chain drawn in ink, from 0: `?chaine=` counts from 1."""
    text = request.args.get("chaine", "1")
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise Invalid({"chaine": gettext("un nombre à partir de 1 est attendu")})
    return max(1, int(text)) - 1
