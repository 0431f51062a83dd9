"""Promises of near names: what a wrong address may have meant, among what one may see."""

import pytest

from graph.database import Database
from graph.near import near
from tests.graph.plans import no_scans
from tests.graph.tuples import BOB, CHARLIE, Kinds, graph_of

KINDS: Kinds = {
    "Panoramax": "Commons", "Panorama de l'eau": "Document", "Base adresse": "Dataset",
    "Panoramix": ("Commons", {"visibility": "private"}),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("panoramx", ["Panoramax", "Panorama de l'eau"]),
        ("panorama-de-leau", ["Panorama de l'eau", "Panoramax"]),
        ("bases-adresses", ["Base adresse"]),
        ("zzz", []),
        ("", []),
        ("*:*", []),
    ],
)
def test_names_at_a_typo_or_two_are_offered_the_most_alike_first(db: Database, text: str, expected: list[str]) -> None:
    graph_of(db, set(), KINDS)
    assert [brief.name for brief in near(no_scans(db), CHARLIE, text)] == expected


def test_a_kind_and_a_limit_narrow_them(db: Database) -> None:
    graph_of(db, set(), KINDS)
    assert [brief.name for brief in near(db, BOB, "panoramx", "Document")] == ["Panorama de l'eau"]
    assert len(near(db, BOB, "panoramx", limit=1)) == 1
