"""Views of the network, stories made of them, questions by relation, and what-ifs, that somebody kept: a title, a text
and an address, for oneself, a group, members or everybody.

A view keeps what was asked, never what was answered: each reader is shown what they may see themselves. Only a what-if
and a note de synthèse keep their answers too, as whom they are for sees them (graph.whatif_kept, graph.syntheses)."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.operations import now
from graph.viewers import Viewer, audience_of

# Where a view is asked; a selection is asked nowhere, and keeps its entries (graph.selections).
NETWORK, QUESTIONS, STORIES, STOPS, SELECTIONS = "reseau", "questions", "recits", "dependances", "selections"
SYNTHESES = "syntheses"
PATHS = {
    NETWORK: "vues",
    QUESTIONS: "questions",
    STORIES: "recits",
    STOPS: "dependances/gardees",
    SELECTIONS: "selections",
    SYNTHESES: "syntheses",
}
SHARED_WITH = ("private", "group", "members", "public")
MOST = 500  # of one account
LONGEST_TITLE, LONGEST_TEXT, LONGEST_QUERY = 120, 4_000, 4_000

# What somebody keeps for themselves is not even for who sees everything.
SEES = "(v.owner = $user OR v.audience IN $audiences OR ($all AND v.audience <> 'private'))"
MAY_CHANGE = "(v.owner = $user OR ($all AND v.audience <> 'private'))"
PLACE = "coalesce(v.place, 'reseau') = $place"  # views were of the network alone
TOLD = "v {.id, .title, .text, .query, .shared, .group, .owner, .at, .changed_at, by: u.name}"
ONE = f"""
MATCH (v:View {{id: $id}}) WHERE {SEES} AND {PLACE} OPTIONAL MATCH (u:User {{id: v.owner}}) RETURN {TOLD} AS view
"""
MINE = f"""
MATCH (v:View {{owner: $user}}) WHERE {PLACE}
OPTIONAL MATCH (u:User {{id: v.owner}}) RETURN {TOLD} AS view ORDER BY v.title, v.id
"""
OTHERS = f"""
MATCH (v:View) WHERE v.audience IN $readable AND v.owner <> $user AND {PLACE}
OPTIONAL MATCH (u:User {{id: v.owner}}) RETURN {TOLD} AS view ORDER BY v.title, v.id LIMIT $limit
"""
# Whole-site facilitators read what any group shares; the index on the audience answers both.
EVERY_SHARED = f"""
MATCH (v:View) WHERE v.audience > '' AND v.audience <> 'private' AND v.owner <> $user AND {PLACE}
OPTIONAL MATCH (u:User {{id: v.owner}}) RETURN {TOLD} AS view ORDER BY v.title, v.id LIMIT $limit
"""
COUNT = "MATCH (v:View {owner: $user}) RETURN count(v) AS n"
KEEP = """
CREATE (v:View {id: $id, owner: $user, at: $now, place: $place, answers: $answers}) SET v += $told RETURN v.id AS id
"""
ANSWER_AGAIN = f"""
MATCH (v:View {{id: $id}}) WHERE {MAY_CHANGE} AND {PLACE} AND coalesce(v.answers, []) = $before
SET v.answers = $after, v.changed_at = $now RETURN v.id AS id
"""
# The feed goes on, without a change in it: who follows the view is told what is new, as after any other write.
TOLD_AGAIN = ANSWER_AGAIN.replace(
    "RETURN", "WITH v MERGE (k:Counter {name: 'changes'}) SET k.n = coalesce(k.n, 0) + 1 RETURN"
)
ANSWERS = f"MATCH (v:View {{id: $id}}) WHERE {SEES} AND {PLACE} RETURN v.answers AS answers"
CHANGE = (
    f"MATCH (v:View {{id: $id}}) WHERE {MAY_CHANGE} AND {PLACE} SET v += $told, v.changed_at = $now RETURN v.id AS id"
)
REMOVE = f"MATCH (v:View {{id: $id}}) WHERE {MAY_CHANGE} AND {PLACE} DELETE v RETURN $id AS id"


@dataclass(frozen=True)
class SavedView:
    """`query` is the address that it was kept from, after its question mark, `place` where that is; `shared` one of
    SHARED_WITH, `group` the id of a community where that is a group; `owner` the id of an account, `by` its name;
    `mine` when the viewer may change it."""

    id: str
    title: str
    text: str
    query: str
    shared: str
    group: str | None
    owner: str
    at: str
    changed_at: str | None
    by: str | None
    mine: bool
    place: str = NETWORK

    @property
    def url(self) -> str:
        return f"/{PATHS[self.place]}/{self.id}"

    def reaches(self, other: SavedView) -> bool:
        """Is it shared with everybody with whom the other is?"""
        if self.shared == other.shared == "group":
            return self.group == other.group
        return SHARED_WITH.index(self.shared) >= SHARED_WITH.index(other.shared)


def saved_view(db: Database, viewer: Viewer, id: str, place: str = NETWORK) -> SavedView:
    """One view; NotFound when there is none, or none for this viewer."""
    rows = db.read(ONE, id=id, **_params(viewer, place))
    if not rows:
        raise NotFound(id)
    return _view(rows[0]["view"], viewer, place)


def saved_views(db: Database, viewer: Viewer, place: str = NETWORK) -> tuple[list[SavedView], list[SavedView]]:
    """One's own, and those that others share with the viewer, by title."""
    own = db.read(MINE, user=viewer.user, place=place) if viewer.user else []
    params = _params(viewer, place) | {"user": viewer.user or "", "readable": sorted({"public", *viewer.audiences})}
    others = db.read(EVERY_SHARED if viewer.all else OTHERS, **params, limit=MOST)
    mine, shared = ([_view(row["view"], viewer, place) for row in rows] for rows in (own, others))
    return mine, shared


