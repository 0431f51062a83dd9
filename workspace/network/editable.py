"""`/reseau/tableau`: the records of a view in rows, written where the reader may write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from workspace.addresses import here
from workspace.current import database, viewer
from workspace.language import gettext, ngettext
from workspace.network import table
from workspace.network.cell_saving import Saved, save
from workspace.network.cells import Refused, columns_of, offered, rows_of
from workspace.network.scene import Scene
from workspace.network.seeing import scene_of
from workspace.network.titles import title_of
from workspace.network.view import View, view_of
from workspace.paging import Paging
from workspace.rendering import render
from workspace.writers import only_writers

editable = Blueprint("editable", __name__)
SIZE = 25


@editable.get("/reseau/tableau")
def show() -> ResponseReturnValue:
    """A page of rows in the columns asked for."""
    view = view_of(request.args)
    return _page(view, scene_of(database(), viewer(), view))


@editable.post("/reseau/tableau")
def write() -> ResponseReturnValue:
    """Saves what was changed; what is wrong is told in its cell, and the rest is saved."""
    only_writers()
    view = view_of(request.args)
    kinds = _kinds(scene_of(database(), viewer(), view))
    saved = save(request.form, list(columns_of(request.args, kinds)))
    flash(_told(saved))
    return _page(view, scene_of(database(), viewer(), view), saved.refused) if saved.refused else redirect(here())


def _page(view: View, scene: Scene, refused: Mapping[str, Refused] | None = None) -> ResponseReturnValue:
    kinds = _kinds(scene)
    columns = columns_of(request.args, kinds)
    view = replace(view, sort=view.sort or "nom")
    nodes = table.ordered(scene, view)
    records = [near.record for near in nodes[(view.page - 1) * SIZE :][:SIZE]]
    rows = rows_of(records, list(columns), refused or {})
    return render(
        "network/editable.html", status=422 if refused else 200, view=view, called=title_of(scene, view), rows=rows,
        columns=columns, heads=_heads(columns), offered=offered(kinds), paging=Paging(view.page, SIZE, len(nodes)),
        may_write=any(row.writable for row in rows), refused=refused or {},
    )  # fmt: skip


def _heads(columns: Mapping[str, str]) -> list[dict[str, str]]:
    sortable = {"name": "nom"}
    heads = [{"label": label, "key": sortable.get(name, "")} for name, label in columns.items()]
    return [{"label": gettext("Sorte"), "key": "sorte"}, *heads]


def _kinds(scene: Scene) -> list[str]:
    return sorted({near.record.kind for near in scene.nodes})


def _told(saved: Saved) -> str:
    told = ngettext("%(num)s fiche enregistrée.", "%(num)s fiches enregistrées.", saved.count)
    if not saved.count:
        told = gettext("Rien n’a été enregistré.") if saved.refused else gettext("Rien n’avait changé.")
    if saved.refused:
        told += " " + ngettext("%(num)s à corriger, ci-dessous.", "%(num)s à corriger, ci-dessous.", len(saved.refused))
    return told
