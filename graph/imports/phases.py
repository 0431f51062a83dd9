"""The life of a product of beta.gouv.fr: dated phases, in no certain order, turned into states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.dates import partial_date
from graph.imports.reading import Reading

# By the definitions of the source: regular users exist at the end of construction; a transferred service still runs.
STATES = {
    "investigation": "idea", "construction": "building", "acceleration": "in_use", "consolidation": "in_use",
    "opere": "in_use", "transfere": "in_use", "abandon-investigation": "archived", "abandon": "archived",
}  # fmt: skip
# Files list phases of one day in alphabetical order: the order of a life decides.
RANK = {name: rank for rank, name in enumerate(STATES)}


@dataclass(frozen=True)
class Life:
    """`status` is that of the last phase begun; `history` its changes, oldest first; `words` the source's own."""

    status: str | None
    history: tuple[tuple[str, str], ...]
    words: str


@dataclass(frozen=True)
class Phase:
    """A phase and its first day, a partial date."""

    name: str
    day: str

    @property
    def order(self) -> tuple[str, int]:
        return partial_date(self.day).first, RANK.get(self.name, -1)


def life(reading: Reading, today: str) -> Life:
    """The life that the field `phases` tells, as of `today` (ISO day)."""
    phases = sorted(_phases(reading), key=lambda phase: phase.order)
    begun = [phase for phase in phases if phase.order[0] <= today]
    announced = [phase for phase in phases if phase.order[0] > today]
    for phase in announced:
        reading.problem(
            "phases", f"{phase.name} {phase.day}", "phase annoncée après la date de la source",
            "gardée dans « État d'après la source », pas dans l'historique",
        )  # fmt: skip
    _tell_tie(reading, begun)
    current = (begun or announced[:1])[-1:]
    status = STATES.get(current[0].name) if current else None
    return Life(status, _history(begun), _words(begun, announced))


def _phases(reading: Reading) -> list[Phase]:
    listed = reading.values.get("phases")
    if not isinstance(listed, list):
        reading.problem("phases", listed, "liste de phases attendue", "état laissé vide")
        return []
    return [phase for item in listed if (phase := _phase(reading, item))]


def _phase(reading: Reading, item: object) -> Phase | None:
    if not isinstance(item, Mapping):
        reading.problem("phases", item, "phase sans nom ni date", "laissée de côté")
        return None
    own = Reading(reading.where, item, reading.report)
    name, start, end = own.text("name"), own.date("start"), own.date("end")
    if name not in STATES:
        reading.problem("phases", name, "phase inconnue", "gardée dans « État d'après la source » seulement")
    if start is None:
        reading.problem("phases", name, "phase sans date de début lisible", "laissée hors de l'historique")
        return None
    if end and partial_date(end).last < partial_date(start).first:
        reading.problem("phases", f"{name} {start} – {end}", "fin avant le début", "début gardé, fin ignorée")
    return Phase(name, start)


def _history(begun: list[Phase]) -> tuple[tuple[str, str], ...]:
    """Changes of state: of one day only the last, and no state twice in a row."""
    by_day: dict[str, tuple[str, str]] = {}
    for phase in begun:
        if phase.name in STATES:
            by_day[phase.order[0]] = (STATES[phase.name], phase.day)
    kept: list[tuple[str, str]] = []
    for state, day in by_day.values():
        if not kept or kept[-1][0] != state:
            kept.append((state, day))
    return tuple(kept)


def _words(begun: list[Phase], announced: list[Phase]) -> str:
    trail = " → ".join(f"{phase.name} ({phase.day})" for phase in begun)
    coming = ", ".join(f"{phase.name} ({phase.day})" for phase in announced)
    return f"{trail} ; annoncé : {coming}".removeprefix(" ; ") if coming else trail


def _tell_tie(reading: Reading, begun: list[Phase]) -> None:
    last = [phase for phase in begun if phase.order[0] == begun[-1].order[0]]
    if len(last) > 1:
        names = ", ".join(phase.name for phase in last)
        reading.problem(
            "phases", f"{names} {last[0].day}", "plusieurs phases commencent le même jour",
            f"« {last[-1].name} », la plus avancée, est prise pour la phase actuelle",
        )  # fmt: skip
