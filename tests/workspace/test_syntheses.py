"""Promises of notes de synthèse: drawn for who reads them, with sources, edited, kept, and taken away as files."""

import io
import re
from typing import Any

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML
from odf import teletype
from odf import text as odf_text
from odf.opendocument import load
from pypdf import PdfReader

from graph.database import Database
from graph.editing import change_record
from graph.operations import Operation
from graph.states import records
from graph.viewers import SYSTEM
from tests.graph.tuples import Fact, graph_of
from tests.people import send, signed_in
from tests.workspace.test_tracing import html as page_of

KINDS: dict[str, Any] = {
    "Territoires": ("Policy", {"level": "policy"}), "Relever": ("Policy", {"level": "measure"}),
    "Éclairer": ("Policy", {"level": "measure"}), "Panoramax": ("Commons", {"licence": ["etalab-2.0"]}),
    "BD TOPO": "Dataset", "Trottoirs": "UseCase", "IGN": "Organisation", "ANCT": "Organisation",
    "Guide": ("Need", {"status": "not_covered"}), "Interne": ("Dataset", {"visibility": "members"}),
    "Bretagne": "Territory", "Vide": ("Policy", {"level": "policy"}), "#[piège](x) *gras* | <b>": "Dataset",
}  # fmt: skip
FACTS: set[Fact] = {
    ("Relever", "PART_OF", "Territoires"), ("Éclairer", "PART_OF", "Territoires"), ("ANCT", "LEADS", "Territoires"),
    ("Panoramax", "SERVES", "Relever", "source=plan", "source_date=2024", "standing=confirmed", "since=2024"),
    ("Trottoirs", "SERVES", "Relever", "source=convention 23-114", "source_url=https://exemple.invalid/c"),
    ("Trottoirs", "USES", "BD TOPO", "since=2019", "source=enquête", "source_date=2019"),
    ("Relever", "NEEDS", "Guide"), ("IGN", "EXPRESSES", "Guide"), ("IGN", "STEWARDS", "Panoramax"),
    ("Interne", "SERVES", "Éclairer"), ("Panoramax", "IN_TERRITORY", "Bretagne"),
    ("#[piège](x) *gras* | <b>", "SERVES", "Relever"),
}  # fmt: skip
POLICY = "/synthese?sujet=politique-territoires"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


@pytest.fixture
def alice(app: Flask, db: Database, ids: dict[str, str]) -> FlaskClient:
    return signed_in(app, db, "alice")


def html(client: FlaskClient, address: str, status: int = 200) -> str:
    return page_of(client, address, status).replace("&nbsp;", " ")


def keep(client: FlaskClient, pour: str, sujet: str = "politique-territoires", **more: str) -> str:
    """The address of a note kept for these."""
    page = f"/synthese?sujet={sujet}"
    answer = send(client, "/syntheses", {"sujet": sujet, "pour": pour, "titre": "Territoires", **more}, page=page)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return str(answer.location).removesuffix("/modifier")


def words(form: str, data: bytes) -> str:
    """All the words of a file."""
    if form == "pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if form == "docx":
        read = docx.Document(io.BytesIO(data))
        cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
        links = re.findall(r"<w:t[^>]*>([^<]*)", read.element.xml)
        return "\n".join([*(paragraph.text for paragraph in read.paragraphs), *cells, *links])
    if form == "html":
        return JustHTML(data.decode(), sanitize=False).to_text()
    return str(teletype.extractText(load(io.BytesIO(data)).text))


def test_a_policy_is_told_in_one_click_with_its_sources_numbered(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, POLICY)
    assert "Note de synthèse — situation au" in page and "est pilotée par ANCT" in page
    assert "contribue à la mesure « Relever »" in page and 'href="#source-1"' in page and "plan, 2024" in page
    assert "convention 23-114" in page and "<svg" in page and "Qui : IGN. Quoi : " in page
    assert "besoin déclaré non couvert, exprimé par IGN" in page and "aucune ressource connue" in page
    assert "n’a pas été attesté depuis plus de deux ans" in page and "Chercher qui peut répondre à « Guide »" in page
    assert 'href="/synthese?sujet=politique-territoires"' in html(client, "/politiques/territoires/ressources")


