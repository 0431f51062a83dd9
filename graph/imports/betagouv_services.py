"""Products of beta.gouv.fr as services: sponsors, incubators, themes, audiences, technologies, former names."""

from __future__ import annotations

from collections import Counter
from urllib.parse import quote

from graph.folding import fold
from graph.imports.drafts import Draft, Report
from graph.imports.evidence import domain_ref, name_ref, refs
from graph.imports.frontmatter import Page
from graph.imports.linking import Links, Themes
from graph.imports.phases import life
from graph.imports.reading import Reading, given
from graph.imports.spelling import NO_TERM, Spellings, parts
from graph.values import term_key

AUDIENCES = {
    "particulier": "Particuliers", "etat": "État", "collectivite-territoriale": "Collectivités territoriales",
    "parlement": "Parlement", "entreprise": "Entreprises", "association": "Associations",
    "etablissement-scolaire": "Établissements scolaires",
}  # fmt: skip
SHEET = "fiche produit"


class Services:
    """The records of `startups`, and their links added to `links`."""

    TAKEN = frozenset(
        {"title", "mission", "sponsors", "incubator", "incubators", "link", "repository", "thematiques", "usertypes",
         "techno", "phases", "redirect_from"}
    )  # fmt: skip
    PRIVATE = frozenset({"contact", "contact_dinum", "contact_incubator"})

    def __init__(self, pages: list[Page], links: Links, site: str, report: Report) -> None:
        self.links, self.site, self.report, self.today = links, site, report, links.origin.today()
        self.quiet = [Reading(page.where, page.fields, Report()) for page in pages]
        self.technologies = Spellings(_all(self.quiet, "techno"), term_key)
        words = [AUDIENCES.get(word, word) for word in _all(self.quiet, "usertypes")]
        self.audiences = Spellings(words, term_key, AUDIENCES.values())
        former = [(old, page.stem) for page, quiet in zip(pages, self.quiet, strict=True) for old in _former(quiet)]
        self.claims = Counter(old for old, _ in dict.fromkeys(former))
        links.known |= {f"betagouv:service/{old}" for old, count in self.claims.items() if count == 1}
        self.stems = {page.stem for page in pages}

    def theme_words(self) -> list[str]:
        return [word for reading in self.quiet for word in reading.items("thematiques")]

    def record(self, page: Page, themes: Themes) -> Draft:
        reading, ref = Reading(page.where, page.fields, self.report), f"betagouv:service/{page.stem}"
        url = f"{self.site}/startups/{quote(page.stem)}.html"
        self._link(reading, ref, url)
        for word in reading.items("thematiques"):
            themes.about(ref, word, (reading, "thematiques"), f"{SHEET}, thématiques", url)
        lived = life(reading, self.today)
        name, website = reading.text("title"), reading.url("link")
        fields = given(
            name=name, summary=reading.text("mission"), website=website, repository=reading.url("repository"),
            description=reading.markdown("body", page.body, self.site), status_word=lived.words,
            audiences=self._audiences(reading), technologies=self._technologies(reading),
        )  # fmt: skip
        evidence = (*self._renamed(reading), domain_ref("Service", website, name, page.stem), name_ref("Service", name))
        return Draft(
            "Service", refs(ref, *evidence), fields | self.links.origin.record(url), page.where,
            status=lived.status, history=lived.history,
        )  # fmt: skip

    def _link(self, reading: Reading, ref: str, url: str) -> None:
        for sponsor in reading.items("sponsors"):
            source = f"betagouv:organisation/{sponsor.removeprefix('/organisations/')}"
            self.links.add("STEWARDS", source, ref, (reading, "sponsors"), f"{SHEET}, sponsors", url, role="sponsor")
        for incubator in [*reading.items("incubator"), *reading.items("incubators")]:
            source = f"betagouv:incubator/{incubator}"
            self.links.add("INCUBATES", source, ref, (reading, "incubator"), f"{SHEET}, incubateur", url)

    def _audiences(self, reading: Reading) -> list[str]:
        words = [AUDIENCES.get(word, word) for word in reading.items("usertypes")]
        return list(dict.fromkeys(self.audiences.of(word, reading, "usertypes") for word in words))

    def _technologies(self, reading: Reading) -> list[str]:
        kept: dict[str, None] = {}
        for item in reading.items("techno"):
            words = parts(item)
            if len(words) > 1:
                reading.problem("techno", item, "plusieurs termes dans une seule valeur", "séparés aux virgules")
            for word in words:
                if fold(word) in NO_TERM:
                    reading.problem("techno", word, "ce n'est pas un terme", "laissé de côté")
                else:
                    kept[self.technologies.of(word, reading, "techno")] = None
        return list(kept)

    def _renamed(self, reading: Reading) -> list[str]:
        """Former identifiers, unless another product bears or claims them."""
        kept = []
        for old in dict.fromkeys(_former(reading)):
            if old in self.stems:
                reading.problem("redirect_from", old, "ancien nom qui est celui d'un autre produit", "non repris")
            elif self.claims[old] > 1:
                reading.problem("redirect_from", old, "ancien nom réclamé par plusieurs produits", "non repris")
            else:
                kept.append(f"betagouv:service/{old}")
        return kept


def _former(reading: Reading) -> list[str]:
    """« /startups/appel.html » was the identifier "appel"."""
    stems = (old.strip("/").rpartition("/")[2] for old in reading.items("redirect_from"))
    return list(dict.fromkeys(stem for s in stems if (stem := s.removesuffix(".html").removesuffix(".md"))))


def _all(readings: list[Reading], name: str) -> list[str]:
    return [word for reading in readings for item in reading.items(name) for word in parts(item)]
