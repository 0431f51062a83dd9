"""DOCX and ODT: weighed and proved before they are read."""

from __future__ import annotations

import zipfile
import zlib
from collections import Counter
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from workspace.cleaning import offices, open_documents, open_xml
from workspace.cleaning.refusing import DAMAGED, MACROS, TOO_HARD, Refused
from workspace.incoming import open_document, web, word
from workspace.incoming.refusing import ENTITIES, OTHER, TOO_DEEP
from workspace.incoming.shapes import Told

MOST_XML = 24 * 2**20
DEEPEST = 150
LEFT = {
    "drawing": "images", "pict": "images", "image": "images", "object": "objects", "commentReference": "comments",
    "annotation": "comments", "del": "deletions", "deletion": "deletions", "ins": "insertions",
    "insertion": "insertions", "strike": "strikes", "gridSpan": "merged",
}  # fmt: skip


def read(source: Path, root: str) -> Told:
    """What a document says. Refused names the reason."""
    try:
        with zipfile.ZipFile(source) as archive:
            names = offices.weighed(archive)
            open_text = "mimetype" in names
            kind = open_documents if open_text else open_xml
            mime = kind.type_of(archive, names)
            if mime is None or not mime.endswith((".text", ".document")):
                raise Refused(OTHER)
            if kind.has_macros(names):
                raise Refused(MACROS)
            left = _proved(archive, "content.xml" if open_text else "word/document.xml")
            html = open_document.html_of(archive) if open_text else word.html_of(source)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ParseError):
        raise Refused(DAMAGED) from None
    except DefusedXmlException:
        raise Refused(ENTITIES) from None
    return web.read(html, root, left)


def _proved(archive: zipfile.ZipFile, main: str) -> Counter[str]:
    """Every part in XML is small, shallow and defines nothing; counts what of the `main` one is no text."""
    parts = [part for part in archive.infolist() if part.filename.endswith((".xml", ".rels"))]
    if sum(part.file_size for part in parts) > MOST_XML:
        raise Refused(TOO_HARD)
    left: Counter[str] = Counter()
    for part in parts:
        told = _tags(archive, part)
        if part.filename == main:
            left = told
    return left


def _tags(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Counter[str]:
    told: Counter[str] = Counter()
    deep = 0
    with archive.open(part) as stream:
        for event, element in iterparse(stream, ("start", "end"), forbid_dtd=True):
            deep += 1 if event == "start" else -1
            if deep > DEEPEST:
                raise Refused(TOO_DEEP)
            if event == "end":
                name = LEFT.get(element.tag.rpartition("}")[2])
                told.update([name] if name else [])
                element.clear()
    return told
