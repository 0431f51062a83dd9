"""What earlier files of the SILL say: the 2020 edition (wikidata, former names and status) and the log of changes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.folding import fold
from graph.imports.drafts import Report
from graph.imports.files import json_of
from graph.imports.rows import csv_rows

EDITION = "sill-2020.csv"
LOG = "sill-mises-a-jour-2022.json"
# Org mode writes a day « <2020-02-10 lun.> ».
_DAY = re.compile(r"<(\d{4}-\d{2}-\d{2})(?: \w+\.?)?>")


@dataclass(frozen=True)
class Mark:
    """What is known of one entry: name and status in 2020, its wikidata ref, days added and removed."""

    name: str = ""
    status: str | None = None
    wikidata: str | None = None
    added: str | None = None
    removed: str | None = None


class Past:
    """Marks by id; `names` are those of the present edition."""

    def __init__(self, root: Path, names: Mapping[str, str], report: Report) -> None:
        self.report = report
        rows = csv_rows(root / EDITION, root, report) if (root / EDITION).exists() else []
        self.edition = {reading.text("ID"): reading for reading in rows if reading.text("ID")}
        self.numbers = Counter(_number(reading.text("wikidata")) for reading in self.edition.values())
        self.days: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self.common: dict[str, str] = {}
        self._read_log(root, names)

    def of(self, id: str) -> Mark:
        days = self.days.get(id, {})
        reading = self.edition.get(id)
        if reading is None:
            return Mark(added=days.get("Ajout"), removed=days.get("Suppression"))
        return Mark(
            reading.text("nom"), reading.text("statut") or None, self._wikidata(reading), days.get("Ajout"),
            days.get("Suppression"),
        )  # fmt: skip

    def called(self, name: str) -> str | None:
        """The id under which the log speaks of a name."""
        return self.common.get(fold(name))

    def tell_missing(self, present: Container[str]) -> None:
        """Entries of 2020 that the present edition has no more."""
        for id, reading in self.edition.items():
            if id not in present:
                reading.problem("ID", f"{id} {reading.text('nom')}", "absent de l'édition 2022", "fiche non créée")

    def _wikidata(self, reading: Any) -> str | None:
        written = reading.text("wikidata")
        number = _number(written)
        if written and not re.fullmatch(r"Q\d+", number):
            reading.problem("wikidata", written, "identifiant Wikidata mal formé", "non repris")
            return None
        if self.numbers[number] > 1 and number:
            reading.problem("wikidata", written, "identifiant partagé par plusieurs logiciels", "non repris")
            return None
        if number != written:
            reading.problem("wikidata", written, "identifiant Wikidata en minuscules", f"lu « {number} »")
        return f"wikidata:{number}" if number else None

    def _read_log(self, root: Path, names: Mapping[str, str]) -> None:
        data = json_of(root / LOG, root, self.report) if (root / LOG).exists() else []
        dated = 0
        for row in data if isinstance(data, list) else []:
            if not isinstance(row, dict):
                continue
            id, name, what = (str(row.get(key, "")).strip() for key in ("id", "logiciel", "type"))
            known = {fold(names.get(id, "")), fold(self.edition[id].text("nom")) if id in self.edition else ""}
            day = _DAY.fullmatch(str(row.get("date", "")).strip())
            dated += day is not None
            self._log_entry(id, name, what, day[1] if day else None, known, id in names)
        if dated:
            reason = f"{dated} dates écrites comme « <2020-02-10 lun.> »"
            self.report.problem(LOG, "date", None, reason, "lues comme 2020-02-10")

    def _log_entry(self, id: str, name: str, what: str, day: str | None, known: set[str], exists: bool) -> None:
        if not exists:
            self.report.problem(LOG, "id", f"{id} {name}", "logiciel absent de l'édition 2022", "laissé de côté")
        elif day is None:
            self.report.problem(LOG, "date", f"{id} {name}", "date illisible", "laissé de côté")
        elif fold(name) in known:
            self.days[id][what] = day
        else:
            self.common.setdefault(fold(name), id)
            reason = "l'identifiant est celui d'un logiciel d'un autre nom"
            self.report.problem(LOG, "logiciel", f"{id} {name}", reason, "date laissée de côté")


def _number(written: str) -> str:
    return written.strip().upper()
