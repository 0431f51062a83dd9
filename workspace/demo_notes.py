"""A note de synthèse and an evidence file that the demo's facilitator keeps for everybody."""

from __future__ import annotations

from graph import syntheses
from graph.database import Database
from graph.decision_files import add_piece
from graph.decision_tables import write_table
from graph.snapshots import take
from graph.viewers import ANONYMOUS, Viewer
from workspace.syntheses.drawing import draw

POLICY = "politique-strategie-donnee"
DECISION = "decision-licence-ouverte-defaut"
QUESTION = "Sous quelle licence donner, par défaut, ce que le comité produit ? Données inventées pour la démonstration."
OPTIONS = (
    {"id": "o-ouverte", "name": "Licence Ouverte 2.0", "chosen": "1"}, {"id": "o-odbl0", "name": "ODbL 1.0"},
    {"id": "o-cas0", "name": "Au cas par cas"},
)  # fmt: skip
CRITERIA = ({"id": "c-reuse", "name": "Réemploi"}, {"id": "c-share", "name": "Retour au commun"},
            {"id": "c-simple", "name": "Simplicité pour une petite commune"})  # fmt: skip
CELLS = {
    "o-ouverte|c-reuse": "Sans condition, sinon citer la source.",
    "o-odbl0|c-reuse": "À condition de partager de même.",
    "o-cas0|c-reuse": "Incertain : il faut lire chaque fois.", "o-ouverte|c-share": "Aucune obligation.",
    "o-odbl0|c-share": "Ce qui en est tiré reste ouvert.", "o-ouverte|c-simple": "Une page, déjà connue.",
    "o-odbl0|c-simple": "Se demande à chaque croisement.",
}  # fmt: skip
PIECES = (
    {"sort": "initiative", "record": "commun-panoramax", "comment": "Le choix déjà fait par un commun voisin."},
    {"sort": "benchmark", "title": "Licence Ouverte / Open Licence", "comment": "Le texte de la licence.",
     "url": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"},
)  # fmt: skip


def keep_notes(db: Database, user: str) -> None:
    """Keeps them for the account, readable by everybody."""
    told = {"title": "Où en est la stratégie, en cinq minutes", "query": f"sujet={POLICY}", "shared": "public"}
    syntheses.keep(db, Viewer(user), told, [], lambda shared, group: draw(db, ANONYMOUS, [POLICY]))
    animates = Viewer(user, all=True, edits=True)
    write_table(db, animates, DECISION, 0, QUESTION, OPTIONS, CRITERIA, CELLS)
    for piece in PIECES:
        add_piece(db, animates, DECISION, piece)
    take(db, animates, DECISION)
