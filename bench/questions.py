"""Pages and questions on a generated network: milliseconds, and the record page against the least it could cost."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from flask import Flask
from flask.testing import FlaskClient

from bench.generating import HUB, PAGE_OF_50, WORDS, touch
from bench.measuring import Row, paired, timed
from graph.briefs import briefs
from graph.counts import by_kind
from graph.database import Database
from graph.entities import record
from graph.links import today
from graph.lists import Filters, entities
from graph.neighbourhood import neighbourhood
from graph.network import network
from graph.outlining import outline_policy
from graph.paths import shortest_path
from graph.schema import SCHEMA
from graph.search import search, suggest
from graph.tracing import trace_policy
from graph.viewers import ANONYMOUS
from graph.whatif import worked_out

RAW = """
MATCH (n:Entity {id: $id})
CALL (n) { MATCH (n)-[r]-(o:Entity) RETURN collect([type(r), properties(r), o.id, o.name, o.kind]) AS links }
RETURN properties(n) AS record, links
"""
WHOLE = "/api/v1/network"
RESOURCES = 300  # of the policy that is traced and whose note is made
WORDED = {"question.search", "question.suggest"}  # asked with other words each time: once each, to be warm
EACH_WORD = 100
WARM = 40  # measured: the page around a record takes 60 ms after 8 calls, 42 ms after 60, once the engine has compiled
WARM_PAGES = 900  # measured: the ratio is 2.04 after 150 pages, 1.93 after 600
LOCAL = ("page.record", "page.hub", "page.list", "page.search", "page.network", "page.path")


@dataclass(frozen=True)
class Network:
    """A generated network to ask."""

    db: Database
    app: Flask
    ids: dict[str, list[str]]

    @property
    def public(self) -> dict[str, list[str]]:
        """One record in ten is for members only: those whose number ends in 0."""
        return {kind: [id for id in found if not id.endswith("0")] for kind, found in self.ids.items()}


def rows(known: Network) -> Iterator[Row]:
    """Every figure of one size; names are without it."""
    client = known.app.test_client()
    asked = {**_questions(known), **_pages(known, client)}
    times = {name: timed(work, warm=EACH_WORD if name in WORDED else WARM) for name, work in asked.items()}
    for name, found in times.items():
        yield Row(f"{name}.median", found.median, "ms")
        yield Row(f"{name}.p95", found.p95, "ms")
    yield Row("api.network.kilobytes", len(gzip.compress(client.get(WHOLE).data, 6)) / 1000, "kB")
    policy = _policy_of(known, RESOURCES)
    for name, work in _traces(known, client, policy).items():
        found = timed(work, before=partial(touch, known.db))
        yield Row(f"{name}.median", found.median, "ms")
        yield Row(f"{name}.p95", found.p95, "ms")
    note = timed(_visit(client, f"/synthese.pdf?sujet={policy}"), runs=8, warm=1)
    yield Row("file.note_pdf.median", note.median, "ms")
    yield Row("file.note_pdf.p95", note.p95, "ms", 5000.0)
    page, least = _visit(client, _url(PAGE_OF_50)), _least(known, client)
    yield Row("page.record_over_raw", paired(page, least, warm=WARM_PAGES), "ratio", 2)


def goals(rows: list[Row], size: int) -> list[Row]:
    """The bounds that hold at this size."""
    large = {
        "question.search.p95": 30.0, "page.around.median": 50.0, "question.whatif.p95": 200.0,
        "question.whatif_ten.p95": 1000.0, "question.trace.median": 150.0,
    }  # fmt: skip
    bounds = large if size >= 100_000 else {"api.network.p95": 400.0, "api.network.kilobytes": 1000.0}
    return [Row(row.name, row.value, row.unit, bounds.get(row.name, row.goal)) for row in rows]


def growth(small: list[Row], large: list[Row]) -> Iterator[Row]:
    """Local pages at the large size over those at the small one."""
    medians = {row.name: row.value for row in small}
    for row in large:
        name = row.name.removesuffix(".median")
        if name in LOCAL and row.name != name:
            yield Row(f"growth.{name}", row.value / medians[row.name], "ratio", 1.5)


def _questions(known: Network) -> dict[str, Callable[[], object]]:
    db, ids = known.db, known.public
    far = (ids["Organisation"][40], ids["Policy"][7])
    words = iter(_words())
    asked = ([PAGE_OF_50], [PAGE_OF_50, *ids["Organisation"][40:49]], [HUB])
    one, ten, hub = (tuple(briefs(db, ANONYMOUS, each).values()) for each in asked)
    return {
        "question.record": lambda: record(db, ANONYMOUS, PAGE_OF_50),
        "question.hub": lambda: record(db, ANONYMOUS, HUB),
        "question.list": lambda: entities(db, ANONYMOUS, Filters(kinds=("Organisation",))),
        "question.facets": lambda: entities(db, ANONYMOUS, Filters()),
        "question.search": lambda: search(db, ANONYMOUS, next(words)),
        "question.suggest": lambda: suggest(db, ANONYMOUS, next(words)[:5]),
        "question.neighbourhood_2": lambda: neighbourhood(db, ANONYMOUS, PAGE_OF_50, 2),
        "question.neighbourhood_3": lambda: neighbourhood(db, ANONYMOUS, PAGE_OF_50, 3),
        "question.path": lambda: shortest_path(db, ANONYMOUS, *far),
        "question.whatif": lambda: worked_out(db, ANONYMOUS, one, today()),
        "question.whatif_ten": lambda: worked_out(db, ANONYMOUS, ten, today()),
        "question.whatif_hub": lambda: worked_out(db, ANONYMOUS, hub, today()),
        "question.counts": lambda: by_kind(db, ANONYMOUS),
        "question.network": lambda: network(db, ANONYMOUS),
    }


def _pages(known: Network, client: FlaskClient) -> dict[str, Callable[[], object]]:
    ids = known.public
    start, end = ids["Organisation"][40], ids["Policy"][7]
    policy = _url(ids["Policy"][0])
    paths = {
        "page.record": _url(PAGE_OF_50), "page.hub": _url(HUB), "page.list": "/organisations/",
        "page.search": "/recherche?q=mobilité",
        "page.around": f"/reseau?centre={PAGE_OF_50}&distance=1", "api.network": WHOLE,
        "page.network": f"/reseau?centre={PAGE_OF_50}&distance=2",
        "page.path": f"/chemin?de={start}&a={end}", "page.home": "/",
        "page.means_of_all": f"{policy}/ressources", "page.funding": f"{policy}/financements", "page.gaps": "/manques",
        "page.whatif": f"/dependances?arret={PAGE_OF_50}",
    }  # fmt: skip
    return {name: _visit(client, path) for name, path in paths.items()}


def _traces(known: Network, client: FlaskClient, policy: str) -> dict[str, Callable[[], object]]:
    """What serves a policy, asked after a write: nothing of it is kept."""
    return {
        "question.trace": lambda: trace_policy(known.db, ANONYMOUS, policy),
        "page.means": _visit(client, f"{_url(policy)}/ressources"),
        "page.trace": _visit(client, f"{_url(policy)}/ressources?vue=chaines"),
    }


def _least(known: Network, client: FlaskClient) -> Callable[[], object]:
    """A raw query of the record with its links, and a page of the same frame that says nothing."""
    empty = _visit(client, "/aide/lire-un-lien")

    def both() -> None:
        known.db.read(RAW, id=PAGE_OF_50)
        empty()

    return both


def _visit(client: FlaskClient, path: str) -> Callable[[], object]:
    def visit() -> None:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status)

    return visit


def _url(id: str) -> str:
    kind = SCHEMA.kind_of_id(id)
    assert kind is not None
    return SCHEMA.url_of(kind.name, id)


def _policy_of(known: Network, resources: int) -> str:
    """The policy that the fewest resources serve, so many at least; else the one that the most do."""
    served = {id: outline_policy(known.db, ANONYMOUS, id).counts for id in known.public["Policy"][:200]}
    counts = {id: count.direct + count.indirect for id, count in served.items()}
    enough = [id for id, count in counts.items() if count >= resources]
    return min(enough, key=counts.__getitem__) if enough else max(counts, key=counts.__getitem__)


def _words() -> Iterator[str]:
    while True:
        yield from WORDS
        yield from (f"{one} {other}" for one, other in zip(WORDS, WORDS[7:], strict=False))
        yield from (word[:-2] + word[-1] for word in WORDS if len(word) > 5)
