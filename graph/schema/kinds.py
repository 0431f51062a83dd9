"""Every kind of record with its own fields (words: the users')."""

from __future__ import annotations

from graph.schema.shapes import Field, FieldType, Kind, Label


def _field(
    name: str, type: FieldType, fr: str, en: str, *, words: str | None = None, unit: str | None = None,
    required: bool = False, help: tuple[str, str] | None = None, visibility: str | None = None,
    searched: bool = False,
) -> Field:  # fmt: skip
    told = Label(*help) if help else None
    return Field(name, type, Label(fr, en), told, words, unit, required, visibility, searched)


NAME = _field("name", "text", "Nom", "Name", required=True, searched=True)
SUMMARY = _field(
    "summary", "text", "Résumé", "Summary", searched=True,
    help=("Une ou deux phrases, pour quelqu'un qui ne connaît pas.", "One or two sentences, for a newcomer."),
)  # fmt: skip
ALIASES = _field(
    "aliases", "lines", "Autres noms", "Other names", searched=True,
    help=("Anciens noms, variantes : un par ligne.", "Former names, variants: one a line."),
)  # fmt: skip
DESCRIPTION = _field("description", "markdown", "Description", "Description", searched=True)
WEBSITE = _field("website", "url", "Site web", "Website")
STATUS_SOURCE_WORD = _field("status_word", "text", "État d'après la source", "State in the source's words")
SOURCE = _field("source", "text", "Source", "Source")
SOURCE_URL = _field("source_url", "url", "Adresse de la source", "Address of the source")
SOURCE_DATE = _field("source_date", "date", "Date de la source", "Date of the source")
COMMON = (NAME, SUMMARY, ALIASES, DESCRIPTION, WEBSITE, STATUS_SOURCE_WORD, SOURCE, SOURCE_URL, SOURCE_DATE)

ACRONYM = _field("acronym", "text", "Sigle", "Acronym", searched=True)
LICENCE = _field("licence", "terms", "Licence", "Licence", words="licence")
REPOSITORY = _field("repository", "url", "Dépôt de code", "Code repository")
DOCUMENTATION = _field("documentation", "url", "Documentation", "Documentation")
AUDIENCES = _field("audiences", "terms", "Publics", "Audiences", words="audience")
TECHNOLOGIES = _field("technologies", "terms", "Technologies", "Technologies", words="technology")
BEGINS = _field("begins", "date", "Début", "Begins")
ENDS = _field("ends", "date", "Fin", "Ends")
DAY = _field("day", "date", "Date", "Date")
TEXT = _field("text", "markdown", "Texte", "Text", searched=True)


def _kind(
    name: str, family: str, fr: tuple[str, str], en: tuple[str, str], prefix: str, url: str, *fields: Field,
    statuses: str = "maturity", feminine: bool = False,
) -> Kind:  # fmt: skip
    return Kind(
        name, family, Label(fr[0], en[0]), Label(fr[1], en[1]), prefix, url, (*COMMON, *fields), statuses, feminine
    )


