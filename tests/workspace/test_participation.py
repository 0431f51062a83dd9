"""Promises of who takes part: shares are of the meetings at which one was expected, and tell nothing hidden."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from graph.database import Database
from graph.errors import NotFound
from graph.participation import Participation, participation
from graph.viewers import ANONYMOUS
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, Fact, Kinds, graph_of
from tests.people import signed_in
from tests.reading import text

PAGE = "/communautes/comite/participation"
KINDS: Kinds = {
    "Comité": "Community", "Brest": "Organisation", "Région": "Organisation", "Ligue": "Organisation",
    "Brest ville": "Territory", "Ana": "Person", "Béa": "Person", "Zoé": ("Person", {"visibility": "private"}),
    "Hiver": ("Meeting", {"day": "2024-01-15"}), "Été": ("Meeting", {"day": "2024-07-01"}),
    "An 25": ("Meeting", {"day": "2025-02-01"}), "Non notée": ("Meeting", {"day": "2025-03-01"}),
    "Annulée": ("Meeting", {"day": "2025-04-01", "status": "abandoned"}),
    "Close": ("Meeting", {"day": "2025-05-01", "visibility": "private"}),
}  # fmt: skip
FACTS: set[Fact] = {
    *(("Comité", "HOLDS", name) for name in ("Hiver", "Été", "An 25", "Non notée", "Annulée", "Close")),
    ("Brest", "MEMBER_OF", "Comité", "college=collectivités"), ("Brest", "IN_TERRITORY", "Brest ville", "role=located"),
    ("Région", "MEMBER_OF", "Comité", "college=État", "since=2024-06"), ("Ligue", "MEMBER_OF", "Comité"),
    ("Ana", "MEMBER_OF", "Comité", "on_behalf_of=Brest", "seat=full"),
    ("Béa", "MEMBER_OF", "Comité", "on_behalf_of=Région", "seat=deputy", "since=2024-06"),
    ("Zoé", "MEMBER_OF", "Comité", "on_behalf_of=Ligue"),
    ("Ana", "ATTENDS", "Hiver", "presence=present"), ("Ana", "ATTENDS", "Été", "presence=excused"),
    ("Brest", "ATTENDS", "An 25", "presence=represented"), ("Béa", "ATTENDS", "Été", "presence=present"),
    ("Ana", "ATTENDS", "Annulée", "presence=present"), ("Ana", "ATTENDS", "Close", "presence=present"),
    ("Zoé", "ATTENDS", "An 25", "presence=present"),
}  # fmt: skip


def shares(found: Participation) -> dict[str, tuple[int, int]]:
    return {part.body.name: (part.share.came, part.share.expected) for part in found.parts}


def test_one_is_expected_from_the_first_day_of_a_mandate_where_presences_were_noted(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    found = participation(db, ANONYMOUS, ids["Comité"])
    assert [each.record.name for each in found.held] == ["Hiver", "Été", "An 25"]
    assert shares(found) == {"Brest": (2, 3), "Région": (1, 2), "Ligue": (0, 3)}
    assert [part.body.name for part in found.parts if part.never] == ["Ligue"]
    assert not [part.body.name for part in found.parts if part.by_deputy], "once is no habit"
    no_scans(db)


def test_who_comes_only_by_a_deputy_is_told(db: Database) -> None:
    ids = graph_of(db, {*FACTS, ("Béa", "ATTENDS", "An 25", "presence=present")}, KINDS)
    found = participation(db, ANONYMOUS, ids["Comité"])
    assert [part.body.name for part in found.parts if part.by_deputy] == ["Région"]


def test_shares_are_told_by_college_by_territory_and_by_year(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    found = participation(db, ANONYMOUS, ids["Comité"])
    told = {name: [(each.came, each.expected) for each in years]
            for name, years in found.over_years(lambda part: [part.college]).items()}  # fmt: skip
    assert told == {"collectivités": [(1, 2), (1, 1)], "État": [(1, 1), (0, 1)], "": [(0, 2), (0, 1)]}
    assert list(found.over_years(lambda part: [part.territory])) == ["Brest ville", ""]
    assert shares(participation(db, ANONYMOUS, ids["Comité"], "2025")) == {
        "Brest": (1, 1),
        "Région": (0, 1),
        "Ligue": (0, 1),
    }


def test_who_may_see_more_counts_more(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    found = participation(db, ALICE, ids["Comité"])
    assert shares(found)["Ligue"] == (1, 4) and shares(found)["Brest"] == (3, 4)


def test_the_page_tells_shares_marks_and_who_is_never_there(client: FlaskClient, db: Database) -> None:
    graph_of(db, {*FACTS, ("Béa", "ATTENDS", "An 25", "presence=present")}, KINDS)
    said = " ".join(text(client.get(PAGE), "main").split())
    for told in (
        "67 % 2 sur 3",
        "jamais venue",
        "seulement par suppléant",
        "ne siégeait pas",
        "sans collège",
        "Brest ville",
    ):
        assert told in said, told
    assert "Close" not in said and "Zoé" not in said
    absent = text(client.get(f"{PAGE}?qui=absents"), "main")
    assert "Ligue" in absent and "Brest métropole" not in absent
    assert "Aux 2 réunions" in text(client.get(f"{PAGE}?annee=2024"), "main")
    assert "Participation" in text(client.get("/communautes/comite/comite"), "main")


def test_the_workbook_has_every_meeting(client: FlaskClient, db: Database) -> None:
    graph_of(db, FACTS, KINDS)
    sheet = load_workbook(io.BytesIO(client.get(f"{PAGE}.xlsx").data)).active
    assert sheet is not None
    rows = [[cell.value for cell in each] for each in sheet.rows]
    assert rows[0][5:] == ["Hiver (2024-01-15)", "Été (2024-07-01)", "An 25 (2025-02-01)"]
    assert ["Brest", "collectivités", "Brest ville", 2, 3, "présent", "excusé", "représenté"] in rows


def test_where_no_presence_is_noted_the_page_says_where_to_note_it(client: FlaskClient, db: Database) -> None:
    graph_of(db, {("Comité", "HOLDS", "Hiver")}, {"Comité": "Community", "Hiver": ("Meeting", {"day": "2024-01-15"})})
    assert "Noter les présences" in text(client.get(PAGE), "main")


def test_a_committee_that_one_may_not_see_has_no_participation(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, {**KINDS, "Comité": ("Community", {"visibility": "private"})})
    for address in (PAGE, f"{PAGE}.xlsx", "/communautes/inconnue/participation"):
        assert app.test_client().get(address).status_code == 404, address
    with pytest.raises(NotFound):
        participation(db, ANONYMOUS, ids["Comité"])
    assert signed_in(app, db, "alice").get(PAGE).status_code == 200
