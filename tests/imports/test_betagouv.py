"""Promises of the betagouv source: every product, organisation, incubator and team, and what is odd about them."""

from collections import Counter
from pathlib import Path

import pytest

from tests.imports.telling import Told, folder, page, real, told

README = "commit 693fb7c4d86300526fdf743fd43a586d71adb242 (2026-08-20)"


def phases(*dated: tuple[str, str]) -> str:
    return "[" + ", ".join(f"{{name: {name}, start: {day}}}" for name, day in dated) + "]"


def read(root: Path, product: str = "", **files: str) -> Told:
    """A source of one product, one organisation, one incubator and one team, changed by `files`."""
    ordinary = {
        "README.md": README,
        "organisations/ademe.md": page(name="Agence de la transition écologique", acronym="ADEME", type="operateur"),
        "incubators/anct.md": page(title="Incubateur", owner="/organisations/ademe"),
        "teams/anct.md": page(name="Animation", incubator="anct"),
        "startups/alexi.md": product or page(
            title="Alexi", incubator="anct", sponsors="[/organisations/ademe]", phases=phases(("construction", "2024")),
        ),
    }  # fmt: skip
    return told("betagouv", folder(root, ordinary | {name.replace("__", "/"): text for name, text in files.items()}))


def service(told: Told) -> tuple[str | None, tuple[tuple[str, str], ...], str]:
    draft = told.records["betagouv:service/alexi"]
    return draft.status, draft.history, str(draft.fields.get("status_word", ""))


def alexi(**fields: str) -> str:
    return page(**({"title": "Alexi", "incubator": "anct", "phases": phases(("construction", "2024"))} | fields))


def test_a_product_is_tied_to_its_sponsors_incubator_and_team(tmp_path: Path) -> None:
    assert read(tmp_path).ties == {
        ("betagouv:organisation/ademe", "ANIMATES", "betagouv:incubator/anct"),
        ("betagouv:team/anct", "PART_OF", "betagouv:incubator/anct"),
        ("betagouv:organisation/ademe", "STEWARDS", "betagouv:service/alexi"),
        ("betagouv:incubator/anct", "INCUBATES", "betagouv:service/alexi"),
    }


def test_every_link_says_where_it_was_read_and_is_not_dated_by_the_import(tmp_path: Path) -> None:
    link = next(link for link in read(tmp_path).links if link.type == "STEWARDS")
    assert link.fields == {
        "source": "beta.gouv.fr, fiche produit, sponsors", "source_url": "https://beta.gouv.fr/startups/alexi.html",
        "source_date": "2026-08-20", "declared_by": "import", "role": "sponsor",
    }  # fmt: skip


def test_the_current_phase_is_the_last_begun_whatever_the_order_of_the_file(tmp_path: Path) -> None:
    dated = (("acceleration", "2023-05-01"), ("investigation", "2021-01-04"), ("construction", "2022-02"))
    assert service(read(tmp_path, alexi(phases=phases(*dated)))) == (
        "in_use",
        (("idea", "2021-01-04"), ("building", "2022-02"), ("in_use", "2023-05-01")),
        "investigation (2021-01-04) → construction (2022-02) → acceleration (2023-05-01)",
    )


def test_a_phase_announced_after_the_day_of_the_source_is_not_history_yet(tmp_path: Path) -> None:
    found = read(tmp_path, alexi(phases=phases(("construction", "2024-01-01"), ("transfere", "2026-12-18"))))
    assert service(found)[:2] == ("building", (("building", "2024-01-01"),))
    assert service(found)[2] == "construction (2024-01-01) ; annoncé : transfere (2026-12-18)"
    assert [problem.value for problem in found.problems("annoncée")] == ["transfere 2026-12-18"]


def test_of_two_phases_of_one_day_the_later_in_a_life_counts_and_the_doubt_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, alexi(phases=phases(("construction", "2024-01-01"), ("investigation", "2024-01-01"))))
    assert service(found)[:2] == ("building", (("building", "2024-01-01"),))
    assert len(found.problems("le même jour")) == 1


@pytest.mark.parametrize(
    "listed",
    ["[{name: construction, start: 2023-02-30}]", "[{name: construction}]", "[{name: succès, start: 2023-01-01}]",
     "[construction]", "construction", "", "[[]]", "[{name: {a: b}, start: [1]}]"],
)  # fmt: skip
def test_a_wrong_phase_is_told_and_the_product_kept(tmp_path: Path, listed: str) -> None:
    found = read(tmp_path, alexi(phases=listed))
    assert service(found)[:2] == (None, ())
    assert any(problem.field == "phases" or problem.field == "start" for problem in found.report.problems)


