"""The words of the drawing in the browser: sentences that it fills in, legend, title and source of its files."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from graph.folding import fold
from graph.schema import SCHEMA
from workspace.dates import PARIS, day
from workspace.language import gettext
from workspace.words import initial, word


def labels_of(title: str, counts: str, au: str, host: str) -> dict[str, Any]:
    """Of a view by its title and what is counted in it; `%(names)s` and the like are filled in by the browser."""
    return {
        **_sentences(), "title": title, "told": told(counts, au, host), "file": file_name(title),
        "picture": gettext("Dessin : %(names)s, %(counts)s.", names=title, counts=counts),
        "families": [
            {"family": name, "css": family.css, "label": initial(word(family.label))}
            for name, family in SCHEMA.families.items()
        ],
        "lines": [gettext("déclaré par l’acteur"), gettext("ajouté par l’animation"), gettext("importé")],
    }  # fmt: skip


def _sentences() -> dict[str, Any]:
    return {
        "links": [gettext("%(n)s lien", n="%(n)s"), gettext("%(n)s liens", n="%(n)s")],
        "opened": gettext("Ouvert : %(names)s.", names="%(names)s"),
        "noCentre": gettext("Un groupe ne se met pas au centre : ouvrez-le d’abord."),
        "failed": gettext("Le dessin interactif n’a pas pu être chargé ; l’image et le tableau restent justes."),
        "picked": [gettext("%(n)s fiche choisie :", n="%(n)s"), gettext("%(n)s fiches choisies :", n="%(n)s")],
        "pins": [gettext("%(n)s fiche épinglée :", n="%(n)s"), gettext("%(n)s fiches épinglées :", n="%(n)s")],
        "andMore": gettext("%(names)s et %(n)s autres", names="%(names)s", n="%(n)s"),
        "hidden": gettext("Caché : %(names)s.", names="%(names)s"),
        "unfolded": gettext("Déplié : %(names)s.", names="%(names)s"),
        "centred": gettext("Au centre : %(names)s.", names="%(names)s"),
        "pinned": gettext("Épinglé : %(names)s.", names="%(names)s"),
        "loosened": gettext("Détaché : %(names)s.", names="%(names)s"),
        "moved": gettext("%(names)s a changé de place et y reste épinglée.", names="%(names)s"),
        "released": gettext("Plus aucune fiche n’est choisie."),
        "undone": gettext("Annulé."), "redone": gettext("Rétabli."),
        "nothingToUndo": gettext("Rien à annuler."), "nothingToRedo": gettext("Rien à rétablir."),
        "tooMany": gettext("Au plus %(most)s fiches à la fois : les filtres font mieux.", most="%(most)s"),
        "found": [gettext("%(n)s trouvée", n="%(n)s"), gettext("%(n)s trouvées", n="%(n)s")],
        "foundOne": gettext("%(name)s, %(n)s sur %(all)s", name="%(name)s", n="%(n)s", all="%(all)s"),
        "notFound": gettext("Aucune dans ce dessin"),
    }  # fmt: skip


def told(counts: str, au: str, host: str) -> str:
    """Under the title of a file: what is in it, of which day, made when, from which site."""
    made = gettext("dessiné le %(day)s", day=day(today()))
    return (
        ", ".join([counts, *([gettext("au %(day)s", day=day(au))] if au else []), made])
        + ". "
        + gettext("Source : %(host)s", host=host)
    )


def file_name(title: str) -> str:
    """« reseau-autour-de-panoramax-2026-11-26 »"""
    words = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:60].strip("-")
    return f"reseau-{words}-{today()}" if words else f"reseau-{today()}"


def today() -> str:
    """The present day in France, as ISO text."""
    return datetime.now(PARIS).date().isoformat()
