"""Which reader a text is for, told by its content: a name may lie."""

from __future__ import annotations

import re
from pathlib import Path

from workspace.cleaning.refusing import EMPTY, LOCKED, Refused
from workspace.cleaning.sorting import OLD_OFFICE, ZIP
from workspace.incoming import markdown_file
from workspace.incoming.shapes import Told

_PAGE = re.compile(r"\s*(?:<!doctype html|<html|<\?xml|<!--|<head|<body|<meta|<div|<p[ >]|<h1|<table)", re.I)


def read(source: Path, name: str, root: str) -> Told:
    """What a file says."""
    content = source.read_bytes()
    if not content.strip():
        raise Refused(EMPTY)
    if content.startswith(OLD_OFFICE):
        raise Refused(LOCKED)
    if content.startswith(ZIP):
        from workspace.incoming import archives

        return archives.read(source, root)
    text = markdown_file.text_of(content)
    if _PAGE.match(text) or name.lower().endswith((".html", ".htm", ".xhtml")):
        from workspace.incoming import web

        return web.read(text, root)
    return markdown_file.told(text)
