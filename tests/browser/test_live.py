"""What several who write one note at once see: each other's letters, their own caret, and nothing lost."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from graph import states
from graph.database import Database
from graph.editing import change_record, create_record
from graph.operations import Operation
from graph.users import add_user
from tests.browser.conftest import Opener, go_through_the_door
from tests.graph.tuples import ALICE
from tests.people import PASSWORD

TEXT = "Présents : tous.\n\n- Publier le schéma"
NOTE = "note-reunion"


@pytest.fixture
def site(app: Flask, db: Database, served: Callable[[Flask], str]) -> str:
    create_record(db, ALICE, "Note", {"name": "Réunion", "text": TEXT}, Operation("alice"))
    for name in ("alice", "carole"):
        add_user(db, f"{name}@example.invalid", name.title(), PASSWORD, "facilitator")
    return served(app)


@pytest.fixture
def written(site: str, open_page: Opener) -> Callable[[str], Page]:
    def opened(who: str) -> Page:
        page = go_through_the_door(open_page(f"{site}/connexion"), who)
        page.goto(f"{site}/modifier/{NOTE}")
        expect(page.locator("[data-state]")).to_have_text("Enregistré")
        return page

    return opened


def area(page: Page) -> str:
    return page.locator("#champ-text").input_value()


def caret(page: Page, place: int) -> None:
    page.locator("#champ-text").evaluate(
        "(area, place) => { area.focus(); area.setSelectionRange(place, place) }", place
    )


def text_of(db: Database) -> str:
    return str(states.records(db, [NOTE])[NOTE].state["text"])


def agreed(*pages: Page) -> str:
    """What all of them read, once they read the same."""
    for _ in range(100):
        texts = {area(page) for page in pages}
        if len(texts) == 1 and all("Enregistrement" not in page.locator("[data-state]").inner_text() for page in pages):
            return texts.pop()
        pages[0].wait_for_timeout(100)
    raise AssertionError(texts)


def test_two_type_at_the_same_place_and_both_read_all_of_it(
    db: Database, written: Callable[[str], Page], axe: Callable[[Page], list[str]]
) -> None:
    alice, carole = written("alice"), written("carole")
    for page in (alice, carole):
        caret(page, len("Présents : "))
    expect(alice.locator("[data-here]")).to_contain_text("Carole")
    for mine, other in zip("Zoé, ", "Max, ", strict=True):
        alice.keyboard.type(mine)
        carole.keyboard.type(other)
    both = agreed(alice, carole)
    assert "Zoé, " in both and "Max, " in both and len(both) == len(TEXT) + 10
    expect(alice.locator("[data-here] li")).to_have_text("Carole ligne 1")
    assert axe(alice) == []
    # One's own letters are taken back, the other's stay.
    alice.keyboard.press("Control+z")
    expect(carole.locator("#champ-text")).to_have_value(TEXT.replace("tous", "Max, tous"))
    alice.keyboard.press("Control+Shift+z")
    expect(carole.locator("#champ-text")).to_have_value(both)
    # What another types before it moves no caret away from its letters.
    caret(alice, len(area(alice)))
    caret(carole, 0)
    carole.keyboard.type("Bonjour ! ")
    expect(alice.locator("#champ-text")).to_have_value("Bonjour ! " + both)
    alice.keyboard.type(" 😀")
    alice.get_by_role("button", name="Enregistrer").click()
    expect(alice).to_have_url(alice.url.split("/modifier")[0] + "/notes/reunion")
    assert text_of(db) == "Bonjour ! " + both + " 😀"
    expect(carole.locator("[data-here] li")).to_have_count(0)


def test_what_is_typed_without_a_network_comes_back_with_it(db: Database, written: Callable[[str], Page]) -> None:
    alice, carole = written("alice"), written("carole")
    alice.context.set_offline(True)
    caret(alice, 0)
    alice.keyboard.type("Hors ligne. ")
    expect(alice.locator("[data-state]")).to_have_text("Hors ligne : gardé dans ce navigateur")
    caret(carole, len(TEXT))
    carole.keyboard.type("\n- Former vingt agents")
    expect(carole.locator("[data-state]")).to_have_text("Enregistré")
    alice.context.set_offline(False)
    expect(alice.locator("[data-state]")).to_have_text("Fusionné avec ce que d’autres écrivent")
    both = "Hors ligne. " + TEXT + "\n- Former vingt agents"
    expect(alice.locator("#champ-text")).to_have_value(both)
    expect(carole.locator("#champ-text")).to_have_value(both)


def test_a_tab_closed_without_a_network_loses_nothing(site: str, written: Callable[[str], Page]) -> None:
    alice = written("alice")
    alice.route("**/sync", lambda route: route.abort())
    caret(alice, 0)
    alice.keyboard.type("Fermé. ")
    expect(alice.locator("[data-state]")).to_have_text("Hors ligne : gardé dans ce navigateur")
    alice.wait_for_timeout(500)
    again = alice.context.new_page()
    alice.close()
    again.goto(f"{site}/modifier/{NOTE}")
    expect(again.locator("#champ-text")).to_have_value("Fermé. " + TEXT)
    expect(again.locator("[data-state]")).to_have_text("Enregistré")


def test_who_may_write_no_more_is_told_and_keeps_what_was_typed(db: Database, written: Callable[[str], Page]) -> None:
    alice = written("alice")
    db.write("MATCH (u:User {email: 'alice@example.invalid'}) SET u.role = 'member'")
    caret(alice, 0)
    alice.keyboard.type("Trop tard. ")
    expect(alice.locator("[data-state]")).to_contain_text("Vous ne pouvez plus écrire cette note")
    assert area(alice) == "Trop tard. " + TEXT
    assert text_of(db) == TEXT


def test_a_form_without_scripts_is_put_into_what_another_types(
    db: Database, site: str, open_page: Opener, written: Callable[[str], Page]
) -> None:
    plain = go_through_the_door(open_page(f"{site}/connexion", scripts=False), "carole")
    plain.goto(f"{site}/modifier/{NOTE}")
    expect(plain.locator("#ensemble")).to_be_hidden()
    alice = written("alice")
    caret(alice, len(TEXT))
    alice.keyboard.type("\n- Former vingt agents")
    plain.locator("#champ-text").fill(TEXT.replace("tous", "tous et Zoé"))
    plain.get_by_role("button", name="Enregistrer").click()
    expect(alice.locator("#champ-text")).to_have_value(TEXT.replace("tous", "tous et Zoé") + "\n- Former vingt agents")


def test_a_key_in_a_note_of_a_megabyte_is_quick(db: Database, site: str, written: Callable[[str], Page]) -> None:
    version = states.records(db, [NOTE])[NOTE].version

    change_record(
        db,
        ALICE,
        NOTE,
        version,
        {"text": "Une ligne de compte rendu, sans rien de rare.\n" * 22_000},
        Operation("alice"),
    )
    alice = written("alice")
    caret(alice, 500_000)
    spent = alice.evaluate(
        """async () => {
          const area = document.getElementById("champ-text"), times = [];
          for (let n = 0; n < 30; n += 1) {
            const from = performance.now();
            area.setRangeText("x", area.selectionEnd, area.selectionEnd, "end");
            const own = performance.now();
            area.dispatchEvent(new Event("input", { bubbles: true }));
            times.push(performance.now() - own);
            await new Promise(requestAnimationFrame);
          }
          return times.sort((a, b) => a - b)[15];
        }"""
    )
    assert spent < 16
