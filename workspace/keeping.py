"""The form that keeps an address under a title: what was typed, and for whom it may be kept."""

from __future__ import annotations

from flask import abort, request
from flask_login import current_user

from graph.briefs import briefs
from workspace.current import database, signed_in, viewer
from workspace.language import gettext


def only_accounts() -> None:
    """What is kept is somebody's."""
    if not signed_in():
        abort(401)


def shared_words() -> dict[str, str]:
    """For whom a view is kept, in words."""
    return {
        "private": gettext("moi seulement"), "group": gettext("un de mes groupes"),
        "members": gettext("tous les membres"), "public": gettext("tout le monde"),
    }  # fmt: skip


def audiences() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The reader's groups by name, and for whom something may be kept, as choices."""
    groups = [(id, brief.name) for id, brief in briefs(database(), viewer(), group_ids()).items()]
    words = [(name, word) for name, word in shared_words().items() if name != "group" or groups]
    return sorted(groups, key=lambda pair: pair[1]), words


def typed() -> dict[str, str]:
    """The form as it was sent, in the graph's names."""
    names = {"title": "titre", "text": "texte", "shared": "pour", "group": "groupe", "query": "vue"}
    return {name: request.form.get(field, "") for name, field in names.items()}


def group_ids() -> list[str]:
    """The communities that the reader may share with."""
    return sorted(getattr(getattr(current_user, "user", None), "groups", ()))
