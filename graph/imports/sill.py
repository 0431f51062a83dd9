"""SILL: free software that the State recommends to its administrations (edition 2022, with marks of the 2020 one).

Being recommended is not a maturity: software listed as R or O is "available", and the source's word is kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from graph.folding import fold
from graph.imports.drafts import Draft, DraftLink, Report
from graph.imports.evidence import name_ref, refs
from graph.imports.files import json_of
from graph.imports.licences import licences
from graph.imports.linking import Links, Themes
from graph.imports.origins import origin
from graph.imports.prose import one_line
from graph.imports.reading import Reading, given, tell_left
from graph.imports.sill_past import Past

REPOSITORY = "https://github.com/etalab/sill-data"
MAIN = "sill-2022.json"
WORDS = {"R": "R (recommandé)", "O": "O (en observation)", "FR": "FR"}
AVAILABLE = frozenset({"R", "O"})
TAKEN = frozenset(
    {"id", "i", "f", "c", "u", "st", "l", "p", "si", "y", "v-", "v+", "co", "fr-desc", "website", "sources", "doc"}
)
UNUSED = {
    "sill-contributeurs-2022.json": "organismes contributeurs, sans lien dit avec un logiciel",
    "sill-mises-a-jour-2020.csv": "édition précédente de sill-mises-a-jour-2022.json",
}
SHEET = "fiche logiciel"


def read(path: Path, report: Report) -> Iterator[Draft | DraftLink]:
    """Software and themes (components), then links."""
    reader = _Reader(path, report)
    yield from reader.themes.drafts()
    yield from [reader.software(reading) for reading in reader.rows.values()]
    yield from reader.links.found.values()
    reader.past.tell_missing(reader.rows)
    tell_left(MAIN, [reading.values for reading in reader.rows.values()], TAKEN, (), report)
    for name, reason in UNUSED.items():
        if (path / name).exists():
            report.problem(name, None, None, reason, "fichier laissé de côté")


class _Reader:
    def __init__(self, root: Path, report: Report) -> None:
        self.report = report
        self.rows = _rows(json_of(root / MAIN, root, report), report)
        names = {id: reading.text("i") for id, reading in _quiet(self.rows).items()}
        self.past = Past(root, names, report)
        self.links = Links(origin(root, "SILL 2022", REPOSITORY, report))
        self.links.known |= {_ref(id) for id in self.rows}
        quiet = _quiet(self.rows).values()
        self.themes = Themes("sill", (word for reading in quiet for word in reading.items("c")), self.links)
        self.by_name = {fold(name): id for id, name in names.items()}
        self.shelves = Counter(reading.text("co") for reading in quiet)

    def software(self, reading: Reading) -> Draft:
        id = reading.text("id")
        ref, name, past = _ref(id), reading.text("i"), self.past.of(id)
        self._link(reading, ref)
        for word in reading.items("c"):
            self.themes.about(ref, word, (reading, "c"), f"{SHEET}, composant", None)
        about = reading.text("f")
        fields = given(
            name=name, aliases=[past.name] if past.name and past.name != name else [], summary=about, type="software",
            description=reading.markdown("fr-desc", reading.raw("fr-desc")), website=reading.url("website"),
            repository=reading.url("sources"), documentation=reading.url("doc"), licence=licences(reading, "l"),
            use=reading.text("u"), status_word=self._words(reading, past.status, past.removed),
        )  # fmt: skip
        status = "available" if reading.text("st") in AVAILABLE else None
        first = past.added or self._first_edition(reading)
        return Draft(
            "Software", refs(ref, past.wikidata, self._shelf(reading), name_ref("Software", name)),
            fields | self.links.origin.record(), reading.where, status=status,
            history=((status, first),) if status and first else (),
        )  # fmt: skip

    def _words(self, reading: Reading, past_status: str | None, removed: str | None) -> str:
        """« R (recommandé), à partir de la version 19 ; éditions 2018, 2019… »."""
        word = reading.text("st")
        if word not in WORDS:
            reading.problem("st", word, "statut inconnu du SILL", "gardé tel quel")
        told = WORDS.get(word, word)
        low, high = (reading.text(name) for name in ("v-", "v+"))
        told += f", version {low}" if low and fold(low) != "n a" else ""
        told += f", jusqu'à {high}" if high else ""
        told += f" ; éditions {', '.join(years)}" if (years := _years(reading)) else ""
        told += f" ; {past_status} dans l'édition de 2020" if past_status and past_status != word else ""
        return told + (f" ; retiré le {removed}" if removed else "")

    def _first_edition(self, reading: Reading) -> str | None:
        return min(_years(reading), default=None)

    def _shelf(self, reading: Reading) -> str | None:
        """Its number at Comptoir du libre, unless plugins share that of their host."""
        number = reading.text("co")
        if number and self.shelves[number] > 1:
            reading.problem("co", number, "numéro partagé par plusieurs logiciels", "non repris comme identifiant")
        return f"comptoir-du-libre:software/{number}" if self.shelves[number] == 1 and number.isdigit() else None

    def _link(self, reading: Reading, ref: str) -> None:
        parent = reading.text("p")
        id, standing = self._parent(reading, parent) if parent else (None, None)
        if id:
            sheet = f"{SHEET}, logiciel parent"
            self.links.add("DEPENDS_ON", ref, _ref(id), (reading, "p"), sheet, standing=standing)
        for similar in filter(None, re.split(r"\s*[;,]\s*", reading.text("si"))):
            if similar.isdigit():
                self.links.add("OVERLAPS", ref, _ref(similar), (reading, "si"), f"{SHEET}, logiciels similaires")
            else:
                reading.problem("si", similar, "nom au lieu d'un identifiant", "lien non repris")

    def _parent(self, reading: Reading, name: str) -> tuple[str | None, str | None]:
        if fold(name) in self.by_name:
            return self.by_name[fold(name)], None
        if id := self.past.called(name):
            reading.problem("p", name, "nom courant, lu au journal des mises à jour", "lien repris à confirmer")
            return id, "to_confirm"
        reading.problem("p", name, "référence qui n'existe nulle part", "lien non repris")
        return None, None


def _rows(data: object, report: Report) -> dict[str, Reading]:
    """Entries by id; those without id or name, or with an id met before, are told."""
    rows: dict[str, Reading] = {}
    if data is not None and not isinstance(data, list):
        report.problem(MAIN, None, None, "liste attendue", "rien n'en est repris")
    for number, row in enumerate(data if isinstance(data, list) else [], 1):
        id = _text(row, "id")
        if not id or not _text(row, "i") or id in rows:
            report.problem(
                MAIN, f"[{number}]", row, "entrée sans identifiant ou sans nom, ou déjà lue", "laissée de côté"
            )
            continue
        rows[id] = Reading(f"{MAIN} › {id}", row, report)
    return rows


def _text(row: Any, name: str) -> str:
    value = row.get(name) if isinstance(row, Mapping) else None
    return one_line(str(value)).text if isinstance(value, str | int) else ""


def _quiet(rows: Mapping[str, Reading]) -> dict[str, Reading]:
    """The same entries, for values needed elsewhere than where their oddities are told."""
    return {id: Reading(reading.where, reading.values, Report()) for id, reading in rows.items()}


def _years(reading: Reading) -> list[str]:
    return re.findall(r"\b20\d{2}\b", reading.text("y"))


def _ref(id: str) -> str:
    return f"sill:software/{id}"
