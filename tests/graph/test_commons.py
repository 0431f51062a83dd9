"""Promises of what a commons' page tells beside its links: one question, as of a day, and nothing hidden."""

from dataclasses import fields

from graph import commons, news
from graph.commons import Story
from graph.database import Database
from graph.editing import delete_record
from graph.entities import record
from graph.operations import Operation
from graph.states import records
from graph.viewers import SYSTEM, Viewer
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, BOB, CHARLIE, Fact, Kinds, graph_of

FACTS: set[Fact] = {
    ("Candidature", "APPLIES_TO", "Panoramax", "since=2025-03", "outcome=concerns"),
    ("Candidature", "APPLIES_TO", "Appel", "since=2025-03", "outcome=candidate"),
    ("Candidature", "APPLIES_TO", "Appel", "since=2025-06-26", "outcome=laureate"),
    ("Tenu", "PART_OF", "Candidature"), ("Tardif", "PART_OF", "Candidature"), ("En retard", "PART_OF", "Candidature"),
    ("Attendu", "PART_OF", "Candidature"), ("Lâché", "PART_OF", "Candidature"),
    ("Tenu", "DELIVERS", "Guide", "since=2025-11"), ("En retard", "DELIVERS", "Logiciel", "due=2025"),
    ("Panoramax", "DELIVERS", "Rapport", "since=2026-01", "due=2026-01-31"),
    ("Nouvelle", "MENTIONS", "Panoramax"), ("Brouillon", "MENTIONS", "Panoramax"),
    ("Ancienne", "MENTIONS", "Panoramax"), ("Kilomètres", "MEASURES", "Panoramax"),
}  # fmt: skip
KINDS: Kinds = {
    "Panoramax": "Commons", "Candidature": "Application", "Appel": "Call", "Guide": "Guide", "Logiciel": "Software",
    "Rapport": "Document", "Nouvelle": ("News", {"day": "2026-05-02", "text": "On a **fini**."}),
    "Ancienne": ("News", {"day": "2024"}), "Brouillon": ("News", {"day": "2026-06", "status": "draft"}),
    "Tenu": ("Action", {"due": "2025-12", "ends": "2025-12-31", "status": "done"}),
    "Tardif": ("Action", {"due": "2025-12", "ends": "2026-01-01", "status": "done"}),
    "En retard": ("Action", {"due": "2025-12-31", "status": "ongoing"}),
    "Attendu": ("Action", {"due": "2999", "status": "ongoing"}),
    "Lâché": ("Action", {"status": "abandoned"}),
    "Kilomètres": ("Indicator", {"unit": "km", "values": "2023 = 12\n2024 = 71"}),
}  # fmt: skip


def story(db: Database, id: str, viewer: Viewer = CHARLIE, at: str | None = None) -> Story:
    return commons.story(no_scans(db), viewer, record(db, viewer, id, at))


def names(told: Story) -> dict[str, list[str]]:
    return {
        "calls": [answer.call.name for answer in told.calls], "news": [post.record.name for post in told.news],
        "commitments": [each.promise.name for each in told.commitments],
        "indicators": [each.record.name for each in told.indicators],
    }  # fmt: skip


def test_an_application_is_told_by_its_last_outcome(db: Database) -> None:
    [answer] = story(db, graph_of(db, FACTS, KINDS)["Panoramax"]).calls
    assert (answer.call.name, answer.outcome, answer.day) == ("Appel", "laureate", "2025-06-26")


def test_commitments_say_how_they_stand_by_the_day_that_was_promised(db: Database) -> None:
    told = story(db, graph_of(db, FACTS, KINDS)["Panoramax"]).commitments
    assert [(each.promise.name, each.state, [proof.name for proof in each.evidence]) for each in told] == [
        ("En retard", "late", []), ("Tardif", "delivered_late", []), ("Tenu", "delivered", ["Guide"]),
        ("Rapport", "delivered", ["Rapport"]), ("Attendu", "expected", []), ("Lâché", "abandoned", []),
    ]  # fmt: skip


