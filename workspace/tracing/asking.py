"""What an address asks of a policy's trace: which policy, on which day, narrowed by what."""

from __future__ import annotations

from flask import abort, redirect, request

from graph.asof import day_of
from graph.briefs import briefs
from graph.entities import redirect as moved_to
from graph.errors import Invalid, NotFound
from graph.outlines import Outline
from graph.outlining import outline_policy
from graph.schema import SCHEMA
from workspace.addresses import here
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.words import status_word

POLICY = SCHEMA.kinds["Policy"]
Words = dict[str, str]


def policy(slug: str, page: str = "ressources") -> Outline:
    """The trace of a policy as the address asks for it; a former address leads to the new one."""
    id = f"{POLICY.prefix}-{slug}"
    try:
        return asked(id)
    except NotFound:
        if new := moved_to(database(), viewer(), id):
            abort(redirect(f"{SCHEMA.url_of(POLICY.name, new)}/{page}", 301))
        raise


def asked(id: str) -> Outline:
    """The trace of the policy of an id, with the filters of the address."""
    args = request.args
    return outline_policy(
        database(), viewer(), id, at=day_of(args.get("au"), "au"), territory=args.get("territoire") or None,
        theme=args.get("theme") or None, status=args.get("statut") or None, confirmed_only=bool(args.get("confirmes")),
    )  # fmt: skip


def one_of(name: str, words: Words | tuple[str, ...], default: str = "") -> str:
    """A parameter that is one of some words; Invalid names it."""
    given = request.args.get(name, "") or default or next(iter(words))
    if given not in words:
        raise Invalid({name: gettext("attendu : %(words)s", words=", ".join(words))})
    return given


def filters() -> list[tuple[str, str]]:
    """What narrows the chains, in words, each with the address without it."""
    names = _named()
    told = {
        "theme": gettext("Thème : %(name)s", name=names.get(request.args.get("theme", ""), "")),
        "territoire": gettext("Territoire : %(name)s", name=names.get(request.args.get("territoire", ""), "")),
        "statut": gettext("Statut : %(state)s", state=status_word(request.args.get("statut", ""))),
        "confirmes": gettext("Seulement confirmé"),
        "au": gettext("Au %(day)s", day=request.args.get("au", "")),
        "sans": gettext("Sans ressource connue"),
    }
    return [(told[name], here(page=None, **{name: None})) for name in told if request.args.get(name)]


def narrowed() -> bool:
    """Is anything but the day asked for?"""
    return any(request.args.get(name) for name in ("theme", "territoire", "statut", "confirmes"))


def _named() -> Words:
    """Names of the theme and territory that narrow the trace."""
    ids = [id for id in (request.args.get("theme"), request.args.get("territoire")) if id]
    return {id: record.name for id, record in briefs(database(), viewer(), ids).items()} if ids else {}
