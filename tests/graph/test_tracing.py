"""Promises of tracing: the closed list of chains and no others, both ways alike, with the holes in sight."""

from itertools import pairwise
from typing import Any

import pytest

from graph.chains import Chain
from graph.database import Database
from graph.evidence import Strength
from graph.traces import PolicyTrace
from graph.tracing import trace_policy, trace_resource
from tests.graph.tuples import CHARLIE, Fact, graph_of

TREE: dict[str, Any] = {
    "Territoires": ("Policy", {"level": "policy"}), "Voirie": ("Policy", {"level": "objective"}),
    "Relever": ("Policy", {"level": "measure"}), "Éclairer": ("Policy", {"level": "measure"}),
}  # fmt: skip
PARTS: set[Fact] = {
    ("Voirie", "PART_OF", "Territoires"),
    ("Relever", "PART_OF", "Voirie"),
    ("Éclairer", "PART_OF", "Voirie"),
}
KINDS: dict[str, Any] = {
    **TREE, "Panoramax": "Commons", "BD TOPO": "Dataset", "GeoVisio": "Software", "Relevé": "Service",
    "Trottoirs": "UseCase", "Guide": ("Need", {"status": "not_covered"}), "Images": "Need", "IGN": "Organisation",
    "Cadastre": "Dataset", "Rue": "Project", "Eau": "Theme", "Std": "Standard", "Sète": "Territory", "GT": "Community",
}  # fmt: skip


def told(chain: Chain) -> tuple[str, ...]:
    return tuple(record.name for record in chain.records)


def chains(found: PolicyTrace) -> set[tuple[str, ...]]:
    return {told(chain) for chain in found.chains}


def trace(db: Database, facts: set[Fact], **choices: object) -> PolicyTrace:
    ids = graph_of(db, facts | PARTS, KINDS)
    return trace_policy(db, CHARLIE, ids["Territoires"], **choices)  # type: ignore[arg-type]


SERVED = ("Panoramax", "SERVES", "Relever")


def test_what_serves_a_measure_is_found_from_the_policy_above(db: Database) -> None:
    found = trace(db, {SERVED})
    assert chains(found) == {("Panoramax", "Relever")}
    nodes = {node.policy.name: len(node.chains) for node in found.root.all()}
    assert nodes == {"Territoires": 0, "Voirie": 0, "Relever": 1, "Éclairer": 0}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({("Trottoirs", "SERVES", "Relever"), ("Trottoirs", "USES", "BD TOPO")}, ("BD TOPO", "Trottoirs", "Relever")),
        ({("Trottoirs", "SERVES", "Relever"), ("Trottoirs", "NEEDS", "BD TOPO")}, ("BD TOPO", "Trottoirs", "Relever")),
        ({("Relever", "NEEDS", "Images"), ("BD TOPO", "MEETS", "Images")}, ("BD TOPO", "Images", "Relever")),
        (
            {("Trottoirs", "SERVES", "Relever"), ("Trottoirs", "NEEDS", "Images"), ("BD TOPO", "MEETS", "Images")},
            ("BD TOPO", "Images", "Trottoirs", "Relever"),
        ),
        ({SERVED, ("Panoramax", "USES", "BD TOPO")}, ("BD TOPO", "Panoramax", "Relever")),
        ({SERVED, ("Panoramax", "DEPENDS_ON", "BD TOPO")}, ("BD TOPO", "Panoramax", "Relever")),
        ({("Relevé", "SERVES", "Relever"), ("Relevé", "INSTANCE_OF", "GeoVisio")}, ("GeoVisio", "Relevé", "Relever")),
    ],
)
def test_each_chain_of_the_closed_list_is_followed(db: Database, facts: set[Fact], expected: tuple[str, ...]) -> None:
    found = trace(db, facts)
    assert expected in chains(found)
    assert all(chain.direct == (len(told(chain)) == 2) for chain in found.chains)


