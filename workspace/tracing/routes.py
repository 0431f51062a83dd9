"""`/politiques/<slug>/ressources` and `/<kind>/<slug>/politiques`, as pages and as tables."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request

from graph.asof import day_of
from graph.briefs import briefs
from graph.chains import TRACED
from graph.entities import redirect as moved_to
from graph.errors import Invalid, NotFound
from graph.evidence import Strength
from graph.schema import SCHEMA
from graph.traces import PolicyTrace, ResourceTrace
from graph.tracing import trace_policy, trace_resource
from workspace.addresses import here
from workspace.csv_files import csv_file
from workspace.current import database, viewer
from workspace.language import gettext, language
from workspace.listings import rule
from workspace.rendering import render
from workspace.tracing import tables
from workspace.tracing.diagram import diagram_of
from workspace.tracing.order import ORDERS, in_order, page_of

blueprint = Blueprint("tracing", __name__)
SERVING = rule([kind.url for kind in SCHEMA.kinds.values() if kind.name in TRACED])
POLICY = SCHEMA.kinds["Policy"]


@blueprint.get(f"/{POLICY.url}/<slug>/ressources")
def resources(slug: str) -> Response:
    """What serves a policy and all that it comprises, in a diagram, in sentences, with the holes."""
    found = _policy_trace(slug)
    # The tree is that of the whole policy, so that one sees where one is.
    top = _traced(found.above[0].id) if found.above else found
    order = _order()
    chains = in_order(found.chains, order)
    shown, paging = page_of(chains, found)
    chosen = _chosen(len(chains))
    return render(
        "tracing/policy.html", found=found, top=top, shown=shown, paging=paging, order=order, orders=ORDERS,
        chosen=chosen, diagram=diagram_of(database(), viewer(), found, chains[chosen] if chains else None),
        chains=chains, strengths=list(Strength), filters=_filters(), at_hand=_named(),
    )  # fmt: skip


@blueprint.get(f"/{POLICY.url}/<slug>/ressources.csv")
def resources_file(slug: str) -> Response:
    """Every chain of a policy, or with `?quoi=manques` every hole."""
    found = _policy_trace(slug)
    what = request.args.get("quoi", "chaines")
    if what not in ("chaines", "manques"):
        raise Invalid({"quoi": gettext("attendu : chaines ou manques")})
    rows = tables.gaps(found, language()) if what == "manques" else tables.chains(found.chains, language())
    return csv_file(rows, f"{slug}-{what}")


@blueprint.get(f"/{SERVING}/<slug>/politiques")
def policies(place: str, slug: str) -> Response:
    """The policies that a resource serves, direct and indirect apart, and what these are part of."""
    return render("tracing/resource.html", found=_resource_trace(place, slug), strengths=list(Strength))


@blueprint.get(f"/{SERVING}/<slug>/politiques.csv")
def policies_file(place: str, slug: str) -> Response:
    """Every chain from a resource."""
    return csv_file(tables.chains(_resource_trace(place, slug).chains, language()), f"{slug}-politiques")


def _policy_trace(slug: str) -> PolicyTrace:
    id = f"{POLICY.prefix}-{slug}"
    try:
        return _traced(id)
    except NotFound:
        if new := moved_to(database(), viewer(), id):
            abort(redirect(f"{SCHEMA.url_of(POLICY.name, new)}/ressources", 301))
        raise


def _traced(id: str) -> PolicyTrace:
    args = request.args
    return trace_policy(
        database(), viewer(), id, at=day_of(args.get("au"), "au"), territory=args.get("territoire") or None,
        theme=args.get("theme") or None, confirmed_only=bool(args.get("confirmes")),
    )  # fmt: skip


def _resource_trace(place: str, slug: str) -> ResourceTrace:
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


def _order() -> str:
    order = request.args.get("tri", "") or next(iter(ORDERS))
    if order not in ORDERS:
        raise Invalid({"tri": gettext("attendu : %(words)s", words=", ".join(ORDERS))})
    return order


def _chosen(count: int) -> int:
    """The chain drawn in ink: `?chaine=`, from 1."""
    text = request.args.get("chaine", "1")
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise Invalid({"chaine": gettext("un nombre à partir de 1 est attendu")})
    return min(max(1, int(text)), max(1, count)) - 1


def _named() -> dict[str, str]:
    """Names of the theme and territory that narrow the trace."""
    ids = [id for id in (request.args.get("theme"), request.args.get("territoire")) if id]
    return {id: record.name for id, record in briefs(database(), viewer(), ids).items()} if ids else {}


def _filters() -> list[tuple[str, str]]:
    """What narrows the chains, in words, each with the address without it."""
    names = _named()
    told = {
        "theme": gettext("Thème : %(name)s", name=names.get(request.args.get("theme", ""), "")),
        "territoire": gettext("Territoire : %(name)s", name=names.get(request.args.get("territoire", ""), "")),
        "confirmes": gettext("Seulement confirmé"),
        "au": gettext("Au %(day)s", day=request.args.get("au", "")),
    }
    return [(told[name], here(page=None, **{name: None})) for name in told if request.args.get(name)]
