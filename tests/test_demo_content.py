"""The demo network says what it promises: whole, well linked, sourced, and honest about what is invented."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from graph.dates import partial_date
from graph.schema import SCHEMA, Field, Kind
from graph.values import State, parse

DEMO = Path(__file__).parent.parent / "demo"
INVENTED = "Donnée inventée pour la démonstration"
PERSON = "Personne inventée pour la démonstration"
BODIES = frozenset({"Organisation", "Community"})
LINK_COLUMNS = frozenset({"from", "relation", "to"})
# What engages a body: not to be said of a real one without a public source or the words above.
ACTS = frozenset({
    "ANIMATES", "APPROACHED", "ATTENDS", "CONTRACTED_BY", "CONTRIBUTES_TO", "FUNDS", "LEADS", "MEMBER_OF", "OPENS",
    "PARTNERS", "STEWARDS", "SUPPORTS", "USES", "WORKS_FOR",
})  # fmt: skip


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _written(path: Path) -> dict[str, str]:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    told = {name: str(value) for name, value in yaml.safe_load(front).items()}
    return told | {"text": body}


def _rows() -> Iterator[tuple[Kind, dict[str, str]]]:
    for path in sorted(DEMO.rglob("*")):
        url = path.stem if path.suffix == ".csv" else path.parent.name
        if (kind := SCHEMA.kind_at(url)) and path.suffix in (".csv", ".md"):
            yield from ((kind, row) for row in (_table(path) if path.suffix == ".csv" else [_written(path)]))


@cache
def records() -> dict[str, tuple[Kind, dict[str, str]]]:
    return {row["id"]: (kind, row) for kind, row in _rows()}


@cache
def links() -> list[dict[str, str]]:
    return _table(DEMO / "liens.csv")


def kind_of(id: str) -> Kind:
    return records()[id][0]


def _real(id: str) -> bool:
    return not records()[id][1]["source"].startswith(INVENTED)


def _share(rows: list[dict[str, str]], *empty: str) -> float:
    return sum(not any(row[name] for name in empty) for row in rows) / len(rows)


def _field(kind: Kind, name: str) -> Field:
    field = kind.field(name)
    assert field is not None, f"{kind.name} has no field {name}"
    return field


def test_the_network_is_large_and_shows_every_kind_and_relation_at_least_twice() -> None:
    kinds, types = Counter(kind.name for kind, _ in records().values()), Counter(row["relation"] for row in links())
    assert len(records()) >= 400
    assert sum(bool(row["source"]) for row in links()) >= 1000
    assert {name: kinds[name] for name in SCHEMA.kinds if kinds[name] < 2} == {}
    assert {type: types[type] for type in SCHEMA.relations if types[type] < 2} == {}


def test_every_file_of_the_folder_is_read() -> None:
    read = {path.stem for path in DEMO.iterdir() if path.is_dir() or path.suffix == ".csv"}
    assert {url for url in read if SCHEMA.kind_at(url) is None} == {"liens"}


def test_ids_are_unique_and_begin_with_theirkind_of() -> None:
    counted = Counter(row["id"] for _, row in _rows())
    assert [id for id, times in counted.items() if times > 1] == []
    for id in counted:
        assert SCHEMA.kind_of_id(id) == kind_of(id)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id)


def test_every_value_of_a_record_fits_its_field() -> None:
    kept = {"id", "status", "status_history", "visibility", "group"}
    for id, (kind, row) in records().items():
        for name in row.keys() - kept:
            if row[name]:
                parse(_field(kind, name), row[name])
        missing = [f.name for f in kind.fields if f.required and not row.get(f.name)]
        assert missing == [], id


def test_states_and_their_history_use_the_words_of_thekind_of() -> None:
    for id, (kind, row) in records().items():
        terms = SCHEMA.vocabularies[kind.statuses].terms
        steps = [step.strip().split(": ") for step in (row.get("status_history") or "").split("|") if step.strip()]
        days = [partial_date(day).first for day, _ in steps]
        assert {row["status"], *(state for _, state in steps)} <= set(terms), id
        assert days == sorted(days), id
        assert not steps or steps[-1][1] == row["status"], id
    assert sum("|" in (row.get("status_history") or "") for _, row in records().values()) > 80


def test_visibilities_are_mostly_public_and_groups_exist() -> None:
    counted = Counter(row["visibility"] for _, row in records().values())
    assert set(counted) == set(SCHEMA.vocabularies["visibility"].terms)
    assert 0.08 <= counted["members"] / counted.total() <= 0.13
    assert counted["public"] / counted.total() >= 0.8
    for _, row in records().values():
        group = row.get("group") or ""
        assert bool(group) == (row["visibility"] == "group")
        assert not group or kind_of(group).name == "Community"


def test_every_relation_has_known_and_allowed_ends() -> None:
    for row in links():
        assert {row["from"], row["to"]} <= records().keys(), row
        assert row["from"] != row["to"], row
        assert SCHEMA.allows(row["relation"], kind_of(row["from"]).name, kind_of(row["to"]).name), row


def test_every_value_of_a_relation_fits_its_field() -> None:
    for row in links():
        fields = {field.name: field for field in SCHEMA.relations[row["relation"]].fields}
        for name in row.keys() - LINK_COLUMNS:
            if row[name]:
                assert name in fields, (row["relation"], name)
                parse(fields[name], row[name])


def test_no_relation_is_told_twice() -> None:
    def key(row: dict[str, str]) -> tuple[str, ...]:
        relation = SCHEMA.relations[row["relation"]]
        ends = sorted((row["from"], row["to"])) if relation.symmetric else [row["from"], row["to"]]
        return (relation.type, *ends, row["since"], row.get(relation.distinct_by or "") or "")

    assert [told for told, times in Counter(map(key, links())).items() if times > 1] == []


def test_relations_end_after_they_began() -> None:
    for row in links():
        if row["since"] and row["until"]:
            assert partial_date(row["since"]).first <= partial_date(row["until"]).last, row


def test_some_links_are_unsourced_undated_ended_contested_or_to_confirm() -> None:
    standing = Counter(row["standing"] for row in links())
    assert 0.07 <= _share(links(), "source") <= 0.13
    assert 0.10 <= _share(links(), "since", "until") <= 0.20
    assert sum(bool(row["until"]) for row in links()) >= 20
    assert standing["contested"] >= 3
    assert standing["to_confirm"] >= 20
    assert all(row["standing_by"] and row["standing_at"] for row in links() if row["standing"] == "contested")


def test_dates_come_in_the_three_precisions() -> None:
    assert {len(row["since"]) for row in links() if row["since"]} == {4, 7, 10}


def test_funding_goes_through_every_step_and_is_not_all_public() -> None:
    grants = [row for row in links() if row["relation"] == "FUNDS"]
    assert {row["step"] for row in grants} == set(SCHEMA.vocabularies["funding_step"].terms)
    assert sum(row["visibility"] != "public" for row in grants) >= 5


def test_approaches_are_seen_by_facilitators_only_and_know_every_step() -> None:
    approaches = [row for row in links() if row["relation"] == "APPROACHED"]
    assert {row["visibility"] for row in approaches} == {"private"}
    assert {row["step"] for row in approaches} == set(SCHEMA.vocabularies["approach_step"].terms)


def test_mandates_are_held_for_a_known_organisation_by_full_and_deputy_members() -> None:
    names = {row["name"] for kind, row in records().values() if kind.name == "Organisation"}
    assert {row["on_behalf_of"] for row in links() if row["on_behalf_of"]} <= names
    assert {row["seat"] for row in links() if row["seat"]} == {"full", "deputy"}


def test_some_fields_are_declared_none_and_some_not_applicable() -> None:
    told = {
        parse(field, row[field.name])
        for kind, row in records().values()
        for field in kind.fields
        if not field.required and field.type in ("term", "siren") and row.get(field.name)
    }
    assert {State.NONE, State.NOT_APPLICABLE} <= told


def test_persons_and_invented_bodies_say_that_they_are_invented() -> None:
    for id, (kind, row) in records().items():
        if kind.name == "Person":
            assert row["summary"].startswith(PERSON), id
        elif kind.name in BODIES and not _real(id):
            assert row["summary"].endswith("(démonstration)."), id


def test_real_records_have_a_public_source_and_invented_ones_none() -> None:
    for id, (_, row) in records().items():
        assert _real(id) == bool(row.get("source_url")), id


def test_nothing_invented_is_said_of_a_real_body_without_saying_so() -> None:
    for row in links():
        bodies = {id for id in (row["from"], row["to"]) if kind_of(id).name in BODIES and _real(id)}
        if bodies and row["relation"] in ACTS:
            assert row["source_url"] or row["source"].startswith(INVENTED), row
        if row["source_url"] and row["relation"] != "ABOUT":
            assert _real(row["from"]), row
            assert _real(row["to"]), row


def test_no_address_could_reach_somebody() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in DEMO.rglob("*.*"))
    addresses = re.findall(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", text)
    assert set(addresses) == {"example.invalid"}


def test_links_in_texts_lead_to_records_and_are_mentions() -> None:
    told = {(row["from"], row["to"]) for row in links() if row["relation"] == "MENTIONS"}
    urls = {SCHEMA.url_of(kind.name, id): id for id, (kind, _) in records().items()}
    for id, (kind, row) in records().items():
        for url in re.findall(r"\]\((/[^)]+)\)", row.get("text") or ""):
            assert url in urls, (id, url)
            assert kind.name not in ("Note", "News") or (id, urls[url]) in told, (id, url)
