"""schema.data.gouv.fr: the registry of public data standards, with their latest version and who wrote them.

Of the persons listed as contributors nothing is read but the organisation of the authors."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from graph.folding import fold
from graph.imports.drafts import Draft, DraftLink, Report
from graph.imports.evidence import key_of, name_ref, refs
from graph.imports.files import found, json_of
from graph.imports.licences import licences
from graph.imports.linking import Links
from graph.imports.origins import origin
from graph.imports.reading import Reading, given, tell_left
from graph.imports.twins import body_of, twins

SITE = "https://schema.data.gouv.fr"
REPOSITORY = "https://github.com/datagouv/schema.data.gouv.fr"
PUBLIC = "site/.vuepress/public"
LIST = "schemas.json"
SHEET = "fiche du schéma"
SUMMARY = 300
TAKEN = frozenset(
    {"name", "title", "description", "schema_type", "homepage", "external_doc", "versions", "datapackage_name",
     "consolidation_dataset_id", "schema_url"}
)  # fmt: skip
UNUSED = {
    "schema-infos.json": "mêmes schémas que schemas.json", "repertoires.yml": "dépôts d'où viennent les schémas",
    "issues.json": "schémas en discussion, pas encore publiés", "errors.json": "anomalies de validation des versions",
}  # fmt: skip
# A site or "several" is written where an organisation is asked for.
_NO_BODY = re.compile(r"(?i)multi|.*\w\.\w.*|.*personne-[0-9a-f]{8}.*")
_NAME = re.compile(r"[\w.-]+/[\w.-]+")


def read(path: Path, report: Report) -> Iterator[Draft | DraftLink]:
    """Standards, the organisations of their authors, then links."""
    reader = _Reader(path, report)
    yield from reader.standards()
    yield from reader.organisations()
    yield from reader.links.found.values()
    for name, reason in UNUSED.items():
        if found(path, name, f"{PUBLIC}/{name}").exists():
            report.problem(name, None, None, reason, "fichier laissé de côté")


class _Reader:
    def __init__(self, root: Path, report: Report) -> None:
        self.root, self.report = root, report
        data = json_of(found(root, LIST, f"{PUBLIC}/{LIST}"), root, report)
        listed = data.get("schemas") if isinstance(data, Mapping) else data
        self.rows = list(self._rows(listed if isinstance(listed, list) else []))
        if data is not None and not self.rows:
            report.problem(LIST, "schemas", None, "aucun schéma dans ce fichier", "rien n'en est repris")
        self.links = Links(origin(root, "schema.data.gouv.fr", REPOSITORY, report), outside=("datagouv:dataset/",))
        self.links.known |= {_ref(row["name"]) for row in self.rows}
        self.bodies: dict[str, Counter[str]] = {}
        self.persons = 0

    def _rows(self, listed: list[Any]) -> Iterator[Mapping[str, Any]]:
        seen: set[str] = set()
        for number, row in enumerate(listed, 1):
            name = row.get("name") if isinstance(row, Mapping) else None
            if not isinstance(name, str) or not _NAME.fullmatch(name) or name in seen:
                reason = "schéma sans nom « compte/schéma », ou nom déjà pris"
                self.report.problem(LIST, f"schemas[{number}]", name, reason, "laissé de côté")
                continue
            seen.add(name)
            yield row

    def standards(self) -> Iterator[Draft]:
        for row in self.rows:
            yield self._standard(Reading(f"{LIST} › {row['name']}", row, self.report))
        tell_left(LIST, self.rows, TAKEN, {"contact"}, self.report)
        if self.persons:
            said, reason = f"{self.persons} contributeurs", "données personnelles"
            self.report.problem("schemas", "contributors", said, reason, "noms et adresses laissés de côté, non lus")

    def _standard(self, reading: Reading) -> Draft:
        ref, url = _ref(reading.values["name"]), f"{SITE}/{reading.values['name']}/"
        latest = self._latest(reading.values["name"])
        self._link(reading, ref, url)
        self._authors(latest, ref, url)
        name, description = reading.text("title"), reading.text("description")
        versions = _versions(reading)
        fields = given(
            name=name, summary=description if len(description) <= SUMMARY else _first_sentence(description),
            description=reading.markdown("description", reading.raw("description")), type="schema",
            edition=versions[-1] if versions else "", status_word=f"publié ; versions : {', '.join(versions)}",
            repository=_without_git(reading.url("homepage")), documentation=reading.url("external_doc"),
            licence=licences(latest, "licence"),
        )  # fmt: skip
        evidence = name_ref("Standard", name)
        return Draft(
            "Standard", refs(ref, evidence), fields | self.links.origin.record(url), reading.where, status="available"
        )

    def _link(self, reading: Reading, ref: str, url: str) -> None:
        parent = reading.text("datapackage_name")
        if parent:
            self.links.add("PART_OF", ref, _ref(parent), (reading, "datapackage_name"), f"{SHEET}, ensemble", url)
        dataset = reading.text("consolidation_dataset_id")
        if dataset:
            place = (reading, "consolidation_dataset_id")
            sheet = f"{SHEET}, jeu de données consolidé"
            self.links.add("CONFORMS_TO", f"datagouv:dataset/{dataset}", ref, place, sheet, url)

    def _latest(self, name: str) -> Reading:
        """The licence and contributors of the latest version, in the schema itself when it is JSON."""
        folder = found(self.root, f"schemas/{name}/latest", f"{PUBLIC}/schemas/{name}/latest")
        files = sorted(folder.glob("*.json"))[:1] if folder.is_dir() else []
        data = json_of(files[0], self.root, self.report) if files else None
        data = data if isinstance(data, Mapping) else {}
        named = [item.get("name") or item.get("title") for item in _maps(data.get("licenses"))]
        where = files[0].relative_to(self.root).as_posix() if files else f"{LIST} › {name}"
        values = {"licence": [word for word in named if word], "contributors": data.get("contributors")}
        return Reading(where, values, self.report)

    def _authors(self, latest: Reading, ref: str, url: str) -> None:
        """The organisations for which the authors wrote; the persons are not read."""
        for item in _maps(latest.values.get("contributors")):
            self.persons += 1
            own = Reading(latest.where, item, Report())
            body = own.text("organisation") or own.text("organization")
            if own.text("role") != "author" or not body:
                continue
            place = (latest, "contributors")
            if _NO_BODY.fullmatch(body):
                latest.problem("contributors", body, "auteur qui n'est pas une organisation", "lien non repris")
                continue
            self.bodies.setdefault(fold(body), Counter())[body] += 1
            source = _body(body)
            self.links.known.add(source)
            sheet = f"{SHEET}, organisation des auteurs"
            self.links.add("PRODUCES", source, ref, place, sheet, url, standing="to_confirm")

    def organisations(self) -> list[Draft]:
        drafts = []
        for spellings in self.bodies.values():
            name = max(spellings, key=lambda word: (spellings[word], word))
            fields = {"name": name} | self.links.origin.record()
            drafts.append(Draft("Organisation", refs(_body(name), name_ref("Organisation", name)), fields, LIST))
        self.report.matches += twins(map(body_of, drafts))
        return drafts


def _ref(name: str) -> str:
    return f"schema-data-gouv:schema/{name}"


def _body(name: str) -> str:
    return f"schema-data-gouv:organisation/{key_of(name)}"


def _maps(value: object) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _versions(reading: Reading) -> list[str]:
    """Names of the published versions, oldest first as the registry lists them."""
    named = (item.get("version_name") for item in _maps(reading.values.get("versions")))
    versions = [version for version in named if isinstance(version, str)]
    if not versions:
        reading.problem("versions", None, "aucune version publiée", "schéma repris sans version")
    return versions


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0][:SUMMARY]


def _without_git(url: str | None) -> str | None:
    return url.removesuffix("/").removesuffix(".git") if url else None
