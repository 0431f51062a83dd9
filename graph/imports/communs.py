"""Commons of the calls of ADEME and IGN, typed from public pages: calls, challenges, commons, who bears them.

A commons that stands for a call is told by a candidature, the only tie between the two in the model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.folding import fold
from graph.imports.drafts import Draft, DraftLink, Report
from graph.imports.evidence import key_of, name_ref, refs
from graph.imports.files import LEFT
from graph.imports.licences import licences
from graph.imports.linking import Links, Themes
from graph.imports.origins import origin
from graph.imports.phases import STATES
from graph.imports.reading import Reading, given, tell_left
from graph.imports.rows import csv_rows
from graph.imports.twins import body_of, twins

SITE = "https://wiki.resilience-territoire.ademe.fr/"
WORDS = "Communs des appels ADEME et IGN"
COMMONS, CHALLENGES, CALLS = "communs.csv", "defis-2023.csv", "appels.csv"
LEVELS = STATES | {"idee": "idea", "disponible": "available", "disponible et valide": "available"}
TAKEN = frozenset(
    {"id", "nom", "porte_par", "organisations_interessees", "defis", "themes", "tags", "licence",
     "niveau_developpement", "richesse_recherchee", "commun_proche", "s_appuie_sur", "territoire", "appel",
     "domaine_deduit", "produit_betagouv", "source"}
)  # fmt: skip
OUTSIDE = ("betagouv:service/", "region:")
SHEET = "fiche du commun"
_WITH_ACRONYM = re.compile(r"(.+?)\s*\(([A-Z][A-Z0-9-]{1,9})\)")
_NUMBERED = re.compile(r"(\d+)\s*-\s*(.+)")


def read(path: Path, report: Report) -> Iterator[Draft | DraftLink]:
    """Organisations, themes, calls, challenges, commons and candidatures, then links."""
    reader = _Reader(path, report)
    records = [*reader.calls(), *reader.challenges(), *reader.commons()]
    organisations = reader.organisations()
    yield from organisations
    yield from reader.themes.drafts()
    yield from records
    yield from reader.links.found.values()
    report.matches += twins(map(body_of, organisations))
    tell_left(COMMONS, [reading.values for reading in reader.rows[COMMONS].values()], TAKEN, (), report)
    if (path / "formulaire-commun.yml").exists():
        report.problem("formulaire-commun.yml", None, None, "modèle de formulaire, sans donnée", LEFT)


class _Reader:
    def __init__(self, root: Path, report: Report) -> None:
        self.report = report
        self.rows = {name: _by_id(root / name, root, report) for name in (COMMONS, CHALLENGES, CALLS)}
        self.links = Links(origin(root, WORDS, "", report), outside=OUTSIDE)
        for name, kind in ((COMMONS, "commun"), (CHALLENGES, "defi"), (CALLS, "appel")):
            self.links.known |= {f"communs:{kind}/{id}" for id in self.rows[name]}
        self.names = {fold(reading.text("nom")): id for id, reading in self.rows[COMMONS].items()}
        self.bodies: dict[str, str] = {}
        quiet = map(_quiet, self.rows[COMMONS].values())
        self.themes = Themes("communs", [word for reading in quiet for word in _words(reading)], self.links)

    def calls(self) -> list[Draft]:
        drafts = []
        for id, reading in self.rows[CALLS].items():
            ref, name, year = f"communs:appel/{id}", reading.text("nom"), reading.date("annee")
            url = reading.url("source")
            sheet = "page de l'appel"
            for word in _cells(reading, "organisateur"):
                self.links.add("OPENS", self._body(word), ref, (reading, "organisateur"), sheet, url, since=year)
            self._associates(reading, url, year, f"associé à l'appel « {name} »")
            fields = given(name=name, begins=year, budget=reading.text("budget_eur"), summary=_figures(reading))
            drafts.append(
                Draft("Call", refs(ref, name_ref("Call", name)), fields | self.links.origin.record(url), reading.spot)
            )
        return drafts

    def _associates(self, reading: Reading, url: str | None, year: str | None, note: str) -> None:
        place, sheet = (reading, "associes"), "page de l'appel"
        for opener in map(self._body, _cells(reading, "organisateur")):
            for body in map(self._body, _cells(reading, "associes")):
                self.links.add("PARTNERS", opener, body, place, sheet, url, since=year, note=note)

    def challenges(self) -> list[Draft]:
        drafts = []
        for id, reading in self.rows[CHALLENGES].items():
            ref, name, call = f"communs:defi/{id}", reading.text("libelle"), reading.text("appel")
            url = _quiet(self.rows[CALLS][call]).url("source") if call in self.rows[CALLS] else None
            if call:
                place = (reading, "appel")
                self.links.add("RAISES", f"communs:appel/{call}", ref, place, "défis de l'appel", url)
            nature = reading.text("nature")
            fields = given(name=name, summary=f"Défi {nature}" if nature else "") | self.links.origin.record(url)
            drafts.append(Draft("Challenge", refs(ref, name_ref("Challenge", name)), fields, reading.spot))
        return drafts

    def commons(self) -> Iterator[Draft]:
        for id, reading in self.rows[COMMONS].items():
            ref, name = f"communs:commun/{id}", reading.text("nom")
            url = reading.url("source")
            self._link(reading, ref, url)
            self._about(reading, ref, url)
            level = reading.text("niveau_developpement")
            status = LEVELS.get(fold(level))
            if level and status is None:
                reading.problem("niveau_developpement", level, "niveau inconnu", "gardé dans les mots de la source")
            fields = given(
                name=name, licence=licences(reading, "licence"), status_word=level,
                seeks=_cells(reading, "richesse_recherchee"),
            )  # fmt: skip
            evidence = name_ref("Commons", name)
            yield Draft(
                "Commons", refs(ref, evidence), fields | self.links.origin.record(url), reading.spot, status=status
            )
            yield from self._application(id, reading, name, url)

    def _link(self, reading: Reading, ref: str, url: str | None) -> None:
        def add(type: str, source: str, target: str, name: str, **fields: Any) -> None:
            self.links.add(type, source, target, (reading, name), SHEET, url, **fields)

        for word in _cells(reading, "porte_par"):
            add("STEWARDS", self._body(word), ref, "porte_par")
        note = "organisation « utilisatrice ou intéressée » : la page ne dit pas laquelle des deux"
        for word in _cells(reading, "organisations_interessees"):
            add("USES", self._body(word), ref, "organisations_interessees", note=note, standing="to_confirm")
        for name, type in (("commun_proche", "OVERLAPS"), ("s_appuie_sur", "DEPENDS_ON")):
            for word in _cells(reading, name):
                add(type, ref, f"communs:commun/{self.names.get(fold(word), word)}", name)
        for word in _cells(reading, "territoire"):
            add("IN_TERRITORY", ref, f"region:{fold(word)}", "territoire", role="acts")
        for product in _cells(reading, "produit_betagouv"):
            add("HAS_RESOURCE", ref, f"betagouv:service/{product}", "produit_betagouv")
        for word in _cells(reading, "defis"):
            challenge, standing = self._challenge(reading, word)
            if challenge:
                add("ANSWERS", ref, f"communs:defi/{challenge}", "defis", standing=standing)

    def _challenge(self, reading: Reading, word: str) -> tuple[str | None, str | None]:
        """(challenge, standing) of « 1- Connaissances - Ressources »: number and words must both agree."""
        found = _NUMBERED.fullmatch(word)
        for id, row in self.rows[CHALLENGES].items():
            same_words = found and _meaning(found[2]) == _meaning(row.text("libelle"))
            if not found or not same_words or int(found[1]) != int(id.rpartition("-")[2] or 0):
                continue
            own = reading.text("appel")
            if own and own != row.text("appel"):
                reading.problem("defis", word, f"le commun est candidat à un autre appel ({own})", "lien non repris")
                return None, None
            return id, None if own else "to_confirm"
        reading.problem("defis", word, "défi sans fiche", "lien non repris")
        return None, None

    def _about(self, reading: Reading, ref: str, url: str | None) -> None:
        for word in map(_path, _cells(reading, "themes")):
            self.themes.about(ref, word, (reading, "themes"), f"{SHEET}, thèmes", url)
            inner, outer = self.themes.ref(word), self.themes.ref(word.partition(" / ")[0])
            if inner != outer:
                self.links.add("PART_OF", inner, outer, (reading, "themes"), f"{SHEET}, thèmes", url)
        for word in _cells(reading, "tags"):
            self.themes.about(ref, word, (reading, "tags"), f"{SHEET}, étiquettes", url)
        for word in _cells(reading, "domaine_deduit"):
            place, sheet = (reading, "domaine_deduit"), "domaine déduit à la saisie"
            self.themes.about(ref, word, place, sheet, url, standing="to_confirm")

    def _application(self, id: str, reading: Reading, name: str, url: str | None) -> Iterator[Draft]:
        call = reading.text("appel")
        if not call:
            return
        if call not in self.rows[CALLS]:
            reading.problem("appel", call, "référence qui n'existe nulle part", "candidature non créée")
            return
        ref = f"communs:candidature/{id}"
        self.links.known.add(ref)
        add, place = self.links.add, (reading, "appel")
        add("APPLIES_TO", ref, f"communs:appel/{call}", place, SHEET, url, outcome="candidate")
        add("APPLIES_TO", ref, f"communs:commun/{id}", place, SHEET, url, outcome="concerns")
        title = f"Candidature de « {name} » : {self.rows[CALLS][call].text('nom')}"
        yield Draft(
            "Application", (ref,), {"name": title} | self.links.origin.record(url), reading.spot, status="submitted"
        )

    def _body(self, words: str) -> str:
        """The ref of an organisation named in free words."""
        ref = f"communs:organisation/{key_of(words)}"
        self.bodies.setdefault(ref, words)
        self.links.known.add(ref)
        return ref

    def organisations(self) -> list[Draft]:
        drafts = []
        for ref, words in self.bodies.items():
            found = _WITH_ACRONYM.fullmatch(words)
            name, acronym = (found[1], found[2]) if found else (words, "")
            fields = given(name=name, acronym=acronym) | self.links.origin.record()
            drafts.append(Draft("Organisation", refs(ref, name_ref("Organisation", name)), fields, COMMONS))
        return drafts


def _by_id(path: Path, root: Path, report: Report) -> dict[str, Reading]:
    """Rows by id; those without one, or with one met before, are told."""
    rows: dict[str, Reading] = {}
    for reading in csv_rows(path, root, report):
        id = reading.text("id")
        if not id or id in rows or not (reading.text("nom") or reading.text("libelle")):
            reading.problem("id", id, "ligne sans identifiant ou sans nom, ou identifiant déjà lu", "laissée de côté")
        else:
            rows[id] = reading
    return rows


def _cells(reading: Reading, name: str) -> list[str]:
    """The values of a cell, parted by bars; an empty cell means "not seen"."""
    return [part for part in map(str.strip, reading.text(name).split("|")) if part]


def _words(reading: Reading) -> list[str]:
    paths = [_path(word) for word in _cells(reading, "themes")]
    tops = [path.partition(" / ")[0] for path in paths]
    return [*paths, *tops, *_cells(reading, "tags"), *_cells(reading, "domaine_deduit")]


def _path(word: str) -> str:
    """« Facteurs de résilience/Culture » keeps its top: "Culture" alone would say something else."""
    return " / ".join(part for part in map(str.strip, word.split("/")) if part)


def _quiet(reading: Reading) -> Reading:
    """The same row, for a value whose oddities are told where it stands."""
    return Reading(reading.where, reading.values, Report())


def _figures(reading: Reading) -> str:
    """« 10 défis, 100 candidatures ou plus, 30 communs soutenus »: the file writes "more than 100" as 100."""
    counts = {"nb_defis": "défis", "nb_candidatures": "candidatures ou plus", "nb_soutenus": "communs soutenus"}
    return ", ".join(f"{count} {words}" for name, words in counts.items() if (count := reading.text(name)))


def _meaning(words: str) -> frozenset[str]:
    return frozenset(fold(words).split()) - {"et", "de", "des", "la", "le", "les"}
