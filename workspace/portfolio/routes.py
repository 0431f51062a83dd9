"""`/appels/<slug>/portefeuille`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.editing import change_record
from graph.errors import Conflict, Invalid, NotFound
from graph.links import Brief
from graph.operations import Operation
from graph.portfolio import Card, Portfolio, portfolio
from graph.schema import SCHEMA
from workspace.csv_files import csv_file
from workspace.current import database, signed_in, viewer
from workspace.language import gettext
from workspace.rendering import render
from workspace.words import initial, status_word, word

blueprint = Blueprint("portfolio", __name__)
BY = {"candidature": "Application", "maturite": "Commons"}  # what the columns are the states of


@dataclass(frozen=True)
class Tile:
    """A card in its column: `record` is what moves, `version` what was read of it."""

    card: Card
    record: Brief
    version: int


@dataclass(frozen=True)
class Column:
    """A state and what is in it; `state` is empty for what has none."""

    state: str
    label: str
    tiles: list[Tile]


@blueprint.get("/appels/<slug>/portefeuille")
def show(slug: str) -> ResponseReturnValue:
    """Columns by state of the candidature or by maturity of its commons; `?vue=tableau` is the same as a table."""
    found, by = portfolio(database(), viewer(), f"appel-{slug}"), _by()
    columns = _columns(found, by)
    table = request.args.get("vue") == "tableau"
    return render("portfolio/show.html", found=found, columns=columns, by=by, table=table, slug=slug,
                  states=[(key, initial(word(label))) for key, label in SCHEMA.states(BY[by]).items()])  # fmt: skip


@blueprint.get("/appels/<slug>/portefeuille.csv")
def file(slug: str) -> ResponseReturnValue:
    """The same, for a spreadsheet."""
    return csv_file(_rows(portfolio(database(), viewer(), f"appel-{slug}")), f"{slug}-portefeuille")


@blueprint.post("/appels/<slug>/portefeuille")
def move(slug: str) -> ResponseReturnValue:
    """Puts a card in another column: the record's state changes from today on."""
    if not signed_in():
        abort(401)
    by, form = request.form.get("par", ""), request.form
    if by not in BY or form.get("etat") not in SCHEMA.states(BY[by]):
        raise Invalid({"etat": "à choisir dans la liste"})
    tile = _tile(portfolio(database(), viewer(), f"appel-{slug}"), by, form.get("fiche", ""))
    operation = Operation(viewer().user or "", gettext("depuis le portefeuille"))
    read = form.get("version", type=int) or 0
    try:
        change_record(database(), viewer(), tile.record.id, read, {"status": form["etat"]}, operation)
        flash(gettext("« %(name)s » : %(state)s.", name=tile.record.name, state=status_word(form["etat"], BY[by])))
    except Conflict:
        flash(gettext("Quelqu’un a changé « %(name)s » entre-temps : rien n’a été déplacé.", name=tile.record.name))
    return redirect(f"/appels/{slug}/portefeuille?par={by}#carte-{tile.card.application.id}")


def _by() -> str:
    asked = request.args.get("par", "candidature")
    if asked not in BY:
        raise Invalid({"par": "à choisir dans la liste"})
    return asked


def _columns(found: Portfolio, by: str) -> list[Column]:
    """Every state has its column, empty or not; what has no state, or no commons, comes last."""
    columns = {key: Column(key, initial(word(label)), []) for key, label in SCHEMA.states(BY[by]).items()}
    rest = Column("", gettext("Sans état") if by == "candidature" else gettext("Sans commun ni projet"), [])
    for card in found.cards:
        tile = _of_card(card, by)
        columns.get(tile.record.status or "" if tile else "", rest).tiles.append(tile or _unplaced(card))
    return [*columns.values(), *([rest] if rest.tiles else [])]


def _of_card(card: Card, by: str) -> Tile | None:
    if by == "candidature":
        return Tile(card, card.application, card.version)
    return Tile(card, card.about, card.about_version) if card.about and card.about.kind == BY[by] else None


def _unplaced(card: Card) -> Tile:
    return Tile(card, card.about or card.application, 0)


def _tile(found: Portfolio, by: str, id: str) -> Tile:
    tiles = (tile for card in found.cards if (tile := _of_card(card, by)))
    tile = next((tile for tile in tiles if tile.record.id == id), None)
    if tile is None:
        raise NotFound(id)
    return tile


def _rows(found: Portfolio) -> Iterator[list[str]]:
    yield [gettext("Candidature"), gettext("État"), gettext("Commun ou projet"), gettext("Maturité"),
           gettext("Porté par"), gettext("Revue"), gettext("Adresse")]  # fmt: skip
    for card in found.cards:
        about = card.about
        yield [
            card.application.name, status_word(card.application.status or "", "Application"),
            about.name if about else "", status_word(about.status or "", about.kind) if about else "",
            ", ".join(who.name for who in card.bearers), (card.reviewed_at or "")[:10], card.application.url,
        ]  # fmt: skip
