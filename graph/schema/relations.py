"""Every relation: its sentence both ways, the noun that heads it on each end's page, its allowed ends."""

from __future__ import annotations

from collections.abc import Mapping

from graph.schema.kinds import KINDS
from graph.schema.shapes import Field, FieldType, Label, Relation
from graph.schema.vocabularies import VOCABULARIES

RESOURCE = frozenset(kind.name for kind in KINDS if kind.family == "resources")
ACTOR = frozenset({"Organisation", "Person"})
ANY = frozenset(kind.name for kind in KINDS)
COMMONS = frozenset({"Commons"})


def _ends(*names: str) -> frozenset[str]:
    return frozenset(names)


def _field(name: str, type: FieldType, fr: str, en: str, words: str | None = None, unit: str | None = None) -> Field:
    return Field(name, type, Label(fr, en), vocabulary=words, unit=unit)


ROLE = _field("role", "text", "Rôle", "Role")
OBJECT = _field("object", "text", "Objet", "Object")
EXTRA = (
    _field("since", "date", "Depuis", "Since"),
    _field("until", "date", "Jusqu'à", "Until"),
    _field("source", "text", "Source", "Source"),
    _field("source_url", "url", "Adresse de la source", "Address of the source"),
    _field("source_date", "date", "Date de la source", "Date of the source"),
    _field("declared_by", "term", "Qui le dit", "Who says so", "declared_by"),
    _field("standing", "term", "Accord de l'acteur", "Standing", "standing"),
    _field("standing_by", "text", "Accord donné par", "Standing given by"),
    _field("standing_at", "date", "Accord donné le", "Standing given on"),
    _field("visibility", "term", "Visible par", "Visible to", "visibility"),
    _field("note", "text", "Remarque", "Note"),
)

Sentences = Mapping[str, tuple[Label, Label]]


def _relation(
    type: str, fr: tuple[str, str], en: tuple[str, str], heads: tuple[str, str], heads_en: tuple[str, str],
    sources: frozenset[str], targets: frozenset[str], *fields: Field, same_family: bool = False,
    symmetric: bool = False, walks: bool = True, told_by: str | None = None,
    sentences: Sentences | None = None, distinct_by: str | None = None, visibility: str = "public",
    event: bool = False,
) -> Relation:  # fmt: skip
    return Relation(
        type, Label(fr[0], en[0]), Label(fr[1], en[1]), Label(heads[0], heads_en[0]), Label(heads[1], heads_en[1]),
        sources, targets, (*fields, *EXTRA), same_family, symmetric, walks, told_by, sentences or {}, distinct_by,
        visibility, event,
    )  # fmt: skip


def _told(vocabulary: str, inverse_fr: str, inverse_en: str) -> Sentences:
    """One sentence a term of the vocabulary, all with the same inverse."""
    terms = next(v.terms for v in VOCABULARIES if v.name == vocabulary)
    return {key: (label, Label(inverse_fr, inverse_en)) for key, label in terms.items()}


