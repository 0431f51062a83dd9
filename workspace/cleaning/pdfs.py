"""PDF files: written anew without author, dates, tools, embedded files and programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from workspace.cleaning.refusing import LOCKED, SIGNED, Refused

# What tells of who made it, of programs that would run, and of files within.
DROPPED = ("/Metadata", "/PieceInfo", "/LastModified", "/OpenAction", "/AA", "/JavaScript", "/EmbeddedFiles", "/AF",
           "/EF", "/XFA", "/RichMedia")  # fmt: skip
ACTIONS = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/RichMediaExecute", "/Rendition")
SIGNATURES_EXIST = 1


def clean(source: Path, target: Path) -> dict[str, Any]:
    """What is not reached from the pages is left behind: earlier versions, what was put after the end."""
    reader = PdfReader(source)
    if reader.is_encrypted:
        raise Refused(LOCKED)
    if _signed(reader):
        raise Refused(SIGNED)
    writer = PdfWriter(clone_from=reader)
    writer.metadata = None
    reached = _stripped(writer)
    for place in range(len(writer._objects)):
        if place + 1 not in reached:
            writer._objects[place] = None
    writer.write(target)
    return {"mime": "application/pdf"}


def _signed(reader: PdfReader) -> bool:
    form = reader.root_object.get("/AcroForm")
    form = form.get_object() if form is not None else None
    return isinstance(form, DictionaryObject) and bool(int(form.get("/SigFlags", 0)) & SIGNATURES_EXIST)


def _stripped(writer: PdfWriter) -> set[int]:
    """Strips all that the pages lead to, and gives the numbers of it. (pypdf's own way leaves what unreferenced things
    refer to.)"""
    reached: set[int] = set()
    waiting: list[PdfObject | None] = [writer.root_object.indirect_reference]
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if found.idnum in reached:
                continue
            reached.add(found.idnum)
            found = found.get_object()
        if isinstance(found, DictionaryObject):
            _strip(found)
            waiting += dict.values(found)
        elif isinstance(found, ArrayObject):
            waiting += list.__iter__(found)
    return reached


def _strip(found: DictionaryObject) -> None:
    for name in DROPPED:
        found.pop(name, None)
    if _acts(found.get("/A")):
        del found["/A"]
    if found.get("/S") in ACTIONS:
        found.clear()


def _acts(action: Any) -> bool:
    action = action.get_object() if action is not None else None
    return isinstance(action, DictionaryObject) and action.get("/S") in ACTIONS
