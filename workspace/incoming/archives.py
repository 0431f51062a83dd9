"""DOCX and ODT: weighed and proved before they are read."""

from __future__ import annotations

import zipfile
import zlib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from workspace.cleaning import offices, open_documents, open_xml
from workspace.cleaning.refusing import DAMAGED, MACROS, TOO_HARD, Refused
from workspace.incoming import markdown_file, open_document, web, word
from workspace.incoming.pictures import Pictures
from workspace.incoming.refusing import ENTITIES, OTHER, SEVERAL, TOO_DEEP
from workspace.incoming.shapes import Told

MOST_XML = 24 * 2**20
DEEPEST = 150
LEFT = {
    "drawing": "images", "pict": "images", "image": "images", "object": "objects", "commentReference": "comments",
    "annotation": "comments", "del": "deletions", "deletion": "deletions", "ins": "insertions",
    "insertion": "insertions", "strike": "strikes", "gridSpan": "merged",
}  # fmt: skip


def read(source: Path, root: str, pictures: Pictures | None = None) -> Told:
    """What a document says, with its pictures for who asks for them. Refused names the reason."""
    try:
        with zipfile.ZipFile(source) as archive:
            names = offices.weighed(archive)
            documents = {"mimetype", "word/document.xml"} & names
            texts = sorted(name for name in names if name.lower().endswith((".md", ".markdown")))
            if texts and not documents:
                return _only_text(archive, texts)
            open_text = "mimetype" in names
            kind = open_documents if open_text else open_xml
            mime = kind.type_of(archive, names)
            if mime is None or not mime.endswith((".text", ".document")):
                raise Refused(OTHER)
            if kind.has_macros(names):
                raise Refused(MACROS)
            left = _proved(archive, "content.xml" if open_text else "word/document.xml")
            html = open_document.html_of(archive, pictures) if open_text else word.html_of(source, pictures)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ParseError):
        raise Refused(DAMAGED) from None
    except DefusedXmlException:
        raise Refused(ENTITIES) from None
    return web.read(html, root, left, pictures=pictures is not None)


def _only_text(archive: zipfile.ZipFile, texts: list[str]) -> Told:
    """The note of an archive, such as one of those that leave this site; its files are counted."""
    if len(texts) > 1:
        raise Refused(SEVERAL)
    if archive.getinfo(texts[0]).file_size > MOST_XML:
        raise Refused(TOO_HARD)
    files = sum(not part.is_dir() for part in archive.infolist()) - 1
    told = markdown_file.read(archive.read(texts[0]))
    return replace(told, left={"files": files} if files else {})


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
