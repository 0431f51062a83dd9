"""Promises of a record's page: everything it holds, told as it is, and nothing to whom it does not concern."""

from dataclasses import fields

import pytest

from graph import states
from graph.database import Database
from graph.editing import change_record, change_relation, create_record, delete_record
from graph.entities import record, redirect
from graph.errors import Invalid, NotFound
from graph.hubs import HUB
from graph.links import Brief, Link, brief_of, link_of
from graph.operations import Operation
from graph.record_links import links_of
from graph.terms import keep
from graph.viewers import Viewer
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, BOB, CHARLIE, graph_of

FUNDED = {
    ("ADEME", "FUNDS", "Panoramax", "since=2023", "source=convention 23-114"),
    ("Région", "FUNDS", "Panoramax", "since=2020", "until=2021"),
    ("Mairie", "FUNDS", "Panoramax"),
    ("IGN", "STEWARDS", "Panoramax", "since=2021"),
    ("Panoramax", "ABOUT", "Voirie"),
}
KINDS = {
    "ADEME": "Organisation", "Région": "Organisation", "Mairie": "Organisation", "IGN": "Organisation",
    "Panoramax": "Commons", "Voirie": "Theme",
}  # fmt: skip


def save(db: Database, id: str, **fields: object) -> None:
    change_record(db, ALICE, id, states.records(db, [id])[id].version, fields, Operation("alice"))


def test_a_link_and_its_ends_lack_none_of_their_fields() -> None:
    told = {"id": "service-x", "kind": "Service", "name": "X", "summary": None, "status": None}
    one = brief_of(told)
    assert one == Brief("service-x", "Service", "X")
    link = link_of({"id": "uses.x"}, "USES", one, one)
    assert link == Link("uses.x", "USES", one, one)
    assert set(vars(one)) == {field.name for field in fields(Brief)}
    assert set(vars(link)) == {field.name for field in fields(Link)}


def test_a_record_tells_its_fields_in_their_four_states(db: Database) -> None:
    fields = {"licence": "odbl", "repository": "aucun", "documentation": "sans objet"}
    ids = graph_of(db, set(), {"Panoramax": ("Commons", fields)})
    found = record(db, CHARLIE, ids["Panoramax"])
    told = {name: value for name in (*fields, "website") if (value := found.field(name))}
    assert {name: value.state for name, value in told.items()} == {
        "licence": "given", "repository": "none", "documentation": "not_applicable", "website": "not_given",
    }  # fmt: skip
    assert [value.text() for value in told.values()] == ["odbl", "aucun", "sans objet", "non renseigné"]
    assert [value.name for value in found.given] == ["name", "licence"]


def test_words_added_at_run_time_are_shown_as_they_were_written(db: Database) -> None:
    keep(db, [("licence", "odbl-1-0", "ODbL 1.0")])
    ids = graph_of(db, set(), {"Panoramax": ("Commons", {"licence": "ODbL 1.0"}), "ADEME": "Organisation"})
    licence = record(db, CHARLIE, ids["Panoramax"]).field("licence")
    assert licence and licence.text() == "ODbL 1.0"


def test_links_are_grouped_under_nouns_in_the_order_of_the_schema(db: Database) -> None:
    ids = graph_of(db, FUNDED, KINDS)
    found = record(db, CHARLIE, ids["Panoramax"])
    assert [(group.heading.fr, group.verb.fr, group.count) for group in found.groups] == [
        ("Porteurs", "est porté par", 1), ("Financeurs", "est financé par", 3), ("Thèmes", "a pour thème", 1),
    ]  # fmt: skip
    assert (found.count, found.sourced) == (5, 1)
    assert found.groups[1].links[0].sentence() == "Panoramax est financé par ADEME"


def test_past_and_undated_links_are_told_apart(db: Database) -> None:
    ids = graph_of(db, FUNDED, KINDS)
    group = record(db, CHARLIE, ids["Panoramax"]).group_of("FUNDS", inverse=True)
    assert group is not None
    assert [link.source.name for link in group.links] == ["ADEME", "Mairie", "Région"]
    parts = [[link.source.name for link in part] for part in (group.current, group.undated, group.past)]
    assert parts == [["ADEME"], ["Mairie"], ["Région"]]
    assert (group.past_count, group.undated_count) == (1, 1)


