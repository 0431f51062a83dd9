"""`/manques`, `/manques.csv`, `/manques/<slug>`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flask import Blueprint, Response, request

from graph.all_gaps import AnyGap, all_gaps
from graph.briefs import briefs
from graph.errors import Invalid
from graph.gap_loops import STAGES, gap_loop
from graph.schema import SCHEMA
from graph.weak_gaps import weak_gaps
from graph.weaknesses import Sort
from workspace.addresses import here
from workspace.csv_files import csv_file
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.paging import Paging, page_number
from workspace.rendering import render
from workspace.weak_words import weak_word
from workspace.words import kind_word

blueprint = Blueprint("gaps", __name__)
NEED = SCHEMA.kinds["Need"]
SIZE = 40
SORTS = ("declares", "trouves", "fragiles", "combles")
RULES: Mapping[str, Sort] = {"sorte": "kind", "sommeil": "dormant", "licence": "licence", "porteur": "bearer"}


@blueprint.get("/manques")
def index() -> Response:
    """Every gap, narrowed by sort, stage and policy."""
    found, page = _asked(), page_number()
    shown = found[(page - 1) * SIZE : page * SIZE]
    return render(
        "gaps/index.html", gaps=shown, paging=Paging(page, SIZE, len(found)), every=_narrowed(beside=("sorte",)),
        stages=_stage_words(), rules=_rule_words(), filters=_filters(), weak_word=weak_word,
    )  # fmt: skip


@blueprint.get("/manques.csv")
def file() -> Response:
    """The same, with the filters of the address."""
    return csv_file(_rows(_asked()), "manques")


@blueprint.get("/manques/<slug>")
def show(slug: str) -> Response:
    """A need from the day it was expressed to the day it was closed, and what is to be done next."""
    loop = gap_loop(database(), viewer(), f"{NEED.prefix}-{slug}")
    return render("gaps/show.html", course=loop)


def of_sort(gap: AnyGap) -> str:
    """One of SORTS."""
    if gap.weakness:
        return "fragiles"
    return "combles" if gap.closed else "declares" if gap.declared else "trouves"


def _asked() -> Sequence[AnyGap]:
    """Those of the address; closed ones only when they are asked for."""
    sort = request.args.get("sorte", "")
    found = _narrowed()
    return found if sort else [gap for gap in found if not gap.closed]


def _narrowed(beside: tuple[str, ...] = ()) -> Sequence[AnyGap]:
    args = request.args
    sort, stage, policy, rule = (args.get(name, "") for name in ("sorte", "etape", "politique", "fragilite"))
    for name, value, words in (("sorte", sort, SORTS), ("etape", stage, STAGES), ("fragilite", rule, tuple(RULES))):
        if value and value not in words:
            raise Invalid({name: gettext("attendu : %(words)s", words=", ".join(words))})
    # What may give way is worked out for who asks: to know it, every chain of the network is followed.
    weak = sort == "fragiles" and "sorte" not in beside
    return [
        gap for gap in (weak_gaps if weak else all_gaps)(database(), viewer())
        if (not sort or "sorte" in beside or of_sort(gap) == sort)
        and (not stage or gap.stage == stage) and (not policy or policy in gap.above)
        and (not rule or gap.weakness is None or gap.weakness.sort == RULES[rule])
    ]  # fmt: skip


def _filters() -> list[tuple[str, str]]:
    policy = request.args.get("politique", "")
    names = briefs(database(), viewer(), [policy]) if policy else {}
    told = {
        "fragilite": _rule_words().get(request.args.get("fragilite", ""), ""),
        "sorte": _sort_words().get(request.args.get("sorte", ""), ""),
        "etape": gettext("À faire : %(stage)s", stage=_stage_words().get(request.args.get("etape", ""), "")),
        "politique": gettext("Politique : %(name)s", name=names[policy].name if policy in names else ""),
    }
    return [(told[name], here(page=None, **{name: None})) for name in told if request.args.get(name)]


def _sort_words() -> dict[str, str]:
    return {
        "declares": gettext("Déclarés non couverts"), "trouves": gettext("Trouvés"),
        "fragiles": gettext("Fragiles"), "combles": gettext("Comblés"),
    }  # fmt: skip


def _rule_words() -> dict[str, str]:
    return {
        "sorte": gettext("Une sorte de ressource manque"), "sommeil": gettext("Tout est en sommeil"),
        "licence": gettext("Aucune licence connue"), "porteur": gettext("Un seul porteur"),
    }  # fmt: skip


def _stage_words() -> dict[str, str]:
    return {
        "need": gettext("Dire le besoin"), "challenge": gettext("Poser un défi"), "call": gettext("Lancer un appel"),
        "answer": gettext("Trouver une réponse"), "closed": gettext("Dire qu’il est couvert"),
    }  # fmt: skip


def _rows(found: Sequence[AnyGap]) -> Iterator[list[str]]:
    stages, sorts = _stage_words(), _sort_words()
    yield [
        gettext("manque"), gettext("sorte"), gettext("comment on le sait"), gettext("concerne"),
        gettext("exprimé par"), gettext("depuis"), gettext("étape à franchir"),
    ]  # fmt: skip
    for gap in found:
        yield [
            gap.record.name, kind_word(gap.record.kind),
            weak_word(gap.weakness) if gap.weakness else sorts[of_sort(gap)],
            ", ".join(each.name for each in gap.abouts), ", ".join(each.name for each in gap.voices), gap.since or "",
            stages[gap.stage] if gap.stage else "",
        ]  # fmt: skip
