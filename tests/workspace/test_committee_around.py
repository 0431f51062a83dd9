"""Promises of what stands around a committee: its network as a drawing and a list, its tree, its themes, its years."""

from flask import Flask

from graph.committee_network import committee_network
from graph.committee_work import work_of
from graph.database import Database
from graph.participation import participation
from tests.graph.plans import no_scans
from tests.graph.test_committees import FACTS, KINDS
from tests.graph.tuples import CHARLIE, Kinds, graph_of
from tests.reading import found, links, text, texts

PAGE = "/communautes/comite/comite"


def test_its_network_is_drawn_and_listed_the_same(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    told, total = committee_network(db, CHARLIE, ids["Comité"])
    assert [link.other.name for link in told] == ["GT Adresse", "GT Voirie", "Brest métropole", "Région", "Ana", "Béa"]
    assert total == 6, "no meeting, no mandate that ended, nobody hidden"
    page = app.test_client().get(PAGE)
    assert {*links(page, ".committee-network .picture a")} == {*links(page, ".committee-network li a")}
    assert "Comprend GT Adresse" in text(page, ".committee-network ul") and "Caché" not in page.text
    committee_network(no_scans(db, crowd=300), CHARLIE, ids["Comité"])


def test_a_tree_of_sixty_groups_folds_under_those_of_the_first_level(app: Flask, db: Database) -> None:
    names = [f"Comité {n}" for n in range(1, 6)]
    groups = {f"GT {n}-{m}": n for n in range(1, 6) for m in range(1, 12)}
    kinds: Kinds = {"Comité": "Community", **dict.fromkeys([*names, *groups], "Community")}
    facts = {*((name, "PART_OF", "Comité") for name in names),
             *((group, "PART_OF", f"Comité {n}") for group, n in groups.items())}  # fmt: skip
    ids = graph_of(db, facts, kinds)
    assert [(g.record.name, g.within) for g in work_of(db, CHARLIE, ids["Comité"]).groups if g.depth == 1] == [
        (name, 11) for name in names
    ]
    page = app.test_client().get(PAGE)
    assert len(texts(page, ".committee-groups > li")) == 5 and "11 groupes dedans" in text(page, ".committee-groups")
    assert len(found(page, ".committee-groups details")) == 5 and not found(page, ".committee-groups details[open]")
    assert len(links(page, ".committee-groups a")) == 60


def test_a_small_tree_is_open(app: Flask, db: Database) -> None:
    graph_of(db, FACTS, KINDS)
    page = app.test_client().get(PAGE)
    assert texts(page, ".committee-groups details[open] li") == ["Sous-groupe 1 membre"]


def test_participation_is_told_by_theme(app: Flask, db: Database) -> None:
    facts = {*FACTS, ("Brest métropole", "ABOUT", "Voirie"), ("Brest métropole", "ABOUT", "Vélo"),
             ("Région", "ABOUT", "Vélo"), ("Région", "ABOUT", "Caché aussi")}  # fmt: skip
    hidden: Kinds = {**KINDS, "Voirie": "Theme", "Vélo": "Theme", "Caché aussi": ("Theme", {"visibility": "private"})}
    ids = graph_of(db, facts, hidden)
    told = participation(db, CHARLIE, ids["Comité"])
    assert list(told.over_years(lambda part: part.themes)) == ["Voirie", "Vélo"], "a body may be in several"
    said = text(app.test_client().get("/communautes/comite/participation"), "main")
    assert "Vélo" in said and "Caché aussi" not in said


def test_the_record_of_a_roadmap_leads_to_its_year(app: Flask, db: Database) -> None:
    kinds: Kinds = {"Comité": "Community", "Feuille": ("Roadmap", {"year": "2026"}), "Sans année": "Roadmap"}
    graph_of(db, {("Comité", "HAS_ROADMAP", "Feuille")}, kinds)
    client = app.test_client()
    assert "/communautes/comite/feuille-de-route/2026" in links(client.get("/feuilles-de-route/feuille"), "main a.btn")
    assert "Voir l’année" not in text(client.get("/feuilles-de-route/sans-annee"), "main")
