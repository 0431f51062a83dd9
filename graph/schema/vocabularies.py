"""Controlled words. Keys are what is stored and put in addresses; labels are what people read."""

from __future__ import annotations

from graph.schema.shapes import Label, Vocabulary


def _terms(text: str) -> dict[str, Label]:
    """One term a line: `key | français | English`, or `key | français / feminine | English` where it agrees."""
    rows = ([part.strip() for part in line.split("|")] for line in text.strip().splitlines())
    return {key: Label(fr.partition(" / ")[0], en, fr.partition(" / ")[2] or None) for key, fr, en in rows}


def _vocabulary(name: str, fr: str, en: str, terms: str = "", *, open: bool = False) -> Vocabulary:
    return Vocabulary(name, Label(fr, en), _terms(terms) if terms else {}, open)


VOCABULARIES = (
    _vocabulary("maturity", "Maturité", "Maturity", """
        idea | idée | idea
        building | en construction | in build
        available | disponible | available
        in_use | en usage | in use
        dormant | en sommeil | dormant
        archived | archivé / archivée | archived"""),
    _vocabulary("life", "État", "State", """
        active | en activité | active
        closed | a cessé | closed"""),
    _vocabulary("policy_state", "État", "State", """
        prepared | en préparation | in preparation
        in_force | en vigueur | in force
        ended | terminé / terminée | ended"""),
    _vocabulary("need_state", "État du besoin", "State of the need", """
        expressed | exprimé | expressed
        covered | couvert | covered
        not_covered | non couvert | not covered"""),
    _vocabulary("application_state", "État de la candidature", "State of the application", """
        submitted | déposée | submitted
        admissible | recevable | admissible
        laureate | lauréate | laureate
        not_retained | non retenue | not retained"""),
    _vocabulary("call_state", "État de l'appel", "State of the call", """
        prepared | en préparation | in preparation
        open | ouvert | open
        closed | clos | closed"""),
    _vocabulary("work_state", "Avancement", "Progress", """
        planned | prévu / prévue | planned
        ongoing | en cours | ongoing
        done | fait / faite | done
        postponed | reporté / reportée | postponed
        abandoned | abandonné / abandonnée | abandoned"""),
    _vocabulary("challenge_state", "État du défi", "State of the challenge", """
        proposed | proposé | proposed
        open | ouvert | open
        answered | relevé | answered
        closed | clos | closed"""),
    _vocabulary("writing_state", "État de l'écrit", "State of the writing", """
        draft | brouillon | draft
        final | définitif / définitive | final"""),
    _vocabulary("organisation_type", "Type d'organisation", "Type of organisation", """
        central | administration centrale | central administration
        deconcentrated | service déconcentré | State service in the regions
        operator | opérateur de l'État | State operator
        social_security | organisme de sécurité sociale | social security body
        local_authority | collectivité territoriale | local authority
        intercommunal | intercommunalité | intermunicipal body
        mixed_syndicate | syndicat mixte | joint authority
        public_interest_group | groupement d'intérêt public | public interest group
        company | entreprise | company
        cooperative | coopérative | cooperative
        association | association | association
        school | établissement d'enseignement ou de recherche | school or research body
        independent | autorité indépendante | independent authority
        person | personne physique | natural person
        other | autre | other""", open=True),
    _vocabulary("community_type", "Type de communauté", "Type of community", """
        committee | comité | committee
        working_group | groupe de travail | working group
        network | réseau | network
        practice | communauté de pratique | community of practice
        incubator | incubateur | incubator
        team | équipe | team
        laureates | collectif de lauréats | collective of laureates"""),
    _vocabulary("licence", "Licence", "Licence", open=True),
    _vocabulary("technology", "Technologie", "Technology", open=True),
    _vocabulary("audience", "Public", "Audience", open=True),
    _vocabulary("economic_model", "Modèle économique", "Economic model", open=True),
    _vocabulary("legal_vehicle", "Véhicule juridique", "Legal vehicle", open=True),
    _vocabulary("governance_model", "Mode de gouvernance", "Governance model", open=True),
    _vocabulary("access", "Accès", "Access", """
        open | ouvert | open
        by_agreement | sur convention | by agreement
        restricted | restreint | restricted"""),
    _vocabulary("software_type", "Type de logiciel", "Type of software", """
        software | logiciel | software
        library | bibliothèque | library
        algorithm | algorithme | algorithm
        model | modèle | model"""),
    _vocabulary("service_type", "Type de service", "Type of service", """
        service | service | service
        api | API | API
        platform | plateforme | platform
        hosting | hébergement | hosting"""),
    _vocabulary("standard_type", "Type de standard", "Type of standard", """
        schema | schéma de données | data schema
        norm | norme | norm
        label | label | label"""),
    _vocabulary("guide_type", "Type de guide", "Type of guide", """
        method | méthode | method
        documentation | documentation | documentation
        training | formation | training
        tool_sheet | fiche outil | tool sheet"""),
    _vocabulary("project_stage", "Étape de projet", "Stage of a project", """
        diagnosis | diagnostic | diagnosis
        design | conception | design
        funding | financement | funding
        build | réalisation | build
        evaluation | évaluation | evaluation"""),
    _vocabulary("offer_type", "Type d'accompagnement", "Type of support", """
        diagnosis | diagnostic | diagnosis
        engineering | ingénierie | engineering
        funding | financement | funding
        off_the_shelf | sur étagère | off the shelf
        made_to_measure | sur mesure | made to measure"""),
    _vocabulary("policy_level", "Niveau", "Level", """
        policy | politique | policy
        objective | objectif | objective
        measure | mesure | measure"""),
    _vocabulary("echelon", "Échelon", "Echelon", """
        state | État | State
        region | région | region
        departement | département | département
        local | bloc communal | municipalities
        europe | Europe | Europe"""),
    _vocabulary("rule_function", "Fonction de la règle", "Function of the rule", """
        durability | pérennité | durability
        openness | ouverture | openness
        sharing | partage | sharing
        contribution | contribution | contribution
        decision | décision | decision
        membership | adhésion | membership"""),
    _vocabulary("text_type", "Nature du texte", "Nature of the text", """
        law | loi | law
        decree | décret | decree
        regulation | règlement | regulation
        convention | convention | convention
        charter | charte | charter"""),
    _vocabulary("project_type", "Type de projet", "Type of project", """
        territorial | projet de territoire | territorial project
        feasibility | étude de faisabilité | feasibility study
        candidate | projet candidat | candidate project"""),
    _vocabulary("meeting_type", "Type de réunion", "Type of meeting", """
        plenary | plénière | plenary
        committee | comité | committee
        workshop | atelier | workshop
        training | formation | training
        event | événement | event"""),
    _vocabulary("territory_type", "Type de territoire", "Type of territory", """
        country | pays | country
        region | région | region
        departement | département | département
        epci | intercommunalité | intermunicipal territory
        commune | commune | commune
        mobility_basin | bassin de mobilité | mobility basin
        scot | SCoT | SCoT
        pnr | parc naturel régional | regional nature park
        own | territoire de projet | project territory"""),
    _vocabulary("document_type", "Type de document", "Type of document", """
        deliverable | livrable | deliverable
        study | étude | study
        minutes | compte rendu | minutes
        contract | convention ou contrat | contract"""),
    _vocabulary("declared_by", "Qui le dit", "Who says so", """
        actor | déclaré | declared
        curator | ajouté | added
        import | importé | imported"""),
    _vocabulary("standing", "Accord de l'acteur", "Standing", """
        to_confirm | à confirmer | to confirm
        confirmed | confirmé | confirmed
        contested | contesté | contested"""),
    _vocabulary("visibility", "Visible par", "Visible to", """
        public | tous | everybody
        members | membres | members
        group | le groupe | the group
        private | moi et l'animation | me and the facilitators
        facilitators | l'animation seule | the facilitators only"""),
    _vocabulary("seat", "Siège", "Seat", """
        full | titulaire | full
        deputy | suppléant | deputy"""),
    _vocabulary("post", "Fonction", "Function", """
        elected | élu | elected
        technical | technique | technical
        decision | décision | decision"""),
    _vocabulary("animation", "Rôle d'animation", "Role in animation", """
        animation | animation | animation
        coordination | coordination | coordination
        secretariat | secrétariat | secretariat"""),
    _vocabulary("funding_step", "Étape du financement", "Funding step", """
        lead | piste | lead
        requested | demandé | requested
        granted | accordé | granted
        paid | versé | paid"""),
    _vocabulary("support_form", "Forme de soutien", "Form of support", """
        funding | financement | funding
        expertise | expertise | expertise
        visibility | visibilité | visibility
        network | mise en réseau | network"""),
    _vocabulary("serves_how", "Contribution", "Contribution", """
        contributes | contribue à | contributes to
        implements | met en œuvre | implements
        monitors | permet de suivre | makes it possible to follow
        required | est exigé par | is required by"""),
    _vocabulary("approach_step", "Étape de l'approche", "Step of the approach", """
        to_contact | à contacter | to contact
        contacted | contacté | contacted
        interested | intéressé | interested
        takes_part | participe | takes part
        declined | décline | declined"""),
    _vocabulary("application_outcome", "Lien de la candidature", "Link of the application", """
        candidate | candidate à | applies to
        laureate | est lauréate de | is a laureate of
        concerns | porte sur | is about"""),
    _vocabulary("presence", "Présence", "Presence", """
        present | présent | present
        excused | excusé | excused
        represented | représenté | represented
        absent | absent | absent"""),
    _vocabulary("use_case_stage", "Où en est le cas d'usage", "Where the use case stands", """
        idea | idée | idea
        documented | documenté | documented
        tried | essayé | tried
        in_use | en usage | in use"""),
    _vocabulary("vote_mode", "Vote", "Vote", """
        consent | par consentement | by consent
        show_of_hands | à main levée | by show of hands"""),
    _vocabulary("place_role", "Lien au territoire", "Link to the territory", """
        located | est implanté à | is located in
        acts | intervient à | acts in
        covers | couvre | covers
        steers | pilote depuis | steers from
        deployed | est déployé à | is deployed in"""),
)  # fmt: skip
