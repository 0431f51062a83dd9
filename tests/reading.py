"""A fetched page as its reader finds it: texts and addresses by selector."""

import re

from justhtml import Element, JustHTML
from werkzeug.test import TestResponse


def found(answer: TestResponse, selector: str, *, marks: bool = True) -> list[Element]:
    """The elements that match; without `marks`, words found are no elements of their own."""
    html = answer.get_data(as_text=True)
    document = JustHTML(html if marks else re.sub(r"</?mark>", "", html), sanitize=False)
    return [element for element in document.query(selector) if isinstance(element, Element)]


def texts(answer: TestResponse, selector: str) -> list[str]:
    """The text of each element that matches, on one line, with plain spaces."""
    elements = found(answer, selector, marks="mark" in selector)
    return [" ".join(element.to_text(separator_blocks_only=True).split()) for element in elements]


def text(answer: TestResponse, selector: str = "main") -> str:
    """The text of the first element that matches, on one line, with plain spaces."""
    return texts(answer, selector)[0]


def links(answer: TestResponse, selector: str) -> list[str]:
    """The addresses of the links that match."""
    return [str(element.attrs["href"]) for element in found(answer, selector)]
