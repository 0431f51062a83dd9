"""Promises of tracing: the closed list of chains and no others, both ways alike, with the holes in sight."""

import random
from itertools import pairwise
from typing import Any

import pytest

from graph.bearers import bearers
from graph.chains import Chain
from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.evidence import Strength
from graph.traces import PolicyTrace
from graph.tracing import trace_policy, trace_resource
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, BOB, CHARLIE, Fact, graph_of

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


def test_what_is_hidden_serves_nothing_and_is_not_counted(db: Database) -> None:
    hidden = ("Service", {"visibility": "members"})
    facts: set[Fact] = {
        ("Relevé", "SERVES", "Relever"), ("Relevé", "USES", "BD TOPO"), ("Relever", "NEEDS", "Guide"),
        ("GeoVisio", "SERVES", "Relever", "visibility=private"),
    }  # fmt: skip
    need = ("Need", {"status": "not_covered", "visibility": "members"})
    ids = graph_of(db, facts | PARTS, KINDS | {"Relevé": hidden, "Guide": need})
    seen = {viewer: len(trace_policy(db, viewer, ids["Relever"]).chains) for viewer in (CHARLIE, BOB, ALICE)}
    assert seen == {CHARLIE: 0, BOB: 2, ALICE: 3}
    holes = [gaps(trace_policy(db, viewer, ids["Relever"])) for viewer in (CHARLIE, BOB)]
    assert holes == [{("policy", "Relever", "Relever")}, {("need", "Guide", "Relever")}]
    assert trace_resource(db, CHARLIE, ids["BD TOPO"]).policies == ()
    assert len(trace_resource(db, BOB, ids["BD TOPO"]).policies) == 1


def test_a_hidden_objective_hides_what_is_below_it(db: Database) -> None:
    objective = ("Policy", {"level": "objective", "visibility": "members"})
    ids = graph_of(db, PARTS | {SERVED}, KINDS | {"Voirie": objective})
    assert chains(trace_policy(db, CHARLIE, ids["Territoires"])) == set()
    assert chains(trace_policy(db, BOB, ids["Territoires"])) == {("Panoramax", "Relever")}
    with pytest.raises(NotFound):
        trace_policy(db, CHARLIE, ids["Voirie"])
    assert trace_resource(db, CHARLIE, ids["Panoramax"]).policies[0].above == ()


def test_only_policies_and_resources_are_traced(db: Database) -> None:
    ids = graph_of(db, PARTS, KINDS)
    for question, id in ((trace_policy, ids["IGN"]), (trace_resource, ids["IGN"]), (trace_resource, ids["Voirie"])):
        with pytest.raises(Invalid) as error:
            question(db, CHARLIE, id)
        assert set(error.value.fields) == {"id"}
    with pytest.raises(NotFound):
        trace_resource(db, CHARLIE, "service-inconnu")
    with pytest.raises(Invalid):
        trace_policy(db, CHARLIE, ids["Voirie"], at="bientôt")


# What each relation of a chain may tie, written apart from the code: from, type, to, told upwards or backwards.
SUPPORT = ["Commons", "Dataset", "Software", "Service"]
UP = [(kind, "SERVES", "Policy") for kind in [*SUPPORT, "Project", "UseCase"]]
UP += [(kind, "MEETS", "Need") for kind in [*SUPPORT, "Project"]]
BACK = [("Policy", "NEEDS", "Need"), ("UseCase", "NEEDS", "Need")]
BACK += [("UseCase", "USES", kind) for kind in SUPPORT] + [("UseCase", "NEEDS", kind) for kind in SUPPORT[1:]]
BACK += [(user, "DEPENDS_ON", kind) for user in ("Service", "Commons", "Software") for kind in SUPPORT]
BACK += [(user, "USES", kind) for user in ("Service", "Commons") for kind in SUPPORT]
BACK += [("Service", "INSTANCE_OF", "Software"), ("Service", "INSTANCE_OF", "Commons")]
DECOYS = [("Dataset", "DEPENDS_ON", "Dataset"), ("Project", "USES", "Dataset"), ("Commons", "HAS_RESOURCE", "Dataset")]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_both_questions_and_a_search_by_hand_find_the_same_chains(db: Database, seed: int) -> None:
    chance = random.Random(seed)
    kinds = {f"{kind} {n}": kind for kind in [*SUPPORT, "Project", "UseCase", "Need", "Policy"] for n in range(3)}
    names = {kind: [name for name, own in kinds.items() if own == kind] for kind in kinds.values()}
    upward: set[tuple[str, str]] = set()
    facts: set[Fact] = set()
    while len(facts) < 55:
        source, type, target = chance.choice([*UP, *BACK, *BACK, *DECOYS])
        one, other = chance.choice(names[source]), chance.choice(names[target])
        if one == other:
            continue
        facts.add((one, type, other))
        if (source, type, target) in UP:
            upward.add((one, other))
        elif (source, type, target) in BACK:
            upward.add((other, one))
    expected = {path for name in kinds for path in by_hand(upward, kinds, (name,))}
    ids = graph_of(db, facts, kinds)
    down = {told(c) for name in names["Policy"] for c in trace_policy(db, CHARLIE, ids[name]).chains}
    starts = [name for name, kind in kinds.items() if kind in [*SUPPORT, "Project"]]
    up = {told(chain) for name in starts for chain in trace_resource(db, CHARLIE, ids[name]).chains}
    assert down == expected
    assert up == expected


def by_hand(upward: set[tuple[str, str]], kinds: dict[str, str], path: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Every way up from the last of the path to a policy, in at most four steps."""
    if kinds[path[0]] in ("UseCase", "Need", "Policy"):
        return set()
    found = set()
    for one, other in upward:
        if one == path[-1] and other not in path and len(path) <= 4:
            longer = (*path, other)
            found |= {longer} if kinds[other] == "Policy" else by_hand(upward, kinds, longer)
    return found


def test_no_plan_holds_a_scan(db: Database) -> None:
    facts = {SERVED, ("Relever", "NEEDS", "Guide"), ("IGN", "STEWARDS", "Panoramax")}
    ids = graph_of(db, facts | PARTS, KINDS)
    watched = no_scans(db, crowd=1000)
    trace_policy(watched, BOB, ids["Territoires"], territory=ids["Sète"], theme=ids["Eau"], at="2024")
    trace_resource(watched, BOB, ids["Panoramax"])
    bearers(watched, BOB, [ids["Panoramax"]])
    assert len(set(watched.asked)) == 12


def test_who_stands_behind_a_resource_is_told_to_whom_may_see_it(db: Database) -> None:
    facts = {("IGN", "STEWARDS", "Panoramax", "until=2020"), ("IGN", "PRODUCES", "BD TOPO", "visibility=members")}
    ids = graph_of(db, facts, KINDS)
    both = [ids["Panoramax"], ids["BD TOPO"]]
    assert {link.sentence() for links in bearers(db, BOB, both).values() for link in links} == {
        "IGN porte Panoramax", "IGN produit BD TOPO",
    }  # fmt: skip
    assert set(bearers(db, CHARLIE, both)) == {ids["Panoramax"]}
    assert bearers(db, CHARLIE, both, at="2021-01-01") == {}


def test_policies_all_tied_to_one_another_are_each_opened_once(db: Database) -> None:
    names = [f"P{n:02}" for n in range(22)]
    facts = {(one, "PART_OF", other) for i, one in enumerate(names) for other in names[:i]}
    ids = graph_of(db, facts, dict.fromkeys(names, "Policy"))
    tree = trace_policy(db, CHARLIE, ids["P00"]).root
    assert len(tree.children) == 21
