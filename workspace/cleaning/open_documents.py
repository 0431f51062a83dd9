"""LibreOffice's documents (ODF): `meta.xml` is emptied, the picture of the first page goes."""

from __future__ import annotations

import zipfile
from typing import IO
from xml.etree.ElementTree import register_namespace, tostring

from defusedxml.ElementTree import fromstring

from workspace.cleaning.refusing import LOCKED, Refused

PREFIX = "application/vnd.oasis.opendocument."
KINDS = ("text", "spreadsheet", "presentation", "graphics")
LIST = "META-INF/manifest.xml"
LONGEST_LIST = 4 * 2**20
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
NO_META = b"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3">\
<office:meta/></office:document-meta>
"""


def type_of(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    """The type that the archive says first of itself."""
    with archive.open("mimetype") as stream:
        told = stream.read(100).decode("ascii", "replace").strip()
    known = told in {PREFIX + kind for kind in KINDS} and {"content.xml", LIST} <= names
    return told if known else None


def has_macros(names: set[str]) -> bool:
    """Is there a program, in whichever language?"""
    return any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names)


def rewritten(name: str, stream: IO[bytes]) -> bytes | None:
    """The part about the document, and the list of parts without what goes."""
    if name == "meta.xml":
        return NO_META
    if name != LIST:
        return None
    register_namespace("manifest", MANIFEST)
    root = fromstring(stream.read(LONGEST_LIST))
    if root.find(f".//{{{MANIFEST}}}encryption-data") is not None:
        raise Refused(LOCKED)
    for found in list(root):
        if str(found.get(f"{{{MANIFEST}}}full-path")).startswith("Thumbnails/"):
            root.remove(found)
    return bytes(tostring(root, encoding="UTF-8", xml_declaration=True))
