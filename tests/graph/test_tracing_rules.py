"""Promises of tracing that hold on any graph: both ways agree with a search by hand, nothing hidden counts."""

import random

import pytest

from graph.bearers import bearers
from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.tracing import trace_policy, trace_resource
from tests.graph.plans import no_scans
from tests.graph.test_tracing import KINDS, PARTS, SERVED, chains, gaps, told
from tests.graph.tuples import ALICE, BOB, CHARLIE, Fact, graph_of


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