def test_a_relation_that_reads_both_ways_has_one_heading(db: Database) -> None:
    facts = {("Panoramax", "COMPLEMENTS", "OSM"), ("Adresses", "COMPLEMENTS", "Panoramax")}
    ids = graph_of(db, facts, dict.fromkeys(("Panoramax", "OSM", "Adresses"), "Commons"))
    (group,) = record(db, CHARLIE, ids["Panoramax"]).groups
    assert sorted(link.other.name for link in group.links) == ["Adresses", "OSM"]
    assert links_of(db, CHARLIE, ids["Panoramax"], "COMPLEMENTS", "in").total == 2


def test_as_of_a_day_only_what_was_in_force_is_told(db: Database) -> None:
    ids = graph_of(db, FUNDED, KINDS)
    group = record(db, CHARLIE, ids["Panoramax"], "2020-06-01").group_of("FUNDS", inverse=True)
    assert group is not None
    assert [link.source.name for link in group.current] == ["Région"]
    assert [link.source.name for link in group.undated] == ["Mairie"]
    assert group.past == ()


def test_as_of_a_day_the_status_is_the_one_of_that_day(db: Database) -> None:
    ids = graph_of(db, set(), {"Panoramax": ("Commons", {"status": "idea"})})
    days = ["2019", "2021-05"]
    db.write("MATCH (n:Entity) SET n.status_states = ['idea', 'in_use'], n.status_days = $days", days=days)
    found = {at: record(db, CHARLIE, ids["Panoramax"], at).status for at in ("2018", "2020-01-01", "2021-05-02")}
    assert found == {"2018": None, "2020-01-01": "idea", "2021-05-02": "in_use"}
    assert [(step.label.fr, step.day) for step in record(db, CHARLIE, ids["Panoramax"]).statuses] == [
        ("idée", "2019"), ("en usage", "2021-05"),
    ]  # fmt: skip
    with pytest.raises(Invalid) as error:
        record(db, CHARLIE, ids["Panoramax"], "hier")
    assert set(error.value.fields) == {"at"}


def test_hidden_unknown_and_deleted_are_the_same_answer_with_near_names(db: Database) -> None:
    graph_of(db, set(), {"Panoramax": "Commons"})
    ids = graph_of(db, set(), {"Panoramix": ("Commons", {"visibility": "private"}), "Panoramas": "Commons"})
    delete_record(db, ALICE, ids["Panoramas"], states.records(db, [ids["Panoramas"]])[ids["Panoramas"]].version,
                  Operation("alice"))  # fmt: skip
    for id in (ids["Panoramix"], ids["Panoramas"], "commun-panoramux"):
        with pytest.raises(NotFound) as error:
            record(db, BOB, id)
        assert error.value.near == ("Panoramax",)


def test_links_with_a_hidden_end_or_of_their_own_secret_are_not_told_nor_counted(db: Database) -> None:
    facts = {
        ("ADEME", "FUNDS", "Panoramax"),
        ("Discrète", "FUNDS", "Panoramax"),
        ("Mairie", "FUNDS", "Panoramax", "visibility=members"),
    }
    ids = graph_of(db, facts, KINDS | {"Discrète": ("Organisation", {"visibility": "private"})})
    told = {viewer.user: record(db, viewer, ids["Panoramax"]) for viewer in (ALICE, BOB, CHARLIE)}
    assert {user: found.count for user, found in told.items()} == {"alice": 3, "bob": 2, None: 1}
    assert [link.other.name for link in told[None].links] == ["ADEME"]
    assert links_of(db, CHARLIE, ids["Panoramax"], "FUNDS", "in").total == 1


def test_contact_details_are_for_those_who_may_see_them(db: Database) -> None:
    fields = {"purpose": "animer", "origin": "elle-même", "email": "c@example.invalid"}
    id = create_record(db, ALICE, "Person", {"name": "Camille Exemple", **fields}, Operation("alice"))
    contact = record(db, ALICE, id).contact
    assert contact and contact.email == "c@example.invalid"
    assert record(db, BOB, id).contact is None


def test_a_renamed_record_leads_to_the_one_it_became(db: Database) -> None:
    ids = graph_of(db, set(), {"Panoramax": "Commons", "Secret": ("Commons", {"visibility": "private"})})
    for old, id in (("commun-geovisio", ids["Panoramax"]), ("commun-cache", ids["Secret"])):
        key = f"maillage:{old}"
        db.write("MATCH (n:Entity {id: $id}) CREATE (:Ref {key: $key})-[:IDENTIFIES]->(n)", id=id, key=key)
    assert redirect(db, CHARLIE, "commun-geovisio") == ids["Panoramax"]
    assert redirect(db, CHARLIE, "commun-cache") is None
    found = record(db, CHARLIE, ids["Panoramax"])
    assert (found.refs, found.former_ids) == ((), ("commun-geovisio",))


