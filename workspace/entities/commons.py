"""What a commons' page tells beside its links, in words: commitments, charts, and what its bearers may still tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.commons import Answer, Commitment, Story
from graph.entities import Record
from workspace.dates import day
from workspace.language import gettext


@dataclass(frozen=True)
class Wish:
    """A part of the page that holds nothing yet: the question that it answers, and where to answer it."""

    words: str
    url: str


def outcome(answer: Answer) -> str:
    """« Lauréat », « Candidat », or what its application says."""
    if answer.outcome == "laureate":
        return gettext("Lauréat de")
    return gettext("Non retenu par") if answer.application.status == "not_retained" else gettext("Candidat à")


def state(commitment: Commitment) -> tuple[str, str]:
    """How a commitment stands: (tone, words); late ones say it."""
    words = {
        "delivered": ("ok", gettext("remis")), "delivered_late": ("warn", gettext("remis en retard")),
        "late": ("bad", gettext("en retard")), "expected": ("ink", gettext("attendu")),
        "postponed": ("warn", gettext("reporté")), "abandoned": ("dim", gettext("abandonné")),
        "undated": ("dim", gettext("sans échéance")),
    }  # fmt: skip
    tone, told = words[commitment.state]
    when = day(commitment.delivered)
    return tone, f"{told}, {when}" if when else told


def wishes(record: Record, story: Story) -> list[Wish]:
    """What its bearers may still tell, each with the address of the form for it."""
    return list(_wishes(record, story))


def _wishes(record: Record, story: Story) -> Iterator[Wish]:
    held = {f"{group.type}.{group.direction}" for group in record.groups}
    asked = (
        (gettext("à quel défi il répond"), ("ANSWERS.out",), "ANSWERS"),
        (gettext("qui le soutient, et comment"), ("SUPPORTS.in", "FUNDS.in"), "SUPPORTS-inverse"),
        (gettext("qui s’en sert, et pour quoi"), ("USES.in",), "USES-inverse"),
        (gettext("sur quels communs il s’appuie"), ("DEPENDS_ON.out", "COMPLEMENTS.out", "USES.out"), "DEPENDS_ON"),
    )
    for words, groups, link in asked:
        if held.isdisjoint(groups):
            yield Wish(words, f"/lier?de={record.id}&lien={link}")
    if not story.commitments:
        yield Wish(gettext("ce qui est promis, et pour quand"), f"/lier?de={record.id}&lien=DELIVERS")
    if not story.indicators:
        yield Wish(gettext("un indicateur qui le mesure"), f"/lier?de={record.id}&lien=MEASURES-inverse")
    if not story.news:
        yield Wish(gettext("une actualité"), f"/revue/{record.id}#actualite-titre")
