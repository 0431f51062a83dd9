"""api.gouv.fr: public APIs, who produces them, and services that use them.

An API on an open dataset depends on it: the link waits for a record with the ref "datagouv:dataset/<id>"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urljoin

from graph.folding import fold
from graph.imports.drafts import Draft, DraftLink, Report
from graph.imports.evidence import annuaire_ref, domain_ref, name_ref, refs
from graph.imports.files import found
from graph.imports.frontmatter import Page, read_pages
from graph.imports.linking import Links, Themes
from graph.imports.origins import origin
from graph.imports.reading import Reading, given, tell_left
from graph.imports.spelling import Spellings
from graph.imports.twins import body_of, twins
from graph.values import term_key

SITE = "https://api.gouv.fr"
REPOSITORY = "https://github.com/betagouv/api.gouv.fr"
FOLDERS = ("producteurs", "api", "service")
# Kept in the source's words where no term of ours says the same (a public establishment is not always an operator).
TYPES = {
    "ministere": "central", "groupement d interet public": "public_interest_group", "collectivite": "local_authority",
    "departement": "local_authority", "association avec mission de service public": "association",
    "entreprise de service public": "company", "autre": "other", "etablissement public": "Établissement public",
}  # fmt: skip
# By the source's template: -1 for the entitled only, 0 with an account that anybody may open, 1 without any.
ACCESS = {"1": "open", "0": "open", "-1": "restricted"}
MISSPELT = {"extrenal_site": "external_site", "name_with_pronoun": "nameWithPronoun"}
SHEET = "fiche API"
TAKEN = {
    "producteurs": {"name", "acronym", "nameWithPronoun", "type", "site", "short", "description", "data", "annuaire"},
    "api": {"title", "tagline", "producer", "partners", "is_open", "external_site", "doc_tech_link", "themes",
            "doc_tech_external", "datagouv_uuid", "last_update", "content_intro", "clients"},
    "service": {"title", "link", "description", "api"},
}  # fmt: skip
PRIVATE = frozenset({"contact", "contact_link"})
_ARTICLE = re.compile(r"(?i)(l['’]|la |le |les )\S")


def read(path: Path, report: Report) -> Iterator[Draft | DraftLink]:
    """Producers, themes, APIs and services, then the links between them."""
    pages = {name: list(read_pages(found(path, name, f"_data/{name}"), path, report)) for name in FOLDERS}
    pages = {name: [_spelled(page, report) for page in group] for name, group in pages.items()}
    links = Links(origin(path, "api.gouv.fr", REPOSITORY, report), outside=("datagouv:dataset/",))
    links.known |= {f"api-gouv:{KINDS[name]}/{page.stem}" for name in FOLDERS for page in pages[name]}
    reader = _Reader(pages, links, report)
    producers = [reader.producer(page) for page in pages["producteurs"]]
    yield from producers
    yield from reader.themes.drafts()
    yield from [reader.api(page) for page in pages["api"]]
    yield from [reader.service(page) for page in pages["service"]]
    yield from links.found.values()
    report.matches += twins(map(body_of, producers))
    for name in FOLDERS:
        tell_left(name, [page.fields for page in pages[name]], TAKEN[name], PRIVATE, report)


KINDS = {"producteurs": "producteur", "api": "api", "service": "service"}


class _Reader:
    def __init__(self, pages: dict[str, list[Page]], links: Links, report: Report) -> None:
        self.links, self.report, self.origin = links, report, links.origin
        quiet = [Reading(page.where, page.fields, Report()) for page in pages["api"]]
        self.themes = Themes("api-gouv", [word for reading in quiet for word in reading.items("themes")], links)
        self.audiences = Spellings((w for reading in quiet for w in reading.items("clients")), term_key)
        self.titles = {fold(q.text("title")): page.stem for page, q in zip(pages["api"], quiet, strict=True)}
        self.partners = _Partners(pages["producteurs"])

    def producer(self, page: Page) -> Draft:
        reading, ref = Reading(page.where, page.fields, self.report), f"api-gouv:producteur/{page.stem}"
        name, acronym, site = reading.text("name"), reading.text("acronym"), reading.url("site")
        about = "\n\n".join(filter(None, (reading.raw("description"), reading.raw("data"))))
        fields = given(
            name=name, acronym=acronym if fold(acronym) != fold(name) else "", website=site,
            article=_article(reading.text("nameWithPronoun")), type=self._type(reading), summary=reading.text("short"),
            description=reading.markdown("description", about, SITE),
        )  # fmt: skip
        evidence = (
            annuaire_ref(reading.url("annuaire")), domain_ref("Organisation", site, name, acronym, page.stem),
            name_ref("Organisation", name),
        )  # fmt: skip
        url = f"{SITE}/producteurs/{quote(page.stem)}"
        return Draft("Organisation", refs(ref, *evidence), fields | self.origin.record(url), page.where)

    def _type(self, reading: Reading) -> str:
        word = reading.text("type")
        return TYPES.get(fold(word), word)

    def api(self, page: Page) -> Draft:
        reading, ref = Reading(page.where, page.fields, self.report), f"api-gouv:api/{page.stem}"
        url = f"{SITE}/les-api/{quote(page.stem)}"
        self._link_api(reading, ref, url)
        for word in reading.items("themes"):
            self.themes.about(ref, word, (reading, "themes"), f"{SHEET}, thèmes", url)
        access = reading.text("is_open")
        if access and access not in ACCESS:
            reading.problem("is_open", access, "1, 0 ou -1 attendu", "champ laissé vide")
        about = "\n\n".join(filter(None, (reading.raw("content_intro"), page.body)))
        name = reading.text("title")
        fields = given(
            name=name, summary=reading.text("tagline"), type="api", access=ACCESS.get(access),
            website=reading.url("external_site"), documentation=self._documentation(reading),
            description=reading.markdown("body", about, SITE), status_word="publiée au catalogue api.gouv.fr",
            audiences=[self.audiences.of(word, reading, "clients") for word in reading.items("clients")],
        )  # fmt: skip
        fields |= self.origin.record(url, day=reading.date("last_update"))
        return Draft("Service", refs(ref, name_ref("Service", name)), fields, page.where, status="available")

    def _documentation(self, reading: Reading) -> str | None:
        """An outside page, else the description of the API, whose address may be that of a file of the site."""
        outside, raw = reading.url("doc_tech_external"), reading.raw("doc_tech_link").strip()
        if raw.startswith("/") and not raw.startswith("//"):
            action = "non reprise : une autre documentation est donnée" if outside else f"complétée avec {SITE}"
            reading.problem("doc_tech_link", raw, "adresse relative au site", action)
            return outside or urljoin(SITE, quote(raw))
        inner = reading.url("doc_tech_link")
        return outside or inner

    def _link_api(self, reading: Reading, ref: str, url: str) -> None:
        add, producer = self.links.add, reading.text("producer")
        if producer:
            source = f"api-gouv:producteur/{producer}"
            add("PRODUCES", source, ref, (reading, "producer"), f"{SHEET}, producteur", url)
        else:
            reading.problem("producer", "", "référence vide", "API reprise sans producteur")
        for partner in reading.items("partners"):
            stem, standing = self.partners.find(partner, reading)
            if stem:
                add(
                    "CONTRIBUTES_TO", f"api-gouv:producteur/{stem}", ref, (reading, "partners"),
                    f"{SHEET}, partenaires", url, role="partenaire", standing=standing,
                )  # fmt: skip
        for dataset in reading.items("datagouv_uuid"):
            target = f"datagouv:dataset/{dataset}"
            add("DEPENDS_ON", ref, target, (reading, "datagouv_uuid"), f"{SHEET}, jeu de données source", url)

    def service(self, page: Page) -> Draft:
        reading, ref = Reading(page.where, page.fields, self.report), f"api-gouv:service/{page.stem}"
        file = quote(page.where.rpartition("/")[2])
        url = f"{REPOSITORY}/blob/{self.origin.commit}/_data/service/{file}" if self.origin.commit else REPOSITORY
        for title in reading.items("api"):
            target = f"api-gouv:api/{self.titles.get(fold(title), title)}"
            self.links.add("USES", ref, target, (reading, "api"), "fiche service, API utilisées", url)
        name, website = reading.text("title"), reading.url("link")
        fields = given(
            name=name, summary=reading.text("description"), website=website,
            description=reading.markdown("body", page.body, SITE),
        )  # fmt: skip
        evidence = domain_ref("Service", website, name, page.stem), name_ref("Service", name)
        return Draft("Service", refs(ref, *evidence), fields | self.origin.record(url), page.where)


class _Partners:
    """Partners are identifiers of producers, or free words that may name one of them."""

    def __init__(self, pages: list[Page]) -> None:
        self.stems = {page.stem for page in pages}
        readings = [(page.stem, Reading(page.where, page.fields, Report())) for page in pages]
        self.by_name = {fold(reading.text("name")): stem for stem, reading in readings}
        self.likely = {fold(reading.text("acronym")): stem for stem, reading in readings}
        self.likely |= {fold(stem): stem for stem in self.stems}

    def find(self, partner: str, reading: Reading) -> tuple[str | None, str | None]:
        """(identifier of the producer, standing); an acronym is only likely, other words name nobody known."""
        if partner in self.stems:
            return partner, None
        official = fold(re.sub(r"\s*\([^()]*\)$", "", partner))
        if official in self.by_name:
            return self.by_name[official], None
        if stem := self.likely.get(fold(partner)):
            reading.problem("partners", partner, "sigle, et non identifiant d'un producteur", "lien repris à confirmer")
            return stem, "to_confirm"
        reading.problem("partners", partner, "partenaire en texte libre, sans fiche", "lien non repris")
        return None, None


def _article(words: str) -> str:
    found = _ARTICLE.match(words)
    return found[1].strip().lower().replace("’", "'") if found else ""


def _spelled(page: Page, report: Report) -> Page:
    """The page with the field names that the source misspelt."""
    fields = dict(page.fields)
    for wrong, right in MISSPELT.items():
        if wrong in fields:
            report.problem(page.where, wrong, None, "nom de champ mal orthographié", f"lu comme « {right} »")
            fields.setdefault(right, fields.pop(wrong))
    return Page(page.stem, page.where, fields, page.body)
