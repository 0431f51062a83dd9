"""Which reader a text is for, told by its content: a name may lie."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from workspace.cleaning.refusing import EMPTY, LOCKED, Refused
from workspace.cleaning.sorting import OLD_OFFICE, ZIP
from workspace.cleaning.texts import decoded
from workspace.incoming.refusing import NOTHING, OTHER, TOO_LONG
from workspace.incoming.shapes import LONGEST, Told

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_PAGE = re.compile(r"\s*(?:<!doctype html|<html|<\?xml|<!--|<head|<body|<meta|<div|<p[ >]|<h1|<table)", re.I)
_TITLE = re.compile(r"\s*# +([^\n]{1,300})\n")


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
    text = _text(content)
    if _PAGE.match(text) or name.lower().endswith((".html", ".htm", ".xhtml")):
        from workspace.incoming import web

        return web.read(text, root)
    return _markdown(text)


def _text(content: bytes) -> str:
    try:
        text = decoded(content)
    except Refused:
        raise Refused(OTHER) from None
    if _CONTROL.search(text) or text.startswith(("%PDF-", "{\\rtf")):
        raise Refused(OTHER)
    return text.lstrip("\ufeff").replace("\r\n", "\n")


def _markdown(text: str) -> Told:
    """Our own files begin with what the form asks; a text may begin with its title."""
    if len(text) > LONGEST:
        raise Refused(TOO_LONG)
    told, body = _parts(text)
    title = _TITLE.match(body) if not told and body.count("\n# ") == 0 else None
    body = (body[title.end() :] if title else body).strip("\n")
    if not body.strip():
        raise Refused(NOTHING)
    return Told(body, str(told.get("name") or (title[1].strip() if title else "")), str(told.get("summary") or ""))


def _parts(text: str) -> tuple[dict[str, Any], str]:
    from graph.imports.frontmatter import Malformed, load, split

    try:
        front, body = split(text)
        return load(front)[0], body
    except Malformed:  # a text that begins with a line, or with nothing of ours
        return {}, text