RELATIONS = (
    _relation("PART_OF", ("fait partie de", "comprend"), ("is part of", "includes"),
              ("Fait partie de", "Comprend"), ("Part of", "Includes"), ANY, ANY,
              _field("rank", "number", "Rang", "Rank"), same_family=True),
    _relation("MEMBER_OF", ("est membre de", "a pour membre"), ("is a member of", "has as member"),
              ("Appartenances", "Membres"), ("Memberships", "Members"), ACTOR, _ends("Community", "Organisation"),
              ROLE, _field("writes", "yes_no", "Écrit en son nom", "Writes on its behalf"),
              _field("on_behalf_of", "text", "Au nom de", "On behalf of"),
              _field("seat", "term", "Siège", "Seat", "seat"), _field("college", "text", "Collège", "College"),
              distinct_by="role"),
    _relation("WORKS_FOR", ("travaille à", "emploie"), ("works for", "employs"),
              ("Employeurs", "Personnes"), ("Employers", "People"), _ends("Person"), _ends("Organisation"),
              _field("role", "term", "Fonction", "Function", "post"), distinct_by="role"),
    _relation("ANIMATES", ("anime", "est animé par"), ("animates", "is animated by"),
              ("Animations", "Animateurs"), ("Animates", "Facilitators"), ACTOR,
              _ends("Community", "Call", "Programme"),
              _field("role", "term", "Fonction", "Function", "animation"), distinct_by="role"),
    _relation("LEADS", ("pilote", "est piloté par"), ("leads", "is led by"),
              ("Pilotages", "Pilotes"), ("Leads", "Leads"), ACTOR, _ends("Policy", "Action", "Project", "Roadmap")),
    _relation("PARTNERS", ("est partenaire de", "est partenaire de"), ("is a partner of", "is a partner of"),
              ("Partenaires", "Partenaires"), ("Partners", "Partners"), _ends("Organisation"),
              _ends("Organisation", "Project", "Programme", "Action"), symmetric=True),
    _relation("CONTRACTED_BY", ("est prestataire de", "a pour prestataire"), ("is contracted by", "contracts"),
              ("Clients", "Prestataires"), ("Clients", "Contractors"), _ends("Organisation"),
              _ends("Organisation", "Project"), OBJECT, distinct_by="object"),
    _relation("STEWARDS", ("porte", "est porté par"), ("stewards", "is stewarded by"),
              ("Portages", "Porteurs"), ("Stewards", "Stewards"), ACTOR | {"Community"},
              COMMONS | {"Project"} | RESOURCE, ROLE, distinct_by="role"),
    _relation("CONTRIBUTES_TO", ("contribue à", "reçoit des contributions de"),
              ("contributes to", "receives contributions from"), ("Contributions", "Contributeurs"),
              ("Contributions", "Contributors"), ACTOR | {"Community"}, COMMONS | RESOURCE, ROLE, distinct_by="role"),
    _relation("PRODUCES", ("produit", "est produit par"), ("produces", "is produced by"),
              ("Productions", "Producteurs"), ("Produces", "Producers"), _ends("Organisation"),
              RESOURCE | {"Document"}),
    _relation("PUBLISHES", ("diffuse", "est diffusé par"), ("publishes", "is published by"),
              ("Diffusions", "Diffuseurs"), ("Publishes", "Publishers"), _ends("Organisation"),
              RESOURCE | {"Document"}),
    _relation("FUNDS", ("finance", "est financé par"), ("funds", "is funded by"),
              ("Financements accordés", "Financeurs"), ("Funds", "Funders"), _ends("Organisation", "Programme"),
              _ends("Commons", "Project", "Action", "Community"),
              _field("amount", "amount", "Montant", "Amount", unit="EUR"),
              _field("step", "term", "Étape", "Step", "funding_step"), OBJECT, distinct_by="object"),
    _relation("SUPPORTS", ("accompagne", "est accompagné par"), ("supports", "is supported by"),
              ("Accompagnements", "Soutiens"), ("Supports", "Supporters"),
              _ends("Organisation", "Programme", "Offer"), _ends("Commons", "Project", "Community", "Organisation"),
              _field("form", "term", "Forme", "Form", "support_form"), distinct_by="form"),
    _relation("INCUBATES", ("incube", "est incubé par"), ("incubates", "is incubated by"),
              ("Incubations", "Incubateurs"), ("Incubates", "Incubators"), _ends("Community", "Organisation"),
              _ends("Service", "Project")),
    _relation("HAS_RESOURCE", ("a pour ressource", "est une ressource de"), ("has as resource", "is a resource of"),
              ("Ressources", "Communs"), ("Resources", "Commons"), COMMONS, RESOURCE),
    _relation("MAINTAINED_BY", ("est entretenu par la communauté", "entretient"),
              ("is maintained by the community", "maintains"), ("Communauté", "Communs entretenus"),
              ("Community", "Maintains"), COMMONS, _ends("Community")),
    _relation("USES", ("utilise", "est utilisé par"), ("uses", "is used by"),
              ("Utilise", "Utilisateurs"), ("Uses", "Users"), ACTOR | {"Commons", "UseCase", "Project", "Service"},
              RESOURCE | COMMONS, _field("purpose", "text", "Pour quoi faire", "What for"),
              _field("feedback", "text", "Retour d'usage", "Feedback")),
    _relation("DEPENDS_ON", ("dépend de", "est nécessaire à"), ("depends on", "is needed by"),
              ("Dépendances", "Dépendants"), ("Dependencies", "Dependants"), RESOURCE | COMMONS, RESOURCE | COMMONS),
    _relation("CONFORMS_TO", ("est conforme à", "est suivi par"), ("conforms to", "is followed by"),
              ("Standards suivis", "Ressources conformes"), ("Standards followed", "Conforming resources"),
              RESOURCE, _ends("Standard")),
    _relation("INSTANCE_OF", ("est une instance de", "a pour instance"), ("is an instance of", "has as instance"),
              ("Instance de", "Instances"), ("Instance of", "Instances"), _ends("Service"),
              _ends("Software", "Commons")),
    _relation("REPLACES", ("remplace", "est remplacé par"), ("replaces", "is replaced by"),
              ("Remplace", "Remplaçants"), ("Replaces", "Replaced by"), RESOURCE | COMMONS, RESOURCE | COMMONS),
    _relation("COMPLEMENTS", ("complète", "complète"), ("complements", "complements"),
              ("Compléments", "Compléments"), ("Complements", "Complements"), RESOURCE | COMMONS,
              RESOURCE | COMMONS, symmetric=True),
    _relation("OVERLAPS", ("recoupe", "recoupe"), ("overlaps", "overlaps"),
              ("Recoupements", "Recoupements"), ("Overlaps", "Overlaps"), RESOURCE | COMMONS, RESOURCE | COMMONS,
              symmetric=True),
    _relation("SERVES", ("contribue à", "s'appuie sur"), ("contributes to", "relies on"),
              ("Politiques concernées", "Ressources mobilisées"), ("Policies served", "Resources mobilised"),
              RESOURCE | COMMONS | {"UseCase", "Project"}, _ends("Policy"),
              _field("how", "term", "Contribution", "Contribution", "serves_how"), told_by="how",
              sentences=_told("serves_how", "s'appuie sur", "relies on"), distinct_by="how"),
    _relation("CONFLICTS_WITH", ("contredit", "contredit"), ("conflicts with", "conflicts with"),
              ("Contradictions", "Contradictions"), ("Conflicts", "Conflicts"), _ends("Policy", "Rule", "LegalText"),
              _ends("Policy", "Rule", "LegalText"), symmetric=True),
    _relation("IMPLEMENTS", ("met en œuvre", "est mis en œuvre par"), ("implements", "is implemented by"),
              ("Politiques mises en œuvre", "Mises en œuvre"), ("Implements", "Implementations"),
              _ends("Roadmap", "Action", "Programme"), _ends("Policy")),
    _relation("PRIORITISES", ("retient comme priorité", "est une priorité de"), ("prioritises", "is a priority of"),
              ("Priorités", "Priorité de"), ("Priorities", "Priority of"), _ends("Roadmap", "Action", "Programme"),
              _ends("Policy")),
    _relation("HAS_ROADMAP", ("a pour feuille de route", "est la feuille de route de"),
              ("has as roadmap", "is the roadmap of"), ("Feuilles de route", "Communauté"), ("Roadmaps", "Community"),
              _ends("Community", "Programme"), _ends("Roadmap")),
    _relation("PROVIDES_FOR", ("prévoit des moyens pour", "a ses moyens prévus par"),
              ("provides for", "is provided for by"), ("Moyens prévus", "Moyens prévus par"),
              ("Means planned", "Means planned by"), _ends("Roadmap"), _ends("Action"),
              _field("means", "text", "Ressources nécessaires", "Resources needed"),
              _field("lead", "text", "Piste de financement", "Funding lead")),
    _relation("REALISES", ("concrétise", "est concrétisé par"), ("realises", "is realised by"),
              ("Cas d'usage concrétisés", "Concrétisé par"), ("Use cases realised", "Realised by"),
              _ends("Action", "Project"), _ends("UseCase")),
    _relation("PROMPTS", ("entraîne", "découle de"), ("prompts", "follows from"),
              ("Suites données", "Découle de"), ("What followed", "Follows from"), _ends("Decision"),
              _ends("Action", "Roadmap", "Project", "Rule")),
    _relation("EXPRESSES", ("exprime", "est exprimé par"), ("expresses", "is expressed by"),
              ("Besoins exprimés", "Exprimé par"), ("Needs expressed", "Expressed by"),
              ACTOR | {"Community", "Territory"}, _ends("Need", "UseCase")),
    _relation("NEEDS", ("a besoin de", "est demandé par"), ("needs", "is asked for by"),
              ("Besoins", "Demandeurs"), ("Needs", "Asked for by"),
              _ends("Policy", "UseCase", "Commons", "Action", "Project"), RESOURCE | {"Need"}),
    _relation("MEETS", ("répond au besoin", "est couvert par"), ("meets", "is met by"),
              ("Besoins couverts", "Réponses"), ("Needs met", "Answers"), RESOURCE | COMMONS | {"Project"},
              _ends("Need")),
    _relation("PROPOSES", ("propose", "est proposé par"), ("proposes", "is proposed by"),
              ("Propositions", "Proposé par"), ("Proposes", "Proposed by"), ACTOR | {"Community"},
              _ends("Challenge", "Theme")),
    _relation("TAKES_UP", ("reprend le besoin", "est repris par le défi"), ("takes up", "is taken up by"),
              ("Besoins repris", "Défis posés"), ("Needs taken up", "Challenges put"), _ends("Challenge"),
              _ends("Need")),
    _relation("RAISES", ("comporte le défi", "fait partie de l'appel"), ("raises", "is raised by"),
              ("Défis", "Appels"), ("Challenges", "Calls"), _ends("Call"), _ends("Challenge")),
    _relation("ANSWERS", ("répond au défi", "reçoit pour réponse"), ("answers", "is answered by"),
              ("Défis relevés", "Réponses"), ("Challenges answered", "Answers"),
              _ends("Commons", "Project", "Organisation"), _ends("Challenge")),
    _relation("APPROACHED", ("est pressenti pour", "a pour pressenti"), ("is approached for", "has approached"),
              ("Approches", "Pressentis"), ("Approaches", "Approached"), _ends("Organisation"),
              _ends("Challenge", "Community"), _field("step", "term", "Étape", "Step", "approach_step"),
              _field("last_contact", "date", "Dernier contact", "Last contact"), visibility="private"),
    _relation("APPLIES_TO", ("candidate à", "a pour candidature"), ("applies to", "has as application"),
              ("Candidate à", "Candidatures"), ("Applies to", "Applications"), _ends("Application"),
              _ends("Call", "Commons", "Project"),
              _field("outcome", "term", "Lien", "Link", "application_outcome"), told_by="outcome", event=True,
              sentences={
                  "candidate": (Label("candidate à", "applies to"), Label("a pour candidature", "has as application")),
                  "laureate": (
                      Label("est lauréate de", "is a laureate of"), Label("a pour lauréate", "has as laureate"),
                  ),
                  "concerns": (Label("porte sur", "is about"), Label("fait l'objet de", "is the subject of")),
              }),
    _relation("OPENS", ("lance", "est lancé par"), ("opens", "is opened by"),
              ("Appels lancés", "Lancé par"), ("Calls opened", "Opened by"), _ends("Organisation"), _ends("Call"),
              event=True),
    _relation("GOVERNS", ("encadre", "est encadré par"), ("governs", "is governed by"),
              ("Encadre", "Règles"), ("Governs", "Rules"), _ends("Rule"), COMMONS | {"Community"} | RESOURCE),
    _relation("FRAMES", ("encadre", "est encadré par"), ("frames", "is framed by"),
              ("Encadre", "Textes de référence"), ("Frames", "Reference texts"), _ends("LegalText"), ANY),
    _relation("DECIDED_IN", ("a été décidé en", "a décidé"), ("was decided in", "decided"),
              ("Décidé en", "Décisions"), ("Decided in", "Decisions"), _ends("Decision"), _ends("Meeting"), event=True),
    _relation("HOLDS", ("tient", "est tenue par"), ("holds", "is held by"),
              ("Réunions", "Tenue par"), ("Meetings", "Held by"),
              _ends("Community", "Organisation", "Programme", "Call"), _ends("Meeting"), event=True),
    _relation("DISCUSSES", ("traite", "est traité en"), ("discusses", "is discussed in"),
              ("Ordre du jour", "Réunions"), ("Agenda", "Meetings"), _ends("Meeting"), ANY, event=True),
    _relation("ATTENDS", ("participe à", "a pour participant"), ("attends", "has as participant"),
              ("Réunions", "Participants"), ("Meetings", "Participants"), ACTOR, _ends("Meeting"),
              _field("presence", "term", "Présence", "Presence", "presence"), event=True),
    _relation("DELIVERS", ("a pour livrable", "est le livrable de"), ("delivers", "is a deliverable of"),
              ("Livrables", "Livrable de"), ("Deliverables", "Deliverable of"), _ends("Action", "Project", "Commons"),
              RESOURCE | {"Document"}, _field("due", "date", "Échéance", "Due"), event=True),
    _relation("MEASURES", ("mesure", "est mesuré par"), ("measures", "is measured by"),
              ("Ce qu'il mesure", "Indicateurs"), ("What it measures", "Indicators"), _ends("Indicator"),
              COMMONS | RESOURCE | {"Policy", "Programme", "Project", "Action", "Community"}, walks=False),
    _relation("IN_TERRITORY", ("intervient à", "a pour intervenant"), ("acts in", "is covered by"),
              ("Territoires", "Présents sur le territoire"), ("Territories", "Present in the territory"),
              ANY - {"Territory"}, _ends("Territory"), _field("role", "term", "Lien", "Link", "place_role"),
              walks=False, told_by="role", distinct_by="role",
              sentences={
                  "located": (Label("est implanté à", "is located in"), Label("accueille", "hosts")),
                  "acts": (Label("intervient à", "acts in"), Label("a pour intervenant", "is covered by")),
                  "covers": (Label("couvre", "covers"), Label("est couvert par", "is covered by")),
                  "steers": (Label("pilote depuis", "steers from"), Label("abrite le pilotage de", "steers")),
                  "deployed": (Label("est déployé à", "is deployed in"), Label("déploie", "deploys")),
              }),
    _relation("ADMINISTERS", ("administre", "est administré par"), ("administers", "is administered by"),
              ("Territoires administrés", "Administration"), ("Administers", "Administration"),
              _ends("Organisation"), _ends("Territory")),
    _relation("ABOUT", ("a pour thème", "est le thème de"), ("is about", "is the theme of"),
              ("Thèmes", "Sur ce thème"), ("Themes", "On this theme"), ANY - {"Theme"}, _ends("Theme"), walks=False),
    _relation("MENTIONS", ("cite", "est cité dans"), ("mentions", "is mentioned in"),
              ("Cite", "Cité dans"), ("Mentions", "Mentioned in"), _ends("Note", "News"), ANY, walks=False, event=True),
)  # fmt: skip
