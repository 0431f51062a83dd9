"""Questions that the network at hand can answer, for who has not asked one yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from graph.briefs import briefs
from graph.database import Database
from graph.errors import Invalid
from graph.freshness import Keeper
from graph.links import today
from graph.question_answers import Answered, answered
from graph.questions import Ends, Question, Step
from graph.schema import SCHEMA
from graph.viewers import Viewer
from workspace.question_words import sentence

MOST = 4
# From, then each relation with what it leads to: the questions that this field asks first.
SHAPES: tuple[tuple[str, tuple[tuple[str, bool, str], ...]], ...] = (
    ("Organisation", (("FUNDS", False, "Commons"), ("ANSWERS", False, "Challenge"))),
    ("Organisation", (("USES", False, "Commons"),)),
    ("Commons", (("USES", True, "Organisation"), ("MEMBER_OF", False, "Community"))),
    ("Commons", (("STEWARDS", True, "Organisation"), ("IN_TERRITORY", False, "Territory"))),
    ("Dataset", (("SERVES", False, "Policy"),)),
    ("Organisation", (("STEWARDS", False, "Commons"), ("SERVES", False, "Policy"))),
    ("Service", (("USES", False, "Software"),)),
    ("Community", (("MEMBER_OF", True, "Organisation"), ("FUNDS", False, "Commons"))),
    ("Software", (("USES", True, "Organisation"),)),
)  # fmt: skip


@dataclass(frozen=True)
class Example:
    """A question as a sentence, its address, and how many records answer it."""

    words: str
    url: str
    count: int


def examples(db: Database, viewer: Viewer) -> list[Example]:
    """Up to four that have answers, each about the record that most of these lead to."""
    found = Keeper(db, viewer).kept(("question examples", today()), lambda: list(_found(db, viewer)))
    known = briefs(db, viewer, {id for question, _ in found for id in question.ids})
    return [Example(sentence(question, known), _url(question), count)
            for question, count in found if question.ids <= set(known)]  # fmt: skip


def _found(db: Database, viewer: Viewer) -> Iterator[tuple[Question, int]]:
    told = 0
    for start, steps in SHAPES:
        if told == MOST:
            return
        stops = tuple(Step(type, inverse, Ends((kind,))) for type, inverse, kind in steps)
        try:
            found = answered(db, viewer, Question(Ends((start,)), stops, today()))
        except Invalid:  # more links than one page may follow
            continue
        if found.total:
            told += 1
            yield _about_one(found)


def _about_one(found: Answered) -> tuple[Question, int]:
    """The same question about the record at its end that the most answers lead to."""
    ends = Counter(end for id in found.ids for end in {chain[-1] for chain in found.chains.of(id)})
    record, count = min(ends.items(), key=lambda told: (-told[1], told[0]))
    *before, last = found.question.steps
    step = Step(last.type, last.inverse, Ends(last.ends.kinds, record))
    return Question(found.question.start, (*before, step), found.question.at), count


def _url(question: Question) -> str:
    told = [f"de={SCHEMA.kinds[question.start.kinds[0]].prefix}"]
    for place, step in enumerate(question.steps, 1):
        told += [f"lien{place}={step.type.lower()}{':in' if step.inverse else ''}",
                 f"vers{place}={SCHEMA.kinds[step.ends.kinds[0]].prefix}"]  # fmt: skip
        told += [f"fiche{place}={step.ends.record}"] if step.ends.record else []
    return f"/questions?{'&'.join(told)}"