def test_news_come_newest_first_without_drafts_and_indicators_with_their_unit(db: Database) -> None:
    told = story(db, graph_of(db, FACTS, KINDS)["Panoramax"])
    assert names(told)["news"] == ["Nouvelle", "Ancienne"] and not told.more_news
    assert [(each.unit, [one.line for one in each.readings]) for each in told.indicators] == [
        ("km", ["2023 = 12", "2024 = 71"])
    ]


def test_on_an_earlier_day_what_came_later_is_not_told(db: Database) -> None:
    told = story(db, graph_of(db, FACTS, KINDS)["Panoramax"], at="2025-04")
    assert names(told)["news"] == ["Ancienne"] and told.calls[0].outcome == "candidate"


def test_a_commons_of_which_nothing_is_told_has_an_empty_story(db: Database) -> None:
    assert story(db, graph_of(db, set(), {"Panoramax": "Commons"})["Panoramax"]) == Story()


def test_what_is_hidden_is_neither_told_nor_counted(db: Database) -> None:
    fields_of = {name: told[1] if isinstance(told, tuple) else {} for name, told in KINDS.items()}
    kinds = {name: told[0] if isinstance(told, tuple) else told for name, told in KINDS.items()}
    hidden: Kinds = {name: (kinds[name], {**fields_of[name], "visibility": "private"}) for name in KINDS}
    hidden = {**hidden, "Panoramax": "Commons"}
    id = graph_of(db, FACTS, hidden)["Panoramax"]
    assert story(db, id) == story(db, id, BOB) == Story()
    assert all(getattr(story(db, id, ALICE), each.name) for each in fields(Story) if each.name != "more_news")


def test_a_hidden_link_hides_what_it_leads_to(db: Database) -> None:
    facts = {(*fact, "visibility=private") for fact in FACTS}
    id = graph_of(db, facts, KINDS)["Panoramax"]
    assert story(db, id) == Story() and names(story(db, id, ALICE)) != names(Story())


def test_what_was_deleted_is_not_told(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    for name in ("Candidature", "Nouvelle", "Kilomètres"):
        delete_record(db, SYSTEM, ids[name], records(db, [ids[name]])[ids[name]].version, Operation("alice"))
    told = names(story(db, ids["Panoramax"]))
    assert told == {"calls": [], "news": ["Ancienne"], "commitments": ["Rapport"], "indicators": []}
    assert news.of_laureates(db, CHARLIE).items == ()


def test_the_laureates_news_are_those_of_retained_applications_only(db: Database) -> None:
    kinds = {**KINDS, "Autre": "Commons", "Candidature 2": "Application", "Du perdant": ("News", {"day": "2026"})}
    facts = FACTS | {
        ("Candidature 2", "APPLIES_TO", "Appel", "outcome=candidate"), ("Du perdant", "MENTIONS", "Autre"),
        ("Candidature 2", "APPLIES_TO", "Autre", "outcome=concerns"),
    }  # fmt: skip
    graph_of(db, facts, kinds)
    found = news.of_laureates(no_scans(db), CHARLIE)
    assert [post.record.name for post in found.items] == ["Nouvelle", "Ancienne"] and found.total == 2
    assert [each.name for each in found.items[0].about] == ["Panoramax"]
    assert [post.record.name for post in news.of_laureates(db, CHARLIE, page=2, size=1).items] == ["Ancienne"]


def test_the_laureates_news_hide_what_the_reader_may_not_see(db: Database) -> None:
    kinds = {**KINDS, "Nouvelle": ("News", {"day": "2026", "visibility": "members"})}
    ids = graph_of(db, FACTS, kinds)
    assert [post.record.name for post in news.of_laureates(db, CHARLIE).items] == ["Ancienne"]
    assert news.of_laureates(db, CHARLIE).total == 1 and news.of_laureates(db, BOB).total == 2
    assert [post.record.name for post in news.of_record(no_scans(db), CHARLIE, ids["Panoramax"], 9)] == ["Ancienne"]
