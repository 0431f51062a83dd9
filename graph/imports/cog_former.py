"""Communes that are no more, or are parts of one: where their codes and names lead today."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from graph.folding import fold
from graph.imports.drafts import Report
from graph.imports.prose import one_line

# Corsica is 2A and 2B; overseas codes have three figures of département.
_CODE = re.compile(r"\d{5}|2[AB]\d{3}", re.ASCII)
# Type → (the field that leads to the present commune, plural).
PARTS = {
    "commune-deleguee": ("chefLieu", "communes déléguées"),
    "commune-associee": ("chefLieu", "communes associées"),
    "arrondissement-municipal": ("commune", "arrondissements municipaux"),
}


class Former:
    """`present` maps the code of each present commune to its département, `name` to its name."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.present: dict[str, str] = {}
        self.name: dict[str, str] = {}
        self.leads: dict[str, str] = {}
        self.parts: defaultdict[str, list[str]] = defaultdict(list)
        self.counts: Counter[str] = Counter()
        self._old: defaultdict[str, list[str]] = defaultdict(list)

    def read(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """All rows: present communes with their former codes, and parts with the commune they belong to."""
        later: list[tuple[str, str]] = []
        for row in rows:
            code, type = self._code(row), row.get("type")
            if not code:
                continue
            if type == "commune-actuelle":
                self.present.setdefault(code, str(row.get("departement", "")))
                self.name.setdefault(code, name_of(row))
                former = row.get("anciensCodes")
                later += [(str(old), code) for old in former] if isinstance(former, list) else []
            elif type in PARTS:
                self._part(code, str(type), row)
            else:
                self._problem("type", f"{code} {type}", "type de commune inconnu", "ligne laissée de côté")
        for old, code in later:
            self._lead(old, code)
        self._check()

    def codes_of(self, code: str) -> list[str]:
        """Former codes that lead to a present commune."""
        return self._old.get(code, [])

    def names_of(self, code: str, name: str) -> list[str]:
        """Names of its parts that are not its own."""
        return [part for part in dict.fromkeys(self.parts.get(code, ())) if fold(part) != fold(name)]

    def _part(self, code: str, type: str, row: Mapping[str, Any]) -> None:
        field, plural = PARTS[type]
        whole = str(row.get(field, ""))
        self.counts[plural] += 1
        self.parts[whole].append(name_of(row))
        if code != whole:
            self.leads[code] = whole

    def _lead(self, old: str, code: str) -> None:
        """The row of the part itself says best where it belongs."""
        if self.leads.setdefault(old, code) != code:
            said = f"{old} → {self.leads[old]} ou {code}"
            self._problem("anciensCodes", said, "deux communes se disent héritières", f"mène à {self.leads[old]}")

    def _check(self) -> None:
        for old, code in self.leads.items():
            if old in self.present:
                self._problem("anciensCodes", old, "ancien code qui est celui d'une commune actuelle", "non repris")
            elif code not in self.present:
                self._problem("chefLieu", f"{old} → {code}", "référence qui n'existe nulle part", "non reprise")
            else:
                self._old[code].append(old)

    def _code(self, row: Mapping[str, Any]) -> str:
        code = code_of(row)
        if isinstance(row.get("code"), int):
            self._problem("code", row.get("code"), "code écrit comme un nombre", f"lu « {code} »")
        if not _CODE.fullmatch(code) or not name_of(row):
            self._problem(
                "code", code or row, "code de commune mal formé, ou commune sans nom", "ligne laissée de côté"
            )
            return ""
        return code

    def _problem(self, name: str, value: object, reason: str, action: str) -> None:
        self.report.problem("communes.json", name, value, reason, action)

    def tell(self) -> None:
        """How many rows made no record of their own."""
        for plural, count in self.counts.items():
            action = "pas de fiche : code et nom mènent à la commune actuelle"
            self._problem("type", f"{count} lignes", plural, action)


def code_of(row: Mapping[str, Any], width: int = 5) -> str:
    """The code as text: one written as a number has its leading zeros again."""
    code = row.get("code")
    return f"{code:0{width}}" if isinstance(code, int) and not isinstance(code, bool) else str(code or "").strip()


def name_of(row: Mapping[str, Any]) -> str:
    """The name on one line; "" when there is none."""
    name = row.get("nom")
    return one_line(name).text if isinstance(name, str) else ""
