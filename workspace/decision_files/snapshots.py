"""`/decisions/<slug>/dossier/instantanes`: what was known on a day, kept as it was, beside today."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect
from flask.typing import ResponseReturnValue

from graph.snapshots import Snapshot, since, snapshot, take
from workspace.current import database, viewer
from workspace.dates import moment
from workspace.decision_files.papers import known_blocks, paper_of, sorts
from workspace.decision_files.routes import PAGE, file_of
from workspace.decision_files.shown import Shown, shown
from workspace.language import gettext, language
from workspace.papers import paper_file
from workspace.rendering import render

snapshots = Blueprint("snapshots", __name__)
KEPT = f"{PAGE}/instantanes"


@snapshots.post(KEPT)
def keep(slug: str) -> ResponseReturnValue:
    """Keeps what is known now, for good."""
    found = file_of(slug, to_write=True)
    id = take(database(), viewer(), found.record.id, language())
    flash(gettext("Ce qui est connu aujourd’hui est gardé, et ne changera plus."))
    return redirect(f"{found.record.url}/dossier/instantanes/{id}")


@snapshots.get(f"{KEPT}/<snapshot>")
def show(slug: str, snapshot: str) -> Response:
    """What was known then, and what has changed since."""
    found = file_of(slug)
    kept = _snapshot(found.record.id, snapshot)
    return render(
        "decision_files/snapshot.html", found=found, kept=kept, told=_told(kept), sorts=sorts(),
        turns=since(database(), viewer(), kept, language()),
    )  # fmt: skip


@snapshots.get(f"{KEPT}/<snapshot>.<form>")
def export(slug: str, snapshot: str, form: str) -> Response:
    """What was known then, as a file: the same snapshot gives the same bytes to the same reader."""
    found = file_of(slug)
    kept = _snapshot(found.record.id, snapshot)
    when = gettext("ce qui était connu le %(day)s", day=moment(kept.taken.at))
    blocks, sources = known_blocks(kept.told["records"])
    record = kept.told["records"].get(found.record.id, {"name": found.record.name, "summary": ""})
    paper = paper_of(found.record, _told(kept), when, kept.taken.at, kept.told["files"], blocks)
    paper["sources"], paper["title"], paper["lead"] = sources, record["name"], record["summary"]
    paper["facts"] = [f"SHA-256 {kept.taken.sha256}"]
    return paper_file(paper, form, f"dossier-{slug}-{kept.taken.at[:10]}")


def _snapshot(id: str, which: str) -> Snapshot:
    return snapshot(database(), viewer(), id, which)


def _told(kept: Snapshot) -> Shown:
    names = {id: (each["name"], each["kind"]) for id, each in kept.told["records"].items()}
    return shown(kept.told["file"], names, kept.hidden, kept.people)