def test_a_hub_shows_the_first_sixty_by_name_with_true_counts(db: Database) -> None:
    ids = graph_of(db, FUNDED, KINDS)
    many(db, ids["Panoramax"])
    group = record(db, CHARLIE, ids["Panoramax"]).group_of("USES", inverse=True)
    assert group is not None
    assert (group.count, len(group.links), group.more) == (HUB, 60, HUB - 60)
    assert group.links[0].other.name == "Commune 000"
    assert record(db, CHARLIE, ids["Panoramax"]).count == HUB + 5


def test_the_links_of_a_hub_are_kept_until_somebody_writes_what_they_tell(db: Database) -> None:
    ids = graph_of(db, FUNDED, KINDS)
    many(db, ids["Panoramax"])
    watched, first = no_scans(db), "organisation-commune-000"
    assert [link.other.id for link in used_by(watched, ids)[:1]] == [first]
    used_by(watched, ids)
    assert sum("$shown" in query for query in watched.asked) == 1
    for change, told in (({"summary": "Au bord de l'eau"}, first), ({"name": "Zone"}, "organisation-commune-001")):
        version = states.records(db, [first])[first].version
        change_record(db, ALICE, first, version, change, Operation("alice"))
        assert used_by(watched, ids)[0].other.id == told
    one = states.relations(db, ["uses.001"])["uses.001"]
    change_relation(db, ALICE, "uses.001", one.version, {"until": "2020"}, Operation("alice"))
    assert used_by(watched, ids)[0].other.id == "organisation-commune-002"


def test_a_hub_tells_each_viewer_what_they_may_see(db: Database) -> None:
    ids = graph_of(db, FUNDED, KINDS)
    many(db, ids["Panoramax"])
    hidden = "organisation-commune-000"
    assert used_by(db, ids)[0].other.id == hidden
    version = states.records(db, [hidden])[hidden].version
    change_record(db, ALICE, hidden, version, {"visibility": "members"}, Operation("alice"))
    assert used_by(db, ids)[0].other.id == "organisation-commune-001"
    assert used_by(db, ids, BOB)[0].other.id == hidden


def test_the_other_links_of_a_hub_come_by_pages_in_the_same_order(db: Database) -> None:
    ids = graph_of(db, FUNDED, KINDS)
    many(db, ids["Panoramax"])
    page = links_of(db, CHARLIE, ids["Panoramax"], "USES", "in", page=2)
    assert (page.pages, page.total) == (5, HUB)
    assert [link.other.name for link in page.group.links] == [f"Commune {n:03}" for n in range(60, 120)]
    with pytest.raises(Invalid) as error:
        links_of(db, CHARLIE, ids["Panoramax"], "NONE", "up", page=0)
    assert set(error.value.fields) == {"type", "direction", "page"}
    with pytest.raises(NotFound):
        links_of(db, CHARLIE, "commun-inconnu", "USES", "in")


def test_a_page_never_reads_the_whole_graph(db: Database) -> None:
    ids = graph_of(db, FUNDED, KINDS)
    watched = no_scans(db)
    record(watched, BOB, ids["Panoramax"], "2023")
    assert len(watched.asked) == 1
    many(db, ids["Panoramax"])
    record(watched, BOB, ids["Panoramax"])
    links_of(watched, BOB, ids["Panoramax"], "USES", "in")
    redirect(watched, BOB, "commun-geovisio")
    with pytest.raises(NotFound):
        record(watched, BOB, "commun-panoramix")


def used_by(db: Database, ids: dict[str, str], viewer: Viewer = CHARLIE) -> tuple[Link, ...]:
    """The links shown of those who use Panoramax."""
    group = record(db, viewer, ids["Panoramax"]).group_of("USES", inverse=True)
    return group.links if group else ()


def many(db: Database, id: str) -> None:
    """HUB users of a commons, written without the feed to go quicker."""
    db.write(
        """
        MATCH (p:Entity {id: $id}) UNWIND range(0, $count - 1) AS i
        WITH p, i, right('00' + toString(i), 3) AS number
        CREATE (n:Entity:Organisation:Actor:Public {id: 'organisation-commune-' + number, kind: 'Organisation',
          name: 'Commune ' + number, name_key: 'organisation/commune ' + number, audience: 'public',
          visibility: 'public', version: -i})
        CREATE (n)-[:USES {id: 'uses.' + number, key: number, audience: 'public', visibility: 'public',
          version: -i}]->(p)
        """,
        id=id, count=HUB,
    )  # fmt: skip
