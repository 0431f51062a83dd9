"""`/politiques/<slug>/ressources` and `/<kind>/<slug>/politiques`, as pages and as tables."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request

from graph.asof import day_of
from graph.briefs import briefs
from graph.chains import TRACED
from graph.entities import redirect as moved_to
from graph.errors import Invalid, NotFound
from graph.evidence import Strength
from graph.outlines import Outline
from graph.outlining import outline_policy
from graph.schema import SCHEMA
from graph.traces import ResourceTrace
from graph.tracing import told_cycles, trace_resource
from workspace.addresses import here
from workspace.csv_files import csv_file
from workspace.current import database, viewer
from workspace.language import gettext, language
from workspace.listings import rule
from workspace.paging import page_number, whole_number
from workspace.rendering import render
from workspace.tracing import tables
from workspace.tracing.reading import ORDERS, read

blueprint = Blueprint("tracing", __name__)
SERVING = rule([kind.url for kind in SCHEMA.kinds.values() if kind.name in TRACED])
POLICY = SCHEMA.kinds["Policy"]
CYCLES = 10  # told under the chains


@blueprint.get(f"/{POLICY.url}/<slug>/ressources")
def resources(slug: str) -> Response:
    """What serves a policy and all that it comprises, in a diagram, in sentences, with the holes."""
    found = _policy(slug)
    # The tree is that of the whole policy, so that one sees where one is.
    top = _asked(found.above[0].id) if found.above else found
    order = _order()
    told = read(
        database(), viewer(), found, order, page=page_number(), gap_page=whole_number("manques", 100_000) or 1,
        chosen=_chosen(),
    )  # fmt: skip
    return render(
        "tracing/policy.html", found=found, top=top.tree([found.root.id, *(each.id for each in found.above)]),
        told=told, order=order, strengths=list(Strength), filters=_filters(),
        cycles=told_cycles(database(), viewer(), found.cycles[:CYCLES], found.at), cycle_count=len(found.cycles),
    )  # fmt: skip


@blueprint.get(f"/{POLICY.url}/<slug>/ressources.csv")
def resources_file(slug: str) -> Response:
    """Every chain of a policy, or with `?quoi=manques` every hole."""
    found = _policy(slug)
    what = request.args.get("quoi", "chaines")
    if what not in ("chaines", "manques"):
        raise Invalid({"quoi": gettext("attendu : chaines ou manques")})
    if what == "manques":
        return csv_file(tables.gaps(found.gaps(database(), viewer(), found.holes)), f"{slug}-{what}")
    return csv_file(tables.chains(found.all_told(database(), viewer()), language()), f"{slug}-{what}")


@blueprint.get(f"/{SERVING}/<slug>/politiques")
def policies(place: str, slug: str) -> Response:
    """The policies that a resource serves, direct and indirect apart, and what these are part of."""
    found = _resource_trace(place, slug)
    return render(
        "tracing/resource.html", found=found, strengths=list(Strength), cycles=found.cycles[:CYCLES],
        cycle_count=len(found.cycles),
    )  # fmt: skip


@blueprint.get(f"/{SERVING}/<slug>/politiques.csv")
def policies_file(place: str, slug: str) -> Response:
    """Every chain from a resource."""
    return csv_file(tables.chains(_resource_trace(place, slug).chains, language()), f"{slug}-politiques")


def _policy(slug: str) -> Outline:
    id = f"{POLICY.prefix}-{slug}"
    try:
        return _asked(id)
    except NotFound:
        if new := moved_to(database(), viewer(), id):
            abort(redirect(f"{SCHEMA.url_of(POLICY.name, new)}/ressources", 301))
        raise


def _asked(id: str) -> Outline:
    args = request.args
    return outline_policy(
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


def _chosen() -> int:
    """The place of the chain drawn in ink, from 0: `?chaine=` counts from 1."""
    text = request.args.get("chaine", "1")
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise Invalid({"chaine": gettext("un nombre à partir de 1 est attendu")})
    return max(1, int(text)) - 1


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
