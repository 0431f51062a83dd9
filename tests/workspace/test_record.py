"""Promises of a record's page: every link with its dates and its source, on any day, and nothing hidden."""

import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph import terms
from graph.database import Database
from graph.editing import create_record, create_relation
from graph.operations import Operation
from graph.schema import SCHEMA
from graph.viewers import SYSTEM
from tests.graph.tuples import graph_of
from tests.people import signed_in
from tests.reading import found, links, text, texts

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def panoramax(db: Database) -> dict[str, str]:
    """A commons with its parts, links of every age, one hidden link and one hidden neighbour."""
    terms.keep(db, [("licence", "etalab-2-0", "Etalab 2.0")])
    return graph_of(
        db,
        {
            ("IGN", "STEWARDS", "Panoramax", "since=2022", "role=chef de file", "source=ign.fr",
             "source_url=https://www.ign.fr/panoramax", "source_date=2023-05-12", "declared_by=actor"),
            ("ADEME", "FUNDS", "Panoramax", "since=2023", "until=2024-06", "amount=180000", "step=granted",
             "declared_by=curator", "source=Convention 23-114"),
            ("ANCT", "FUNDS", "Panoramax", "since=2025", "visibility=private"),
            ("DINUM", "USES", "Panoramax", "declared_by=import", "standing=contested"),
            ("Panoramax", "HAS_RESOURCE", "Photos", "since=2022"), ("Panoramax", "MAINTAINED_BY", "Contributeurs"),
            ("Panoramax", "SERVES", "Voirie", "how=monitors", "since=2024"),
            ("Panoramax", "IN_TERRITORY", "France", "role=covers"), ("Note du comité", "MENTIONS", "Panoramax"),
            ("Secret", "CONTRIBUTES_TO", "Panoramax", "since=2020"),
        },
        {
            "Panoramax": ("Commons", {
                "summary": "Photos de rue libres", "status": "in_use", "licence": "Etalab 2.0",
                "economic_model": "aucun", "legal_vehicle": "sans objet", "website": "https://panoramax.fr",
            }),
            "IGN": ("Organisation", {"siren": "180067019"}), "ADEME": "Organisation", "ANCT": "Organisation",
            "DINUM": "Organisation", "Photos": "Dataset", "Contributeurs": "Community", "Voirie": "Policy",
            "France": "Territory", "Note du comité": "Note", "Secret": ("Organisation", {"visibility": "private"}),
        },
    )  # fmt: skip


def groups(answer: TestResponse) -> dict[str, list[str]]:
    """Names under each heading of the links."""
    out = {}
    for group in found(answer, ".link-group"):
        heading = " ".join(group.query("h3, h4")[0].to_text().split()).partition(" :")[0]
        out[heading] = [" ".join(row.query("a.entity")[0].to_text().split()) for row in group.query(".link-row")]
    return out


def rows(answer: TestResponse) -> list[str]:
    return texts(answer, ".link-row")


def test_every_kind_has_a_page_even_with_no_link_and_no_field(client: FlaskClient, db: Database) -> None:
    ids = graph_of(db, set(), {f"Un {kind}": kind for kind in SCHEMA.kinds})
    for kind in SCHEMA.kinds:
        url = SCHEMA.url_of(kind, ids[f"Un {kind}"])
        answer = client.get(url)
        assert (text(answer, "h1"), text(answer, ".empty")[:11]) == (f"Un {kind}", "Aucun lien.")
        for page in ("historique", "liens.csv"):
            assert client.get(f"{url}/{page}").status_code == 200


def test_a_link_tells_name_role_dates_source_and_who_says_so(client: FlaskClient, db: Database) -> None:
    panoramax(db)
    answer = client.get("/communs/panoramax")
    [row] = [row for row in rows(answer) if row.startswith("IGN")]
    assert "chef de file" in row and "depuis 2022" in row and "ign.fr, 12 mai 2023" in row and "déclaré" in row
    assert "https://www.ign.fr/panoramax" in links(answer, ".link-row a.source")
    [row] = [row for row in rows(answer) if row.startswith("DINUM")]
    assert "non daté" in row and "sans source" in row and "contesté" in row


def test_links_stand_under_their_noun_and_verb(client: FlaskClient, db: Database) -> None:
    panoramax(db)
    answer = client.get("/communs/panoramax")
    assert groups(answer)["Porteurs"] == ["IGN"] and groups(answer)["Utilisateurs"] == ["DINUM"]
    assert "Panoramax est porté par" in texts(answer, ".link-group h4")[0]
    assert "permet de suivre" in next(row for row in rows(answer) if row.startswith("Voirie"))


def test_past_links_are_shown_on_request(client: FlaskClient, db: Database) -> None:
    panoramax(db)
    assert "Financeurs" not in groups(client.get("/communs/panoramax"))
    assert "1 passé" in text(client.get("/communs/panoramax"), "#liens .tools")
    answer = client.get("/communs/panoramax?passes=1")
    assert groups(answer)["Financeurs"] == ["ADEME"]
    assert "180 000 €" in next(row for row in rows(answer) if row.startswith("ADEME"))
    assert len(found(answer, ".link-row.past")) == 1