def test_nothing_else_is_followed(db: Database) -> None:
    found = trace(
        db,
        {
            SERVED, ("IGN", "STEWARDS", "Panoramax"), ("IGN", "STEWARDS", "GeoVisio"), ("IGN", "LEADS", "Relever"),
            ("IGN", "USES", "GeoVisio"), ("Panoramax", "HAS_RESOURCE", "GeoVisio"), ("GeoVisio", "CONFORMS_TO", "Std"),
            ("Panoramax", "MAINTAINED_BY", "GT"), ("GT", "CONTRIBUTES_TO", "GeoVisio"), ("Rue", "USES", "GeoVisio"),
            ("Rue", "SERVES", "Relever"), ("Panoramax", "ABOUT", "Eau"), ("GeoVisio", "ABOUT", "Eau"),
            ("Panoramax", "IN_TERRITORY", "Sète"), ("GeoVisio", "IN_TERRITORY", "Sète"),
            ("BD TOPO", "SERVES", "Relever"), ("BD TOPO", "DEPENDS_ON", "Cadastre"), ("Relever", "NEEDS", "Cadastre"),
            ("GeoVisio", "COMPLEMENTS", "Panoramax"),
        },
    )  # fmt: skip
    assert chains(found) == {("Panoramax", "Relever"), ("Rue", "Relever"), ("BD TOPO", "Relever")}


def test_a_chain_is_told_as_a_sentence_with_its_sources(db: Database) -> None:
    facts: set[Fact] = {
        ("Relevé", "SERVES", "Relever", "source=plan", "source_date=2024-05"),
        ("Relevé", "USES", "BD TOPO", "source=IGN", "source_date=2024"),
        ("BD TOPO", "SERVES", "Éclairer", "how=contributes"),
    }
    sentences = {chain.sentence() for chain in trace(db, facts).chains}
    assert sentences == {
        "Le service numérique « Relevé » contribue à la mesure « Relever » — plan, 2024",
        "Le jeu de données « BD TOPO » sert la mesure « Relever », parce que le service numérique « Relevé » l'utilise "
        "— IGN, 2024 ; plan, 2024",
        "Le jeu de données « BD TOPO » contribue à la mesure « Éclairer » — sans source",
    }


def test_a_long_chain_tells_each_reason(db: Database) -> None:
    facts: set[Fact] = {
        ("Trottoirs", "SERVES", "Relever"), ("Trottoirs", "NEEDS", "Images"), ("Panoramax", "MEETS", "Images"),
        ("Panoramax", "DEPENDS_ON", "GeoVisio"), ("Relever", "NEEDS", "Guide"), ("BD TOPO", "MEETS", "Guide"),
    }  # fmt: skip
    sentences = {told(chain): chain for chain in trace(db, facts).chains}
    long = sentences["GeoVisio", "Panoramax", "Images", "Trottoirs", "Relever"]
    assert long.sentence() == (
        "Le logiciel « GeoVisio » sert la mesure « Relever », parce que le commun numérique « Panoramax » en dépend, "
        "que « Panoramax » répond au besoin « Images » et que le cas d'usage « Trottoirs » a ce besoin — sans source"
    )
    assert sentences["BD TOPO", "Guide", "Relever"].sentence("en") == (
        "The dataset “BD TOPO” serves the measure “Relever”, because it meets the need “Guide” and this measure has "
        "this need — no source"
    )
    assert (
        "parce qu'il répond au besoin « Guide » et que cette mesure"
        in sentences["BD TOPO", "Guide", "Relever"].sentence()
    )


def test_direct_and_indirect_are_never_added_up(db: Database) -> None:
    facts: set[Fact] = {
        SERVED, ("Panoramax", "USES", "BD TOPO"), ("BD TOPO", "SERVES", "Relever"), ("Panoramax", "USES", "GeoVisio"),
        ("Panoramax", "SERVES", "Éclairer"),
    }  # fmt: skip
    found = trace(db, facts)
    measure = next(node for node in found.root.all() if node.policy.name == "Relever")
    assert (len(measure.own.direct), len(measure.own.indirect), len(measure.chains)) == (2, 1, 4)
    assert (len(found.root.below.direct), len(found.root.below.indirect)) == (2, 1)


