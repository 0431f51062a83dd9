"""Words that heads of columns and names of files use, folded: what each says in the schema."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.folding import fold
from graph.schema import SCHEMA, Kind
from graph.schema.live import of_schema

# Beside the fields of the kind, a column may tell these.
RECORD_WORDS = {
    "id": "id|identifiant|identifiant unique|n|numero",
    "kind": "kind|type de fiche|nature de la fiche",
    "status": "status|statut|etat|avancement|phase|maturite|niveau de developpement|niveau developpement",
    "status_history": "status history|historique|historique des etats",
    "visibility": "visibility|visibilite|visible par",
    "group": "group",
}
SYNONYMS = {
    "name": "nom|nom complet|denomination|raison sociale|intitule|titre|title|libelle|designation|nom usuel",
    "summary": "resume|en bref|accroche|objet|presentation|chapo",
    "description": "description detaillee|descriptif|contenu",
    "aliases": "alias|autre nom|anciens noms|ancien nom|nom d usage",
    "website": "site|site web|site internet|url|adresse web|lien internet|page web|web|url du site",
    "source_url": "url source|url de la source|lien source|lien de la source",
    "acronym": "sigle|acronyme|abreviation|nom court",
    "type": "type|categorie|nature|type de structure|type d acteur|statut juridique|forme juridique",
    "siren": "siren|numero siren|n siren|code siren",
    "siret": "siret|numero siret|n siret|code siret",
    "function": "fonction|poste|titre du poste|qualite|intitule du poste",
    "email": "mail|e mail|email|courriel|adresse mail|adresse e mail|adresse email|adresse electronique|mel",
    "phone": "telephone|tel|telephone portable|portable|mobile|numero de telephone|n de telephone",
    "purpose": "finalite|pourquoi cette fiche",
    "origin": "origine|provenance|origine des donnees",
    "licence": "licence|licences|license",
    "repository": "depot|depot de code|code source|github|gitlab|url du depot",
    "documentation": "documentation|doc|docs",
    "audiences": "public|publics|usagers|cible|public cible|publics cibles",
    "technologies": "technologie|technologies|langage|langages",
    "economic_model": "modele economique|modeles economiques",
    "begins": "debut|date de debut|ouverture|date d ouverture|lancement|date de lancement",
    "ends": "fin|date de fin|cloture|date de cloture|date limite",
    "day": "date|jour|date de la reunion|date de publication",
    "due": "echeance|date d echeance|pour le",
    "code": "code insee|insee|code commune|code officiel|code geographique|cog|code",
    "population": "population|habitants|nombre d habitants|pop",
    "budget": "budget|montant|enveloppe|budget eur",
    "problem": "probleme|problematique|enjeu|constat",
    "text": "texte|contenu|corps",
    "edition": "version|numero de version",
}
RELATION_SYNONYMS = {
    "since": "depuis|debut|date de debut|depuis le|date d entree|date d adhesion|adhesion|membre depuis|arrivee",
    "until": "jusqu a|fin|date de fin|date de sortie|depart|date de depart",
    "role": "role|fonction|qualite",
    "amount": "montant|montant eur|somme|subvention",
    "note": "remarque|remarques|commentaire|commentaires|note",
    "source_url": "url source|url de la source|lien source",
    "on_behalf_of": "au nom de|pour le compte de|represente",
}
# Heads that only a list of bodies has.
BODY_HEADS = frozenset(
    ("siren", "siret", "numero siren", "numero siret", "raison sociale", "type de structure", "forme juridique",
     "statut juridique")
)  # fmt: skip
FROM_WORDS = ("from", "de", "depart", "fiche de depart", "acteur", "membre", "source", "origine")
TO_WORDS = ("to", "vers", "a", "cible", "target", "arrivee", "fiche d arrivee", "destination")
RELATION_WORDS = ("relation", "lien", "type de lien", "type de relation", "nature du lien", "relation type", "type")
KIND_SYNONYMS = {
    "Organisation": "structure|organisme|entreprise|collectivite|association|employeur|acteur|partenaire|institution",
    "Person": "membre|participant|contact|personne|agent|referent|adherent|individu|people",
    "Community": "groupe|comite|reseau|groupe de travail|gt|commission|instance|communaute",
    "Commons": "commun|commun numerique",
    "Dataset": "jeu de donnee|donnee|dataset",
    "Software": "logiciel|application",
    "Service": "service|service numerique|plateforme",
    "Territory": "commune|departement|region|epci|territoire",
    "Policy": "politique|politique publique|mesure|objectif",
    "Theme": "theme|thematique",
    "Challenge": "defi",
    "Need": "besoin",
    "Call": "appel|appel a communs|appel a projets",
}
_NAME_OF = re.compile(r"nom (?:de la|du|de l|des|de|d) (.+)")
_EDITION = re.compile(r"(?: (?:\d+|v\d+|final|copie|export))+$")
_PREFIX = re.compile(r"^(?:liste (?:des|de|d)|les|tableau (?:des|de)|export|fichier) ")


@of_schema
def record_words(kind: Kind | None) -> dict[str, tuple[str, float]]:
    """Folded head → (field, confidence) for a kind (for any kind when None)."""
    kinds = [kind] if kind else list(SCHEMA.kinds.values())
    words: dict[str, tuple[str, float]] = {}
    for target, synonyms in RECORD_WORDS.items():
        _add(words, target, synonyms, 0.8)
    for each in kinds:
        for field in each.fields:
            _add(words, field.name, SYNONYMS.get(field.name, ""), 0.8)
            _add(words, field.name, f"{field.label.fr}|{field.label.en}", 0.95)
        for field in each.fields:
            words[fold(field.name)] = (field.name, 1.0)
    for target in RECORD_WORDS:
        words[fold(target)] = (target, 1.0)
    return words


@of_schema
def relation_words() -> dict[str, tuple[str, float]]:
    """Folded head → (field, confidence) for the fields of relations."""
    words: dict[str, tuple[str, float]] = {}
    fields = {field.name: field for relation in SCHEMA.relations.values() for field in relation.fields}
    for name, field in fields.items():
        _add(words, name, RELATION_SYNONYMS.get(name, ""), 0.8)
        _add(words, name, f"{field.label.fr}|{field.label.en}", 0.95)
    for name in fields:
        words[fold(name)] = (name, 1.0)
    return words


@of_schema
def head_words() -> frozenset[str]:
    """Everything that the head of a column may say: what tells a header from other lines."""
    ends = (*FROM_WORDS, *TO_WORDS, *RELATION_WORDS, "prenom")
    return frozenset({*record_words(None), *relation_words(), *ends, *_kind_words()})


def kind_called(text: str) -> Kind | None:
    """The kind that a name of file, sheet or column tells: its URL, name or label, singular or plural."""
    flat = _EDITION.sub("", _PREFIX.sub("", fold(text)))
    return _kind_words().get(flat) or _kind_words().get(_singular(flat))


def name_of_kind(head: str) -> Kind | None:
    """« Nom de la structure » → Organisation."""
    found = _NAME_OF.fullmatch(fold(head))
    return kind_called(found[1]) if found else None


@of_schema
def _kind_words() -> dict[str, Kind]:
    words: dict[str, Kind] = {}
    for name, synonyms in KIND_SYNONYMS.items():
        words |= dict.fromkeys(synonyms.split("|"), SCHEMA.kinds[name])
    for kind in SCHEMA.kinds.values():
        words |= dict.fromkeys(_forms(kind), kind)
    return words


def _forms(kind: Kind) -> Iterator[str]:
    for text in (kind.name, kind.url, kind.prefix, kind.label.fr, kind.plural.fr, kind.label.en, kind.plural.en):
        yield fold(text)
        yield _singular(fold(text))


def _singular(text: str) -> str:
    return " ".join(word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in text.split())


def _add(words: dict[str, tuple[str, float]], target: str, told: str, confidence: float) -> None:
    for word in told.split("|"):
        if (flat := fold(word)) and words.get(flat, ("", 0.0))[1] < confidence:
            words[flat] = (target, confidence)
