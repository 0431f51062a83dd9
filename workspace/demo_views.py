"""Views, a story, a question, a what-if and a selection that the demo's facilitator keeps for everybody."""

from __future__ import annotations

from urllib.parse import urlencode

from graph import selections, whatif_kept
from graph.database import Database
from graph.saved_views import NETWORK, QUESTIONS, SELECTIONS, STORIES, keep
from graph.viewers import Viewer

CALL = "appel-occitanie-en-partage"
# Title, text, address after its question mark.
VIEWS = (
    (
        "Le comité, vu de près",
        "Le comité territorial, ses comités et ses groupes, et qui les anime. La **plénière** adopte, les comités "
        "thématiques préparent, les groupes produisent.",
        "centre=communaute-ctd-occitanie&distance=1",
    ),
    (
        "Avant l'appel, à l'automne 2024",
        "Ce qui entourait alors l'appel *Occitanie en partage* : un programme, des défis, peu de liens.",
        f"centre={CALL}&distance=1&au=2024-10",
    ),
    (
        "Ce que l'appel a changé",
        "Le même entourage aujourd'hui, comparé à l'automne 2024 : en vert, ce qui est apparu. Ce qui n'est pas daté "
        "n'est compté ni avant ni après.",
        f"centre={CALL}&distance=1&avant=2024-10",
    ),
    (
        "Qui travaille avec qui, par les communs",
        "Les organisations reliées par un commun qu'elles portent, financent ou accompagnent ensemble.",
        "par=communs",
    ),
)
STORY = (
    "Un appel, deux ans après",
    "En quatre images : d'où l'on part, ce que l'appel *Occitanie en partage* a relié, et qui travaille ensemble "
    "depuis. Données inventées pour la démonstration.",
)
QUESTION = (
    "Les communs dont se servent les membres de la plénière",
    "À relire avant chaque plénière : de quoi parler, et avec qui.",
    "de=commun&lien1=uses:in&vers1=organisation&lien2=member_of&vers2=communaute&fiche2=communaute-ctd-pleniere",
)
STOP = (
    "Et si l'IGN s'arrêtait ?",
    "Gardé pour voir, dans six mois, si les communs se sont trouvé d'autres appuis.",
    "organisation-ign",
)
SELECTION = (
    "Connaître ses rues, pour une commune qui commence",
    "Par quoi commencer, qui appeler, et ce qui n'existe pas encore.",
)
ENTRIES = (
    {
        "sort": "record",
        "record": "commun-panoramax",
        "comment": "Les photos de rue : **le plus simple** pour commencer.",
    },
    {"sort": "record", "record": "organisation-ign", "comment": "À appeler pour une instance."},
    {"sort": "external", "title": "Documentation de Panoramax", "url": "https://docs.panoramax.fr/"},
    {"sort": "missing", "title": "Un outil de relevé des trottoirs qui tienne dans une poche"},
)


def keep_views(db: Database, user: str) -> None:
    """Keeps them for the account, readable by everybody."""
    viewer = Viewer(user)
    ids = [_kept(db, viewer, *view, NETWORK) for view in VIEWS]
    _kept(db, viewer, *STORY, urlencode([("vue", id) for id in ids]), STORIES)
    _kept(db, viewer, *QUESTION, QUESTIONS)
    title, text, stopping = STOP
    told = {"title": title, "text": text, "query": f"arret={stopping}", "shared": "public"}
    whatif_kept.keep(db, viewer, told, [], [stopping], None)
    selection = _kept(db, viewer, *SELECTION, "", SELECTIONS)
    for entry in ENTRIES:
        selections.add(db, viewer, selection, entry)


def _kept(db: Database, viewer: Viewer, title: str, text: str, query: str, place: str) -> str:
    return keep(db, viewer, {"title": title, "text": text, "query": query, "shared": "public"}, [], place)
