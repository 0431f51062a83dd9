"""Promises to persons: from public sources, no address, phone, profile or known name passes."""

import pytest

from graph.imports.privacy import scrub, told


@pytest.mark.parametrize(
    ("text", "clean", "removed"),
    [
        ("Écrire à pseudo-e49ffc1e@example.invalid.", "Écrire à [adresse retirée].", "1 adresse électronique"),
        ("[nous](mailto:a.b@x.gouv.fr?subject=Oui) !", "nous !", "1 adresse électronique"),
        ("<mailto:a@b.fr>, <c@d.fr>", "[adresse retirée], [adresse retirée]", "2 adresses électroniques"),
        ("**[personne-d7a6772e]**, fondatrice", "**[nom retiré]**, fondatrice", "1 nom de personne"),
        ("[[personne-e9b06bbc]](https://www.linkedin.com/in/qui) et", "[nom retiré] et",
         "1 nom de personne, 1 profil de personne"),
        ("voir https://fr.linkedin.com/in/qui-que-ce-soit/", "voir [profil retiré]", "1 profil de personne"),
        ("Tél. : 06 12 34 56 78 ou [tel-retire]", "Tél. : [téléphone retiré] ou [téléphone retiré]", "2 téléphones"),
        ("+33 (0)1.23.45.67.89", "[téléphone retiré]", "1 téléphone"),
    ],
)  # fmt: skip
def test_what_points_at_a_person_is_taken_out_and_counted(text: str, clean: str, removed: str) -> None:
    assert (scrub(text)[0], told(scrub(text)[1])) == (clean, removed)


@pytest.mark.parametrize(
    "text",
    [
        "Opale@3.7/auroraW", "Mir@bel", "git@github.com:betagouv/a.git", "https://flickr.com/photos/22748341@N00/2737299930/",
        "https://x.fr/201904150220.html", "SIREN 130025265", "numéro 0123456789012", "@ChauffageUrbain", "le 3949",
        "https://www.linkedin.com/company/incubateur", "10/m/710/1620315185828",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert scrub(text) == (text, {})


@pytest.mark.parametrize("text", ["[" * 50_000, "a@" * 50_000, "[a](" * 30_000, "<mailto:" * 30_000, "0" * 100_000])
def test_hostile_text_is_read_to_its_end(text: str) -> None:
    assert len(scrub(text)[0]) == len(text)
