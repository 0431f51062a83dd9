"""A paper as one page of HTML that is read without the site."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader

from workspace.papers.images import settled
from workspace.papers.notes import told
from workspace.papers.shapes import Paper
from workspace.places import shared


def write(paper: Paper) -> bytes:
    """The bytes of the page: every word is escaped, the pictures are our own."""
    settled(paper)
    made = Environment(loader=FileSystemLoader(str(shared("templates/papers"))), autoescape=True)
    page = made.get_template("paper.html").render(paper=paper, notes=list(told(paper["blocks"])))
    return page.encode("utf-8", "replace")