def test_the_weakest_step_is_the_strength_of_the_chain(db: Database) -> None:
    facts: set[Fact] = {
        ("Panoramax", "SERVES", "Relever", "standing=confirmed"),
        ("Panoramax", "USES", "BD TOPO", "source=wiki"), ("Panoramax", "USES", "GeoVisio"),
    }  # fmt: skip
    strengths = {told(chain)[0]: chain.strength for chain in trace(db, facts).chains}
    assert strengths == {
        "Panoramax": Strength.CONFIRMED, "BD TOPO": Strength.DECLARED, "GeoVisio": Strength.SUPPOSED,
    }  # fmt: skip


def test_the_stronger_of_two_links_that_say_the_same_is_told(db: Database) -> None:
    facts: set[Fact] = {
        ("Panoramax", "SERVES", "Relever"),
        ("Panoramax", "SERVES", "Relever", "since=2024", "source=plan"),
    }
    (chain,) = trace(db, facts).chains
    assert chain.steps[0].source_words == "plan"


def test_only_confirmed_chains_on_request(db: Database) -> None:
    facts: set[Fact] = {("Panoramax", "SERVES", "Relever", "standing=confirmed"), ("BD TOPO", "SERVES", "Éclairer")}
    found = trace(db, facts, confirmed_only=True)
    assert chains(found) == {("Panoramax", "Relever")}
    assert [gap.sort for gap in found.gaps] == []


def test_chains_of_one_territory_or_theme_on_request(db: Database) -> None:
    facts: set[Fact] = {
        SERVED, ("BD TOPO", "SERVES", "Relever"), ("GeoVisio", "SERVES", "Relever"), ("Panoramax", "ABOUT", "Eau"),
        ("BD TOPO", "IN_TERRITORY", "Sète", "role=covers"), ("GeoVisio", "IN_TERRITORY", "Hérault", "role=covers"),
        ("Sète", "PART_OF", "Hérault"),
    }  # fmt: skip
    ids = graph_of(db, facts | PARTS, KINDS | {"Hérault": "Territory"})
    for choice, expected in (
        ({"theme": ids["Eau"]}, {"Panoramax"}),
        ({"territory": ids["Sète"]}, {"BD TOPO"}),
        ({"territory": ids["Hérault"]}, {"BD TOPO", "GeoVisio"}),
        ({"territory": ids["Sète"], "theme": ids["Eau"]}, set()),
    ):
        found = trace_policy(db, CHARLIE, ids["Territoires"], **choice)  # type: ignore[arg-type]
        assert {chain.resource.name for chain in found.chains} == expected


def gaps(found: PolicyTrace) -> set[tuple[str, str, str]]:
    return {(gap.sort, gap.record.name, gap.about.name) for gap in found.gaps}


def test_holes_are_told(db: Database) -> None:
    facts: set[Fact] = {
        ("Trottoirs", "SERVES", "Relever"), ("Trottoirs", "NEEDS", "Guide"), ("Relever", "NEEDS", "Images"),
        ("IGN", "EXPRESSES", "Guide", "since=2025"), ("Trottoirs", "NEEDS", "Couvert"),
    }  # fmt: skip
    ids = graph_of(db, facts | PARTS, KINDS | {"Couvert": ("Need", {"status": "covered"})})
    found = trace_policy(db, CHARLIE, ids["Territoires"])
    assert gaps(found) == {
        ("need", "Guide", "Trottoirs"), ("need", "Images", "Relever"), ("case", "Trottoirs", "Relever"),
        ("policy", "Relever", "Relever"), ("policy", "Éclairer", "Éclairer"),
    }  # fmt: skip
    guide = next(gap for gap in found.gaps if gap.record.name == "Guide")
    assert guide.declared and [voice.sentence() for voice in guide.voices] == ["Guide est exprimé par IGN"]
    assert found.root.empty


def test_a_need_that_something_meets_is_no_hole_unless_somebody_says_so(db: Database) -> None:
    facts: set[Fact] = {
        ("Relever", "NEEDS", "Images"), ("Panoramax", "MEETS", "Images"), ("Relever", "NEEDS", "Guide"),
        ("Panoramax", "MEETS", "Guide"),
    }  # fmt: skip
    assert gaps(trace(db, facts)) == {("need", "Guide", "Relever"), ("policy", "Éclairer", "Éclairer")}


