"""What members say of a record or a link: threads, open or resolved, read by members who may see what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.anchors import Anchor
from graph.database import Database
from graph.errors import NotFound
from graph.files import OWN_IDS
from graph.links import Brief, Link, brief, brief_of, link_of
from graph.schema import SCHEMA
from graph.states import type_of
from graph.viewers import Viewer, sees, sees_link

MOST, LISTED = 1_000, 200
# Members only, whoever else sees the record. `own` are the ids that what is said may bear: a record that became another
# one keeps what was said of it.
RECORD = f"""
MATCH (n:Entity {{id: $about}}) WHERE $user IS NOT NULL AND {sees("n")} WITH [n.id] AS ends, {OWN_IDS} AS own
"""
LINK = f"""
MATCH (n:Entity)-[r:TYPE {{id: $about}}]->(o:Entity)
WHERE $user IS NOT NULL AND {sees("n")} AND {sees("o")} AND {sees_link("r")} WITH [n.id, o.id] AS ends, [r.id] AS own
"""
KEEPS = "($edits OR any(id IN ends WHERE id IN $writable))"
MODERATES = "($edits OR any(id IN ends WHERE id IN $facilitated))"
TOLD = f"""c {{.id, .thread, .by, .at, .text, .changed_at, .removed_at, .why, .state, .settled_at,
  .quote, .left, .right, .replacement, .outcome,
  by_name: COLLECT {{ MATCH (u:User {{id: c.by}}) RETURN u.name }}[0],
  removed_name: COLLECT {{ MATCH (u:User {{id: c.removed_by}}) RETURN u.name }}[0],
  settled_name: COLLECT {{ MATCH (u:User {{id: c.settled_by}}) RETURN u.name }}[0],
  mine: c.by = $user, settles: c.by = $user OR {KEEPS}, removes: c.by = $user OR {MODERATES}}}"""
SAID = f"UNWIND own AS about MATCH (c:Comment {{about: about}}) RETURN {TOLD} AS said ORDER BY c.at, c.id LIMIT {MOST}"
OPEN_LINKS = """
UNWIND $links AS id MATCH (c:Comment {about: id}) WHERE c.thread = c.id AND c.state = 'open'
WITH id, count(*) AS n RETURN [id, n] AS open ORDER BY id
"""
# Within the question of a record, which brings its `links`: most have nothing said, and then nothing more is asked.
ON_PAGE = f"""EXISTS {{
    UNWIND {OWN_IDS} + [link IN links | link[2].id] AS about MATCH (:Comment {{about: about}}) }}"""
# A page of a record asks both at once: each question is a journey to the graph.
OF_PAGE = f"RETURN COLLECT {{ {RECORD}{SAID} }} AS said, COLLECT {{ {OPEN_LINKS} }} AS open"
# Where one is expected: what one keeps, where one was named or spoke; the whole for who animates it.
MINE = f"""
CALL () {{
  UNWIND $writable AS id MATCH (c:Comment {{about: id}}) RETURN c.thread AS thread
  UNION MATCH (m:Mention {{user: $user}}) RETURN m.thread AS thread
  UNION MATCH (c:Comment {{by: $user}}) RETURN c.thread AS thread
  UNION MATCH (c:Comment {{state: 'open'}}) WHERE $edits RETURN c.thread AS thread
}}
MATCH (c:Comment {{id: thread}}) WHERE c.state = 'open'
CALL (c) {{
  MATCH (n:Entity {{id: c.about}}) WHERE {sees("n")}
  RETURN [n.id] AS ends, {brief("n")} AS one, null AS other, null AS r
  UNION
  MATCH (n:Entity {{id: c.ends[0]}})-[r]->(o:Entity {{id: c.ends[1]}})
  WHERE r.id = c.about AND {sees("n")} AND {sees("o")} AND {sees_link("r")}
  RETURN [n.id, o.id] AS ends, {brief("n")} AS one, {brief("o")} AS other, [type(r), properties(r)] AS r
}}
WITH c, ends, one, other, r ORDER BY c.at DESC, c.id LIMIT {LISTED}
RETURN {TOLD} AS said, one, other, r, c.about AS about, COUNT {{ MATCH (:Comment {{thread: c.id}}) }} AS size
ORDER BY said.at DESC, said.id
"""


@dataclass(frozen=True)
class Comment:
    """`text` is Markdown, None once taken away (`removed_at`, with `why` when others did). `mine` may be written anew,
    `removes` says whether the viewer may take it away. `quote` is the passage of a text that it is about, between the
    words `left` and `right`; `replacement` what it proposes instead (`outcome`: accepted or refused, once decided)."""

    id: str
    thread: str
    by: str
    at: str
    text: str | None = None
    by_name: str | None = None
    changed_at: str | None = None
    removed_at: str | None = None
    removed_name: str | None = None
    why: str | None = None
    state: str = "open"
    settled_at: str | None = None
    settled_name: str | None = None
    mine: bool = False
    settles: bool = False
    removes: bool = False
    quote: str = ""
    left: str = ""
    right: str = ""
    replacement: str | None = None
    outcome: str = ""

    @property
    def anchor(self) -> Anchor | None:
        """The passage that it is about, if it is about one."""
        return Anchor(self.quote, self.left, self.right) if self.quote else None

    @property
    def suggests(self) -> bool:
        """Does it propose other words for its passage?"""
        return self.replacement is not None


@dataclass(frozen=True)
class Thread:
    """A comment with its answers, the oldest first; resolved or open by the state of the first."""

    first: Comment
    answers: tuple[Comment, ...] = ()

    @property
    def open(self) -> bool:
        return self.first.state == "open"


@dataclass(frozen=True)
class Talk:
    """An open thread somewhere: what it is about, its first comment, and how many there are in all."""

    first: Comment
    about: str
    size: int
    record: Brief | None = None
    link: Link | None = None


def threads(db: Database, viewer: Viewer, about: str) -> list[Thread]:
    """What is said of a record or a link, the open first, the last begun first; nothing for who may not read it."""
    rows = db.read(seen(about) + SAID, about=about, **params(viewer)) if viewer.user else []
    return _threads([row["said"] for row in rows])


def of_page(db: Database, viewer: Viewer, about: str, links: Iterable[str]) -> tuple[list[Thread], dict[str, int]]:
    """What is said of a record, likewise, and how many open threads each of the links has that the viewer is shown."""
    if not viewer.user:
        return [], {}
    row = db.read(OF_PAGE, about=about, links=sorted(links), **params(viewer))[0]
    return _threads(row["said"]), dict(row["open"])


def _threads(told: Sequence[Mapping[str, Any]]) -> list[Thread]:
    said = [Comment(**_given(each)) for each in told]
    answers: dict[str, list[Comment]] = {}
    for each in said:
        if each.thread != each.id:
            answers.setdefault(each.thread, []).append(each)
    found = [Thread(each, tuple(answers.get(each.id, ()))) for each in reversed(said) if each.thread == each.id]
    return sorted(found, key=lambda thread: not thread.open)


def mine(db: Database, viewer: Viewer) -> list[Talk]:
    """Open threads where one is expected, the last begun first."""
    return [_talk(row) for row in db.read(MINE, **params(viewer))]


def seen(about: str) -> str:
    """Cypher that binds `ends` and `own` of a record or a link that a member may see. NotFound for what is neither."""
    if type := type_of(about):
        return LINK.replace("TYPE", SCHEMA.relations[type].type)
    if SCHEMA.kind_of_id(about) is None:
        raise NotFound(about)
    return RECORD


def params(viewer: Viewer) -> dict[str, Any]:
    """The parameters that the questions here refer to."""
    return viewer.rights() | {"user": viewer.user}


def _talk(row: Mapping[str, Any]) -> Talk:
    first, one = Comment(**_given(row["said"])), brief_of(row["one"])
    if row["other"] is None:
        return Talk(first, row["about"], row["size"], record=one)
    type, told = row["r"]
    return Talk(first, row["about"], row["size"], link=link_of(told, type, one, brief_of(row["other"])))


def _given(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def open_threads(found: Sequence[Thread]) -> int:
    """How many are open."""
    return sum(thread.open for thread in found)
