"""A text in Markdown: our own begin with what the form asks, another may begin with its title."""

from __future__ import annotations

import re
from typing import Any

from workspace.cleaning.refusing import Refused
from workspace.cleaning.texts import decoded
from workspace.incoming.refusing import NOTHING, OTHER, TOO_LONG
from workspace.incoming.shapes import LONGEST, Told

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_TITLE = re.compile(r"\s*# +([^\n]{1,300})\n")


def read(content: bytes) -> Told:
    """What a file says."""
    return told(text_of(content))


def text_of(content: bytes) -> str:
    """What bytes say. Refused for what is no text."""
    try:
        text = decoded(content)
    except Refused:
        raise Refused(OTHER) from None
    if _CONTROL.search(text) or text.startswith(("%PDF-", "{\\rtf")):
        raise Refused(OTHER)
    return text.lstrip("\ufeff").replace("\r\n", "\n")


def told(text: str) -> Told:
    """Our own files begin with what the form asks; a text may begin with its title."""
    if len(text) > LONGEST:
        raise Refused(TOO_LONG)
    front, body = parts(text)
    title = _TITLE.match(body) if not front and body.count("\n# ") == 0 else None
    body = (body[title.end() :] if title else body).strip("\n")
    if not body.strip():
        raise Refused(NOTHING)
    return Told(body, str(front.get("name") or (title[1].strip() if title else "")), str(front.get("summary") or ""))


def parts(text: str) -> tuple[dict[str, Any], str]:
    """What a text says of itself before it begins, and the rest."""
    from graph.imports.frontmatter import Malformed, load, split

    try:
        front, body = split(text)
        return load(front)[0], body
    except Malformed:  # a text that begins with a line, or with nothing of ours
        return {}, text