def test_a_name_that_looks_like_marks_is_told_as_it_is(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, POLICY)
    assert "« #[piège](x) *gras* | &lt;b&gt; »" in page


def test_a_policy_with_nothing_says_so_and_where_to_begin(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, "/synthese?sujet=politique-vide")
    assert "Rien de connu ne la sert à ce jour" in page and "Rechercher ce qui sert « Vide »" in page


@pytest.mark.parametrize(
    ("sujet", "told"),
    [
        ("commun-panoramax", "Un seul porteur est connu : IGN"), ("organisation-ign", "IGN porte Panoramax"),
        ("territoire-bretagne", "1 commun numérique"), ("jeu-de-donnees-bd-topo", "Dire quelle politique"),
        ("besoin-guide", "Note de synthèse"),
    ],
)  # fmt: skip
def test_every_sort_of_subject_has_its_note(client: FlaskClient, ids: dict[str, str], sujet: str, told: str) -> None:
    page = html(client, f"/synthese?sujet={sujet}")
    assert told in page or sujet.startswith("jeu")
    assert client.get(f"/synthese.pdf?sujet={sujet}").data.startswith(b"%PDF")


def test_options_are_compared_side_by_side(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, "/synthese?sujet=commun-panoramax&sujet=jeu-de-donnees-bd-topo")
    assert "Comparaison d’options" in page and '<th scope="col">Critère</th><th scope="col">Panoramax</th>' in page
    assert "2 options sont comparées" in page
    typed = {"sujet1": "Panoramax", "sujet2": "BD TOPO", "au": ""}
    answer = send(client, "/synthese", typed)
    assert answer.location == "/synthese?sujet=commun-panoramax&sujet=jeu-de-donnees-bd-topo"
    wrong = send(client, "/synthese", {**typed, "sujet2": "zzzz"})
    assert wrong.status_code == 422 and 'value="zzzz"' in wrong.get_data(as_text=True)


@pytest.mark.parametrize("form", ["pdf", "docx", "odt", "html"])
def test_the_files_say_the_same_and_are_the_same_twice(alice: FlaskClient, ids: dict[str, str], form: str) -> None:
    kept = keep(alice, "public")
    data = alice.get(f"{kept}.{form}").data
    told = " ".join(words(form, data).replace("\u00a0", " ").replace("\u202f", " ").split())
    for expected in ("Situation", "Ce qui manque", "Panoramax", "convention 23-114", "https://exemple.invalid/c"):
        assert expected in told, expected
    assert "Interne" not in told and "enquête" in told
    assert alice.get(f"{kept}.{form}").data == data


def test_the_page_that_leaves_holds_no_script_and_fetches_nothing(alice: FlaskClient, ids: dict[str, str]) -> None:
    answer = alice.get(f"{POLICY.replace('/synthese?', '/synthese.html?')}")
    page = answer.get_data(as_text=True)
    assert answer.headers["Content-Disposition"].startswith("attachment") and "<svg" in page
    assert "<script" not in page and "src=" not in page and "@import" not in page and "<link" not in page
    assert "#[piège](x) *gras* | &lt;b&gt;" in page and "<b>" not in page.partition("piège")[2][:60]


def test_the_files_have_headings_a_language_and_a_picture_told_in_words(
    alice: FlaskClient, ids: dict[str, str]
) -> None:
    kept = keep(alice, "public")
    pdf = PdfReader(io.BytesIO(alice.get(f"{kept}.pdf").data))
    root: Any = pdf.trailer["/Root"]
    assert root["/Lang"] == "fr" and root["/MarkInfo"]["/Marked"]
    assert pdf.metadata and pdf.metadata.title == "Territoires"
    read = docx.Document(io.BytesIO(alice.get(f"{kept}.docx").data))
    styled = [(str(each.style.name), each.text) for each in read.paragraphs if each.style]
    heads = [pair for pair in styled if pair[0].startswith("Heading")]
    assert heads[0] == ("Heading 1", "Territoires") and ("Heading 2", "Sources") in heads
    assert "Quoi : " in read.element.xml.replace("\u00a0", " ")
    made = load(io.BytesIO(alice.get(f"{kept}.odt").data))
    levels = [str(each.getAttribute("outlinelevel")) for each in made.getElementsByType(odf_text.H)]
    assert levels[:2] == ["1", "2"]


