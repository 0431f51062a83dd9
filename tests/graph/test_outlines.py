"""Promises of a trace in outline: its figures are those of the chains in full, for each reader, and never stale."""

import random
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

import pytest

from graph import chain_joins, freshness, outlining, policy_trees, states
from graph.chains import Chain
from graph.database import Database
from graph.editing import change_record, create_relation, delete_relation
from graph.evidence import Strength, is_old, sourced
from graph.folding import fold
from graph.operations import Operation
from graph.outlines import ORDERS, Outline
from graph.outlining import outline_policy
from graph.viewers import Viewer
from tests.graph.plans import no_scans
from tests.graph.test_tracing import KINDS, PARTS, SERVED, told
from tests.graph.test_tracing_rules import BACK, SUPPORT, UP
from tests.graph.tuples import ALICE, BOB, CHARLIE, Fact, graph_of

SAID = ("source=plan", "source_date=2019", "standing=confirmed", "since=2018", "since=2023", "visibility=members")


def chains_of(db: Database, viewer: Viewer, found: Outline) -> list[Chain]:
    return list(found.all_told(db, viewer))


def resources(chains: Iterable[Chain]) -> tuple[int, int]:
    kept = list(chains)
    direct = {chain.resource.id for chain in kept if chain.direct}
    return len(direct), len({chain.resource.id for chain in kept} - direct)


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    """A graph by chance, where links repeat, contradict each other and are hidden from some."""
    chance = random.Random(7)
    kinds = {f"{kind} {n}": kind for kind in [*SUPPORT, "Project", "UseCase", "Need"] for n in range(3)}
    names = {kind: [name for name, own in kinds.items() if own == kind] for kind in kinds.values()}
    names["Policy"] = ["Territoires", "Voirie", "Relever", "Éclairer"]
    facts: dict[Fact, Fact] = {}
    while len(facts) < 110:
        source, type, target = chance.choice([*UP, *BACK, *BACK])
        one, other = chance.choice(names[source]), chance.choice(names[target])
        if one != other:
            fields = dict(field.split("=") for field in chance.sample(SAID, chance.randint(0, 2)))
            same = (one, type, other, fields.get("since", ""))
            facts[same] = (one, type, other, *(f"{name}={value}" for name, value in fields.items()))
    hidden = {
        name: (kind, {"visibility": "members"}) for name, kind in kinds.items() if name in ("Dataset 2", "Service 2")
    }
    return graph_of(db, {*facts.values(), *PARTS}, {**KINDS, **kinds, **hidden})


@pytest.mark.parametrize("viewer", [CHARLIE, BOB, ALICE], ids=["charlie", "bob", "alice"])
def test_figures_are_those_of_the_chains_in_full(db: Database, ids: dict[str, str], viewer: Viewer) -> None:
    for name, at in (("Territoires", None), ("Relever", None), ("Territoires", "2020")):
        found = outline_policy(db, viewer, ids[name], at=at)
        chains = chains_of(db, viewer, found)
        links = {step.id: step for chain in chains for step in chain.steps}.values()
        assert len(found.chains) == len(chains)
        assert chains or at
        assert (found.counts.direct, found.counts.indirect) == resources(chains)
        assert found.figures.links == len(links)
        assert found.figures.sourced == sum(sourced(link) for link in links)
        assert found.figures.undated == sum(link.undated for link in links)
        assert found.figures.old == sum(is_old(link, found.at) for link in links)


def test_each_policy_of_the_tree_counts_what_serves_it_and_its_parts(db: Database, ids: dict[str, str]) -> None:
    found = outline_policy(db, BOB, ids["Territoires"])
    chains = chains_of(db, BOB, found)
    (objective,) = found.tree().children
    below = {"Voirie": {"Voirie", "Relever", "Éclairer"}, "Relever": {"Relever"}, "Éclairer": {"Éclairer"}}
    for branch in (objective, *objective.children):
        expected = resources(chain for chain in chains if chain.policy.name in below[branch.policy.name])
        assert (branch.counts.direct, branch.counts.indirect) == expected


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_tells_each_chain_once_and_the_direct_ones_first(
    db: Database, ids: dict[str, str], order: str
) -> None:
    found = outline_policy(db, BOB, ids["Territoires"])
    rows = found.in_order(order)
    chains = [chain for chain in found.told(db, BOB, rows) if chain]
    keys: Mapping[str, Callable[[Chain], object]] = {
        "strength": lambda chain: list(Strength).index(chain.strength),
        "name": lambda chain: fold(chain.resource.name),
        "policy": lambda chain: fold(chain.policy.name),
        "age": lambda chain: chain.age or "",
    }
    assert sorted(rows) == list(range(len(chains)))
    ranked: list[Any] = [(not chain.direct, keys[order](chain)) for chain in chains]
    assert ranked == sorted(ranked)