def test_references_that_exist_nowhere_make_no_link(tmp_path: Path) -> None:
    product = alexi(sponsors="[/organisations/nulle-part, '', /organisations/ademe]", incubator="perdu")
    found = read(tmp_path, product, **{"incubators__x.md": page(title="X", owner="''")})
    assert {tie for tie in found.ties if tie[2] == "betagouv:service/alexi"} == {
        ("betagouv:organisation/ademe", "STEWARDS", "betagouv:service/alexi")
    }
    assert {(p.field, p.value) for p in found.problems("existe nulle part")} == {
        ("sponsors", "nulle-part"), ("incubator", "perdu"),
    }  # fmt: skip
    assert [problem.field for problem in found.problems("référence vide")] == ["owner"]


def test_a_renamed_product_keeps_its_former_names(tmp_path: Path) -> None:
    found = read(tmp_path, alexi(redirect_from="[/startups/appel, /startups/appel.html, /startup/Appel-2.md]"))
    assert found.records["betagouv:service/alexi"].refs[:3] == (
        "betagouv:service/alexi", "betagouv:service/appel", "betagouv:service/Appel-2",
    )  # fmt: skip


def test_a_former_name_that_two_products_claim_or_one_bears_is_nobody_s(tmp_path: Path) -> None:
    other = alexi(title="B", redirect_from="[/startups/friches]")
    found = read(tmp_path, alexi(redirect_from="[/startups/friches, /startups/b]"), **{"startups__b.md": other})
    assert [ref for draft in found.of("Service") for ref in draft.refs if not ref.startswith("name:")] == [
        "betagouv:service/alexi", "betagouv:service/b",
    ]  # fmt: skip
    assert len(found.problems("réclamé par plusieurs")) == 2
    assert len(found.problems("celui d'un autre produit")) == 1


def test_spellings_of_one_term_are_one_term(tmp_path: Path) -> None:
    product = alexi(techno="[react, 'React, Django', en cours]", usertypes="[etat, Etat]", thematiques="[Education]")
    other = alexi(title="B", thematiques="[Éducation]")
    found = read(tmp_path, product, **{"startups__b.md": other})
    fields = found.records["betagouv:service/alexi"].fields
    assert (fields["technologies"], fields["audiences"]) == (["React", "Django"], ["État"])
    assert [draft.fields["name"] for draft in found.of("Theme")] == ["Éducation"]
    assert {problem.value for problem in found.problems("variante")} == {"react", "Etat", "Education"}
    assert [problem.value for problem in found.problems("pas un terme")] == ["en cours"]


def test_addresses_are_mended_or_told(tmp_path: Path) -> None:
    product = alexi(link='" https:&#x2F;&#x2F;alexi.fr "', repository="à venir")
    found = read(tmp_path, product)
    fields = found.records["betagouv:service/alexi"].fields
    assert (fields["website"], "repository" in fields) == ("https://alexi.fr", False)
    assert {problem.field for problem in found.report.problems} >= {"link", "repository"}


def test_personal_data_are_left_out_and_the_report_says_so_without_quoting_them(tmp_path: Path) -> None:
    body = "Écrire à pseudo-e49ffc1e@example.invalid, ou [personne-d7a6772e]."
    product = page(body, title="Alexi", incubator="anct", contact="qui@x.fr", phases=phases(("construction", "2024")))
    found = read(tmp_path, product)
    assert (
        found.records["betagouv:service/alexi"].fields["description"] == "Écrire à [adresse retirée], ou [nom retiré]."
    )
    assert [(p.file, p.value) for p in found.problems("données personnelles dans le texte")] == [
        ("startups/alexi.md", "1 adresse électronique, 1 nom de personne")
    ]
    assert [(p.field, p.value) for p in found.problems("coordonnées")] == [("contact", "1 fiches")]
    assert not any("@" in problem.value for problem in found.report.problems)


def test_files_of_persons_are_not_even_read(tmp_path: Path) -> None:
    found = read(tmp_path, **{"authors__qui.md": page(fullname="Camille Exemple")})
    assert [problem.file for problem in found.problems("fiches de personnes")] == ["authors"]
    assert "Camille" not in str(found)


