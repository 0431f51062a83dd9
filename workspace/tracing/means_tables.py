"""Measures and their resources as rows of a file; the first row holds the heads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.evidence import Strength
from graph.funding import STEPS, sums
from graph.links import Brief
from graph.means_rows import Means, Support
from graph.weaknesses import Weakness
from workspace.csv_files import Cell
from workspace.language import gettext
from workspace.weak_words import weak_word
from workspace.words import initial, kind_word, status_word, term, word


def measures(rows: Iterable[Means], weak: Mapping[int, Sequence[Weakness]]) -> Iterator[list[Cell]]:
    """One row a measure, with the columns of the page."""
    yield [
        gettext("Mesure"), gettext("Niveau"), gettext("Partie de"), gettext("État de la mesure"), gettext("Pilote"),
        gettext("Ressources directes"), gettext("Indirectes (via…)"), gettext("Porteur"), gettext("Territoires"),
        gettext("Statut"), gettext("Confirmées"), gettext("Déclarées"), gettext("Supposées"), gettext("Source"),
        gettext("Date de la source"), gettext("Besoins non couverts"), gettext("Points fragiles"),
        *_steps(),
    ]  # fmt: skip
    for row in rows:
        known = row.strengths
        yield [
            row.policy.name, term(row.level, "policy_level") if row.level else "", row.above.name if row.above else "",
            _state(row.policy), _names(row.leads),
            _names([each.record for each in row.direct]) or ("" if row.indirect else gettext("aucune connue")),
            " ; ".join(_via(each) for each in row.indirect), _names(row.bearers), _names(row.places), states(row),
            *(known.get(strength, 0) for strength in Strength),
            (row.proof.source_words or row.proof.source_url or "") if row.proof else "",
            (row.proof.source_date or "") if row.proof else "", _names(row.needs),
            " ; ".join(weak_word(each) for each in weak.get(row.place, ())), *_sums(sums(row.grants)),
        ]  # fmt: skip


def resources(rows: Iterable[Means]) -> Iterator[list[Cell]]:
    """One row a resource of a measure."""
    yield [
        gettext("Mesure"), gettext("Ressource"), gettext("Sorte"), gettext("Directe"), gettext("Via"), gettext("Voies"),
        gettext("Porteur"), gettext("Territoires"), gettext("Statut"), gettext("Licence"), gettext("Solidité"),
        gettext("Plus ancienne attestation"), gettext("Daté"), *_steps(),
    ]  # fmt: skip
    for row in rows:
        for each in row.supports:
            yield [
                row.policy.name, each.record.name, kind_word(each.record.kind), _yes(each.direct), _names(each.via),
                each.ways, _names(each.known.bearers), _names(each.known.places), _state(each.record),
                each.known.licence or "", word(each.strength.label), each.day or "", _yes(not each.undated),
                *_sums(sums(each.known.grants)),
            ]  # fmt: skip


def states(row: Means) -> str:
    """« en usage : 3, en sommeil : 1 »."""
    kinds = {each.record.status: each.record.kind for each in row.told}
    told = [
        (status_word(status, kinds[status]) if status else gettext("non renseigné"), count)
        for status, count in row.states.items()
    ]
    return ", ".join(gettext("%(state)s : %(n)s", state=state, n=count) for state, count in told)


def _steps() -> list[str]:
    return [gettext("%(step)s (EUR)", step=initial(step_word(step))) for step in (*STEPS, "")]


def _sums(found: Mapping[str, float]) -> list[Cell]:
    return [found.get(step, "") for step in (*STEPS, "")]


def step_word(step: str) -> str:
    """« accordé », or that nobody said which step."""
    return term(step, "funding_step") if step else gettext("étape non dite")


def _via(support: Support) -> str:
    return gettext(
        "%(name)s (via %(via)s)", name=support.record.name, via=" › ".join(each.name for each in support.via)
    )


def _state(record: Brief) -> str:
    return status_word(record.status, record.kind) if record.status else ""


def _names(records: Sequence[Brief]) -> str:
    return " ; ".join(record.name for record in records)


def _yes(holds: bool) -> str:
    return gettext("oui") if holds else gettext("non")
