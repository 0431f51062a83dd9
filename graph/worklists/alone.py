"""Lists of what has one bearer, one funder, one contributor, or nobody said: ranked by who relies on it.

« Non renseigné » is not « aucun »: what nobody told the bearer of is a list of its own, of questions to ask, and what
nothing is known to rely on is in none (506 of 662 beta.gouv products have exactly one sponsor)."""

from __future__ import annotations

from functools import partial

from graph.database import Database
from graph.links import in_force, today
from graph.schema import SCHEMA
from graph.viewers import Viewer, sees, sees_link
from graph.worklists.shapes import Finding, Worklist

GOODS = tuple(kind.name for family in ("commons", "resources") for kind in SCHEMA.kinds_of(family))
# Who would miss it: users, what is built on it, and the policies that it serves.
RELYING = f"""
COUNT {{ MATCH (n)<-[u:USES|DEPENDS_ON|INSTANCE_OF|CONFORMS_TO]-(who)
         WHERE NOT who:Gone AND {sees("who")} AND {sees_link("u")} AND {in_force("u")} RETURN DISTINCT who }}
+ COUNT {{ MATCH (n)-[u:SERVES]->(who)
           WHERE NOT who:Gone AND {sees("who")} AND {sees_link("u")} AND {in_force("u")} RETURN DISTINCT who }}
"""
HOLDING = "STEWARDS|PRODUCES|PUBLISHES|FUNDS|CONTRIBUTES_TO"  # one text for all: a new one is planned anew
# A contested link counts for nobody; an amount that was only asked funds nothing.
HELD = f"""
MATCH (n:Entity) USING INDEX n:Entity(audience, kind)
WHERE n.audience AUDIENCES AND n.kind IN $kinds AND {sees("n")} AND NOT coalesce(n.status, '') IN ['archived', 'idea']
CALL (n) {{
  MATCH (n)<-[r:{HOLDING}]-(who)
  WHERE type(r) IN $types AND NOT who:Gone AND {sees("who")} AND {sees_link("r")} AND {in_force("r")}
    AND coalesce(r.standing, '') <> 'contested' AND NOT coalesce(r.step, '') IN ['lead', 'requested']
  RETURN collect(DISTINCT who.id)[..2] AS holders
}}
WITH n, holders WHERE size(holders) = $count
WITH n, holders, {RELYING} AS relying WHERE relying >= $least
RETURN n.id AS id, relying, holders ORDER BY id
"""
BEARERS, FUNDERS, CONTRIBUTORS = ("STEWARDS", "PRODUCES", "PUBLISHES"), ("FUNDS",), ("CONTRIBUTES_TO",)
SOLE = 2  # goods that an organisation alone bears, from which it is told


def held(
    db: Database, viewer: Viewer, types: tuple[str, ...], count: int, kinds: tuple[str, ...] = GOODS
) -> list[Finding]:
    """Goods that something relies on, with so many holders by links of these types (0 or 1)."""
    query = HELD.replace("AUDIENCES", "> ''" if viewer.all else "IN $audiences")
    least = 1 if count else 0
    asked = {"kinds": list(kinds), "types": list(types), "count": count, "least": least, "at": today()}
    rows = db.read(query, **asked, **viewer.params())
    return [
        Finding(row["id"], row["relying"], {"relying": row["relying"]}, tuple(row["holders"])) for row in rows
    ]  # fmt: skip


def sole_bearers(db: Database, viewer: Viewer) -> list[Finding]:
    """Who bears several goods alone, however many rely on each."""
    borne: dict[str, list[Finding]] = {}
    for finding in held(db, viewer, BEARERS, 1):
        borne.setdefault(finding.others[0], []).append(finding)
    return [
        Finding(who, len(goods), {"goods": len(goods), "relying": int(sum(each.weight for each in goods))},
                tuple(each.record for each in sorted(goods, key=lambda each: -each.weight)[:3]))
        for who, goods in borne.items() if len(goods) >= SOLE
    ]  # fmt: skip


ONE_BEARER = Worklist("one-bearer", partial(held, types=BEARERS, count=1))
NO_BEARER = Worklist("bearer-unknown", partial(held, types=BEARERS, count=0))
ONE_FUNDER = Worklist("one-funder", partial(held, types=FUNDERS, count=1))
ONE_CONTRIBUTOR = Worklist("one-contributor", partial(held, types=CONTRIBUTORS, count=1, kinds=("Commons",)))
SOLE_BEARERS = Worklist("sole-bearers", sole_bearers)