def test_an_organisation_that_is_a_person_loses_its_name_and_keeps_its_links(tmp_path: Path) -> None:
    person = {"organisations__personne-physique-a1b2.md": page(name="Camille EXEMPLE", type="autre")}
    found = read(tmp_path, alexi(sponsors="[/organisations/personne-physique-a1b2]"), **person)
    draft = found.records["betagouv:organisation/personne-physique-a1b2"]
    assert (draft.fields["name"], draft.fields["type"]) == ("Personne physique (nom retiré)", "person")
    assert (draft.refs[0], "STEWARDS", "betagouv:service/alexi") in found.ties


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://github.com/incubateur-anct", False), ("https://github.com/anct", True),
        ("https://github.com/attested/", True), ("https://gitlab.mim-libre.fr/incubateur", True),
        ("https://beta.gouv.fr/startups?incubateur=anct", False), ("''", False),
    ],
)  # fmt: skip
def test_an_account_that_may_be_a_person_s_is_not_taken(tmp_path: Path, address: str, kept: bool) -> None:
    incubator = page(title="I", owner="/organisations/ademe", github=address)
    product = alexi(repository="https://github.com/attested/code")
    found = read(tmp_path, product, **{"incubators__anct.md": incubator})
    assert ("repository" in found.records["betagouv:incubator/anct"].fields) is kept


def test_teams_of_one_name_are_told_apart(tmp_path: Path) -> None:
    found = read(tmp_path, **{
        "incubators__b.md": page(title="B", owner="/organisations/ademe"),
        "teams__b.md": page(name="Animation", incubator="b", mission="L'<a href='https://x.fr'>équipe</a>"),
    })  # fmt: skip
    told_apart = {draft.refs[0]: draft.fields for draft in found.of("Community") if draft.fields["type"] == "team"}
    assert told_apart["betagouv:team/anct"]["name"] == "Animation (Incubateur)"
    assert (told_apart["betagouv:team/b"]["aliases"], told_apart["betagouv:team/b"]["mission"]) == (
        ["Animation"], "L'équipe",
    )  # fmt: skip


def test_a_ministerial_domain_is_a_theme_unless_it_names_no_subject(tmp_path: Path) -> None:
    organisations = {
        "organisations__a.md": page(name="A", domaine_ministeriel="bercy"),
        "organisations__b.md": page(name="B", domaine_ministeriel="spm"),
    }  # fmt: skip
    found = read(tmp_path, **organisations)
    assert {tie for tie in found.ties if tie[1] == "ABOUT"} == {
        ("betagouv:organisation/a", "ABOUT", "betagouv:theme/economie-et-finances")
    }
    assert [problem.value for problem in found.problems("n'est pas un thème")] == ["spm (1 fiches)"]


def test_two_organisations_of_one_acronym_are_likely_twins(tmp_path: Path) -> None:
    found = read(tmp_path, **{"organisations__b.md": page(name="Transition", acronym="Ademe", type="operateur")})
    assert found.report.matches == [("betagouv:organisation/ademe", "betagouv:organisation/b", "même sigle « ADEME »")]


def test_the_real_source_gives_the_counts_of_its_readme() -> None:
    found = real("betagouv")
    kinds = Counter((draft.kind, draft.fields.get("type")) for draft in found.records.values())
    assert len(found.of("Service")) == 662
    assert len(found.of("Organisation")) == 145
    assert (kinds["Community", "incubator"], kinds["Community", "team"]) == (23, 36)
    assert Counter(link.type for link in found.links) == {
        "ABOUT": 933, "STEWARDS": 826, "INCUBATES": 664, "PART_OF": 36, "ANIMATES": 20,
    }  # fmt: skip


def test_the_real_source_tells_its_traps() -> None:
    found = real("betagouv")
    assert {"organisations/Préfecture", "organisations/idfm"} == {p.file for p in found.problems("sans extension")}
    assert {p.file for p in found.problems("existe nulle part")} == {"incubators/menj.md"}
    assert {p.file for p in found.problems("référence vide")} == {
        "incubators/gip-inclusion.md", "incubators/mission-apprentissage.md",
    }  # fmt: skip
    assert {p.value for p in found.problems("réclamé par plusieurs")} == {"friches"}
    assert found.records["betagouv:service/acceslibre"].refs[1] == "betagouv:service/access4all"
    assert len(found.problems("annoncée après")) == 4
