"""Word, Excel and PowerPoint: their parts `docProps/` (author, company, dates, picture) go, and what points there."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from typing import IO
from xml.etree.ElementTree import Element, register_namespace, tostring

from defusedxml.ElementTree import fromstring

LIST, LINKS = "[Content_Types].xml", "_rels/.rels"
LONGEST_LIST = 4 * 2**20  # kilobytes in any real document
CONTENT = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "application/vnd.openxmlformats-officedocument"
MAIN = {
    "word/document.xml": f"{OFFICE}.wordprocessingml.document", "xl/workbook.xml": f"{OFFICE}.spreadsheetml.sheet",
    "ppt/presentation.xml": f"{OFFICE}.presentationml.presentation",
}  # fmt: skip
ABOUT = ("/core-properties", "/extended-properties", "/custom-properties", "/thumbnail")


def type_of(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    """The type by the part that every such document has."""
    if not {LIST, LINKS} <= names:
        return None
    return next((mime for part, mime in MAIN.items() if part in names), None)


def has_macros(names: set[str]) -> bool:
    """Is there a program, of today or of Excel 4?"""
    return any(name.rpartition("/")[2].startswith("vba") or "/macrosheets/" in name for name in names)


def rewritten(name: str, stream: IO[bytes]) -> bytes | None:
    """The two lists that name the parts which go."""
    if name == LIST:
        return _without(stream, CONTENT, lambda found: str(found.get("PartName")).startswith("/docProps/"))
    if name == LINKS:
        return _without(stream, RELATED, lambda found: str(found.get("Type")).endswith(ABOUT))
    return None


def _without(stream: IO[bytes], namespace: str, goes: Callable[[Element], bool]) -> bytes:
    register_namespace("", namespace)
    root = fromstring(stream.read(LONGEST_LIST))
    for found in list(root):
        if goes(found):
            root.remove(found)
    return bytes(tostring(root, encoding="UTF-8", xml_declaration=True))
