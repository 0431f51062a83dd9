"""A change as a sentence with the names as links, and what differs, as functions: five cost a page a third of a ms less
than macros. They are used in templates as the macros are: `ui.change(…)`, `ui.differences(…)`."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from graph.change_entries import Line
from graph.differences import Difference
from graph.schema import SCHEMA
from workspace.language import gettext
from workspace.marks import entity_link
from workspace.words import word

WORDS = {"del": Markup("<del>{}</del>"), "ins": Markup("<ins>{}</ins>")}


def change(line: Line, who: str) -> Markup:
    """One change and, of an update, its differences."""
    record = line.record.name if line.gone else entity_link(line.record)
    if line.subject == "relation":
        told = _of_link(line, who, record)
    elif line.subject == "contact":
        told = _said(gettext("%(who)s a modifié le contact de %(record)s"), who=who, record=record)
    else:
        told = _said(_of_record(line.action), who=who, record=record)
    return told + (differences(line.differences) if line.action == "update" and line.differences else "")


def _of_record(action: str) -> str:
    if action == "create":
        return gettext("%(who)s a créé %(record)s")
    if action == "update":
        return gettext("%(who)s a modifié %(record)s")
    return gettext("%(who)s a rétabli %(record)s") if action == "restore" else gettext("%(who)s a retiré %(record)s")


def _of_link(line: Line, who: str, record: str) -> Markup:
    assert line.other is not None  # a link has two ends
    other = line.other.name if line.other_gone else entity_link(line.other)
    verb = word(SCHEMA.relations[line.type or ""].told(line.how))
    link = _filled(gettext("%(from)s %(verb)s %(to)s"), **{"from": record, "verb": verb, "to": other})
    if line.action == "create":
        added = _filled(gettext("– ajouté par %(who)s"), who=who)
        return Markup(f'<p>{link} <span class="meta">{added}</span></p>')  # noqa: S704
    if line.action == "update":
        return _said(gettext("%(who)s a modifié le lien %(link)s"), who=who, link=link)
    if line.action == "restore":
        return _said(gettext("%(who)s a rétabli le lien %(link)s"), who=who, link=link)
    return _said(gettext("%(who)s a retiré le lien %(link)s"), who=who, link=link)


def _said(sentence: str, **values: str) -> Markup:
    return Markup(f"<p>{_filled(sentence, **values)}</p>")  # noqa: S704


def _filled(sentence: str, **values: str) -> Markup:
    # Sentences are ours. Markup's own % takes four times longer.
    return Markup(sentence % {name: escape(value) for name, value in values.items()})  # noqa: S704


def differences(found: Iterable[Difference]) -> Markup:
    """Field by field: the old struck through, the new underlined; long texts word by word."""
    rows = (Markup("<dt>{}</dt><dd>{}</dd>").format(word(each.label), _difference(each)) for each in found)
    return Markup('<dl class="changes">{}</dl>').format(Markup("").join(rows))


def _difference(each: Difference) -> Markup:
    if each.words:
        return Markup(" ").join(WORDS.get(how, Markup("{}")).format(text) for how, text in each.words)
    before = Markup("<del>{}</del> ").format(each.before) if each.before else Markup("")
    gone = Markup('<span class="meta">{}</span>').format(gettext("retiré"))
    return before + (Markup("<ins>{}</ins>").format(each.after) if each.after else gone)
