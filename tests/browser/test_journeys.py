"""What people do first, in a real browser: search, narrow, read a record, look back; with and without scripts."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect

from graph.database import Database
from graph.users import add_user
from tests.browser.conftest import Opener, go_through_the_door
from tests.graph.tuples import graph_of
from tests.people import PASSWORD

PAGES = (
    "/", "/annuaire", "/communs/", "/communs/?q=voirie&etat=in_use", "/communs/?vue=tableau", "/ressources/",
    "/communs/?q=introuvable&etat=idea", "/communs/?etat=faux", "/appels/", "/communs/panoramax",
    "/communs/panoramax?au=2023&passes=1", "/communs/panoramax?passes=1", "/communs/carte-des-bancs",
    "/communs/panoramax/liens?relation=uses&sens=entrants", "/communs/panoramax/historique", "/territoires/occitanie",
    "/themes/voirie", "/politiques/connaitre-la-voirie", "/recherche", "/recherche?q=voirie", "/recherche?q=xyzxyz",
    "/nouveautes", "/communs/inconnu",
)  # fmt: skip
DESK = ("/", "/communs/panoramax?corriger=1", "/communs/panoramax/historique", "/nouveautes", "/appels/", "/communs/")


@pytest.fixture
def site(app: Flask, db: Database, served: Callable[[Flask], str]) -> str:
    """A small network with something in every corner of the pages."""
    towns = [f"Ville {n:02}" for n in range(30)]
    graph_of(
        db,
        {
            ("IGN", "STEWARDS", "Panoramax", "since=2022", "role=chef de file", "source=ign.fr",
             "source_url=https://www.ign.fr/", "source_date=2023-05-12", "declared_by=actor"),
            ("ADEME", "FUNDS", "Panoramax", "since=2022", "until=2023", "amount=180000", "step=paid"),
            ("Ville 00", "FUNDS", "Panoramax", "standing=contested"), ("Panoramax", "HAS_RESOURCE", "Photos de rue"),
            ("Panoramax", "MAINTAINED_BY", "Contributeurs"),
            ("Panoramax", "SERVES", "Connaître la voirie", "how=monitors"),
            ("Panoramax", "ABOUT", "Voirie"), ("Connaître la voirie", "ABOUT", "Voirie"), ("IGN", "ABOUT", "Voirie"),
            ("Panoramax", "IN_TERRITORY", "Hérault"), ("Hérault", "PART_OF", "Occitanie"),
            ("Note du comité", "MENTIONS", "Panoramax", "note=Reprendre les photos de Panoramax"),
            ("Trottoirs ouverts", "DEPENDS_ON", "Photos de rue", "since=2024"),
            *((town, "USES", "Panoramax", "since=2024") for town in towns),
        },
        {
            "Panoramax": ("Commons", {
                "summary": "Photos de rue libres, pour la voirie",
                "status": "in_use", "description": "**Chacun** verse.",
                "seeks": "Des photographes", "economic_model": "aucun",
            }),
            "Trottoirs ouverts": ("Commons", {"status": "building", "summary": "La voirie à pied"}),
            "Carte des bancs": ("Commons", {"status": "idea"}), "IGN": ("Organisation", {"siren": "180067019"}),
            "ADEME": "Organisation", "Photos de rue": "Dataset", "Contributeurs": "Community", "Voirie": "Theme",
            "Connaître la voirie": ("Policy", {"level": "measure"}), "Hérault": "Territory", "Occitanie": "Territory",
            "Note du comité": "Note", "Savoir où sont les bancs": ("Need", {"status": "not_covered"}),
            **dict.fromkeys(towns, "Organisation"),
        },
    )  # fmt: skip
    return served(app)


def sign_in(page: Page, site: str, db: Database) -> None:
    """Alice, who animates the network, goes through the door."""
    add_user(db, "alice@example.invalid", "Alice", PASSWORD, "facilitator")
    page.goto(f"{site}/connexion")
    go_through_the_door(page)


def test_axe_finds_nothing_in_any_page_or_state_and_no_width_is_overflown(
    site: str, db: Database, open_page: Opener, sound: Callable[..., None]
) -> None:
    page = open_page(f"{site}/aide")
    for path in PAGES:
        sound(page, site + path)
    sign_in(page, site, db)
    for path in DESK:
        sound(page, site + path)


def test_a_record_is_found_with_the_keyboard_alone(site: str, open_page: Opener) -> None:
    page = open_page(f"{site}/annuaire")
    page.keyboard.press("Control+k")
    page.keyboard.type("panor", delay=20)
    option = page.get_by_role("option", name="Panoramax")
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("combobox")).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/communs/panoramax")


def test_an_answer_that_comes_late_keeps_the_record_chosen_with_the_arrow(site: str, open_page: Opener) -> None:
    page = open_page(f"{site}/annuaire")
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/*q=panor*", hold)
    box = page.get_by_role("combobox").first
    box.press_sequentially("pano", delay=20)
    option = page.get_by_role("option", name="Panoramax")
    expect(option).to_be_visible()
    with page.expect_request("**/*q=panor*"):
        box.press("r")
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    with page.expect_response("**/*q=panor*"):
        late[0].continue_()
    page.wait_for_timeout(200)
    box.press("Enter")
    expect(page).to_have_url(f"{site}/communs/panoramax")
    page.wait_for_load_state("networkidle")  # a page that is closed while it loads complains


def test_suggestions_close_on_escape_and_enter_searches_everywhere(site: str, open_page: Opener) -> None:
    page = open_page(f"{site}/")
    box = page.get_by_role("combobox")
    box.press_sequentially("voirie", delay=20)
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/recherche?q=voirie")
    expect(page.locator(".rows mark").first).to_be_visible()


def test_a_facet_swaps_the_list_keeps_the_focus_and_back_undoes_it(site: str, open_page: Opener) -> None:
    page = open_page(f"{site}/communs/")
    page.evaluate("window.sameDocument = true")
    facet = page.locator("#facette-etat-in_use")
    facet.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".results-bar")).to_contain_text("1 commun numérique sur 3")
    expect(page).to_have_url(f"{site}/communs/?etat=in_use")
    expect(page.locator("#facette-etat-in_use")).to_be_focused()
    expect(page.locator("#announcement")).to_have_text("1 commun numérique")
    assert page.evaluate("window.sameDocument")
    page.go_back()
    expect(page).to_have_url(f"{site}/communs/")
    expect(page.locator(".rows > li")).to_have_count(3)


def test_sorting_paging_and_searching_in_a_list_follow_one_another(site: str, open_page: Opener) -> None:
    page = open_page(f"{site}/organisations/")
    page.locator("#tri").select_option("-nom")
    expect(page.locator(".rows h2").first).to_have_text("Ville 29")
    page.get_by_role("link", name="Suivante").click()
    expect(page).to_have_url(f"{site}/organisations/?tri=-nom&page=2")
    page.locator("#liste-q").fill("ign")
    page.locator("#liste-q").press("Enter")
    expect(page.locator(".rows h2")).to_have_text(["IGN"])
    page.get_by_role("link", name="Tableau").click()
    expect(page.locator("tbody th")).to_have_text(["IGN"])


def test_the_rest_of_a_long_group_comes_in_place(site: str, open_page: Opener) -> None:
    page = open_page(f"{site}/communs/panoramax")
    group = page.locator("#liens-uses-in")
    expect(group.locator(".link-row")).to_have_count(4)
    group.get_by_role("link", name="Voir les 26 autres").click()
    expect(group.locator(".link-row")).to_have_count(30)
    expect(page).to_have_url(f"{site}/communs/panoramax")


def test_one_looks_back_at_a_day_and_returns(site: str, open_page: Opener) -> None:
    page = open_page(f"{site}/communs/panoramax")
    expect(page.locator("#liens")).not_to_contain_text("ADEME")
    page.get_by_text("Au…", exact=True).click()
    page.get_by_label("Voir au").fill("mars 2023")
    page.get_by_label("Voir au").press("Enter")
    expect(page.locator("#liens")).to_contain_text("ADEME")
    expect(page.locator(".undated")).to_contain_text("Ville 00")
    page.get_by_role("link", name="Revenir à aujourd’hui").click()
    expect(page).to_have_url(f"{site}/communs/panoramax")


def test_filters_open_and_close_on_a_phone(site: str, open_page: Opener) -> None:
    page = open_page(f"{site}/communs/", width=320)
    expect(page.locator("#filtres")).to_be_hidden()
    page.get_by_role("link", name="Filtres").click()
    expect(page.locator("#filtres")).to_be_visible()
    page.locator("#facette-etat-building").click()
    expect(page.locator(".rows h2")).to_have_text(["Trottoirs ouverts"])


def test_everything_works_without_scripts(site: str, open_page: Opener) -> None:
    page = open_page(f"{site}/", scripts=False)
    page.locator(".hero-search input[name=q]").fill("panoramax")
    page.get_by_role("button", name="Rechercher").click()
    page.locator(".rows").get_by_role("link", name="Panoramax").click()
    expect(page).to_have_url(f"{site}/communs/panoramax")
    page.get_by_role("link", name="Voir les 26 autres").click()
    expect(page.locator(".link-row")).to_have_count(30)
    page.goto(f"{site}/communs/")
    page.locator("#facette-etat-in_use").click()
    expect(page.locator(".rows > li")).to_have_count(1)
    page.goto(f"{site}/organisations/")
    page.locator("#tri").select_option("-nom")
    page.get_by_role("button", name="Trier").click()
    expect(page.locator(".rows h2").first).to_have_text("Ville 29")
    page.goto(f"{site}/communs/panoramax")
    page.get_by_text("Au…", exact=True).click()
    page.get_by_label("Voir au").fill("2023")
    page.get_by_role("button", name="Voir", exact=True).click()
    expect(page.locator("#liens")).to_contain_text("ADEME")
