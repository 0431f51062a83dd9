"""Papers: what leaves the site to be read elsewhere, as PDF, DOCX, ODT and HTML, from one account of its contents.

Made in a process of its own: the library that sets PDFs holds 110 MB once it has been used, a web process has 120."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading

from flask import Response, make_response

from graph.errors import Invalid
from workspace.language import gettext
from workspace.papers.shapes import Block, Paper, Run, Source

SECONDS = 40
_ROOM = threading.BoundedSemaphore(2)  # at once, for one web process
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "html": "text/html",
}
__all__ = ["TYPES", "Block", "Paper", "Run", "Source", "paper_file", "written"]


def written(paper: Paper, form: str) -> bytes:
    """The paper as a file of one of TYPES: the same paper gives the same bytes."""
    command = [sys.executable, "-P", "-m", "workspace.papers", form]
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAILLAGE_")}  # no secret of ours
    with _ROOM:
        done = subprocess.run(
            command, input=json.dumps(paper).encode(), capture_output=True, timeout=SECONDS, check=True, env=env
        )
    return done.stdout


def paper_file(paper: Paper, form: str, name: str) -> Response:
    """A download of `name`.pdf, .docx, .odt or .html. Invalid for any other form."""
    if form not in TYPES:
        raise Invalid({"format": gettext("attendu : %(words)s", words=", ".join(TYPES))})
    answer = make_response(written(paper, form))
    answer.mimetype = TYPES[form]
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
