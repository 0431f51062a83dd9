"""A page is a contract: what every HTML answer fetched in any test is checked for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from justhtml import Element, JustHTML
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

HX_METHODS = {f"hx-{method}": method.upper() for method in ("get", "post", "put", "patch", "delete")}
POINTS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list")
BLOCKS = {"div", "p", "ul", "ol", "dl", "section", "article", "form", "table", "h1", "h2", "h3", "h4"}
# Pages that are made of the same marks, names and references, with other words in them, are looked at once a run: half
# of them, at 20 ms each.
SHAPE = re.compile(
    r'<[a-z0-9]+|\s(?:alt|style|on[a-z]+)=|(?:class|id|name|for|action|list|src|hx-[a-z]+|aria-[a-z]+)="[^"]*"'
)
PLAIN = re.compile(r"(\*|[a-z0-9]*)(?:\[([a-z-]+)\])?")


_sound: set[tuple[bool, frozenset[str]]] = set()


class Page:
    """One HTML answer; `problems` is everything that breaks the contract."""

    def __init__(self, html: str, app: Flask, path: str = "/", *, fragment: bool = False) -> None:
        self.document = JustHTML(html, sanitize=False, collect_errors=True, fragment=fragment)
        self.app, self.path, self.fragment = app, path, fragment
        self.elements = list(_below(self.document.root))
        self.places: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, element in enumerate(self.elements):
            for key in (("", ""), (element.name, ""), *(("", name) for name in element.attrs)):
                self.places[key].append(place)
        self.ids = Counter(str(element.attrs["id"]) for element in self.all("[id]"))

    def all(self, selector: str) -> list[Element]:
        """What "a, [id], img[alt]" selects, in the order of the page; the library takes fifty times longer."""
        wanted = [PLAIN.fullmatch(part) for part in selector.split(", ")]
        if not all(wanted):
            return [found for found in self.document.query(selector) if isinstance(found, Element)]
        found = {place for part in wanted if part for place in self._places(part[1].strip("*"), part[2])}
        return [self.elements[place] for place in sorted(found)]

    def _places(self, name: str, attribute: str | None) -> list[int]:
        if not attribute:
            return self.places[name, ""]
        return [place for place in self.places["", attribute] if name in ("", self.elements[place].name)]

    def inside(self, inner: set[str], outer: set[str]) -> list[Element]:
        """Elements of these names within one of those."""
        found = self.all(", ".join(sorted(inner))) if any(self.places[name, ""] for name in outer) else []
        return [element for element in found if any(above.name in outer for above in _above(element))]

    def problems(self) -> list[str]:
        checks = (self._html, self._ids, self._fields, self._forms, self._addresses, self._policy, self._structure)
        return [problem for check in checks for problem in check()]

    def _html(self) -> Iterator[str]:
        for error in self.document.errors:
            yield f"invalid HTML, line {error.line}: {error.code}"

    def _ids(self) -> Iterator[str]:
        yield from (f"id used {count} times: {id}" for id, count in self.ids.items() if count > 1)
        if self.fragment:
            return
        for name in POINTS:
            for element in self.all(f"[{name}]"):
                missing = [id for id in str(element.attrs[name]).split() if id not in self.ids]
                yield from (f"{name} points to no element: {id}" for id in missing)
        for element in self.all("use[href]"):
            if str(element.attrs["href"]).removeprefix("#") not in self.ids:
                yield f"no such symbol: {element.attrs['href']}"

    def _fields(self) -> Iterator[str]:
        labelled = {label.attrs.get("for") for label in self.all("label")}
        wrapped = {id(field) for field in self.inside({"input", "select", "textarea"}, {"label"})}
        for field in self.all("input, select, textarea"):
            named = {"aria-label", "aria-labelledby"} & set(field.attrs)
            silent = field.attrs.get("type") in ("hidden", "submit", "button")
            if not (silent or named or field.attrs.get("id") in labelled or id(field) in wrapped):
                yield f"field without label: {field.attrs.get('name')}"

    def _forms(self) -> Iterator[str]:
        for form in self.all("form"):
            method = str(form.attrs.get("method") or "get").upper()
            action = str(form.attrs.get("action") or "")
            if not action:
                yield f"form without action: {form.attrs}"
            elif fault := self._fault(action, method):
                yield f"form {method} {action}: {fault}"
            if method == "POST" and not form.query("input[name=csrf_token]"):
                yield f"form without csrf_token: {action}"

    def _addresses(self) -> Iterator[str]:
        for name, method in HX_METHODS.items():
            for element in self.all(f"[{name}]"):
                if fault := self._fault(str(element.attrs[name]), method):
                    yield f"{name}={element.attrs[name]}: {fault}"
        for element in self.all("[data-suggest]"):
            if fault := self._fault(str(element.attrs["data-suggest"]), "GET"):
                yield f"data-suggest={element.attrs['data-suggest']}: {fault}"
        for element in self.all("a[href]"):
            if fault := self._fault(str(element.attrs["href"]), "GET"):
                yield f"link to {element.attrs['href']}: {fault}"
        for element in self.all("[hx-target]"):
            target = str(element.attrs["hx-target"])
            if target.startswith("#") and target[1:] not in self.ids and not self.fragment:
                yield f"hx-target is not in the page: {target}"

    def _fault(self, address: str, method: str) -> str:
        """Why an address of this site would not answer; "" when it would, or is elsewhere."""
        parts = urlsplit(address)
        if parts.scheme in ("http", "https", "mailto") or parts.netloc:
            return ""
        if not parts.path:
            known = not parts.fragment or parts.fragment in self.ids or self.fragment
            return "" if known else "no such place in the page"
        if parts.path == self.path and method == "GET":
            return ""  # the page itself: an error page has an address too
        try:
            self.app.url_map.bind("localhost").match(parts.path, method)
        except RequestRedirect as redirect:
            return f"redirects to {redirect.new_url}"
        except HTTPException as error:
            return error.name
        return ""

    def _policy(self) -> Iterator[str]:
        """What the content security policy would block in silence."""
        for element in self.all("*"):
            for name in element.attrs:
                if name == "style" or re.match(r"on[a-z]+$|hx-on", name):
                    yield f"blocked by the policy: {name} on <{element.name}>"
        for script in self.all("script"):
            # A block of data is not a script: the policy does not look at it, and nothing runs it.
            if not script.attrs.get("src") and script.attrs.get("type") != "application/ld+json":
                yield "inline script"
        yield from ("inline style sheet" for _ in self.all("style"))

    def _structure(self) -> Iterator[str]:
        for element in self.inside({"a", "button", "input"}, {"a", "button"}):
            yield f"control inside a control: <{element.name}>"
        for element in self.inside(BLOCKS, {"span"}):
            yield f"block inside a span: <{element.name}>"
        for items in self.all("ul, ol"):
            yield from (f"<{child.name}> in a list" for child in _elements(items) if child.name != "li")
        for image in self.all("img"):
            if "alt" not in image.attrs:
                yield f"image without alt: {image.attrs.get('src')}"
        if self.fragment:
            return
        if (count := len(self.all("h1"))) != 1:
            yield f"{count} h1"
        if not self.document.root.to_text().strip() or not self.all("title") or not self.all("html[lang]"):
            yield "no title, no language or no text"
        for heading in self.all("h1, h2, h3, h4"):
            if not heading.to_text().strip():
                yield f"empty <{heading.name}>"


def _below(node: Any) -> Iterator[Element]:
    """Every element under a node, in the order of the page; a template's content too."""
    for child in (*getattr(getattr(node, "template_content", None), "children", ()), *(node.children or ())):
        if isinstance(child, Element):
            yield child
            yield from _below(child)


def _above(element: Element) -> Iterator[Element]:
    node = element.parent
    while isinstance(node, Element):
        yield node
        node = node.parent


def _elements(parent: Element) -> Iterator[Element]:
    return (child for child in parent.children or () if isinstance(child, Element))


class CheckedClient(FlaskClient):
    """A test client that fails on any HTML answer which breaks the contract."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        response.request.environ["wsgi.input"].close()  # Werkzeug leaves a big upload's file open
        # A file that is taken away is read without the site: it carries its own style.
        taken = response.headers.get("Content-Disposition", "").startswith("attachment")
        if response.mimetype == "text/html" and response.data and not taken and not 300 <= response.status_code < 400:
            fragment = response.request.headers.get("HX-Request") == "true" and b"<!doctype html>" not in response.data
            self._check(response.get_data(as_text=True), response.request.path, fragment)
        return response

    def _check(self, html: str, path: str, fragment: bool) -> None:
        shape = fragment, frozenset(SHAPE.findall(html))
        if shape in _sound:
            return
        problems = Page(html, self.application, path, fragment=fragment).problems()
        assert not problems, f"{path}: " + "; ".join(problems)
        _sound.add(shape)