def answers(db: Database, viewer: Viewer, id: str, place: str) -> list[str]:
    """What was answered when a view was kept, where that is kept too."""
    rows = db.read(ANSWERS, id=id, **_params(viewer, place))
    return list(rows[0]["answers"] or ()) if rows else []


def answer_again(
    db: Database, viewer: Viewer, id: str, before: Sequence[str], after: Sequence[str], place: str,
    *, tell: bool = False,
) -> bool:  # fmt: skip
    """Keeps other answers, if they are still those read `before`, and the viewer may change the view. `tell`: whoever
    follows it is due a letter."""
    params = {"before": list(before), "after": list(after), "now": now(), **_params(viewer, place)}
    return bool(db.write(TOLD_AGAIN if tell else ANSWER_AGAIN, id=id, **params))


def keep(
    db: Database, viewer: Viewer, told: dict[str, str], groups: Sequence[str], place: str = NETWORK,
    answers: Callable[[dict[str, Any]], list[str]] | None = None,
) -> str:  # fmt: skip
    """Keeps a view of an account; `groups` are the communities that it may share with. `answers` gives what is kept of
    the answer, from what was told once it is right. Invalid names the field."""
    checked = _checked(told, groups)
    if db.read(COUNT, user=viewer.user)[0]["n"] >= MOST:
        raise Invalid({"titre": "vous gardez déjà beaucoup de vues : retirez-en d'abord"})
    rows = db.write(
        KEEP, id=f"v-{secrets.token_urlsafe(9)}", user=viewer.user, told=checked, now=now(), place=place,
        answers=answers(checked) if answers else None,
    )  # fmt: skip
    return str(rows[0]["id"])


def change(
    db: Database, viewer: Viewer, id: str, told: dict[str, str], groups: Sequence[str], place: str = NETWORK
) -> None:
    """Tells a view anew; NotFound for what one may not change."""
    if not db.write(CHANGE, id=id, told=_checked(told, groups), now=now(), **_params(viewer, place)):
        raise NotFound(id)


def remove(db: Database, viewer: Viewer, id: str, place: str = NETWORK) -> None:
    """Keeps it no more."""
    if not db.write(REMOVE, id=id, **_params(viewer, place)):
        raise NotFound(id)


def _params(viewer: Viewer, place: str) -> dict[str, Any]:
    audiences = sorted({"public", *viewer.audiences})
    return {"audiences": audiences, "all": viewer.all, "user": viewer.user, "place": place}


def _checked(told: dict[str, str], groups: Sequence[str]) -> dict[str, Any]:
    title, text, query = (told.get(name, "").strip() for name in ("title", "text", "query"))
    shared, group = told.get("shared", "private"), told.get("group") or None
    wrong = {
        "titre": "un titre est nécessaire" if not title else _too_long(title, LONGEST_TITLE),
        "texte": _too_long(text, LONGEST_TEXT),
        "vue": _too_long(query, LONGEST_QUERY),
        "pour": "" if shared in SHARED_WITH else "à choisir dans la liste",
    }
    if shared == "group" and group not in groups:
        wrong["groupe" if groups else "pour"] = "choisissez un de vos groupes"
    if found := {name: message for name, message in wrong.items() if message}:
        raise Invalid(found)
    kept = group if shared == "group" else None
    audience = shared if shared != "group" else audience_of("group", "", kept)
    return {"title": title, "text": text, "query": query, "shared": shared, "group": kept, "audience": audience}


def _too_long(text: str, most: int) -> str:
    return f"{most} caractères au plus" if len(text) > most else ""


def _view(row: dict[str, Any], viewer: Viewer, place: str) -> SavedView:
    mine = row["owner"] == viewer.user or (viewer.all and row["shared"] != "private")
    return SavedView(**row, mine=mine, place=place)
