"""Who may change what every form asks."""

from __future__ import annotations

from flask import abort

from graph.kind_fields import must_shape
from workspace.current import signed_in, viewer


def only_facilitators() -> None:
    """Fields and terms are everybody's: who answers for the whole changes them."""
    if not signed_in():
        abort(401)
    must_shape(viewer())
