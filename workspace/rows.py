"""A relation as a row that one can read: line, shape, name, period, source, who says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from graph.links import Link
from workspace.dates import day
from workspace.dates import period as worded_period
from workspace.language import gettext, language
from workspace.marks import entity_link, icon, shape
from workspace.markup import LINK_RELATION, host, spaced
from workspace.words import details

LINES = frozenset({"actor", "curator", "import"})


@lru_cache(maxsize=8)
def line(declared_by: str | None) -> Markup:
    """Solid (declared by the actor), dashed (added) or dotted (imported)."""
    known = declared_by if declared_by in LINES else "curator"
    return Markup('<i class="line line-{}" aria-hidden="true"></i>').format(known)


def period(relation: Link) -> Markup:
    """« depuis 2022 », « 2022 – 2023 », « non daté »."""
    words = escape(worded_period(relation.since, relation.until, event=relation.event))
    return Markup(f'<span class="period">{words}</span>')  # noqa: S704


def source_chip(relation: Link) -> Markup:
    """The source with its date, a link where it has a web address; « sans source » in red where there is none."""
    named = host(relation.source_url) if relation.source_url else ""
    words = relation.source_words or named
    if not words:
        return Markup('<span class="source source-none">{}</span>').format(gettext("sans source"))
    told = escape(f"{words}, {day(relation.source_date)}" if relation.source_date else words)
    inside = f"{icon('file-text')}<span>{told}</span>"
    if not named:
        return Markup(f'<span class="source">{inside}</span>')  # noqa: S704
    return Markup(f'<a class="source" href="{escape(relation.source_url)}" rel="{LINK_RELATION}">{inside}</a>')  # noqa: S704


def declared_by(relation: Link) -> Markup:
    """déclaré, ajouté or importé; contesté, or à confirmer beside it, when it stands so."""
    return _said(relation.declared_by, relation.standing, language())


@lru_cache(maxsize=64)
def _said(declared_by: str | None, standing: str | None, _language: str) -> Markup:
    if standing == "contested":
        said = Markup('<b class="contested">{}</b>').format(gettext("contesté"))
    elif declared_by == "actor":
        said = Markup("<b>{}</b>").format(gettext("déclaré"))
    else:
        said = escape(gettext("importé") if declared_by == "import" else gettext("ajouté"))
    unsure = Markup(' <span class="to-confirm">{}</span>').format(gettext("à confirmer"))
    return Markup('<span class="by">{}{}</span>').format(said, unsure if standing == "to_confirm" else "")


def link_details(relation: Link) -> Markup:
    """Its own fields (role, amount, step…) and its note, small, after the name."""
    if not relation.own and not relation.note:
        return Markup("")
    own = Markup(", ").join(details(relation))
    told = f" <small>{own}</small>" if own else ""
    said = f' <q class="link-note">{escape(spaced(words))}</q>' if (words := relation.own.get("feedback")) else ""
    note = f' <span class="link-note">{escape(spaced(relation.note))}</span>' if relation.note else ""
    return Markup(told + said + note)  # noqa: S704


def sentence_row(relation: Link, id: str | None = None, caller: Callable[[], str] | None = None) -> Markup:
    """One <li>; a past relation ends its line. A call block adds actions after the name."""
    other = relation.other
    own_id = f' id="{escape(id)}"' if id else ""
    return Markup(  # noqa: S704
        f'<li class="link-row{" past" if relation.past else ""}"{own_id}><div class="link-main">'
        f"{line(relation.declared_by)}{shape(other.kind)}<div>{entity_link(other, shape=False)}"
        f"{link_details(relation)}{caller() if caller else ''}</div></div>"
        f"{period(relation)}{source_chip(relation)}{declared_by(relation)}</li>\n"
    )


def sentence_rows(relations: Iterable[Link]) -> Markup:
    """The rows of several relations."""
    return Markup("").join(sentence_row(relation) for relation in relations)
