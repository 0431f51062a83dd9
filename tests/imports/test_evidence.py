"""Promises about one body in two sources: joined on proof alone, likely twins left to a person."""

import pytest

from graph.imports.evidence import annuaire_ref, domain_ref, name_ref, refs
from graph.imports.twins import Body, twins


def bodies(**names: tuple[str, str]) -> list[Body]:
    return [Body(ref, "Organisation", name, acronym) for ref, (name, acronym) in names.items()]


def pairs(*found: Body) -> set[tuple[str, str]]:
    return {(min(one, other), max(one, other)) for one, other, _ in twins(found)}


def test_the_exact_name_within_a_kind_is_proof_whatever_the_case() -> None:
    told = {name_ref("Organisation", name) for name in ("Banque de France", "BANQUE DE FRANCE", " Banque  de france")}
    assert told == {"name:organisation/banque de france"}
    assert name_ref("Service", "Banque de France") == "name:service/banque de france"


@pytest.mark.parametrize("acronym", ["IGN", "DGT", "CNAM", ""])
def test_an_acronym_alone_proves_nothing(acronym: str) -> None:
    assert name_ref("Organisation", acronym) is None


@pytest.mark.parametrize(
    ("url", "words", "ref"),
    [
        ("https://www.ign.fr/", ("Institut", "IGN"), "domain:organisation/ign.fr"),
        ("https://agence-cohesion-territoires.gouv.fr", ("Agence nationale de la cohésion des territoires",),
         "domain:organisation/agence-cohesion-territoires.gouv.fr"),
        ("https://www.justice.gouv.fr", ("Ministère de la Justice",), "domain:organisation/justice.gouv.fr"),
        ("https://www.interieur.gouv.fr", ("Agence du Numérique des Forces de Sécurité Intérieure", "ANFSI"), None),
        ("https://numerique.gouv.fr", ("Direction de la Transformation Publique", "DITP"), None),
        ("https://www.ecologie.gouv.fr/direction-dgaln", ("DGALN",), None),
        ("https://beta.gouv.fr", ("beta",), None),
        ("http://[mauvais", ("mauvais",), None),
    ],
)  # fmt: skip
def test_a_site_is_proof_only_when_it_is_the_body_s_own(url: str, words: tuple[str, ...], ref: str | None) -> None:
    assert domain_ref("Organisation", url, *words) == ref


def test_a_service_on_the_site_of_its_body_is_not_that_site() -> None:
    assert domain_ref("Service", "https://anct.gouv.fr", "La suite de l'ANCT") is None
    assert domain_ref("Service", "https://camino.beta.gouv.fr", "Camino") == "domain:service/camino.beta.gouv.fr"


def test_a_page_of_the_directory_gives_its_number() -> None:
    page, number = "https://lannuaire.service-public.fr/gouvernement", "3ed2f725-e077-4973-a531-498e13fc7861"
    assert annuaire_ref(f"{page}/administration-centrale-ou-ministere_170702") == "annuaire:170702"
    assert annuaire_ref(f"{page}/{number}") == f"annuaire:{number}"
    assert annuaire_ref("https://lannuaire.service-public.fr/navigation/carif_oref") is None


def test_refs_keep_the_source_s_own_first_and_each_once() -> None:
    assert refs("a:1", None, "b:2", "a:1") == ("a:1", "b:2")


def test_a_shared_acronym_or_initials_make_likely_twins() -> None:
    found = bodies(
        a=("Agence nationale de l'habitat", "ANAH"), b=("Anah", "anah"), c=("CGDD", ""),
        d=("Commissariat général au développement durable", ""), e=("Cerema", ""),
    )  # fmt: skip
    assert pairs(*found) == {("a", "b"), ("c", "d")}


def test_near_names_make_likely_twins_and_others_do_not() -> None:
    found = bodies(
        a=("Direction départementale des territoires et de la mer", ""),
        b=("Direction départementale des territoires et de la mer du Gard", ""),
        c=("Délégation au Numérique en Santé", ""), d=("Délégation du numérique en santé", ""),
        e=("CC du Pays de Nay", ""), f=("CC du Pays d'Apt", ""),
    )  # fmt: skip
    assert pairs(*found) == {("a", "b"), ("c", "d")}


def test_records_of_two_kinds_are_never_twins() -> None:
    assert pairs(Body("a", "Service", "Camino"), Body("b", "Software", "Camino")) == set()


def test_a_crowd_of_like_names_stays_readable() -> None:
    crowd = [Body(f"{n}", "Organisation", f"Mairie de Sainte Colombe {n}") for n in range(2_000)]
    assert len(list(twins(crowd))) < 50 * len(crowd)
