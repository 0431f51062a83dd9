"""A password that somebody chooses: long enough, typed twice alike, and not one that everybody knows."""

from __future__ import annotations

from collections.abc import Mapping

from graph.errors import Invalid
from graph.passwords import strong
from workspace.accounts.breached import breached
from workspace.language import gettext


def refused(form: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the fields `password` and `again` of a form, by field."""
    password = form.get("password", "")
    try:
        strong(password)
    except Invalid as error:
        return dict(error.fields)
    if form.get("again", "") != password:
        return {"again": gettext("Les deux saisies diffèrent.")}
    if breached(password):
        return {"password": gettext("Ce mot de passe a fui d’un autre site et circule : choisissez-en un autre.")}
    return {}
