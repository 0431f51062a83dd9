"""A page with every macro on it, and the few routes that its parts talk to."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from jinja2 import ChoiceLoader, FileSystemLoader

from graph.errors import NotAllowed
from graph.highlighting import Found
from graph.links import Brief, Link
from graph.schema import Label
from workspace import navigation

KINDS = ("Organisation", "Service", "Rule", "Policy", "Challenge", "Theme", "Meeting", "Community", "Note")
COMMONS = Brief("commun-panoramax", "Commons", "Panoramax", "Vues de rue libres : chacun photographie.", "in_use")
RECORDS = [COMMONS, Brief("besoin-guide", "Need", "Un guide de la voirie", None, "not_covered")]


def links() -> list[Link]:
    """One link a kind, known in turn by the actor, the facilitators and an import."""
    known = ("actor", "curator", "import")
    sources = ("délibération n° 12", None, "registre public")
    return [
        Link(
            f"r{n}", "USES", Brief(f"fiche-{n}", kind, f"Fiche au nom assez long {n}"), COMMONS, inverse=True,
            since=("2022", "2023-05-12", None)[n % 3], until="2024" if n == 4 else None, past=n == 4,
            source_words=sources[n % 3], source_url="https://exemple.fr/a" if n % 3 == 0 else None,
            source_date="2023-05", declared_by=known[n % 3], own={"purpose": "inventaire"} if n % 2 else {},
            standing=("confirmed", "to_confirm", "contested")[n % 3],
        )
        for n, kind in enumerate(KINDS)
    ]  # fmt: skip


def facets() -> list[dict[str, object]]:
    """Two facets: one with a chosen and an empty option, one with families."""
    states = [("in_use", "en usage", 11, True), ("idea", "idée", 0, False)]
    options = [{"value": value, "label": label, "count": count, "selected": on} for value, label, count, on in states]
    families = [{"value": "actors", "label": "acteurs", "count": 1038, "selected": False, "family": "actors"}]
    return [
        {"name": "statut", "label": "Statut", "options": options},
        {"name": "famille", "label": "Familles", "options": families},
    ]


def with_guide(app: Flask) -> Flask:
    """The application with the page at /planche, its suggestions, and a form that is refused."""
    own = app.jinja_env.loader
    assert own
    app.jinja_env.loader = ChoiceLoader([own, FileSystemLoader(Path(__file__).parent)])
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    routes: dict[str, Callable[..., ResponseReturnValue]] = {
        "/planche": _guide, "/trial": _trial, "/recherche/suggestions": _suggestions, "/recherche": _said,
        "/interdit": _forbidden, "/<kind>/<id>": _said,
    }  # fmt: skip
    # The real search asks the graph, which is down here.
    app.view_functions["search.suggestions"] = _suggestions
    for rule, view in routes.items():
        if rule not in rules:
            app.add_url_rule(rule, f"guide{rule}", view, methods=["GET", "POST"])
    navigation.init(app)
    return app


def _guide() -> str:
    paging = SimpleNamespace(page=4, size=10, total=137)
    found = Found(
        "description", Label("Description", "Description"), "État de la voirie", ((12, 18),), "word", ((0, 4),)
    )
    return render_template(
        "guide.html", commons=COMMONS, links=links(), records=RECORDS, facets=facets(), paging=paging, found=found
    )


def _suggestions() -> str:
    ui = current_app.jinja_env.globals["ui"]
    return str(ui.suggestions(RECORDS, request.args["q"], more="/recherche?q=x"))  # type: ignore[attr-defined]


def _said(**_: str) -> str:
    return f"<!doctype html><title>x</title><p id=said>{request.full_path}"


def _trial() -> tuple[str, int]:
    return render_template("refused.html"), 422 if request.method == "POST" else 200


def _forbidden() -> str:
    raise NotAllowed("Seule l’animation peut le faire.")