def test_a_note_is_edited_before_it_leaves(app: Flask, alice: FlaskClient, ids: dict[str, str]) -> None:
    kept = keep(alice, "public")
    form = f"{kept}/modifier"
    version = re.findall(r'name="version" value="([^"]+)"', html(alice, form))[0]
    typed = {"version": version, "titre": "Voirie", "chapo": "Pour la directrice.", "situation": "Écrit à la main [1].",
             "pour": "public"}  # fmt: skip
    assert send(alice, form, typed).location == kept
    page = html(app.test_client(), kept)
    assert "<h1>Voirie</h1>" in page and "Écrit à la main<sup" not in page and "Écrit à la main <sup" in page
    assert "<svg viewBox" not in page.split('class="synthesis"')[1] and "Chercher qui peut répondre" in page
    again = send(alice, form, {**typed, "titre": "Écrasé", "situation": "Autre texte."})
    told = again.get_data(as_text=True)
    assert again.status_code == 409 and "Autre texte." in told and "rien n’a été écrasé" in told
    assert "<h1>Voirie</h1>" in html(alice, kept)


def test_what_was_drawn_comes_back(alice: FlaskClient, ids: dict[str, str]) -> None:
    kept = keep(alice, "private")
    form = f"{kept}/modifier"
    version = re.findall(r'name="version" value="([^"]+)"', html(alice, form))[0]
    send(alice, form, {"version": version, "titre": "Voirie", "situation": "Autre.", "pour": "private"})
    version = re.findall(r'name="version" value="([^"]+)"', html(alice, form))[0]
    send(alice, form, {"version": version, "titre": "Voirie", "pour": "private", "geste": "redessiner"})
    assert "<h1>Territoires</h1>" in html(alice, kept) and "est pilotée par ANCT" in html(alice, kept)


def test_a_text_that_is_wrong_is_told_and_not_lost(alice: FlaskClient, ids: dict[str, str]) -> None:
    form = f"{keep(alice, 'private')}/modifier"
    version = re.findall(r'name="version" value="([^"]+)"', html(alice, form))[0]
    typed = {"version": version, "titre": "", "situation": "Tapé.", "pour": "private"}
    answer = send(alice, form, typed)
    assert answer.status_code == 422 and "Tapé." in answer.get_data(as_text=True)
    long = send(alice, form, {**typed, "titre": "T", "situation": "x" * 20_001})
    assert long.status_code == 422 and "20000 caractères au plus" in long.get_data(as_text=True)


def test_a_note_for_others_holds_what_they_see_and_no_more(
    app: Flask, db: Database, alice: FlaskClient, ids: dict[str, str]
) -> None:
    assert "Interne" in html(alice, POLICY) and "Interne" not in html(app.test_client(), POLICY)
    assert "Interne" not in html(alice, f"{POLICY}&pour=public") and "Interne" in html(alice, f"{POLICY}&pour=members")
    bob = signed_in(app, db, "bob")
    mine = keep(alice, "private")
    assert html(alice, mine) and html(bob, mine, 404) and bob.get(f"{mine}.pdf").status_code == 404
    members = keep(alice, "members")
    assert "Interne" in html(bob, members) and html(app.test_client(), members, 404)
    version = re.findall(r'name="version" value="([^"]+)"', html(alice, f"{members}/modifier"))[0]
    wider = {"version": version, "titre": "Territoires", "pour": "public"}
    refused = send(alice, f"{members}/modifier", wider)
    assert refused.status_code == 422 and "pour moins de monde" in refused.get_data(as_text=True)
    assert html(app.test_client(), members, 404)
    hidden = alice.get("/synthese?sujet=jeu-de-donnees-interne&pour=public")
    assert hidden.status_code == 422 and "visible de tous" in hidden.get_data(as_text=True)
    assert app.test_client().get("/synthese?sujet=jeu-de-donnees-interne").status_code == 404


