"""Promises to who reads a long text: its headings lead to their place, and nothing else of it changes."""

import re
from html import unescape

from flask import Flask
from justhtml import JustHTML

from workspace.contents import with_contents
from workspace.markup import markdown

LONG = "Un paragraphe qui se lit. " * 60


def test_a_long_text_begins_with_its_headings_and_each_leads_to_its_place(bare_app: Flask) -> None:
    text = f"# Présents & excusés\n{LONG}\n## Le point `a<b>`\n{LONG}\n# Suite\n{LONG}\n# Suite\n{LONG}"
    with bare_app.test_request_context():
        html = str(with_contents(markdown(text)))
    links = re.findall(r'<a href="([^"]+)"[^>]*>([^<]*)</a>', html)
    assert [(href, unescape(words)) for href, words in links] == [
        ("#t-presents-excuses", "Présents & excusés"), ("#t-le-point-a-b", "Le point a<b>"), ("#t-suite", "Suite"),
        ("#t-suite--2", "Suite"),
    ]  # fmt: skip
    page = JustHTML(html, sanitize=False, fragment=True)
    assert all(len(page.query(f"[id='{href[1:]}']")) == 1 for href, _ in links)


def test_a_short_text_and_one_of_few_headings_stay_as_they_are(bare_app: Flask) -> None:
    with bare_app.test_request_context():
        for text in ("# a\n# b\n# c", f"# a\n# b\n{LONG}", f"```\n<h3>a</h3>\n<h3>b</h3>\n<h3>c</h3>\n```\n{LONG}"):
            html = markdown(text)
            assert with_contents(html) == html


def test_headings_made_to_harm_do_nothing(bare_app: Flask) -> None:
    heads = ("<script>alert(1)</script>", '" onclick="x', "[x](javascript:alert(1))", "\u202egnp", "<h3>")
    with bare_app.test_request_context():
        html = str(with_contents(markdown("\n\n".join(f"# {head}\n{LONG}" for head in heads))))
    page = JustHTML(html, sanitize=False, fragment=True)
    assert not page.query("script") and not page.query("[onclick]")
    assert {href[:3] for href in re.findall(r'href="([^"]+)"', html)} == {"#t-"}


def test_many_headings_are_quick(bare_app: Flask) -> None:
    with bare_app.test_request_context():
        html = with_contents(markdown("\n\n".join(f"# Titre {n % 7}" for n in range(5_000))))
    assert html.count("<li") == 5_000
