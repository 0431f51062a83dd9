"""What a note begins with: templates that facilitators keep, in words of the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.database import Database
from graph.errors import Invalid, NotAllowed, NotFound
from graph.folding import slug
from graph.operations import now
from graph.viewers import Viewer

LONGEST_NAME, LONGEST_TEXT, MOST = 80, 20_000, 50
# What stands in a template for what the graph says when a note begins (graph.note_drafts).
BLANKS = ("{fiche}", "{date}", "{membres}", "{actions}", "{changements}", "{ordre}", "{decisions}")
ALL = """
MATCH (t:NoteTemplate)
RETURN t.id AS id, t.name AS name, t.text AS text, t.changed_at AS changed_at ORDER BY name, id
"""
KEEP = """
MERGE (t:NoteTemplate {id: $id}) SET t.name = $name, t.text = $text, t.changed_at = $now, t.by = $user RETURN t.id AS id
"""
DROP = "MATCH (t:NoteTemplate {id: $id}) DELETE t RETURN count(*) AS n"


@dataclass(frozen=True)
class Template:
    """A template; `own` when the site ships it, `changed_at` when somebody here wrote it."""

    id: str
    name: str
    text: str
    own: bool = False
    changed_at: str | None = None


SHIPPED = (
    Template("compte-rendu", "Compte rendu de réunion", """Réunion de {fiche}, le {date}.

## Présents
{membres}

## Ordre du jour
{ordre}

## Depuis la dernière fois
{changements}

## Actions en cours
{actions}

## Échanges

## Décisions
{decisions}

## Prochaine réunion
""", own=True),
    Template("cas-d-usage", "Cas d'usage", """Cas d'usage recueilli auprès de {fiche}, le {date}.

## Le problème
Qui le rencontre, quand, combien de fois ?

## Ce qui se fait aujourd'hui

## Ce qui aiderait
Données, logiciels, communs : nommez-les avec @.

## Ce que cela changerait

## Suites
{actions}
""", own=True),
    Template("entretien", "Entretien avec un acteur", """Entretien avec {fiche}, le {date}.

Cette note peut être lue, sur demande, par la personne qu'elle concerne.

## Ce qu'il fait, avec qui

## Ce qu'il utilise, ce qu'il produit

## Ce qui lui manque

## Ce qu'il pourrait apporter

## À relier
Personnes, communs, politiques cités : nommez-les avec @.

## Suites
{actions}
""", own=True),
    Template("visite", "Visite sur place", """Visite de {fiche}, le {date}.

## Vu sur place

## Dit par ceux qui y travaillent

## Ce qui marche

## Ce qui coince

## Suites
{actions}
""", own=True),
    Template("decision", "Fiche de décision", """Décision à prendre : {fiche}. Préparée le {date}.

## La question

## Les options

## Ce qu'on sait, et d'où

## Qui est concerné
{membres}

## Décision

## Suites
{actions}
""", own=True),
    Template("retrospective", "Rétrospective", """Rétrospective de {fiche}, le {date}.

## Ce qui s'est passé
{changements}

## Ce qui a aidé

## Ce qui a gêné

## Ce que nous changeons

## Actions restées ouvertes
{actions}
""", own=True),
)  # fmt: skip


def templates(db: Database) -> list[Template]:
    """Those of the site as they stand now, then those made here, by name."""
    kept = {row["id"]: row for row in db.read(ALL)}
    own = {each.id for each in SHIPPED}
    made = [Template(**row) for id, row in kept.items() if id not in own]
    return [Template(**kept[each.id], own=True) if each.id in kept else each for each in SHIPPED] + made


def template(db: Database, id: str) -> Template:
    """One of them. NotFound when there is none of this id."""
    found = next((each for each in templates(db) if each.id == id), None)
    if found is None:
        raise NotFound(id)
    return found


def keep_template(db: Database, viewer: Viewer, name: str, text: str, id: str = "") -> str:
    """Keeps one, new without an id, and gives its id. Invalid names the wrong field."""
    _must_edit(viewer)
    known = templates(db)
    wrong = {}
    if not name.strip():
        wrong["name"] = "un nom est nécessaire"
    elif len(name) > LONGEST_NAME:
        wrong["name"] = "80 caractères au plus"
    if not text.strip() or len(text) > LONGEST_TEXT:
        wrong["text"] = "un texte de 20 000 caractères au plus est nécessaire"
    if not id and len(known) >= MOST:
        wrong["name"] = "50 modèles au plus : retirez-en un"
    if wrong:
        raise Invalid(wrong)
    if id:
        template(db, id)
    id = id or _free(slug(name), known)
    return str(db.write(KEEP, id=id, name=name.strip(), text=text, now=now(), user=viewer.user)[0]["id"])


def drop_template(db: Database, viewer: Viewer, id: str) -> None:
    """Takes one away; one that the site ships is as it was shipped again. NotFound when nothing was kept."""
    _must_edit(viewer)
    if not db.write(DROP, id=id)[0]["n"]:
        raise NotFound(id)


def _must_edit(viewer: Viewer) -> None:
    if not viewer.edits:
        raise NotAllowed("Seule l'animation change les modèles de notes.")


def _free(wish: str, known: Sequence[Template]) -> str:
    taken = {each.id for each in known}
    return next(id for id in (wish, *(f"{wish}-{n}" for n in range(2, MOST + 2))) if id not in taken)
