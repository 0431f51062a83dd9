"""beta.gouv.fr: products, the organisations that sponsor them, incubators and their teams.

Told in the report and left out: members, contacts, budgets, statistics, events, `highlighted_startups` (a choice
of display, no relation)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from graph.folding import fold
from graph.imports.betagouv_services import Services
from graph.imports.drafts import Draft, DraftLink, Report
from graph.imports.evidence import annuaire_ref, name_ref, refs
from graph.imports.files import found
from graph.imports.frontmatter import Page, read_pages
from graph.imports.linking import Links, Themes
from graph.imports.origins import origin
from graph.imports.reading import Reading, given, tell_left
from graph.imports.twins import body_of, twins

SITE = "https://beta.gouv.fr"
REPOSITORY = "https://github.com/betagouv/beta.gouv.fr"
FOLDERS = ("organisations", "incubators", "teams", "startups")
TYPES = {
    "administration-centrale": "central", "service-deconcentre": "deconcentrated", "operateur": "operator",
    "securite-sociale": "social_security", "collectivite-territoriale": "local_authority", "autre": "other",
}  # fmt: skip
# "bercy" is a ministry's house, read as its domain; Prime Minister's services, DIPLP and "autres" are no theme.
DOMAINS = {
    "affaires-etrangeres": "Affaires étrangères", "agriculture": "Agriculture", "armees": "Armées",
    "bercy": "Économie et finances", "culture": "Culture", "education": "Éducation",
    "enseignement-sup": "Enseignement supérieur", "environnement": "Environnement", "interieur": "Intérieur",
    "justice": "Justice", "outre-mer": "Outre-mer", "solidarite-sante": "Solidarité et santé", "sport": "Sport",
    "territoires": "Territoires", "travail": "Travail",
}  # fmt: skip
PERSON = "personne-physique"
FORGES = ("https://github.com/", "https://gitlab.", "https://framagit.org/", "https://codeberg.org/")


def read(path: Path, report: Report) -> Iterator[Draft | DraftLink]:
    """Organisations, communities, themes and services, then the links between them."""
    pages = {
        name: list(read_pages(found(path, name, f"content/_{name}", f"_{name}"), path, report)) for name in FOLDERS
    }
    links = Links(origin(path, "beta.gouv.fr", REPOSITORY, report))
    links.known |= {_ref(name, page.stem) for name in FOLDERS for page in pages[name]}
    services = Services(pages["startups"], links, SITE, report)
    domains = [DOMAINS[word] for page in pages["organisations"] if (word := _domain(page)) in DOMAINS]
    themes = Themes("betagouv", [*domains, *services.theme_words()], links)
    actors = _Actors(links, themes, report, pages)
    organisations = [actors.organisation(page) for page in pages["organisations"]]
    yield from organisations
    yield from [actors.incubator(page) for page in pages["incubators"]]
    yield from [actors.team(page) for page in pages["teams"]]
    yield from themes.drafts()
    yield from [services.record(page, themes) for page in pages["startups"]]
    yield from links.found.values()
    report.matches += twins(map(body_of, organisations))
    _tell_rest(path, pages, report)


class _Actors:
    def __init__(self, links: Links, themes: Themes, report: Report, pages: dict[str, list[Page]]) -> None:
        self.links, self.themes, self.report = links, themes, report
        self.origin = links.origin
        self.attested = {account for page in pages["startups"] if (account := _account(page.fields.get("repository")))}
        self.titles = {page.stem: _quiet(page).text("title") for page in pages["incubators"]}
        names = [_quiet(page).text("name") for page in pages["teams"]]
        self.shared_names = {name for name in names if names.count(name) > 1}

    def organisation(self, page: Page) -> Draft:
        reading, ref = Reading(page.where, page.fields, self.report), _ref("organisations", page.stem)
        name, acronym = reading.text("name"), reading.text("acronym")
        if page.stem.startswith(PERSON):
            reading.problem("name", None, "fiche d'une personne physique", "nom retiré, liens gardés")
            name, acronym = "Personne physique (nom retiré)", ""
        url = self._file("organisations", page)
        if theme := DOMAINS.get(_domain(page)):
            place = (reading, "domaine_ministeriel")
            self.themes.about(ref, theme, place, "domaine ministériel d'une organisation", url)
        fields = given(
            name=name, acronym=acronym if fold(acronym) != fold(name) else "", type=self._type(reading),
            description=reading.markdown("body", page.body, SITE),
        )  # fmt: skip
        same_name = None if page.stem.startswith(PERSON) else name_ref("Organisation", name)
        evidence = annuaire_ref(reading.url("annuaire")), same_name
        return Draft("Organisation", refs(ref, *evidence), fields | self.origin.record(url), page.where)

    def _type(self, reading: Reading) -> str | None:
        word = reading.text("type")
        if reading.where.rpartition("/")[2].startswith(PERSON):
            return "person"
        if word and word not in TYPES:
            reading.problem("type", word, "type d'organisation inconnu", "champ laissé vide")
        return TYPES.get(word)

    def incubator(self, page: Page) -> Draft:
        reading, ref = Reading(page.where, page.fields, self.report), _ref("incubators", page.stem)
        url = f"{SITE}/incubateurs/{quote(page.stem)}.html"
        owner = reading.text("owner").removeprefix("/organisations/")
        if owner:
            source = _ref("organisations", owner)
            self.links.add("ANIMATES", source, ref, (reading, "owner"), "fiche incubateur, porteur", url)
        else:
            reading.problem("owner", "", "référence vide", "incubateur repris sans porteur")
        if reading.raw("hidden") == "true":
            reading.problem("hidden", "true", "masqué dans la liste du site", "repris : le dépôt est public")
        fields = given(
            name=reading.text("title"), type="incubator", summary=reading.text("short_description"),
            description=reading.markdown("body", page.body, SITE), website=reading.url("website"),
            repository=self._forge(reading),
        )  # fmt: skip
        evidence = (*self._former(reading), name_ref("Community", fields.get("name", "")))
        return Draft("Community", refs(ref, *evidence), fields | self.origin.record(url), page.where)

    def _former(self, reading: Reading) -> list[str]:
        """Former addresses of incubators; one of a product would tie two kinds together."""
        kept = []
        for old in reading.items("redirect_from"):
            kind, _, stem = old.strip("/").partition("/")
            ref = _ref("incubators", stem.removesuffix(".html"))
            if kind != "incubateurs" or not stem or ref in self.links.known:
                reading.problem("redirect_from", old, "ancienne adresse d'une autre fiche", "non reprise")
            else:
                kept.append(ref)
        return kept

    def _forge(self, reading: Reading) -> str | None:
        """The account of an incubator on a forge, unless nothing says that it is not that of a person."""
        url = reading.url("github")
        if url and not url.startswith(FORGES):
            reading.problem("github", url, "ce n'est pas l'adresse d'une forge de code", "champ laissé vide")
            return None
        host = (url or "").split("/")[2] if url else ""
        if url and host in ("github.com", "gitlab.com") and _account(url) not in self.attested:
            stem = fold(reading.where.rpartition("/")[2].removesuffix(".md")).replace(" ", "")
            if fold(url.rstrip("/").rpartition("/")[2]).replace(" ", "") != stem:
                reading.problem(
                    "github", None, "compte qui n'héberge aucun produit : peut-être celui d'une personne", "non repris"
                )
                return None
        return url

    def team(self, page: Page) -> Draft:
        reading, ref = Reading(page.where, page.fields, self.report), _ref("teams", page.stem)
        incubator, name = reading.text("incubator"), reading.text("name")
        url = self._file("teams", page)
        if incubator:
            target = _ref("incubators", incubator)
            self.links.add("PART_OF", ref, target, (reading, "incubator"), "fiche équipe", url)
        told = (
            f"{name} ({self.titles[incubator]})" if name in self.shared_names and self.titles.get(incubator) else name
        )
        fields = given(
            name=told, aliases=[name] if told != name else [], type="team", mission=reading.text("mission"),
            description=reading.markdown("body", page.body, SITE),
        )  # fmt: skip
        return Draft("Community", (ref,), fields | self.origin.record(url), page.where)

    def _file(self, folder: str, page: Page) -> str:
        """The file itself in the public repository, at the commit that was read."""
        path = f"content/_{folder}/{quote(page.where.rpartition('/')[2])}"
        return f"{REPOSITORY}/blob/{self.origin.commit}/{path}" if self.origin.commit else REPOSITORY


def _ref(folder: str, stem: str) -> str:
    kind = {"organisations": "organisation", "incubators": "incubator", "teams": "team", "startups": "service"}[folder]
    return f"betagouv:{kind}/{stem}"


def _domain(page: Page) -> str:
    return str(page.fields.get("domaine_ministeriel") or "")


def _quiet(page: Page) -> Reading:
    """For a value needed elsewhere, whose oddities are told where it stands."""
    return Reading(page.where, page.fields, Report())


def _account(url: object) -> str:
    """« github.com/betagouv » from the address of a repository."""
    parts = str(url or "").strip().lower().split("/")
    return "/".join(parts[2:4]) if len(parts) > 3 and parts[3] else ""


def _tell_rest(path: Path, pages: dict[str, list[Page]], report: Report) -> None:
    organisations, incubators, teams, startups = (pages[name] for name in FOLDERS)
    taken = {"name", "acronym", "type", "domaine_ministeriel", "annuaire", "id"}
    tell_left("organisations", [page.fields for page in organisations], taken, {"contact"}, report)
    taken = {"title", "short_description", "owner", "website", "github", "redirect_from", "hidden"}
    tell_left("incubators", [page.fields for page in incubators], taken, {"contact", "address"}, report)
    tell_left("teams", [page.fields for page in teams], {"name", "mission", "incubator"}, {"contact"}, report)
    tell_left("startups", [page.fields for page in startups], Services.TAKEN, Services.PRIVATE, report)
    for word, count in sorted(Counter(_domain(page) for page in organisations).items()):
        if word and word not in DOMAINS:
            said, reason = f"{word} ({count} fiches)", "ce domaine ministériel n'est pas un thème"
            report.problem("organisations", "domaine_ministeriel", said, reason, "laissé de côté")
    if found(path, "authors", "content/_authors", "_authors").exists():
        report.problem("authors", None, None, "fiches de personnes", "dossier laissé de côté, non lu")
    if (path / "effectifs-agreges.csv").exists():
        reason = "nombre de membres par produit, sans place dans le modèle"
        report.problem("effectifs-agreges.csv", None, None, reason, "fichier laissé de côté")
