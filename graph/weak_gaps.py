"""Measures that something serves and that may give way, in the whole network: what each policy's own table says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from graph.all_gaps import AnyGap, policies_above
from graph.chains import TRACED
from graph.database import Database
from graph.folding import fold
from graph.freshness import Keeper
from graph.links import today
from graph.means import means, measures
from graph.outlining import outline_policy
from graph.viewers import Viewer, sees, sees_link
from graph.weaknesses import lacking, weaknesses

# The policies that are part of no other, as far as the viewer sees: what its peers are is told within each.
TOPS = f"""
MATCH (p:Entity) USING INDEX p:Entity(audience, kind) WHERE p.audience LAYER AND p.kind = 'Policy' AND {sees("p")}
  AND NOT EXISTS {{ MATCH (p)-[r:PART_OF]->(o:Policy) WHERE NOT o:Gone AND {sees("o")} AND {sees_link("r")} }}
RETURN p.id AS id ORDER BY id
"""


def weak_gaps(db: Database, viewer: Viewer) -> Sequence[AnyGap]:
    """Each measure once a weakness, by name; worked out once between two writes that touch it."""
    question = ("weak gaps", today())
    return Keeper(db, viewer).kept(question, partial(_all, db, viewer), TRACED | {"Policy", "Organisation", "Person"})


def _all(db: Database, viewer: Viewer) -> Sequence[AnyGap]:
    tops = db.read(TOPS.replace("LAYER", "> ''" if viewer.all else "IN $audiences"), **viewer.params())
    found = {(gap.record.id, gap.weakness): gap for row in tops for gap in _of_policy(db, viewer, row["id"])}
    return policies_above(db, viewer, sorted(found.values(), key=lambda gap: (fold(gap.record.name), gap.record.id)))


def _of_policy(db: Database, viewer: Viewer, id: str) -> Iterator[AnyGap]:
    found = outline_policy(db, viewer, id)
    kinds = lacking(found)
    for row in means(db, viewer, found, measures(found)):
        for each in (*kinds.get(row.place, ()), *weaknesses(row)):
            yield AnyGap(row.policy, declared=False, stage=None, weakness=each)
