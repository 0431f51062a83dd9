"""The graph and the viewer of the request being answered."""

from __future__ import annotations

from contextlib import suppress
from typing import cast

from flask import current_app, g, has_request_context, request
from flask_login import current_user

from graph import extensions, permissions
from graph.database import Database
from graph.errors import GraphUnavailable
from graph.links import Link
from graph.schema import Kind
from graph.viewers import ANONYMOUS, Viewer
from graph.worklists.handling import assigned


def database() -> Database:
    """The application's graph."""
    return cast(Database, current_app.extensions["database"])


def know_schema() -> None:
    """Fields and terms that a facilitator added, here or in another process, are known from the next request on."""
    if request.endpoint != "static":
        with suppress(GraphUnavailable):  # the page itself says so, if it asks
            extensions.refresh(database())


def viewer() -> Viewer:
    """Who is asking: an account carries its `viewer`, everybody else is anonymous."""
    if not has_request_context() or not hasattr(current_app, "login_manager"):
        return ANONYMOUS
    known: Viewer | None = g.get("viewer")
    if known is None:
        known = g.viewer = getattr(current_user, "viewer", ANONYMOUS)
    return known


def signed_in() -> bool:
    """Is the reader somebody with an account?"""
    return viewer().user is not None


def may_create(kind: Kind) -> bool:
    """May the reader add a record of this kind?"""
    return permissions.may_create(viewer(), kind)


def may_correct(link: Link) -> bool:
    """May the reader change or take away this link? Else it is confirmed or contested."""
    return permissions.may_correct(viewer(), link.declared_by, {link.source.id, link.target.id})


def may_judge(link: Link) -> bool:
    """May the reader confirm or contest this link?"""
    return permissions.may_judge(viewer(), link.type, link.source.id, link.target.id)


def animates() -> bool:
    """Does the reader animate the whole, or a part of it?"""
    return viewer().edits or bool(viewer().facilitates)


def to_do() -> int:
    """How many findings of « À traiter » are the reader's, for the menu."""
    if "to_do" not in g:
        g.to_do = assigned(database(), viewer()) if animates() else 0
    return int(g.to_do)


def account_name() -> str:
    """The name that the reader's account bears."""
    return str(getattr(current_user, "name", "") or viewer().user or "")


def hosts() -> bool:
    """Does the reader invite others here? For menus: the pages themselves ask again."""
    return getattr(getattr(current_user, "user", None), "role", "") in ("facilitator", "administrator")
