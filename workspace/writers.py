"""The door of every page that writes."""

from __future__ import annotations

from flask import abort

from graph.errors import NotAllowed
from workspace.current import signed_in, viewer
from workspace.language import gettext


def only_writers() -> None:
    """Visitors are sent to the door, members who bear nothing are told who may."""
    if not signed_in():
        abort(401)
    if not viewer().creates:
        raise NotAllowed(gettext("Vous ne portez encore rien ici : écrivez à l’animation ce qui manque."))
