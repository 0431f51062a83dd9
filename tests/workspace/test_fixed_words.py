"""Promises of a template's constant words: in the reader's language, with French spaces, and nothing from outside."""

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader

PAGES = {
    "plain.html": '<p title="{{ _("Liens") }}">{{ _("Liens") }}</p>{{ ui.icon("plus") }}',
    "chosen.html": '{{ _("Liens") if given else _("Aucun lien en vigueur.") }}{{ _("Sources :") ~ " " ~ given }}',
    "valued.html": '{{ _("%(n)s en vigueur", n=given) }}',
}


@pytest.fixture
def worded_app(bare_app: Flask) -> Flask:
    loader = bare_app.jinja_env.loader
    assert loader
    bare_app.jinja_env.loader = ChoiceLoader([DictLoader(PAGES), loader])
    return bare_app


def shown(app: Flask, name: str, language: str, given: str = "") -> str:
    with app.test_request_context(f"/?lang={language}"):
        return app.jinja_env.get_template(name).render(given=given)


def code(app: Flask, name: str, language: str) -> str:
    with app.test_request_context(f"/?lang={language}"):
        return str(app.jinja_env.compile(PAGES[name], name, raw=True))


def test_each_reader_has_the_page_in_their_language(worded_app: Flask) -> None:
    for _ in range(2):
        assert '<p title="Liens">Liens</p><svg' in shown(worded_app, "plain.html", "fr")
        assert '<p title="Links">Links</p><svg' in shown(worded_app, "plain.html", "en")


@pytest.mark.parametrize(("language", "words"), [("fr", "Liens"), ("en", "Links")])
def test_words_and_icons_are_put_in_when_the_template_is_compiled(worded_app: Flask, language: str, words: str) -> None:
    compiled = code(worded_app, "plain.html", language)
    assert f">{words}<" in compiled and "i-plus" in compiled and "context.call" not in compiled


def test_words_that_hold_a_value_wait_for_it(worded_app: Flask) -> None:
    assert shown(worded_app, "valued.html", "fr", "<3>") == "&lt;3&gt; en vigueur"


def test_what_stands_beside_constant_words_is_escaped_as_ever(worded_app: Flask) -> None:
    assert shown(worded_app, "chosen.html", "fr", "<b>") == "LiensSources\u00a0: &lt;b&gt;"
