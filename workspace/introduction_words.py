"""Why two records should be introduced, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.links import Brief
from workspace.language import gettext


def introduction(others: Sequence[Brief], facts: Mapping[str, Any]) -> str:
    """« Cherche « vélos » ; IGN propose « comptages ». En commun : Voirie. »: `others` are the second of the two, then
    what both have."""
    other, told = others[0].name, []
    if sought := str(facts.get("sought", "")):
        told.append(
            gettext(
                "Cherche « %(what)s » ; %(other)s propose « %(offered)s ».",
                what=sought,
                other=other,
                offered=str(facts.get("offered", "")),
            )
        )
    if shared := ", ".join(each.name for each in others[1:]):
        told.append(gettext("En commun avec %(other)s : %(names)s.", other=other, names=shared))
    told.append(gettext("Aucun lien, ni connaissance commune hors des grandes assemblées."))
    return " ".join(told)
