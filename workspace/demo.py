"""The demo network and its logins."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from graph import states
from graph.database import Database
from graph.editing import change_record, create_relation
from graph.imports.bring import TABLE, bring
from graph.imports.drafts import Report
from graph.imports.runs import last_imports
from graph.operations import Operation
from graph.users import add_user, set_password, user_by_email
from graph.viewers import SYSTEM
from workspace.demo_committee import keep_committee
from workspace.demo_notes import keep_notes
from workspace.demo_views import keep_views
from workspace.places import shared

NAME = "demo"
ROADMAP = "donnees-de-reference"  # real and public, beside the territory, which is invented


@dataclass(frozen=True)
class Login:
    """A demo account. Its password is made on this machine: nobody knows it from the repository."""

    email: str
    name: str
    who: str
    password: str


# Address, name, role, record of the person, and who that is here.
PEOPLE = (
    ("animation@demo.invalid", "Noé Muscari (personne inventée)", "facilitator", None, "anime tout le réseau"),
    ("laureate@demo.invalid", "Zélie Asphodèle (personne inventée)", "member", "personne-zelie-asphodele",
     "porte le commun Trottoirs ouverts"),
    ("membre@demo.invalid", "Alma Sureau (personne inventée)", "member", None, "lit ce qui est aux membres"),
    ("administration@demo.invalid", "Ulysse Thym (personne inventée)", "administrator", None, "administre le site"),
)  # fmt: skip


EDITS: tuple[tuple[str, dict[str, str], str], ...] = (
    (
        "besoin-relecture-montagne",
        {"summary": "La méthode est née en plaine ; un premier essai est prévu à Mende au printemps."},
        "décidé au groupe de travail",
    ),
    (
        "commun-trottoirs-ouverts",
        {
            "seeks": "\n".join(
                (
                    "Une commune de montagne pour éprouver la méthode en pente",
                    "Un second mainteneur de l'application Mètre",
                )
            )
        },
        "les relevés de nuit ont trouvé preneur",
    ),
    ("commun-dernier-arret", {"status": "in_use"}, "trois lignes s'en servent chaque jour"),
)
TIE = (
    "USES", "organisation-cc-haut-vallon", "commun-goutte-a-goutte",
    {"since": "2026-11", "purpose": "Suivre les compteurs de ses dix-sept écoles", "declared_by": "curator",
     "source": "Donnée inventée pour la démonstration (permanence de novembre)", "source_date": "2026-11"},
)  # fmt: skip


def load(db: Database) -> Report | None:
    """Imports the demo and a public roadmap the first time, by the ordinary table importer; None when there already."""
    if (TABLE, NAME) in last_imports(db):
        return None
    report, real = Report(), Report()
    bring(db, SYSTEM, TABLE, shared("demo"), report, name=NAME)
    bring(db, SYSTEM, TABLE, shared("roadmaps") / ROADMAP, real, name=ROADMAP)
    report.created += real.created
    report.problems += real.problems
    return report


def live(db: Database) -> None:
    """What the facilitator wrote since: so that histories, differences and undo have something to show."""
    facilitator = user_by_email(db, PEOPLE[0][0])
    by = facilitator.id if facilitator else ""
    for id, raw, why in EDITS:
        version = states.records(db, [id])[id].version
        change_record(db, SYSTEM, id, version, raw, Operation(by, why))
    create_relation(db, SYSTEM, *TIE, Operation(by))
    keep_views(db, by)
    keep_notes(db, by)
    keep_committee(db, by)


def logins(db: Database, kept: Path) -> list[Login]:
    """The demo accounts; their passwords are kept in a 0600 file beside the data."""
    known = {login["email"]: login["password"] for login in json.loads(kept.read_text())} if kept.exists() else {}
    made = []
    for email, name, role, person, who in PEOPLE:
        password = known.get(email) or secrets.token_urlsafe(12)
        user = user_by_email(db, email)
        if user is None:
            add_user(db, email, name, password, role, person=person)
        elif email not in known:
            set_password(db, user.id, password)
        made.append(Login(email, name, who, password))
    with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump([asdict(login) for login in made], file, ensure_ascii=False)
    return made
