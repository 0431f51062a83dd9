"""Options and criteria of a decision's evidence file, as a form sends them: what is the same stays its author's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from graph.briefs import briefs
from graph.database import Database
from graph.decision_files import (
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_CRITERIA,
    MOST_OPTIONS,
    change,
    decision_file,
    named,
)
from graph.errors import Invalid, NotFound
from graph.operations import now
from graph.viewers import Viewer

Row = Mapping[str, str]
ID = re.compile(r"[oc]-[A-Za-z0-9_-]{4,20}")


def write_table(
    db: Database, viewer: Viewer, id: str, version: int, question: str, options: Sequence[Row],
    criteria: Sequence[Row], cells: Mapping[str, str],
) -> None:  # fmt: skip
    """Options are rows of id, name, record and chosen, criteria of id and name; `cells` are texts
    by « option|criterion ». Invalid names the field."""
    _check(question, options, criteria, cells)
    records = {each["record"] for each in options if each.get("record")}
    unseen = records - set(briefs(db, viewer, records))
    if missing := unseen - named(decision_file(db, viewer, id).told):
        raise NotFound(min(missing))
    stamp = {"by": viewer.user or "", "at": now()}

    def edited(file: dict[str, Any]) -> dict[str, Any]:
        kept = {each["id"]: each for each in (*file["options"], *file["criteria"])}
        chosen = [_signed(kept, {"chosen": "", "record": "", **each}, stamp) for each in options]
        judged = [_signed(kept, each, stamp) for each in criteria]
        reserved = {each["id"] for each in chosen if each["record"] in unseen}
        ids = {f"{option['id']}|{criterion['id']}" for option in chosen for criterion in judged}
        told = {key: text.strip() for key, text in cells.items() if key in ids and text.strip()}
        before = file["cells"]
        written = {key: before[key] if before.get(key, {}).get("text") == text else {"text": text, **stamp}
                   for key, text in told.items()}  # fmt: skip
        # What one may not read one does not change.
        written |= {key: cell for key, cell in before.items() if key in ids and key.split("|")[0] in reserved}
        return {**file, "question": question.strip(), "options": chosen, "criteria": judged, "cells": written}

    change(db, viewer, id, edited, "table_written", version)


def _signed(kept: Mapping[str, Mapping[str, Any]], row: Row, stamp: Row) -> dict[str, Any]:
    """The row with who wrote it and when: as before, when it says the same."""
    before = kept.get(row["id"])
    told = {**row, "name": row["name"].strip()}
    same = before and all(before.get(name) == text for name, text in told.items())
    return {**told, **({"by": before["by"], "at": before["at"]} if before and same else stamp)}


def _check(question: str, options: Sequence[Row], criteria: Sequence[Row], cells: Mapping[str, str]) -> None:
    wrong = {}
    if len(question.strip()) > LONGEST_TEXT:
        wrong["question"] = f"{LONGEST_TEXT} caractères au plus"
    if any(len(each["name"]) > LONGEST_NAME for each in (*options, *criteria)):
        wrong["option"] = f"{LONGEST_NAME} caractères au plus"
    if len(options) > MOST_OPTIONS:
        wrong["option"] = f"{MOST_OPTIONS} options au plus"
    if len(criteria) > MOST_CRITERIA:
        wrong["critere"] = f"{MOST_CRITERIA} critères au plus"
    if not all(ID.fullmatch(each["id"]) for each in (*options, *criteria)):
        wrong["option"] = "à choisir dans la liste"
    if any(len(text) > LONGEST_TEXT for text in cells.values()):
        wrong["cellule"] = f"{LONGEST_TEXT} caractères au plus"
    if wrong:
        raise Invalid(wrong)
