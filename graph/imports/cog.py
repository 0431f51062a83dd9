"""Code officiel géographique: régions, départements, intercommunalités and present communes.

An intercommunalité is two records: a territory, and the organisation that administers it (its code is a SIREN).
Former codes and names lead to the present commune. Rows are decoded one at a time, in two passes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from graph.folding import fold, slug
from graph.imports.cog_former import Former, code_of, name_of
from graph.imports.drafts import Draft, DraftLink, Report
from graph.imports.evidence import name_ref, refs
from graph.imports.files import LEFT, MAX_DATA, json_rows, text_of
from graph.imports.origins import origin

REPOSITORY = "https://github.com/etalab/decoupage-administratif"
LEFT_LEVELS = {
    "arrondissements.json": "arrondissements, niveau sans type de territoire",
    "ept.json": "établissements publics territoriaux, dans la Métropole du Grand Paris",
}
FILES = {"region": "regions", "departement": "departements", "epci": "epci", "commune": "communes"}
WIDTHS = {"regions": 2, "departements": 2, "epci": 9}
_CODE = re.compile(r"[0-9A-Z]{1,9}", re.ASCII)
_SIREN = re.compile(r"\d{9}", re.ASCII)
OVERSEAS = "collectivités d'outre-mer rangées à ce niveau par la source"


def read(path: Path, report: Report) -> Iterator[Draft | DraftLink]:
    """Régions, départements, communes, EPCI and their organisations, then who is part of what."""
    reader = _Reader(path, report)
    yield from reader.regions()
    yield from reader.departements()
    yield from reader.communes()
    yield from reader.intercommunal()
    yield from reader.links()
    reader.tell()


class _Reader:
    def __init__(self, root: Path, report: Report) -> None:
        self.root, self.report = root, report
        self.origin = origin(root, "Code officiel géographique", REPOSITORY, report)
        self.record = self.origin.record()
        self.codes: dict[str, set[str]] = {"regions": set(), "departements": set(), "epci": set()}
        self.region_of: dict[str, str] = {}
        self.former = Former(report)
        self.without = 0
        self.respelt = 0

    def _rows(self, name: str) -> Iterator[Mapping[str, Any]]:
        text = text_of(self.root / f"{name}.json", self.root, self.report, MAX_DATA)
        if text is not None:
            yield from json_rows(text, f"{name}.json", self.report)

    def _level(self, name: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """(code, name, row) of régions, départements or EPCI, each code once."""
        known, overseas = self.codes[name], 0
        for row in self._rows(name):
            code, called = code_of(row, WIDTHS[name]), name_of(row)
            if not _CODE.fullmatch(code) or not called or code in known:
                reason = "ligne sans code lisible ou sans nom, ou code déjà lu"
                self.report.problem(f"{name}.json", "code", code or row, reason, "ligne laissée de côté")
                continue
            known.add(code)
            overseas += row.get("zone") == "com"
            yield code, called, row
        if overseas:
            self.report.problem(f"{name}.json", "zone", f"{overseas} lignes", OVERSEAS, "reprises telles quelles")

    def regions(self) -> Iterator[Draft]:
        for code, name, _ in self._level("regions"):
            yield self._territory("region", code, name, {}, slug(name), f"region:{fold(name)}")

    def departements(self) -> Iterator[Draft | DraftLink]:
        for code, name, row in self._level("departements"):
            yield self._territory("departement", code, name, {}, f"{slug(name)}-{code.lower()}")
            self.region_of[code] = str(row.get("region", ""))
            if self.region_of[code] in self.codes["regions"]:
                yield self._part(f"cog:departement/{code}", f"cog:region/{self.region_of[code]}", "départements")
            else:
                self._unknown("departements", "region", code, self.region_of[code])

    def communes(self) -> Iterator[Draft]:
        """Present communes. The first pass gathers the former ones, which may come before or after."""
        self.former.read(self._rows("communes"))
        seen: set[str] = set()
        for row in self._rows("communes"):
            code, name = code_of(row), name_of(row)
            if row.get("type") != "commune-actuelle" or code not in self.former.present:
                continue
            if code in seen:
                self.report.problem("communes.json", "code", code, "code déjà lu", "ligne laissée de côté")
                continue
            seen.add(code)
            fields = {"aliases": self.former.names_of(code, name), "population": row.get("population")}
            former = [f"cog:commune/{old}" for old in self.former.codes_of(code)]
            yield self._territory("commune", code, name, fields, f"{slug(name)}-{code.lower()}", *former)

    def intercommunal(self) -> Iterator[Draft | DraftLink]:
        administers = self.origin.link("intercommunalités, le code est le SIREN")
        for code, name, row in self._level("epci"):
            ref = f"cog:epci/{code}"
            yield self._territory("epci", code, name, {"population": row.get("populationMunicipale")}, "")
            if not _SIREN.fullmatch(code):
                reason = "le code n'est pas un SIREN"
                self.report.problem("epci.json", "code", code, reason, "territoire repris sans organisation")
                continue
            body = f"cog:groupement/{code}"
            fields = {"name": name, "type": "intercommunal", "siren": code} | self.record
            evidence = f"siren:{code}", name_ref("Organisation", name)
            yield Draft("Organisation", refs(body, *evidence), fields, f"epci.json › {code}", status="active")
            yield DraftLink("ADMINISTERS", body, ref, administers, f"epci.json › {code}")

    def links(self) -> Iterator[DraftLink]:
        """A commune in its département and EPCI; an EPCI in the smallest level that holds all of it."""
        for code, departement in self.former.present.items():
            if departement in self.codes["departements"]:
                yield self._part(f"cog:commune/{code}", f"cog:departement/{departement}", "communes")
            else:
                self._unknown("communes", "departement", code, departement)
        placed: set[str] = set()
        for row in self._rows("epci"):
            epci = code_of(row, WIDTHS["epci"])
            listed = row.get("membres")
            named = [self._member(epci, member) for member in listed] if isinstance(listed, list) else []
            members = [code for code in named if code]
            if epci in self.codes["epci"]:
                for code in members:
                    yield self._part(f"cog:commune/{code}", f"cog:epci/{epci}", "membres des intercommunalités")
                yield from self._around(epci, name_of(row), members)
                placed |= set(members)
        self.without = len(self.former.present.keys() - placed)

    def _member(self, epci: str, member: object) -> str | None:
        row = member if isinstance(member, Mapping) else {}
        code = code_of(row)
        if code not in self.former.present:
            self._unknown("epci", "membres", epci, code)
            return None
        self.respelt += fold(name_of(row)) != fold(self.former.name[code])
        return code

    def _around(self, epci: str, name: str, members: list[str]) -> Iterator[DraftLink]:
        departements = sorted({self.former.present[code] for code in members})
        regions = sorted({self.region_of.get(departement, "") for departement in departements})
        if len(departements) == 1:
            yield self._part(f"cog:epci/{epci}", f"cog:departement/{departements[0]}", "membres des intercommunalités")
        elif departements:
            whole = len(regions) == 1 and regions[0] in self.codes["regions"]
            said = f"{epci} {name} : {', '.join(departements)}"
            action = "rattachée à la région" if whole else "sans rattachement au-dessus"
            self.report.problem("epci.json", "membres", said, "intercommunalité sur plusieurs départements", action)
            if whole:
                yield self._part(f"cog:epci/{epci}", f"cog:region/{regions[0]}", "membres des intercommunalités")

    def _territory(self, type: str, code: str, name: str, own: Mapping[str, Any], address: str, *more: str) -> Draft:
        fields = {key: value for key, value in own.items() if value not in (None, [])}
        fields |= {"name": name, "type": type, "code": code} | self.record
        where = f"{FILES[type]}.json › {code}"
        return Draft("Territory", refs(f"cog:{type}/{code}", *more), fields, where, address, status="active")

    def _part(self, inner: str, outer: str, sheet: str) -> DraftLink:
        return DraftLink("PART_OF", inner, outer, self.origin.link(sheet), inner.removeprefix("cog:"))

    def _unknown(self, file: str, name: str, code: str, value: str) -> None:
        reason = "référence qui n'existe nulle part"
        self.report.problem(f"{file}.json", name, f"{code} → {value}", reason, "lien non repris")

    def tell(self) -> None:
        """What was left aside, once each."""
        self.former.tell()
        if self.without:
            reason = "communes actuelles sans intercommunalité (îles, outre-mer)"
            self.report.problem("epci.json", "membres", f"{self.without} communes", reason, "reprises sans ce lien")
        if self.respelt:
            reason = "noms de communes écrits autrement dans epci.json"
            self.report.problem("epci.json", "membres", f"{self.respelt} noms", reason, "nom de communes.json gardé")
        for name, reason in LEFT_LEVELS.items():
            if (self.root / name).exists():
                self.report.problem(name, None, None, reason, LEFT)
