"""Promises of what the demo tells: whole commons, measures served and not, a gap followed until it is filled."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from graph.schema import SCHEMA
from graph.values import parse
from tests.test_demo_content import INVENTED, kind_of, links, records
from workspace.demo import EDITS, TIE

SERVING = ("resources", "commons", "demand")
CHAIN = frozenset({"USES", "DEPENDS_ON", "INSTANCE_OF", "SERVES", "NEEDS", "MEETS"})


@pytest.mark.parametrize(
    "commons", ["commun-trottoirs-ouverts", "commun-compte-commun", "commun-dernier-arret", "commun-panoramax"]
)
def test_several_commons_have_their_resource_their_community_and_their_rules(commons: str) -> None:
    parts = {row["relation"] for row in links() if row["from"] == commons}
    parts |= {row["relation"] for row in links() if row["to"] == commons}
    assert {"HAS_RESOURCE", "MAINTAINED_BY", "GOVERNS"} <= parts


def test_a_commons_stands_on_one_contributor() -> None:
    givers = defaultdict(set)
    for row in links():
        if row["relation"] == "CONTRIBUTES_TO":
            givers[row["to"]].add(row["from"])
    assert len(givers["commun-toponymes-d-en-haut"]) == 1


def _served(policy: str) -> set[str]:
    """Resources and commons that serve a policy, directly or through use cases, needs and what uses them."""
    near = defaultdict(set)
    for row in links():
        if row["relation"] in CHAIN:
            near[row["from"]].add(row["to"])
            near[row["to"]].add(row["from"])
    seen, left = {policy}, [policy]
    while left:
        here = left.pop()
        found = {id for id in near[here] if kind_of(id).family in SERVING}
        left += found - seen
        seen |= found
    return {id for id in seen if kind_of(id).family in ("resources", "commons")}


def test_some_measures_are_well_served_and_some_rest_on_nothing_known() -> None:
    measures = [id for id, (kind, row) in records().items() if kind.name == "Policy" and row["level"] == "measure"]
    served = {id: _served(id) for id in measures}
    assert max(map(len, served.values())) >= 5
    assert {"politique-chantiers", "politique-depots-sauvages"} <= {id for id in measures if not served[id]}


def test_gaps_are_declared_and_not_met() -> None:
    gaps = {id for id, (kind, row) in records().items() if kind.name == "Need" and row["status"] == "not_covered"}
    met = {row["to"] for row in links() if row["relation"] == "MEETS"}
    assert len(gaps) >= 3
    assert gaps & met == set()
    covered = {id for id, (kind, row) in records().items() if kind.name == "Need" and row["status"] == "covered"}
    assert covered <= met


def _to(type: str, target: str) -> list[dict[str, str]]:
    return [link for link in links() if link["relation"] == type and link["to"] == target]


def test_one_gap_was_followed_to_the_commons_that_fills_it_day_after_day() -> None:
    need, challenge = "besoin-schema-comptage", "defi-compter-pareil"
    loop = [
        _to("EXPRESSES", need), _to("TAKES_UP", need), _to("RAISES", challenge), _to("ANSWERS", challenge),
        [link for link in _to("MEETS", need) if link["from"].startswith("standard-")],
    ]  # fmt: skip
    days = [min(link["since"] for link in links) for links in loop]
    assert days == sorted(days)
    assert _to("TAKES_UP", need)[0]["from"] == challenge
    assert records()[need][1]["status"] == "covered"


def test_other_gaps_wait_for_a_challenge_a_call_or_an_answer() -> None:
    taken = {link["to"]: link["from"] for link in links() if link["relation"] == "TAKES_UP"}
    stages = set()
    for id, (kind, row) in records().items():
        if kind.name == "Need" and row["status"] == "not_covered":
            challenge = taken.get(id)
            stages.add("challenge" if not challenge else "answer" if _to("RAISES", challenge) else "call")
    assert stages == {"challenge", "call", "answer"}


def test_a_contribution_waits_for_who_leads_the_measure() -> None:
    led = {link["to"] for link in links() if link["relation"] == "LEADS" and link["from"].startswith("personne-")}
    waiting = [link for link in links() if link["relation"] == "SERVES" and link["standing"] == "to_confirm"]
    assert led & {link["to"] for link in waiting}


def test_there_are_hubs_and_actors_that_nobody_knows() -> None:
    degree: Counter[str] = Counter()
    for row in links():
        if SCHEMA.relations[row["relation"]].walks:
            degree.update((row["from"], row["to"]))
    assert degree.most_common(1)[0][1] >= 40
    assert [id for id, (kind, _) in records().items() if kind.name == "Organisation" and not degree[id]] != []


def test_what_is_written_after_the_import_speaks_of_records_of_the_demo() -> None:
    type, source, target, fields = TIE
    assert {id for id, _, _ in EDITS} | {source, target} <= records().keys()
    assert SCHEMA.allows(type, records()[source][0].name, records()[target][0].name)
    assert str(fields["source"]).startswith(INVENTED)
    for id, raw, _ in EDITS:
        kind, row = records()[id]
        own = {field.name: field for field in kind.fields}
        assert all(name == "status" or parse(own[name], text) for name, text in raw.items())
        assert all(row.get(name) != text for name, text in raw.items())
