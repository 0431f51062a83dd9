"""Who each address of the site is for: a new one is told here first."""

import re

PEOPLE = ("anonymous", "member", "other", "bearer", "facilitator", "administrator")
EVERYBODY = frozenset(PEOPLE)
SIGNED_IN = EVERYBODY - {"anonymous"}
WRITERS = SIGNED_IN - {"member"}  # who bears or animates something, whatever it is
ITS_WRITERS = WRITERS - {"other"}  # who bears this very record, or animates the whole
FACILITATORS = frozenset({"facilitator", "administrator"})
ADMINISTRATORS = frozenset({"administrator"})

# Method and address; {id} and {slug} are a commons that "bearer" bears and "other" does not.
WHO = {
    EVERYBODY: """
        GET /  GET /aide  GET /aide/{page}  GET /annuaire  GET /apparence  GET /donnees  GET /sante  GET /chemin
        GET /communs/  GET /communs.csv  GET /communs/{slug}  GET /communs/{slug}.atom  GET /communs/{slug}/historique
        GET /communs/{slug}/liens  GET /communs/{slug}/liens.csv  GET /communs/{slug}/politiques
        GET /communs/{slug}/politiques.csv  GET /politiques/{policy}/ressources  GET /politiques/{policy}/ressources.csv
        GET /politiques/{policy}/ressources.xlsx  GET /manques  GET /manques.csv
        GET /politiques/{policy}/financements  GET /politiques/{policy}/financements.csv
        GET /politiques/{policy}/financements.xlsx  GET /manques/{slug}
        GET /communautes/{community}/depuis  GET /communautes/{community}/cas-d-usage
        GET /communautes/{community}/comite  GET /communautes/{community}/comite.xlsx
        GET /communautes/{community}/participation  GET /communautes/{community}/participation.xlsx
        GET /communautes/{community}/reunions.ics  GET /reunions/{meeting}/ordre-du-jour  GET /reunions/{meeting}.ics
        GET /communautes/{community}/feuille-de-route  GET /communautes/{community}/feuille-de-route/{year}
        GET /communautes/{community}/feuille-de-route/{year}.xlsx
        GET /communautes/{community}/feuille-de-route/{year}/publique
        GET /communautes/{community}/feuille-de-route/{year}/suivi
        GET /communautes/{community}/feuille-de-route/{year}/chaines
        GET /communautes/{community}/feuille-de-route/{year}/comparer  GET /decisions/{decision}/suites
        GET /appels/{call}/portefeuille  GET /appels/{call}/portefeuille.csv
        GET /communs/{slug}/indicateurs.csv  GET /indicateurs/{indicator}/valeurs.csv
        GET /notes/{note}.{form}  GET /notes/{note}.md  GET /notes.zip  GET /notes/{note}/versions
        GET /notes/dossiers
        GET /notes/{note}/amendements  GET /notes/{note}/adoptee/{hash}  GET /notes/{note}/adoptee/{hash}.txt
        GET /nouveautes  GET /nouveautes.atom  GET /laureats  GET /laureats.atom  GET /recherche
        GET /recherche/suggestions  GET /reseau  GET /reseau.csv  GET /reseau.json  GET /reseau.svg  GET /reseau.xlsx
        GET /reseau/tableau
        GET /reseau/selection  GET /vues  GET /vues/{view}  GET /vues/{view}/integrer
        GET /recits  GET /recits/{view}  GET /reseau/carte  GET /reseau/carte.csv
        GET /reseau/nouveau  GET /reseau/nouveau.atom  GET /questions  GET /questions.csv  GET /questions/{view}
        GET /selections  GET /selections/{view}  GET /selections/{view}.csv  GET /selections/{view}.md
        GET /synthese  POST /synthese  GET /synthese.{form}  GET /syntheses  GET /syntheses/{view}
        GET /syntheses/{view}.{form}
        GET /decisions/{decision}/dossier  GET /decisions/{decision}/dossier.{form}
        GET /decisions/{decision}/dossier/instantanes/{snapshot}
        GET /decisions/{decision}/dossier/instantanes/{snapshot}.{form}
        GET /couverture  GET /couverture.csv  GET /couverture.xlsx  GET /couverture/case
        GET /dependances  GET /dependances.csv  GET /dependances/gardees  GET /dependances/gardees/{view}
        GET /reseau/mesures  GET /reseau/mesures.csv  GET /api/v1/metrics  GET /api/v1/components
        GET /api/v1/  GET /api/v1/entities  GET /api/v1/entities/{id}  GET /api/v1/entities/{id}/neighbourhood
        GET /api/v1/entities/{id}/impact
        GET /api/v1/entities/{id}/trace  GET /api/v1/network  GET /api/v1/openapi.json  GET /api/v1/path
        GET /connexion  POST /connexion  POST /deconnexion  GET /connexion/code  POST /connexion/code
        GET /mot-de-passe-oublie  POST /mot-de-passe-oublie  GET /mot-de-passe/{token}  POST /mot-de-passe/{token}
        GET /invitation/{token}  POST /invitation/{token}  GET /proposer/{id}  POST /proposer/{id}  GET /apercu/{token}
        GET /fichier/{file}  GET /fichier/{file}/apercu
        GET /versions/{id}/{seq}  GET /revue/lien/{token}  POST /revue/lien/{token}
        POST /apercu-texte  GET /contacter/{id}  POST /contacter/{id}  GET /revue/lien/{token}/confirmer
        GET /reponse/{token}  POST /reponse/{token}  GET /calendrier/{token}.ics  GET /calendrier/{token}/{slug}.atom
        GET /suivi-actions/{token}  POST /suivi-actions/{token}
        GET /communautes/{community}/comite.atom
        GET /partage/{token}  POST /partage/{token}  POST /partage/{token}/texte
        GET /partage/{token}/images/{file}
        GET /desabonner/{token}  POST /desabonner/{token}
        GET /connexion/fournisseur  GET /connexion/retour  GET /deconnexion/retour
    """,
    SIGNED_IN: """
        POST /notes/{note}/sync  GET /compte/relectures  GET /compte/reunions  POST /compte/reunions
        GET /reunions/{meeting}/reponse  POST /reunions/{meeting}/reponse
        GET /selections/nouvelle  POST /selections/nouvelle  GET /selections/ajouter
        GET /selections/{view}/modifier  POST /selections/{view}/modifier  POST /selections/{view}/retirer
        POST /selections/{view}/entrees  POST /selections/{view}/entrees/{entry}
        POST /syntheses  GET /syntheses/{view}/modifier  POST /syntheses/{view}/modifier
        POST /syntheses/{view}/retirer
        GET /dependances/garder  POST /dependances/garder  POST /dependances/gardees/{view}/retirer
        GET /vues/garder  POST /vues/garder  GET /vues/{view}/modifier  POST /vues/{view}/modifier
        POST /vues/{view}/retirer  GET /recits/garder  POST /recits/garder  GET /recits/{view}/modifier
        POST /recits/{view}/modifier  POST /recits/{view}/retirer
        GET /discussions  GET /discussion/{id}  POST /discussion/{id}  POST /discussion/{id}/{comment}
        GET /questions/garder  POST /questions/garder  GET /questions/{view}/modifier  POST /questions/{view}/modifier
        POST /questions/{view}/retirer
        POST /appels/{call}/portefeuille  GET /suivi  POST /suivi/{id}  POST /suivi/reprendre  POST /suivre
        GET /notes/{note}/amendements/nouveau  POST /notes/{note}/amendements/nouveau
        POST /notes/{note}/amendements/{amendment}
        GET /notes/{note}/commentaires  POST /notes/{note}/commentaires
        GET /propositions  GET /propositions/{proposal}  POST /propositions/{proposal}
        GET /compte  POST /compte/nom  POST /compte/connexions/{id}/fermer  POST /compte/connexions/fermer-les-autres
        GET /compte/double-authentification  POST /compte/double-authentification
        POST /compte/double-authentification/codes  POST /compte/double-authentification/retirer
        GET /compte/mes-donnees.json  GET /compte/mot-de-passe  POST /compte/mot-de-passe
        GET /compte/supprimer  POST /compte/supprimer  POST /compte/identites/{key}/retirer
    """,
    WRITERS: """
        GET /notes/nouvelle  GET /notes/importer  POST /notes/importer  POST /notes/coller
        GET /notes/importer/{token}  POST /notes/importer/{token}
        GET /ajouter  GET /ajouter/{kind}  POST /ajouter/{kind}  GET /lier  POST /lier  POST /annuler/{op}
        GET /liens-suggeres  POST /liens-suggeres  GET /liens-suggeres.csv  GET /liens-suggeres/refuses
        POST /liens-suggeres/refuses
        GET /corbeille  POST /reseau/tableau  GET /manques/nouveau  POST /manques/nouveau
    """,
    ITS_WRITERS: """
        GET /indicateurs/{indicator}/valeurs  POST /indicateurs/{indicator}/valeurs
        GET /modifier/{id}  POST /modifier/{id}  GET /liens/{link}/modifier  POST /liens/{link}/modifier
        GET /liens/{link}/accord  POST /liens/{link}/accord  POST /liens/{link}/retirer
        POST /versions/{id}/{seq}  GET /supprimer/{id}  POST /supprimer/{id}  POST /retablir/{id}
        GET /fichiers/{id}  POST /fichiers/{id}  GET /fichiers/{id}/{file}/modifier  POST /fichiers/{id}/{file}/modifier
        POST /fichiers/{id}/{file}/retirer  POST /fichiers/{id}/{file}/remettre
        POST /citer/{id}  GET /liens-suggeres/de/{id}
        GET /revue/{id}  POST /revue/{id}  POST /revue/{id}/lien  POST /revue/{id}/lien/{link}/retirer
        POST /revue/{id}/relecteur
    """,
    FACILITATORS: """
        GET /notes/modeles  GET /notes/modeles/nouveau  POST /notes/modeles/nouveau  GET /notes/modeles/{template}
        POST /notes/modeles/{template}
        GET /reunions/{meeting}/inviter  POST /reunions/{meeting}/inviter
        GET /reunions/{meeting}/serie  POST /reunions/{meeting}/serie  POST /reunions/{meeting}/serie/suivantes
        GET /communautes/{community}/relances  POST /communautes/{community}/relances
        POST /reunions/{meeting}/annuler  POST /reunions/{meeting}/ordre-du-jour
        POST /reunions/{meeting}/ordre-du-jour/proposer
        GET /reunions/{meeting}/compte-rendu  POST /reunions/{meeting}/compte-rendu
        GET /reunions/{meeting}/presences  POST /reunions/{meeting}/presences
        GET /communautes/{community}/mobilisation  POST /communautes/{community}/mobilisation
        GET /reunions/{meeting}/ordre-du-jour/{point}/vote  POST /reunions/{meeting}/ordre-du-jour/{point}/vote
        GET /decisions/{decision}/vote  POST /decisions/{decision}/vote
        GET /communautes/{community}/a-traiter  POST /communautes/{community}/a-traiter
        GET /communautes/{community}/mobilisation.xlsx  POST /communautes/{community}/mobilisation/ajouter
        GET /communautes/{community}/feuille-de-route/ouvrir  POST /communautes/{community}/feuille-de-route/ouvrir
        GET /communautes/{community}/comite/importer  POST /communautes/{community}/comite/importer
        GET /communautes/{community}/comite/importer/{token}  POST /communautes/{community}/comite/importer/{token}
        GET /communautes/{community}/feuille-de-route/{year}/publier
        POST /communautes/{community}/feuille-de-route/{year}/publier
        GET /communautes/{community}/feuille-de-route/{year}/importer
        POST /communautes/{community}/feuille-de-route/{year}/importer
        GET /communautes/{community}/feuille-de-route/{year}/importer/{token}
        POST /communautes/{community}/feuille-de-route/{year}/importer/{token}
        GET /communautes/{community}/feuille-de-route/{year}/lignes/nouvelle
        POST /communautes/{community}/feuille-de-route/{year}/lignes/nouvelle
        GET /communautes/{community}/feuille-de-route/{year}/lignes/{action}
        POST /communautes/{community}/feuille-de-route/{year}/lignes/{action}
        POST /communautes/{community}/feuille-de-route/{year}/lignes/{action}/place
        POST /communautes/{community}/feuille-de-route/{year}/lignes/{action}/retirer
        GET /notes/{note}/lignes  POST /notes/{note}/lignes  POST /notes/{note}/cocher
        POST /notes/{note}/versions/{seq}  GET /notes/{note}/adoption  POST /notes/{note}/adoption
        POST /notes/{note}/commentaires/{comment}
        POST /notes/{note}/ajout
        GET /notes/{note}/rangement  POST /notes/{note}/rangement
        GET /notes/{note}/partage  POST /notes/{note}/partage  POST /notes/{note}/partage/{share}/retirer
        GET /decisions/{decision}/dossier/modifier  POST /decisions/{decision}/dossier/modifier
        POST /decisions/{decision}/dossier/pieces  POST /decisions/{decision}/dossier/pieces/{piece}/retirer
        POST /decisions/{decision}/dossier/instantanes
        GET /comptes  GET /comptes/inviter  POST /comptes/inviter  POST /comptes/invitations/{id}/renvoyer
        POST /comptes/invitations/{id}/reprendre  POST /propositions/passation/{id}
        GET /doublons  POST /doublons/distincts  GET /reunir  POST /reunir
        GET /dependances/prevenir  POST /dependances/prevenir
        GET /a-traiter  GET /a-traiter/{list}  GET /a-traiter/{list}.csv  POST /a-traiter/{list}
        GET /mises-en-relation  GET /mises-en-relation.csv  POST /mises-en-relation/{id}
        GET /api/v1/worklists/{worklist}
        GET /champs  GET /champs/{kind}  POST /champs/{kind}  POST /champs/{kind}/{name}
        GET /vocabulaires/{vocabulary}  POST /vocabulaires/{vocabulary}
        POST /vocabulaires/{vocabulary}/{key}
        GET /campagnes  GET /campagnes/nouvelle  POST /campagnes/nouvelle  GET /campagnes/{id}
        GET /campagnes/{id}/modifier  POST /campagnes/{id}/modifier  POST /campagnes/{id}/ecarter
        POST /campagnes/{id}/supprimer  POST /campagnes/{id}/envoyer  GET /campagnes/{id}.csv
        POST /campagnes/{id}/clore  POST /campagnes/{id}/liens/retirer
        POST /campagnes/{id}/demandes/{ask}/vue  POST /campagnes/{id}/demandes/{ask}/non-remise
        POST /campagnes/{id}/lettres/{job}/encore  POST /campagnes/{id}/lettres/{job}/regler
        GET /imports  POST /imports  GET /imports/{token}/apercu  GET /imports/{token}/colonnes
        POST /imports/{token}/colonnes  GET /imports/{token}/correspondance.yml  POST /imports/{token}/importer
        GET /imports/{token}/problemes.csv  POST /imports/{token}/retirer  GET /imports/passages/{run}
        POST /imports/passages/{run}/annuler  GET /imports/passages/{run}/problemes.csv
        POST /imports/passages/{run}/reprendre
    """,
    ADMINISTRATORS: "POST /comptes/{id}/role  POST /comptes/{id}/suspendre  POST /comptes/{id}/retablir",
}  # fmt: skip
# They lead to or from the door, by what they are.
DOORS = (
    "/deconnexion", "/connexion/code", "/connexion/fournisseur", "/connexion/retour", "/deconnexion/retour",
    "/compte/identites/{key}/retirer",  # not there without a provider: test_accounts_provider
)  # fmt: skip
# What an address may ask for besides; whatever is not here is asked as it is.
QUERY = {
    "/communs/{slug}/liens": "?relation=serves&sens=sortant", "/chemin": "?de={id}&a={policy_id}",
    "/api/v1/path": "?from={id}&to={policy_id}", "/reseau/selection": "?centre={id}&selection={id}",
    "/recherche": "?q=Panoramax", "/recherche/suggestions": "?q=Pano", "/reseau": "?centre={id}",
    "/reseau.csv": "?centre={id}", "/reseau.json": "?centre={id}", "/reseau.svg": "?centre={id}",
    "/reseau.xlsx": "?centre={id}", "/reseau/tableau": "?centre={id}",
    "/questions": "?de=commun&lien1=serves&fiche1={policy_id}", "/questions.csv": "?de=commun&lien1=stewards:in",
    "/selections/ajouter": "?fiche={id}", "/selections/nouvelle": "?fiche={id}",
    "/synthese": "?sujet={id}", "/synthese.{form}": "?sujet={id}",
    "/couverture/case": "?ligne={policy_id}",
    "/dependances": "?arret={id}", "/dependances.csv": "?arret={id}", "/dependances/garder": "?arret={id}",
    "/dependances/prevenir": "?arret={id}",
    "/reseau/carte": "?centre={id}", "/reseau/carte.csv": "?centre={id}",
    "/reseau/nouveau": "?centre={id}", "/reseau/nouveau.atom": "?centre={id}",
}  # fmt: skip
TABLE = {tuple(told.split(" ")): who for who, text in WHO.items() for told in re.split(r"\s{2,}", text.strip())}