KINDS = (
    _kind("Organisation", "actors", ("organisation", "organisations"), ("organisation", "organisations"),
          "organisation", "organisations",
          _field("type", "term", "Type", "Type", words="organisation_type"), ACRONYM,
          _field("article", "text", "Article", "Article", help=("« l' », « la », « le », « les »", "French article")),
          _field("siren", "siren", "SIREN", "SIREN", searched=True),
          _field("siret", "siret", "SIRET", "SIRET", searched=True),
          statuses="life", feminine=True),
    _kind("Person", "actors", ("personne", "personnes"), ("person", "people"), "personne", "personnes",
          _field("function", "text", "Fonction", "Function", searched=True),
          _field("purpose", "text", "Pourquoi cette fiche", "Why this record", required=True,
                 help=("La finalité, dite à la personne (RGPD).", "The purpose told to the person (GDPR).")),
          _field("origin", "text", "D'où viennent ces informations", "Where the information comes from",
                 required=True),
          _field("email", "email", "Adresse électronique", "E-mail address", visibility="private"),
          _field("phone", "phone", "Téléphone", "Phone", visibility="private"),
          statuses="life", feminine=True),
    _kind("Community", "communities", ("communauté", "communautés"), ("community", "communities"),
          "communaute", "communautes",
          _field("type", "term", "Type", "Type", words="community_type"), ACRONYM, REPOSITORY,
          _field("mission", "text", "Mission", "Mission", searched=True), statuses="life", feminine=True),
    _kind("Commons", "commons", ("commun numérique", "communs numériques"), ("digital commons", "digital commons"),
          "commun", "communs", LICENCE, REPOSITORY, DOCUMENTATION, AUDIENCES,
          _field("economic_model", "terms", "Modèle économique", "Economic model", words="economic_model"),
          _field("legal_vehicle", "term", "Véhicule juridique", "Legal vehicle", words="legal_vehicle"),
          _field("governance_model", "term", "Mode de gouvernance", "Governance model", words="governance_model"),
          _field("seeks", "lines", "Richesses recherchées", "Sought", searched=True),
          _field("offers", "lines", "Richesses proposées", "Offered", searched=True)),
    _kind("Dataset", "resources", ("jeu de données", "jeux de données"), ("dataset", "datasets"),
          "jeu-de-donnees", "jeux-de-donnees",
          _field("access", "term", "Accès", "Access", words="access"),
          _field("personal_data", "yes_no", "Contient des données personnelles", "Holds personal data"),
          LICENCE, DOCUMENTATION),
    _kind("Software", "resources", ("logiciel", "logiciels"), ("software", "software"), "logiciel", "logiciels",
          _field("type", "term", "Type", "Type", words="software_type"), LICENCE, REPOSITORY, TECHNOLOGIES,
          DOCUMENTATION, _field("use", "text", "Usage recommandé", "Recommended use", searched=True)),
    _kind("Service", "resources", ("service numérique", "services numériques"),
          ("digital service", "digital services"), "service", "services",
          _field("type", "term", "Type", "Type", words="service_type"), AUDIENCES, TECHNOLOGIES, REPOSITORY,
          DOCUMENTATION, LICENCE, _field("access", "term", "Accès", "Access", words="access")),
    _kind("Standard", "resources", ("standard", "standards"), ("standard", "standards"), "standard", "standards",
          _field("type", "term", "Type", "Type", words="standard_type"),
          _field("edition", "text", "Version publiée", "Published version"), REPOSITORY, DOCUMENTATION, LICENCE),
    _kind("Guide", "resources", ("guide", "guides"), ("guide", "guides"), "guide", "guides",
          _field("type", "term", "Type", "Type", words="guide_type"),
          _field("stage", "term", "Étape du projet", "Stage of the project", words="project_stage"),
          AUDIENCES, LICENCE),
    _kind("Offer", "resources", ("offre d'accompagnement", "offres d'accompagnement"),
          ("support offer", "support offers"), "offre", "offres",
          _field("type", "terms", "Type", "Type", words="offer_type"),
          _field("conditions", "text", "Conditions", "Conditions", searched=True), AUDIENCES, BEGINS, ENDS,
          feminine=True),
    _kind("Policy", "policies", ("politique publique", "politiques publiques"), ("public policy", "public policies"),
          "politique", "politiques",
          _field("level", "term", "Niveau", "Level", words="policy_level"),
          _field("echelon", "term", "Échelon", "Echelon", words="echelon"), BEGINS, ENDS,
          statuses="policy_state", feminine=True),
    _kind("Programme", "policies", ("programme", "programmes"), ("programme", "programmes"),
          "programme", "programmes",
          _field("echelon", "term", "Échelon", "Echelon", words="echelon"), BEGINS, ENDS, statuses="policy_state"),
    _kind("Rule", "rules", ("règle de gouvernance", "règles de gouvernance"), ("governance rule", "governance rules"),
          "regle", "regles",
          _field("function", "term", "Fonction", "Function", words="rule_function"), TEXT, BEGINS, ENDS,
          _field("decided_by", "text", "Qui l'a décidée", "Who decided it", searched=True),
          statuses="policy_state", feminine=True),
    _kind("LegalText", "rules", ("texte de référence", "textes de référence"), ("reference text", "reference texts"),
          "texte", "textes",
          _field("type", "term", "Nature", "Nature", words="text_type"), DAY, BEGINS, ENDS, statuses="policy_state"),
    _kind("UseCase", "demand", ("cas d'usage", "cas d'usage"), ("use case", "use cases"), "usage", "cas-d-usage",
          _field("problem", "text", "Problème", "Problem", searched=True),
          _field("users", "text", "Utilisateurs", "Users", searched=True),
          _field("benefit", "text", "Bénéfice", "Benefit", searched=True),
          _field("stage", "term", "Où il en est", "Where it stands", words="use_case_stage")),
    _kind("Need", "demand", ("besoin", "besoins"), ("need", "needs"), "besoin", "besoins",
          _field("problem", "text", "Problème", "Problem", searched=True), statuses="need_state"),
    _kind("Challenge", "demand", ("défi", "défis"), ("challenge", "challenges"), "defi", "defis",
          _field("problem", "text", "Problème posé", "Problem put", searched=True),
          _field("criteria", "text", "Critères", "Criteria", searched=True), statuses="challenge_state"),
    _kind("Project", "work", ("projet", "projets"), ("project", "projects"), "projet", "projets",
          _field("type", "term", "Type", "Type", words="project_type"),
          _field("phase", "term", "Étape", "Phase", words="project_stage"), BEGINS, ENDS, statuses="work_state"),
    _kind("Call", "work", ("appel", "appels"), ("call", "calls"), "appel", "appels", BEGINS, ENDS,
          _field("budget", "amount", "Budget", "Budget", unit="EUR"), statuses="call_state"),
    _kind("Application", "work", ("candidature", "candidatures"), ("application", "applications"),
          "candidature", "candidatures", DAY, statuses="application_state", feminine=True),
    _kind("Meeting", "work", ("réunion", "réunions"), ("meeting", "meetings"), "reunion", "reunions",
          _field("type", "term", "Type", "Type", words="meeting_type"), DAY,
          _field("starts", "time", "Commence à", "Starts at"), _field("stops", "time", "Finit à", "Ends at"),
          _field("place", "text", "Lieu", "Place", searched=True),
          _field("video", "url", "Visioconférence", "Video link"), statuses="work_state", feminine=True),
    _kind("Decision", "work", ("décision", "décisions"), ("decision", "decisions"), "decision", "decisions",
          TEXT, DAY, _field("vote", "term", "Vote", "Vote", words="vote_mode"),
          _field("votes_for", "number", "Pour", "For"), _field("votes_against", "number", "Contre", "Against"),
          _field("votes_abstain", "number", "Abstentions", "Abstentions"),
          _field("votes_present", "number", "Présents ou représentés", "Present or represented"),
          _field("quorum", "number", "Quorum", "Quorum"),
          _field("reservations", "text", "Réserves", "Reservations", searched=True),
          statuses="policy_state", feminine=True),
    _kind("Action", "work", ("action", "actions"), ("action", "actions"), "action", "actions", BEGINS,
          _field("due", "date", "Échéance", "Due"), ENDS,
          _field("progress", "number", "Avancement", "Progress", unit="%",
                 help=("En pourcentage, de 0 à 100.", "As a percentage, from 0 to 100.")),
          statuses="work_state", feminine=True),
    _kind("Roadmap", "work", ("feuille de route", "feuilles de route"), ("roadmap", "roadmaps"),
          "feuille-de-route", "feuilles-de-route", _field("year", "date", "Année", "Year"), BEGINS, ENDS,
          statuses="work_state", feminine=True),
    _kind("RoadmapTopic", "work", ("sujet de feuille de route", "sujets de feuille de route"),
          ("roadmap topic", "roadmap topics"), "sujet", "sujets", statuses="work_state"),
    _kind("Indicator", "work", ("indicateur", "indicateurs"), ("indicator", "indicators"),
          "indicateur", "indicateurs", _field("unit", "text", "Unité", "Unit"),
          _field("values", "lines", "Valeurs dans le temps", "Values over time",
                 help=("Une par ligne : date = valeur.", "One a line: date = value.")), statuses="life"),
    _kind("Territory", "places", ("territoire", "territoires"), ("territory", "territories"),
          "territoire", "territoires",
          _field("type", "term", "Type", "Type", words="territory_type"),
          _field("code", "text", "Code officiel", "Official code", searched=True),
          _field("population", "number", "Population", "Population"), statuses="life"),
    _kind("Theme", "places", ("thème", "thèmes"), ("theme", "themes"), "theme", "themes", statuses="life"),
    _kind("Note", "writing", ("note", "notes"), ("note", "notes"), "note", "notes", TEXT, DAY,
          statuses="writing_state", feminine=True),
    _kind("News", "writing", ("actualité", "actualités"), ("news item", "news"), "actualite", "actualites",
          TEXT, DAY, statuses="writing_state", feminine=True),
    _kind("Document", "writing", ("document", "documents"), ("document", "documents"), "document", "documents",
          _field("type", "term", "Type", "Type", words="document_type"),
          _field("edition", "text", "Version", "Version"), DAY, statuses="writing_state"),
)  # fmt: skip
