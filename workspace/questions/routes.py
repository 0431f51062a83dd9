"""`/questions?de=…&lien1=…&vers1=…`: a question by relation from menus, its answers and why; `/questions.csv`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from graph import follows
from graph.errors import Invalid, NotFound
from graph.freshness import one_moment
from graph.links import Brief
from graph.question_answers import Answered, answered
from graph.question_reasons import Answer, answers
from graph.questions import MOST_STEPS
from graph.saved_views import QUESTIONS, SavedView, saved_view, saved_views
from workspace import keeping, question_words
from workspace.csv_files import csv_file
from workspace.current import database, viewer
from workspace.language import gettext, language
from workspace.paging import Paging, page_number
from workspace.question_reading import Asked, question_of, read, renamed
from workspace.questions import menus
from workspace.questions.examples import examples
from workspace.rendering import render
from workspace.words import kind_word

blueprint = Blueprint("questions", __name__)
SIZE, AT_A_TIME, CENTRES = 25, 500, 20


@blueprint.get("/questions")
def show() -> ResponseReturnValue:
    """The menus, and the answers as soon as something is asked."""
    if request.args.get("menus"):
        query = read(database(), viewer(), request.args, menus=True).query
        kept = urlencode({"gardee": id}) if (id := request.args.get("gardee", "")) else ""
        return redirect("?".join(filter(None, ("/questions", "&".join(filter(None, (query, kept)))))))
    with one_moment():
        asked = read(database(), viewer(), request.args)
        try:
            found = answered(database(), viewer(), asked.question) if asked.question else None
        except Invalid as error:
            asked, found = replace(asked, errors=renamed(error.fields)), None
        return _page(asked, found)


@blueprint.get("/questions.csv")
def file() -> ResponseReturnValue:
    """Every answer with a chain that makes it one, for a spreadsheet."""
    asked = question_of(database(), viewer(), request.args)
    try:
        found = answered(database(), viewer(), asked.asked)
    except Invalid as error:
        raise Invalid(renamed(error.fields)) from None
    return csv_file(_rows(found), "question")


def _page(asked: Asked, found: Answered | None) -> ResponseReturnValue:
    paging = Paging(page_number(), SIZE, found.total if found else 0)
    ids = found.ids[(paging.page - 1) * SIZE :][:SIZE] if found else ()
    shown = answers(database(), viewer(), found, ids) if found else []
    question = asked.question
    mine, others = saved_views(database(), viewer(), QUESTIONS) if not asked.start.kind else ([], [])
    return render(
        "questions/index.html", status=422 if asked.errors else 200, asked=asked, found=found, shown=shown,
        paging=paging, menus=menus, sentence=question_words.sentence(question, asked.known) if question else "",
        when=question_words.when(question, asked.au, past=asked.past) if question else "",
        lines=question_words.lines(question, asked.known) if question else [], more=len(asked.stops) <= MOST_STEPS,
        examples=examples(database(), viewer()) if not asked.start.kind else [], mine=mine, others=others,
        words=keeping.shared_words(), kept=_kept(), on_network=_on_network(shown),
        followed=follows.pace_of(database(), viewer(), f"/questions/?{asked.query}") if question else None,
    )  # fmt: skip


def _kept() -> SavedView | None:
    """The kept question that this one comes from, if the reader may see it."""
    if not (id := request.args.get("gardee", "")):
        return None
    try:
        return saved_view(database(), viewer(), id, QUESTIONS)
    except NotFound:
        return None


def _on_network(shown: list[Answer]) -> str:
    """The network around the records of the chains told on this page."""
    records = dict.fromkeys(record.id for each in shown for record in _records(each))
    return "/reseau?" + urlencode([*(("centre", id) for id in list(records)[:CENTRES]), ("distance", "1")])


def _records(answer: Answer) -> list[Brief]:
    return [record for path in answer.chains[:1] for record in path.records] or [answer.record]


def _rows(found: Answered) -> Iterator[tuple[str, ...]]:
    yield (gettext("identifiant"), gettext("nom"), gettext("sorte"), gettext("pourquoi"), gettext("sources"),
           gettext("autres chaînes"), gettext("adresse"))  # fmt: skip
    for first in range(0, found.total, AT_A_TIME):
        for each in answers(database(), viewer(), found, found.ids[first : first + AT_A_TIME], most=1):
            record, chain = each.record, each.chains[0] if each.chains else None
            why = chain.sentence(language()) if chain else ""
            sources = [step.source_words or step.source_url or "" for step in chain.steps] if chain else []
            yield (record.id, record.name, kind_word(record.kind), why, " ; ".join(filter(None, sources)),
                   str(each.more or ""), record.url)  # fmt: skip
