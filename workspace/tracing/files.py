"""The same traces as tables that leave: CSV, and a workbook of a policy's means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flask import Blueprint, Response

from workspace.csv_files import Cell, csv_file
from workspace.current import database, viewer
from workspace.language import gettext, language
from workspace.tracing import asking, means, means_tables, tables
from workspace.tracing.routes import SERVING, resource_trace
from workspace.xlsx_files import xlsx_file

blueprint = Blueprint("tracing_files", __name__)
WHAT = ("chaines", "manques", "mesures")


@blueprint.get(f"/{asking.POLICY.url}/<slug>/ressources.csv")
def resources_csv(slug: str) -> Response:
    """Every chain of a policy, or with `?quoi=` every hole or every measure."""
    what, found = asking.one_of("quoi", WHAT), asking.policy(slug, "ressources.csv")
    if what == "manques":
        return csv_file(tables.gaps(found.gaps(database(), viewer(), found.holes)), f"{slug}-{what}")
    if what == "mesures":
        rows = means.every_row(database(), viewer(), found)
        return csv_file(means_tables.measures(rows, means.weak(found, rows)), f"{slug}-{what}")
    return csv_file(tables.chains(found.all_told(database(), viewer()), language()), f"{slug}-{what}")


@blueprint.get(f"/{asking.POLICY.url}/<slug>/ressources.xlsx")
def resources_workbook(slug: str) -> Response:
    """The table with the filters of its address: measures, their resources one by one, and what is missing."""
    found = asking.policy(slug, "ressources.xlsx")
    rows = means.every_row(database(), viewer(), found)
    gaps = found.gaps(database(), viewer(), found.holes)
    sheets: Mapping[str, Iterable[Sequence[Cell]]] = {
        gettext("Mesures"): means_tables.measures(rows, means.weak(found, rows)),
        gettext("Ressources"): means_tables.resources(rows), gettext("Manques"): tables.gaps(gaps),
    }  # fmt: skip
    return xlsx_file(sheets, f"{slug}-ressources")


@blueprint.get(f"/{SERVING}/<slug>/politiques.csv")
def policies_csv(place: str, slug: str) -> Response:
    """Every chain from a resource."""
    return csv_file(tables.chains(resource_trace(place, slug).chains, language()), f"{slug}-politiques")
