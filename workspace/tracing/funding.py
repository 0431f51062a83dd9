"""`/politiques/<slug>/financements`, as a page, a CSV and a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import Blueprint, Response

from graph.funding import STEPS, Grant, sums
from graph.links import today
from graph.policy_funding import PolicyFunding, lines, policy_funding
from workspace.csv_files import Cell, csv_file
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.rendering import render
from workspace.tracing import asking
from workspace.tracing.means_tables import step_word
from workspace.words import initial, kind_word
from workspace.xlsx_files import xlsx_file

blueprint = Blueprint("tracing_funding", __name__)
PAGE = f"/{asking.POLICY.url}/<slug>/financements"


@blueprint.get(PAGE)
def show(slug: str) -> Response:
    """Sums by funder, year and step of a policy and all that it comprises, direct and indirect apart."""
    found = asking.policy(slug, "financements")
    money = policy_funding(database(), viewer(), found)
    parts = [(name, lines(grants), grants) for name, grants in (("direct", money.direct), ("indirect", money.indirect))]
    every = {grant.step or "" for grant in (*money.direct, *money.indirect)}
    steps = [step for step in (*STEPS, "") if step in every or step in STEPS]
    heads = [{"label": initial(step_word(step)), "number": True} for step in steps]
    return render(
        "tracing/funding.html", found=found, parts=parts, sums=sums, steps=steps, heads=heads, step_word=step_word,
        today=today(),
    )  # fmt: skip


@blueprint.get(f"{PAGE}.csv")
def as_csv(slug: str) -> Response:
    """The sums, a row a funder and year."""
    money = policy_funding(database(), viewer(), asking.policy(slug, "financements.csv"))
    return csv_file(_sums(money), f"{slug}-financements")


@blueprint.get(f"{PAGE}.xlsx")
def as_workbook(slug: str) -> Response:
    """The sums, and each grant."""
    money = policy_funding(database(), viewer(), asking.policy(slug, "financements.xlsx"))
    sheets = {gettext("Sommes"): _sums(money), gettext("Financements"): _each(money)}
    return xlsx_file(sheets, f"{slug}-financements")


def _sums(money: PolicyFunding) -> Iterator[Sequence[Cell]]:
    yield [
        gettext("Lien avec la politique"), gettext("Financeur"), gettext("Année"), *_steps(),
        gettext("Financements sans montant"),
    ]  # fmt: skip
    for grants, word in _parts(money):
        for line in lines(grants):
            told = [line.sums.get(step, "") for step in (*STEPS, "")]
            yield [word, line.funder.name, line.year or gettext("non daté"), *told, line.unknown]


def _each(money: PolicyFunding) -> Iterator[Sequence[Cell]]:
    yield [
        gettext("Lien avec la politique"), gettext("Financeur"), gettext("Bénéficiaire"), gettext("Sorte"),
        gettext("Objet"), gettext("Depuis"), gettext("Étape"), gettext("Montant (EUR)"),
    ]  # fmt: skip
    for grants, word in _parts(money):
        for each in grants:
            amount: Cell = each.amount if each.amount is not None else ""
            yield [
                word, each.funder.name, each.to.name, kind_word(each.to.kind), each.object or "", each.since or "",
                step_word(each.step or ""), amount,
            ]  # fmt: skip


def _parts(money: PolicyFunding) -> tuple[tuple[tuple[Grant, ...], str], ...]:
    return (money.direct, gettext("direct")), (money.indirect, gettext("par un usage"))


def _steps() -> list[str]:
    return [gettext("%(step)s (EUR)", step=initial(step_word(step))) for step in (*STEPS, "")]
