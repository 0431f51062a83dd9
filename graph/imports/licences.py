"""Licences under the short names of SPDX, however a source writes them."""

from __future__ import annotations

import re

from graph.folding import fold
from graph.imports.reading import Reading

_FAMILY = re.compile(r"(?i)(agpl|lgpl|gpl|mpl|epl|cecill)[ -]?v?(\d)(?:\.(\d))?(\+|-only|-or-later)?")
_CREATIVE = re.compile(r"(?i)(?:creative commons|cc)[ -](by(?:[ -](?:nc|sa|nd))*)[ -](\d\.\d)(?: .*)?")
_SEPARATOR = re.compile(r"\s*(?:,|;|\|| / | et )\s*")
NAMES = {
    "licence ouverte": "etalab-2.0",
    "licence ouverte 2 0": "etalab-2.0",
    "etalab licence ouverte 2 0": "etalab-2.0",
}
UNKNOWN = frozenset({"n a", "na", "inconnue", "autre"})


def licences(reading: Reading, name: str) -> list[str]:
    """The licences of a field, each once; another spelling than SPDX's is told."""
    kept: dict[str, None] = {}
    for word in filter(None, (part for item in reading.items(name) for part in _SEPARATOR.split(item))):
        if fold(word) in UNKNOWN:
            reading.problem(name, word, "ce n'est pas une licence", "licence non renseignée")
            continue
        known = spdx(word)
        if known != word:
            reading.problem(name, word, "licence écrite autrement que son nom SPDX", f"lue « {known} »")
        kept[known] = None
    return list(kept)


def spdx(word: str) -> str:
    """« GPL V2.0 » is GPL-2.0, « LGPL-3 » LGPL-3.0; what is not recognised stays as written."""
    if found := _FAMILY.fullmatch(word):
        suffix = "-or-later" if found[4] == "+" else (found[4] or "").lower()
        return f"{found[1].upper()}-{found[2]}.{found[3] or 0}{suffix}"
    if found := _CREATIVE.fullmatch(word):
        return f"CC-{found[1].upper().replace(' ', '-')}-{found[2]}"
    return NAMES.get(fold(word), word)
