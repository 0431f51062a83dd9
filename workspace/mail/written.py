"""A message that somebody writes by a form to people whose addresses they are not shown."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request
from flask_login import current_user

from graph.errors import Invalid
from workspace.current import signed_in
from workspace.language import gettext
from workspace.mail.posting import address

LONGEST = 5_000
FIELDS = ("nom", "adresse", "message")


def begun(message: str = "") -> dict[str, str]:
    """The form at first: who is signed in, and the words prepared."""
    user = current_user.user if signed_in() else None
    return {"nom": user.name if user else "", "adresse": user.email if user else "", "message": message}


def typed() -> dict[str, str]:
    """What was sent."""
    return {name: request.form.get(name, "") for name in FIELDS}


def wrong(told: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, by field."""
    found = {name: gettext("ce champ est nécessaire") for name, text in told.items() if not text.strip()}
    if len(told["message"]) > LONGEST:
        found["message"] = gettext("%(n)s caractères au plus", n=LONGEST)
    if "adresse" not in found:
        try:
            address("adresse", told["adresse"])
        except Invalid as error:
            found |= error.fields
    return found


def signed(told: Mapping[str, str]) -> dict[str, str]:
    """What a letter says of it: `name`, `address`, `message`."""
    return {"name": told["nom"].strip(), "address": told["adresse"].strip(), "message": told["message"].strip()}
