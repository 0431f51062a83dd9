"""Macros that hold a rule: pages, filters, errors, chains of choices."""

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from justhtml import Element, JustHTML


@pytest.fixture
def ui(bare_app: Flask) -> Any:
    return bare_app.jinja_env.globals["ui"]


def _links(html: str, selector: str = "a") -> dict[str, str]:
    found = JustHTML(html, sanitize=False, fragment=True).query(selector)
    return {e.to_text().strip(): str(e.attrs["href"]) for e in found if isinstance(e, Element)}


def _paging(page: int, total: int) -> SimpleNamespace:
    return SimpleNamespace(page=page, size=10, total=total)


def test_pages_keep_the_filters_and_skip_the_middle(ui: Any, bare_app: Flask) -> None:
    with bare_app.test_request_context("/communs?statut=a&page=7"):
        links = _links(ui.pagination(_paging(7, 137)))
    assert links["Page 1"] == "/communs?statut=a"
    assert links["Suivante"] == "/communs?statut=a&page=8"
    assert "Page 3" not in links
    assert {"Page 5", "Page 9", "Page 14"} <= set(links)


def test_one_page_needs_no_pages(ui: Any, bare_app: Flask) -> None:
    with bare_app.test_request_context("/communs"):
        assert ui.pagination(_paging(1, 10)).strip() == ""
        assert ui.pagination(_paging(1, 0)).strip() == ""


def _facet(**more: object) -> dict[str, object]:
    option = {"value": "eau", "label": "eau", "count": 4, "selected": False}
    chosen = {"value": "air", "label": "air", "count": 2, "selected": True}
    empty = {"value": "feu", "label": "feu", "count": 0, "selected": False}
    return {"name": "theme", "label": "Thème", "options": [option, chosen, empty], **more}


def test_an_option_adds_itself_or_goes_away_and_an_empty_one_is_no_link(ui: Any, bare_app: Flask) -> None:
    with bare_app.test_request_context("/communs?theme=air&page=2"):
        links = _links(ui.facet(_facet()))
    assert links == {"Eau 4": "/communs?theme=air&theme=eau", "Air 2": "/communs"}


def test_options_of_a_single_choice_replace_each_other(ui: Any, bare_app: Flask) -> None:
    with bare_app.test_request_context("/communs?theme=air&page=2"):
        links = _links(ui.facet(_facet(single=True)))
    assert links == {"Eau 4": "/communs?theme=eau", "Air 2": "/communs"}


def test_a_column_s_link_sorts_by_it_then_the_other_way(ui: Any, bare_app: Flask) -> None:
    columns = [{"key": "nom", "label": "Nom"}, {"key": "liens", "label": "Liens"}]
    with bare_app.test_request_context("/communs?tri=nom"):
        html = ui.data_table("Fiches", columns, sort="nom", caller=lambda: "")
    assert _links(html) == {"Nom": "/communs?tri=-nom", "Liens": "/communs?tri=liens"}
    assert html.count("aria-sort") == 1


def test_a_field_in_error_says_why_before_the_control(ui: Any, bare_app: Flask) -> None:
    with bare_app.test_request_context("/"):
        html = ui.input("nom", "Nom", "<x>", error="Déjà pris : <b>", help="Le nom officiel")
    assert 'aria-describedby="champ-nom-error champ-nom-help"' in html
    assert html.index("Déjà pris") < html.index("<input")
    assert "&lt;x&gt;" in html
    assert "<b>" not in html


def test_a_chosen_record_travels_by_its_id(ui: Any, bare_app: Flask) -> None:
    chosen = SimpleNamespace(id="commun-x", kind="Commons", name="X", url="/communs/x")
    with bare_app.test_request_context("/"):
        html = ui.entity_field("de", "De", entity=chosen, clear="/chemin")
    assert 'type="hidden" name="de" value="commun-x"' in html


def test_suggestions_say_the_kind_and_mark_what_was_typed(ui: Any, bare_app: Flask) -> None:
    found = SimpleNamespace(id="commun-x", kind="Commons", name="<Panoramax>", url="/communs/x")
    with bare_app.test_request_context("/"):
        html = ui.suggestions([found], "pano")
    assert "&lt;<mark>Panoramax</mark>&gt;" in html
    assert "Commun numérique" in html
