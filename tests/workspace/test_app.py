"""Every page: what the browser is told, in which language and light, and what the assets owe it."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import ChoiceLoader, DictLoader

from graph.database import carried
from tests.applications import DownDatabase, application
from tests.pages import CheckedClient, Page
from workspace import assets
from workspace.addresses import here, own_path, toggled

HTMX = {"HX-Request": "true"}
PAGE = """{% extends "base.html" %}{% block title %}Essai{% endblock %}
{% block main %}<h1>Essai</h1>
{% block part %}<p id="part">{{ ui.status_pill("in_use", "Commons") }}</p>{% endblock %}{% endblock %}"""


@pytest.fixture
def trial(bare_app: Flask) -> FlaskClient:
    """A page of one block, that renders itself alone for htmx."""
    from workspace.rendering import render

    own = bare_app.jinja_env.loader
    assert own
    bare_app.jinja_env.loader = ChoiceLoader([DictLoader({"trial.html": PAGE}), own])
    bare_app.add_url_rule("/essai", view_func=lambda: render("trial.html", "part"))
    return bare_app.test_client()


def test_help_pages_answer_without_the_graph(bare_client: FlaskClient) -> None:
    for path in ("/aide", "/aide/lire-un-lien", "/aide/chercher", "/aide/clavier"):
        assert bare_client.get(path).status_code == 200, path


def test_each_answer_allows_only_our_own_scripts_and_styles(bare_client: FlaskClient) -> None:
    policy = bare_client.get("/aide").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_each_answer_says_the_other_safe_headers(bare_client: FlaskClient) -> None:
    headers = bare_client.get("/aide").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_pages_of_somebody_signed_in_are_never_kept(bare_client: FlaskClient) -> None:
    with bare_client.session_transaction() as session:
        session["_user_id"] = "alice"
    assert bare_client.get("/aide").headers["Cache-Control"] == "private, no-store"


def test_pages_vary_with_htmx_language_and_cookies(bare_client: FlaskClient) -> None:
    vary = set(bare_client.get("/aide").headers["Vary"].split(", "))
    assert {"HX-Request", "Cookie", "Accept-Language"} <= vary


def test_built_files_are_kept_for_ever(bare_client: FlaskClient, bare_app: Flask) -> None:
    address = bare_app.jinja_env.globals["assets"].url("app.css")  # type: ignore[attr-defined]
    with bare_client.get(address) as answer:
        assert answer.status_code == 200
        assert {"public", "immutable", "max-age=31536000"} <= set(answer.headers["Cache-Control"].split(", "))


def test_cookies_are_secure_on_a_secure_site(tmp_path: Path) -> None:
    app = application(tmp_path, DownDatabase(), base_url="https://maillage.example")
    cookie = app.test_client().get("/apparence?theme=dark").headers["Set-Cookie"]
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    assert app.test_client().get("/aide").headers["Strict-Transport-Security"]


def test_writing_without_a_token_is_refused(bare_app: Flask) -> None:
    bare_app.add_url_rule("/ecrire", view_func=lambda: "written", methods=["POST"])
    answer = bare_app.test_client().post("/ecrire")
    assert answer.status_code == 400
    assert "Rien n’a été enregistré" in answer.text


def test_the_interface_is_french_first(bare_client: FlaskClient) -> None:
    assert '<html lang="fr"' in bare_client.get("/aide").text


def test_the_browser_s_language_is_followed(bare_client: FlaskClient) -> None:
    assert '<html lang="en"' in bare_client.get("/aide", headers={"Accept-Language": "en-GB,en;q=0.9"}).text
    assert '<html lang="fr"' in bare_client.get("/aide", headers={"Accept-Language": "de"}).text


def test_a_language_asked_for_is_remembered(bare_client: FlaskClient) -> None:
    bare_client.get("/aide?lang=en")
    assert '<html lang="en"' in bare_client.get("/aide").text


def test_an_unknown_language_changes_nothing(bare_client: FlaskClient) -> None:
    answer = bare_client.get("/aide?lang=xx")
    assert '<html lang="fr"' in answer.text
    assert "Set-Cookie" not in answer.headers


def test_light_or_dark_follows_the_system_until_one_chooses(bare_client: FlaskClient) -> None:
    assert re.search(r'dark-\w+\.css" media="\(prefers-color-scheme: dark\)"', bare_client.get("/aide").text)
    bare_client.get("/apparence?theme=dark&page=/aide")
    assert re.search(r'dark-\w+\.css">', bare_client.get("/aide").text)
    bare_client.get("/apparence?theme=light&page=/aide")
    assert "dark-" not in bare_client.get("/aide").text
    bare_client.get("/apparence?theme=&page=/aide")
    assert "prefers-color-scheme" in bare_client.get("/aide").text


def test_a_choice_of_light_comes_back_to_the_page_and_never_elsewhere(bare_client: FlaskClient) -> None:
    assert bare_client.get("/apparence?theme=dark&page=/aide/clavier").location == "/aide/clavier"
    for elsewhere in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "/a\r\nX: y"):
        assert bare_client.get("/apparence", query_string={"page": elsewhere}).location == "/"


def test_the_menu_has_no_link_to_what_does_not_exist(bare_client: FlaskClient, bare_app: Flask) -> None:
    page = Page(bare_client.get("/aide").text, bare_app)
    pages = bare_app.url_map.bind("localhost")
    for link in page.all(".top-nav li a"):
        assert pages.match(str(link.attrs["href"]))


def test_htmx_gets_the_block_and_the_title(trial: FlaskClient) -> None:
    answer = trial.get("/essai", headers=HTMX)
    assert answer.text.startswith("<title>Essai – Maillage</title><p id=")
    assert "<h1" not in answer.text


def test_macros_are_there_in_a_block_rendered_alone(trial: FlaskClient) -> None:
    assert "En usage" in trial.get("/essai", headers=HTMX).text


def test_boosted_links_and_history_get_the_whole_page(trial: FlaskClient) -> None:
    for header in ("HX-Boosted", "HX-History-Restore-Request"):
        assert "<h1>Essai</h1>" in trial.get("/essai", headers=HTMX | {header: "true"}).text


def test_what_was_flashed_reaches_the_status_region_of_both(trial: FlaskClient) -> None:
    for headers in ({}, HTMX):
        with trial.session_transaction() as session:
            session["_flashes"] = [("message", "Lien retiré <b>")]
        answer = trial.get("/essai", headers=headers).text
        assert "Lien retiré &lt;b&gt;" in answer
        assert answer.count('id="status"') == 1


def test_on_a_cluster_the_session_carries_what_one_has_written(tmp_path: Path) -> None:
    app = application(tmp_path, DownDatabase(), neo4j_uri="neo4j://cluster.example")
    seen: list[frozenset[str]] = []

    def write() -> str:
        kept = carried.get()
        assert kept
        seen.append(kept.values)
        kept.values = frozenset({"bookmark-1"})
        return ""

    app.add_url_rule("/write", view_func=write)
    client = app.test_client()
    client.get("/write")
    client.get("/write")
    assert seen == [frozenset(), {"bookmark-1"}]
    assert carried.get() is None


def test_missing_assets_say_how_to_build_them(tmp_path: Path) -> None:
    with pytest.raises(assets.AssetsNotBuilt, match="make install"):
        assets.load(tmp_path)
    (tmp_path / "manifest.json").write_text('{"app.css": "app-1.css"}')
    with pytest.raises(assets.AssetsNotBuilt, match=r"app\.js"):
        assets.load(tmp_path)


def test_every_icon_that_a_template_names_is_in_the_sprite(bare_app: Flask) -> None:
    folder = Path(bare_app.template_folder or "")
    named = {
        name for file in folder.rglob("*.html") for name in re.findall(r'ui\.icon\("([a-z0-9-]+)"\)', file.read_text())
    }
    sprite = str(bare_app.jinja_env.globals["sprites"])
    assert named
    assert [name for name in sorted(named) if f'id="i-{name}"' not in sprite] == []


def test_every_macro_says_in_one_line_what_it_is(bare_app: Flask) -> None:
    folder = Path(bare_app.template_folder or "") / "macros"
    for file in folder.glob("*.html"):
        text = file.read_text()
        for name in re.findall(r"{% macro (\w+)\(", text):
            assert re.search(rf"{{# {name}\(", text), f"{file.name}: {name}"


def test_an_address_keeps_what_is_not_changed(bare_app: Flask) -> None:
    with bare_app.test_request_context("/communs?statut=a&statut=b&page=3&lang=en"):
        assert here(tri="nom", page=None) == "/communs?statut=a&statut=b&tri=nom"
        assert toggled("statut", "a") == "/communs?statut=b"
        assert toggled("theme", "eau & air") == "/communs?statut=a&statut=b&theme=eau+%26+air"


def test_own_path_keeps_to_this_site() -> None:
    assert own_path("/communs?x=1#y") == "/communs?x=1#y"
    assert own_path("http://a.example/") == "/"
    assert own_path(None, "/aide") == "/aide"


def test_the_page_checker_finds_what_breaks_the_contract(bare_app: Flask) -> None:
    html = """<!doctype html><html lang=fr><title>x</title><body><h1>a</h1><h1 id=a onclick=x()>b</h1>
    <i id=a style="x"></i><form><input name=q></form><a href="/nulle-part">x</a><b hx-get="/rien" hx-target="#t"></b>
    <script>1</script><ul><b></b></ul><p><div></p></body></html>"""
    said = " ; ".join(Page(html, bare_app).problems())
    for fault in (
        "2 h1", "used 2 times: a", "onclick", "style on", "without label: q", "without action", "/nulle-part: Not",
        "hx-get=/rien", "not in the page: #t", "inline script", "<b> in a list", "invalid HTML",
    ):  # fmt: skip
        assert fault in said
    assert bare_app.test_client_class is CheckedClient