def test_what_is_known_of_the_links_is_counted(db: Database) -> None:
    facts: set[Fact] = {
        ("Panoramax", "SERVES", "Relever", "source=plan", "source_date=2020", "since=2020"),
        ("Panoramax", "USES", "BD TOPO"), ("Panoramax", "USES", "GeoVisio", "since=2999"),
    }  # fmt: skip
    evidence = trace(db, facts).evidence
    assert (len(evidence.links), evidence.sourced, evidence.undated, evidence.old) == (3, 1, 1, 1)


def test_as_of_a_day_only_what_was_in_force_serves(db: Database) -> None:
    facts: set[Fact] = {
        ("Panoramax", "SERVES", "Relever", "since=2022"), ("Panoramax", "USES", "BD TOPO", "until=2021"),
        ("Panoramax", "USES", "GeoVisio"),
    }  # fmt: skip
    ids = graph_of(db, facts | PARTS, KINDS)
    seen = {at: chains(trace_policy(db, CHARLIE, ids["Relever"], at=at)) for at in ("2021", "2023", None)}
    now = {("Panoramax", "Relever"), ("GeoVisio", "Panoramax", "Relever")}
    assert seen == {"2021": set(), "2023": now, None: now | {("BD TOPO", "Panoramax", "Relever")}}
    resource = trace_resource(db, CHARLIE, ids["GeoVisio"], at="2023")
    assert [chain.undated for chain in resource.chains] == [True]


def test_cycles_are_told_and_end(db: Database) -> None:
    facts: set[Fact] = {
        ("Relevé", "SERVES", "Relever"), ("Relevé", "USES", "GeoVisio"), ("GeoVisio", "DEPENDS_ON", "Relevé"),
        ("Territoires", "PART_OF", "Relever"),
    }  # fmt: skip
    found = trace(db, facts)
    assert chains(found) == {("Relevé", "Relever"), ("GeoVisio", "Relevé", "Relever")}
    assert {frozenset(record.name for record in cycle) for cycle in found.cycles} == {
        frozenset({"Relevé", "GeoVisio"}), frozenset({"Territoires", "Voirie", "Relever"}),
    }  # fmt: skip


def test_what_is_one_step_too_far_is_told_as_cut(db: Database) -> None:
    names = [f"S{n}" for n in range(6)]
    facts: set[Fact] = {(one, "DEPENDS_ON", other) for one, other in pairwise(names)} | {("S0", "SERVES", "Relever")}
    ids = graph_of(db, facts | PARTS, TREE | dict.fromkeys(names, "Software"))
    found = trace_policy(db, CHARLIE, ids["Relever"])
    assert (len(found.chains), found.cut, found.more) == (4, True, 1)
    assert trace_resource(db, CHARLIE, ids["S3"]).chains[0].records[0].name == "S3"
    assert trace_resource(db, CHARLIE, ids["S4"]).chains == ()


def test_a_resource_tells_the_policies_it_serves_and_what_they_are_part_of(db: Database) -> None:
    facts: set[Fact] = {
        SERVED,
        ("Panoramax", "USES", "BD TOPO"),
        ("BD TOPO", "SERVES", "Éclairer"),
        ("Éclairer", "PART_OF", "X"),
    }
    ids = graph_of(db, facts | PARTS, KINDS | {"X": "Policy"})
    found = trace_resource(db, CHARLIE, ids["BD TOPO"])
    assert [(each.policy.name, each.direct) for each in found.policies] == [("Éclairer", True), ("Relever", False)]
    assert {record.name for record in found.direct[0].above} == {"Voirie", "Territoires", "X"}
    assert [record.name for record in found.indirect[0].above] == ["Voirie", "Territoires"]
    assert [chain.target.name for chain in found.chains] == ["Éclairer", "Relever"]
    assert [record.name for record in trace_policy(db, CHARLIE, ids["Relever"]).above] == ["Territoires", "Voirie"]
