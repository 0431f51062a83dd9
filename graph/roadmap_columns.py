"""The columns of a roadmap, declared once: as a table's heads, as a form's fields, and as what a line is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from graph.folding import fold
from graph.schema import SCHEMA, Field, Label

Sort = Literal["topic", "field", "words", "ties", "grant", "id"]


@dataclass(frozen=True)
class Column:
    """A column: `also` are other heads under which spreadsheets have it, folded; `relation` and `inverse` say how its
    records are tied to the action, `kinds` of which kinds they are."""

    name: str
    sort: Sort
    label: Label
    also: tuple[str, ...] = ()
    field: Field | None = None
    relation: str = ""
    inverse: bool = False
    kinds: tuple[str, ...] = ()


def _field(relation_or_kind: str, name: str) -> Field:
    declared = SCHEMA.relations.get(relation_or_kind) or SCHEMA.kinds[relation_or_kind]
    return next(field for field in declared.fields if field.name == name)


def _ties(name: str, relation: str, fr: str, en: str, *also: str, inverse: bool = False, end: str = "") -> Column:
    declared = SCHEMA.relations[relation]
    kinds = (end,) if end else tuple(sorted(declared.sources if inverse else declared.targets))
    return Column(name, "ties", Label(fr, en), also, None, relation, inverse, kinds)


STATUS = Field("status", "term", Label("État", "State"), vocabulary="work_state")
VISIBILITY = Field("visibility", "term", Label("Visible par", "Visible to"), vocabulary="visibility")
TITLE = _field("Action", "name")
COLUMNS = (
    Column("topic", "topic", Label("Sujet", "Topic"), ("thematique", "theme", "axe", "chantier", "sujets")),
    Column("name", "field", Label("Action", "Action"), ("actions", "intitule", "libelle", "action prevue"), TITLE),
    Column("means", "words", Label("Ressources nécessaires", "Resources needed"),
           ("ressources", "moyens", "moyens necessaires"), _field("PROVIDES_FOR", "means")),
    _ties("needs", "NEEDS", "Ressources et besoins reliés", "Linked resources and needs", "ressources reliees"),
    Column("lead", "words", Label("Piste de financement", "Funding lead"), ("pistes de financement", "financement"),
           _field("PROVIDES_FOR", "lead")),
    Column("funder", "grant", Label("Financeur", "Funder"), ("financeurs",),
           kinds=tuple(sorted(SCHEMA.relations["FUNDS"].sources))),
    Column("step", "grant", Label("Étape du financement", "Funding step"), ("etape", "statut du financement"),
           _field("FUNDS", "step")),
    Column("amount", "grant", Label("Montant (€)", "Amount (€)"), ("montant en euros", "budget", "cout"),
           _field("FUNDS", "amount")),
    _ties("policies", "IMPLEMENTS", "Politiques", "Policies", "politique", "politique publique",
          "politiques publiques"),
    _ties("cases", "REALISES", "Cas d’usage", "Use cases", "usages", "usage"),
    _ties("decisions", "PROMPTS", "Décisions", "Decisions", "decision", inverse=True),
    _ties("leads", "LEADS", "Pilotes", "Owners", "pilote", "porteur", "porteurs", "responsable", "qui", inverse=True),
    _ties("partners", "PARTNERS", "Partenaires", "Partners", "partenaire", inverse=True),
    Column("begins", "field", Label("Début", "Begins"), ("date de debut", "demarrage"), _field("Action", "begins")),
    Column("due", "field", Label("Échéance", "Due"), ("echeances", "date de fin", "delai", "calendrier"),
           _field("Action", "due")),
    Column("status", "field", Label("État", "State"), ("statut", "etat d avancement"), STATUS),
    Column("progress", "field", Label("Avancement (%)", "Progress (%)"), ("pourcentage",),
           _field("Action", "progress")),
    Column("visibility", "field", Label("Visible par", "Visible to"), ("visibilite",), VISIBILITY),
    Column("words_visibility", "words", Label("Moyens visibles par", "Means visible to"), (), VISIBILITY),
    Column("grant_visibility", "grant", Label("Financement visible par", "Funding visible to"), (), VISIBILITY),
    Column("id", "id", Label("Fiche", "Record"), ("identifiant",)),
)  # fmt: skip
BY_NAME: Mapping[str, Column] = {column.name: column for column in COLUMNS}
TIES = tuple(column for column in COLUMNS if column.sort == "ties")


def _heads() -> dict[str, str]:
    out: dict[str, str] = {}
    for column in COLUMNS:
        for words in (column.label.fr, column.label.en, *column.also):
            out.setdefault(fold(words), column.name)
    return out


HEADS: Mapping[str, str] = _heads()


def column_of(head: str) -> Column | None:
    """The column that a head names, whatever its case and accents; None for a head of another sort of table."""
    name = HEADS.get(fold(head))
    return BY_NAME[name] if name else None