def test_a_write_is_told_at_once_and_what_becomes_hidden_is_gone(db: Database) -> None:
    ids = graph_of(db, {SERVED, *PARTS}, KINDS)

    def seen(viewer: Viewer = CHARLIE) -> set[tuple[str, ...]]:
        return {told(chain) for chain in chains_of(db, viewer, outline_policy(db, viewer, ids["Territoires"]))}

    first, second = ("Panoramax", "Relever"), ("BD TOPO", "Panoramax", "Relever")
    assert seen() == {first}
    link = create_relation(db, ALICE, "USES", ids["Panoramax"], ids["BD TOPO"], {}, Operation("alice"))
    assert seen() == {first, second}
    version = states.records(db, [ids["BD TOPO"]])[ids["BD TOPO"]].version
    change_record(db, ALICE, ids["BD TOPO"], version, {"visibility": "members"}, Operation("alice"))
    assert (seen(), seen(BOB)) == ({first}, {first, second})
    delete_relation(db, ALICE, link, states.relations(db, [link])[link].version, Operation("alice"))
    assert seen(BOB) == {first}


def test_a_chain_that_comes_apart_after_it_was_counted_is_not_told(db: Database) -> None:
    ids = graph_of(db, {SERVED, ("BD TOPO", "SERVES", "Relever"), *PARTS}, KINDS)
    found = outline_policy(db, CHARLIE, ids["Territoires"])
    version = states.records(db, [ids["BD TOPO"]])[ids["BD TOPO"]].version
    change_record(db, ALICE, ids["BD TOPO"], version, {"visibility": "members"}, Operation("alice"))
    assert {told(chain) for chain in chains_of(db, CHARLIE, found)} == {("Panoramax", "Relever")}


def test_too_many_chains_are_cut_the_direct_ones_never_for_longer_ones(
    db: Database, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = outline_policy(db, BOB, ids["Territoires"])
    direct = int((whole.chains.lengths == 1).sum())
    monkeypatch.setattr(chain_joins, "MOST", direct + 12)
    monkeypatch.setattr(freshness, "_kept", WeakKeyDictionary())
    cut = outline_policy(db, BOB, ids["Territoires"])
    assert cut.cut and direct <= len(cut.chains) <= direct + 12 < len(whole.chains)
    assert int((cut.chains.lengths == 1).sum()) == direct


def test_a_large_tree_is_opened_where_one_is_and_says_what_it_leaves_out(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"Mesure {n}" for n in range(6)]
    facts: set[Fact] = {(name, "PART_OF", "Voirie") for name in names} | {("Sous", "PART_OF", "Mesure 5")}
    ids = graph_of(db, facts | PARTS, {**KINDS, **dict.fromkeys([*names, "Sous"], "Policy")})
    found = outline_policy(db, CHARLIE, ids["Territoires"])
    assert len(found.tree().children[0].children) == 8
    monkeypatch.setattr(policy_trees, "WHOLE", 5)
    monkeypatch.setattr(policy_trees, "SHOWN", 3)
    (folded,) = found.tree().children
    assert (folded.children, folded.more) == ((), 0)
    (open,) = found.tree([ids["Voirie"], ids["Mesure 5"]]).children
    told_parts = [branch.policy.name for branch in open.children]
    assert (len(told_parts), open.more, told_parts[-1]) == (4, 4, "Mesure 5")
    assert [branch.policy.name for branch in open.children[-1].children] == ["Sous"]


def test_few_outlines_are_kept_because_they_are_large(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlining, "MOST", 2)
    ids = graph_of(db, {SERVED, *PARTS}, KINDS)
    for name in ("Territoires", "Voirie", "Relever", "Éclairer"):
        outline_policy(db, CHARLIE, ids[name])
    kept = [question for _, question in freshness._kept[db] if isinstance(question, tuple)]
    assert [question[1] for question in kept if question[0] == "outline"] == [ids["Relever"], ids["Éclairer"]]


def test_no_plan_holds_a_scan(db: Database) -> None:
    facts = {SERVED, ("Relever", "NEEDS", "Guide"), ("Panoramax", "DEPENDS_ON", "BD TOPO")}
    ids = graph_of(db, facts | PARTS, KINDS)
    watched = no_scans(db, crowd=1000)
    for viewer in (ALICE, BOB):
        found = outline_policy(watched, viewer, ids["Territoires"], theme=ids["Eau"], territory=ids["Sète"])
        found.gaps(watched, viewer, found.holes)
        assert outline_policy(watched, viewer, ids["Territoires"]).told(watched, viewer, [0, 1])
    assert len(set(watched.asked)) == 10
