"""`python -m workspace.papers FORM`: a paper as JSON on standard input, the file on standard output."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, cast

LIMITS = ((resource.RLIMIT_CPU, 30), (resource.RLIMIT_FSIZE, 64 * 2**20), (resource.RLIMIT_CORE, 0))
WRITERS = {
    "pdf": "workspace.papers.pdf", "docx": "workspace.papers.word", "odt": "workspace.papers.open_document",
    "html": "workspace.papers.web_page",
}  # fmt: skip


def main(form: str) -> None:
    """Writes the file."""
    for what, most in LIMITS:
        resource.setrlimit(what, (most, most))
    write = cast(Callable[[Any], bytes], import_module(WRITERS[form]).write)
    sys.stdout.buffer.write(write(json.load(sys.stdin)))


if __name__ == "__main__":
    main(sys.argv[1])