@pytest.mark.parametrize(
    ("day", "funders"), [("2023-06", ["ADEME"]), ("2024-06", ["ADEME"]), ("2024-07", None), ("2022", None)]
)
def test_on_a_day_only_what_was_in_force_is_told(
    client: FlaskClient, db: Database, day: str, funders: list[str] | None
) -> None:
    panoramax(db)
    answer = client.get(f"/communs/panoramax?au={day}")
    dated = answer.get_data(as_text=True).partition('class="undated"')[0]
    assert ("ADEME" in dated.partition('id="liens"')[2].partition('class="side"')[0]) is (funders is not None)
    assert "DINUM" in text(answer, ".undated")
    assert "Revenir à aujourd’hui" in texts(answer, ".notice a")


def test_a_day_that_is_none_is_named(client: FlaskClient, db: Database) -> None:
    panoramax(db)
    answer = client.get("/communs/panoramax?au=hier")
    assert answer.status_code == 422 and "au" in text(answer, ".error-summary")


def test_the_three_parts_of_a_commons_are_shown_and_a_missing_one_is_a_hole(client: FlaskClient, db: Database) -> None:
    panoramax(db)
    parts = texts(client.get("/communs/panoramax"), ".triptych > div")
    assert "Photos jeu de données" in parts[0] and "Contributeurs" in parts[1] and "aucune connue" in parts[2]
    lacking = text(client.get("/communs/panoramax"), ".notice")
    assert lacking == "Il manque : règle, thème, source de 6 liens."


def test_the_four_states_of_a_value_are_told_apart(client: FlaskClient, db: Database) -> None:
    panoramax(db)
    told = text(client.get("/communs/panoramax"), "#fiche")
    assert "Modèle économique aucun" in told and "Véhicule juridique sans objet" in told
    assert "Mode de gouvernance" not in told.partition("Non renseigné :")[0]
    assert "mode de gouvernance" in told.partition("Non renseigné :")[2]
    assert "Etalab 2.0" in text(client.get("/communs/panoramax"), ".facts")


def test_an_official_number_leads_to_its_public_page(client: FlaskClient, db: Database) -> None:
    panoramax(db)
    told = links(client.get("/organisations/ign"), "#fiche a")
    assert "https://annuaire-entreprises.data.gouv.fr/entreprise/180067019" in told


def test_a_long_group_folds_into_a_page_of_its_own(client: FlaskClient, db: Database) -> None:
    names = [f"Ville {n:03}" for n in range(70)]
    facts = {(name, "USES", "Panoramax", "since=2024") for name in names}
    graph_of(db, facts, {"Panoramax": "Commons", **dict.fromkeys(names, "Organisation")})
    answer = client.get("/communs/panoramax")
    assert len(rows(answer)) == 4
    [more] = links(answer, ".links-more a")
    first = client.get(more)
    assert text(first, "h1") == "Utilisateurs : Panoramax" and len(rows(first)) == 60
    [second] = set(links(first, ".pages a[rel=next]"))
    assert len(rows(client.get(second))) == 10
    assert client.get("/communs/panoramax/liens?relation=aime&sens=entrants").status_code == 422
    assert client.get("/communs/panoramax/liens?relation=uses&sens=travers").status_code == 422


def test_links_as_a_file_hold_every_one_past_ones_too(client: FlaskClient, db: Database) -> None:
    panoramax(db)
    answer = client.get("/communs/panoramax/liens.csv")
    table = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    told = {row["sentence"]: row for row in table}
    assert told["ADEME finance Panoramax"]["amount"] == "180000"
    assert told["IGN porte Panoramax"]["source_url"] == "https://www.ign.fr/panoramax"
    assert told["Panoramax permet de suivre Voirie"]["relation"] == "SERVES"
    assert not any("ANCT" in sentence or "Secret" in sentence for sentence in told)


def test_hidden_links_and_hidden_ends_are_nowhere(app: Flask, db: Database) -> None:
    panoramax(db)
    alice, bob, charlie = signed_in(app, db, "alice"), signed_in(app, db, "bob"), app.test_client()
    assert "Secret" in text(alice.get("/communs/panoramax")) and "ANCT" in text(alice.get("/communs/panoramax"))
    assert "8 en vigueur" in text(alice.get("/communs/panoramax"), "#liens .tools")
    paths = ("", "?passes=1", "?au=2025", "/liens.csv", "/historique", "/liens?relation=funds&sens=entrants")
    for who in (bob, charlie):
        for path in paths:
            html = who.get(f"/communs/panoramax{path}").get_data(as_text=True)
            assert "Secret" not in html and "ANCT" not in html, path
        assert "6 en vigueur" in text(who.get("/communs/panoramax"), "#liens .tools")
    assert "Visible par moi et l’animation" in text(alice.get("/organisations/secret"), ".facts").replace("'", "’")


