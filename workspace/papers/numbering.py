"""Lists of a DOCX: each with numbers of its own, nine levels deep. Word's numbers go on from one list to the next."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Made
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

DEEPEST = 8
STEP = 360  # twentieths of a point
KINDS = {True: 9001, False: 9002}  # ids of what numbers and dashes look like, apart from the template's own


def begun(made: Made, *, ordered: bool) -> int:
    """A new list; its id."""
    root = made.part.numbering_part.element
    if not any(each.get(qn("w:abstractNumId")) == str(KINDS[ordered]) for each in root.findall(qn("w:abstractNum"))):
        first = root.find(qn("w:num"))
        first.addprevious(_looks(ordered))
    number: Any = root.add_num(KINDS[ordered])
    if ordered:
        for level in range(DEEPEST + 1):
            number.add_lvlOverride(level).add_startOverride(1)
    return int(number.numId)


def put(paragraph: Paragraph, list: int, depth: int) -> None:
    """Makes a paragraph an item of a list."""
    told: Any = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    told.get_or_add_ilvl().val = min(depth, DEEPEST)
    told.get_or_add_numId().val = list


def _looks(ordered: bool) -> Any:
    told = _made("w:abstractNum", abstractNumId=str(KINDS[ordered]))
    told.append(_made("w:multiLevelType", val="hybridMultilevel"))
    for level in range(DEEPEST + 1):
        each = _made("w:lvl", ilvl=str(level))
        each.append(_made("w:start", val="1"))
        each.append(_made("w:numFmt", val="decimal" if ordered else "bullet"))
        each.append(_made("w:lvlText", val=f"%{level + 1}." if ordered else "–"))
        each.append(_made("w:lvlJc", val="left"))
        place = _made("w:pPr")
        place.append(_made("w:ind", left=str(STEP * (level + 1)), hanging=str(STEP)))
        each.append(place)
        told.append(each)
    return told


def _made(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made