def test_a_record_hidden_afterwards_hides_the_note_that_names_it(
    app: Flask, db: Database, alice: FlaskClient, ids: dict[str, str]
) -> None:
    kept = keep(alice, "public")
    visitor = app.test_client()
    assert "Panoramax" in html(visitor, kept)
    version = records(db, [ids["Panoramax"]])[ids["Panoramax"]].version
    change_record(db, SYSTEM, ids["Panoramax"], version, {"visibility": "members"}, Operation("alice"))
    page = html(visitor, kept)
    assert "Panoramax" not in page and "Note réservée" in page and visitor.get(f"{kept}.docx").status_code == 404
    assert "Territoires" not in html(visitor, "/syntheses") and "Panoramax" in html(alice, kept)


def test_the_day_asked_about_decides(client: FlaskClient, ids: dict[str, str]) -> None:
    before = html(client, f"{POLICY}&au=2020")
    assert "situation au 31 décembre 2020" in before
    assert "Panoramax contribue" not in before and "Le commun numérique « Panoramax »" not in before
    assert client.get(f"{POLICY}&au=hier").status_code == 422


def test_no_source_is_listed_that_nothing_cites(client: FlaskClient, ids: dict[str, str]) -> None:
    for sujet in ("politique-territoires", "organisation-ign", "territoire-bretagne", "commun-panoramax"):
        page = html(client, f"/synthese?sujet={sujet}")
        listed, cited = (set(re.findall(rf'{name}source-(\d+)"', page)) for name in ('id="', 'href="#'))
        assert listed == cited, sujet


def test_the_picture_of_an_actor_shows_that_actor(client: FlaskClient, ids: dict[str, str]) -> None:
    assert "Qui : IGN. Quoi : Panoramax." in html(client, "/synthese?sujet=organisation-ign")


def test_wrong_addresses_are_told(client: FlaskClient, ids: dict[str, str]) -> None:
    assert client.get(f"{POLICY}&pour=x").status_code == 422
    assert client.get("/synthese.exe?sujet=politique-territoires").status_code == 422
    assert client.get("/synthese?sujet=politique-inconnue").status_code == 404
    many = "&".join(f"sujet=politique-{n}" for n in range(8))
    assert client.get(f"/synthese?{many}").status_code == 422
    assert "Faire une note de synthèse" in html(client, "/synthese")


def test_a_note_is_taken_away(app: Flask, alice: FlaskClient, ids: dict[str, str]) -> None:
    kept = keep(alice, "public")
    assert "Territoires" in html(app.test_client(), "/syntheses")
    assert send(alice, f"{kept}/retirer", {}, page="/syntheses").location == "/syntheses"
    assert html(alice, kept, 404)


def test_a_selection_has_its_note_for_those_who_read_it(
    app: Flask, db: Database, alice: FlaskClient, ids: dict[str, str]
) -> None:
    told = {"titre": "Voirie", "texte": "De quoi relever.", "pour": "private"}
    view = str(send(alice, "/selections/nouvelle", told).location)
    entries = f"{view}/entrees"
    send(alice, entries, {"sorte": "fiche", "fiche": ids["Panoramax"]}, page=view)
    send(alice, entries, {"sorte": "manque", "titre": "Un guide de pose"}, page=view)
    address = f"/synthese?sujet={view.rpartition('/')[2]}"
    assert f'href="{address}"' in html(alice, view)
    page = html(alice, address)
    assert "De quoi relever." in page and "Chercher qui peut fournir : Un guide de pose" in page and "Panoramax" in page
    assert app.test_client().get(address).status_code == 404 and alice.get(f"{address}&pour=public").status_code == 422