def test_hidden_and_unknown_are_the_same_answer_with_near_names(app: Flask, db: Database) -> None:
    panoramax(db)
    charlie = app.test_client()
    hidden, unknown = charlie.get("/organisations/secret"), charlie.get("/organisations/sicret")
    assert hidden.status_code == unknown.status_code == 404
    assert text(hidden, ".lead") == text(unknown, ".lead")
    assert "Panoramax" in text(charlie.get("/communs/panoramas"))
    for path in ("liens.csv", "historique", "liens?relation=funds&sens=sortants"):
        assert charlie.get(f"/organisations/secret/{path}").status_code == 404
    assert charlie.get("/acteurs/ign").status_code == 404


def test_an_old_id_leads_to_what_it_became_for_good(client: FlaskClient, db: Database) -> None:
    ids = panoramax(db)
    db.write(
        "MATCH (n:Entity {id: $id}) CREATE (:Ref {key: 'maillage:commun-street-view'})-[:IDENTIFIES]->(n)",
        id=ids["Panoramax"],
    )
    answer = client.get("/communs/street-view")
    assert (answer.status_code, answer.location) == (301, "/communs/panoramax")


def test_private_contacts_are_for_those_who_may_read_them(app: Flask, db: Database) -> None:
    raw = {"name": "Camille Exemple", "purpose": "réunions", "origin": "elle-même", "email": "camille@exemple.invalid"}
    create_record(db, SYSTEM, "Person", raw, Operation("carole"))
    alice, bob, charlie = signed_in(app, db, "alice"), signed_in(app, db, "bob"), app.test_client()
    assert "camille@exemple.invalid" in text(alice.get("/personnes/camille-exemple"))
    for who in (bob, charlie):
        assert "camille@" not in who.get("/personnes/camille-exemple").get_data(as_text=True)
        assert "camille@" not in who.get("/personnes/camille-exemple/historique").get_data(as_text=True)


def test_hostile_text_in_every_field_is_only_text(app: Flask, db: Database) -> None:
    alice, charlie = signed_in(app, db, "alice"), app.test_client()
    theme = create_record(db, SYSTEM, "Theme", {"name": HOSTILE}, Operation(HOSTILE, HOSTILE))
    told = {"source": HOSTILE, "note": HOSTILE, "since": "2024"}
    for kind in SCHEMA.kinds.values():
        plain = (field for field in kind.fields if field.type in ("text", "lines", "markdown"))
        raw = {**{field.name: HOSTILE for field in plain}, "name": f"{HOSTILE} {kind.name}"}
        raw |= {"vote": "consent"} if kind.name == "Decision" else {}  # reservations are those of a vote
        id = create_record(db, SYSTEM, kind.name, raw, Operation(HOSTILE, HOSTILE))
        if kind.name != "Theme":
            create_relation(db, SYSTEM, "ABOUT", id, theme, told, Operation(HOSTILE, HOSTILE))
        url = SCHEMA.url_of(kind.name, id)
        for answer in (charlie.get(url), alice.get(f"{url}/historique")):
            assert not hostile(answer), kind.name
    for path in ("", "?au=2024", "/liens?relation=about&sens=entrants"):
        assert not hostile(charlie.get(SCHEMA.url_of("Theme", theme) + path)), path


def hostile(answer: TestResponse) -> bool:
    html = answer.get_data(as_text=True)
    return answer.status_code != 200 or "<script>alert" in html or "<img src=x" in html


def test_a_licence_says_whether_it_is_open_and_who_says_so(client: FlaskClient, db: Database) -> None:
    terms.keep(db, [("licence", "mit", "MIT"), ("licence", "cc-by-nc-4-0", "CC BY-NC 4.0")])
    graph_of(db, set(), {"Un": ("Software", {"licence": "MIT"}), "Deux": ("Dataset", {"licence": "CC BY-NC 4.0\nMIT"})})
    assert "MIT licence ouverte (OSI, FSF, État)" in text(client.get("/logiciels/un"), ".facts")
    facts = text(client.get("/jeux-de-donnees/deux"), ".facts")
    assert "CC BY-NC 4.0, MIT CC BY-NC 4.0 non ouverte : elle interdit l’usage commercial" in facts
    answer = client.get("/api/v1/entities/logiciel-un").get_json()["licences"]
    assert answer == [{"text": "MIT", "open": True, "spdx": "MIT", "lists": ["OSI", "FSF", "État"],
                       "sentence": "licence ouverte (OSI, FSF, État)"}]  # fmt: skip


def test_who_keeps_a_record_reads_how_its_quality_is_counted(app: Flask, db: Database) -> None:
    panoramax(db)
    alice = signed_in(app, db, "alice").get("/communs/panoramax")
    assert "points sur" in text(alice, ".counted summary") and "manque : une règle au moins" in text(alice, ".counted")
    assert texts(signed_in(app, db, "bob").get("/communs/panoramax"), ".counted") == []
