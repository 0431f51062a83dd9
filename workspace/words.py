"""What the schema and numbers are called by the reader: labels, terms, families, amounts, states."""

from __future__ import annotations

from collections.abc import Mapping

from babel.numbers import format_percent
from markupsafe import Markup, escape

from graph.links import Link
from graph.schema import SCHEMA, Family, Field, Label
from graph.values import State
from workspace.dates import NO_BREAK, day
from workspace.language import gettext, language, number
from workspace.markup import external_link, markdown, spaced

APOSTROPHE = "’"
# How far a state has come (the disc that fills up) and how it stands (ink, ok, warn, bad).
STATES: Mapping[str, tuple[str, str]] = {
    "idea": ("empty", "ink"), "building": ("half", "warn"), "available": ("ready", "ok"),
    "in_use": ("full", "ok"), "dormant": ("asleep", "dim"), "archived": ("ended", "dim"),
    "active": ("full", "ok"), "closed": ("ended", "dim"), "prepared": ("half", "warn"),
    "in_force": ("full", "ok"), "ended": ("ended", "dim"), "expressed": ("empty", "ink"),
    "covered": ("full", "ok"), "not_covered": ("empty", "bad"), "submitted": ("empty", "ink"),
    "admissible": ("half", "warn"), "laureate": ("full", "ok"), "not_retained": ("ended", "dim"),
    "open": ("ready", "ok"), "planned": ("empty", "ink"), "ongoing": ("half", "warn"), "done": ("full", "ok"),
    "postponed": ("asleep", "dim"), "abandoned": ("ended", "dim"), "proposed": ("empty", "ink"),
    "answered": ("full", "ok"), "draft": ("half", "warn"), "final": ("full", "ok"),
}  # fmt: skip


def word(label: Label | str | None) -> str:
    """A schema label in the reader's language, with French spaces and apostrophes."""
    text = label.in_language(language()) if isinstance(label, Label) else label or ""
    return spaced(text.replace("'", APOSTROPHE))


def initial(text: str) -> str:
    """The text with its first letter as a capital: schema words are stored lower-case."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """The text as it stands within a sentence: « Site web » → « site web », but « SIRET »."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def term(key: str, vocabulary: str | None = None) -> str:
    """A vocabulary's term in words; the key itself when it is of nobody's list."""
    listed = SCHEMA.vocabularies.get(vocabulary or "")
    lists = [listed] if listed else SCHEMA.vocabularies.values()
    found = next((each.terms[key] for each in lists if key in each.terms), None)
    return word(found) if found else key


def status_word(status: str, kind: str | None = None) -> str:
    """A status in the words of the kind's own scale."""
    found = SCHEMA.states(kind).get(status) if kind and kind in SCHEMA.kinds else None
    return word(found) if found else term(status)


def kind_word(kind: str, *, plural: bool = False) -> str:
    """What records of a kind are called: "commun numérique"."""
    found = SCHEMA.kinds.get(kind)
    return word(found.plural if plural else found.label) if found else kind


def family(name: str) -> Family:
    """The family named, or the family of the kind named."""
    return SCHEMA.families[name] if name in SCHEMA.families else SCHEMA.family_of(name)


def address(kind: str, id: str) -> str:
    """Address of a record's page."""
    return SCHEMA.url_of(kind, id)


def percent(part: float, whole: float) -> str:
    """A share, as "87 %"; a dash when there is nothing to share."""
    return str(format_percent(part / whole, locale=language())) if whole else "–"


def share(value: float) -> str:
    """A part of one, as "12 %" or "moins de 1 %"."""
    return percent(value, 1) if value >= 0.01 or value <= 0 else gettext("moins de %(least)s", least=percent(0.01, 1))


def amount(value: float, unit: str = "EUR") -> str:
    """A number with its unit: 180 000 €."""
    return f"{number(value)}{NO_BREAK}{'€' if unit == 'EUR' else unit}"


def file_size(bytes: int) -> str:
    """The weight of a file: "840 ko", "1,2 Mo"."""
    if bytes < 1_000_000:
        return gettext("%(size)s ko", size=number(max(1, round(bytes / 1000)))).replace(" ", NO_BREAK)
    return gettext("%(size)s Mo", size=number(round(bytes / 1_000_000, 1))).replace(" ", NO_BREAK)


def role_word(role: str) -> str:
    """What an account may do here, in a word."""
    return {
        "member": gettext("membre"), "facilitator": gettext("animation"), "administrator": gettext("administration"),
    }[role]  # fmt: skip


def wrong_fields(errors: Mapping[str, str], labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """For the summary over a refused form: (anchor, label) of each wrong field, in the order of the labels."""
    return [(f"champ-{name}", label) for name, label in labels.items() if name in errors]


def initials(name: str) -> str:
    """Two letters for a person: "NM" for Nadia Mercier (ADEME)."""
    parts = name.partition("(")[0].split()
    return (parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else "")).upper() if parts else "?"


def value(content: object, field: Field) -> Markup:
    """A field's value as HTML: the four states in words, terms, dates, addresses, Markdown."""
    if content is State.NONE:
        return escape(gettext("aucun"))
    if content is State.NOT_APPLICABLE:
        return escape(gettext("sans objet"))
    if content is State.NOT_GIVEN or content is None or content in ("", []):
        return Markup('<span class="meta">{}</span>').format(gettext("non renseigné"))
    if isinstance(content, list | tuple):
        return Markup(", ").join(_one(item, field) for item in content)
    return _one(content, field)


def details(link: Link) -> list[Markup]:
    """A relation's own fields in words (role, amount, step…), without the one that its verb already tells and the
    words of a user, which are quoted."""
    if not link.own:
        return []
    relation = SCHEMA.relations[link.type]
    apart = (relation.told_by, "feedback")
    told = (field for field in relation.fields if field.name in link.own and field.name not in apart)
    said = (_detail(link.own[field.name], field) for field in told if link.own[field.name] not in (None, "", [], False))
    # « suppléant » may be both a role as typed and a seat of the list.
    return list(dict.fromkeys(said))


def _detail(content: object, field: Field) -> Markup:
    if field.name == "due":  # beside the day of delivery, a bare day would be taken for it
        return escape(gettext("échéance : %(day)s", day=day(str(content))))
    return escape(word(field.label)) if field.type == "yes_no" else value(content, field)


def _one(content: object, field: Field) -> Markup:
    text = str(content)
    match field.type:
        case "term" | "terms":
            return escape(term(text, field.vocabulary))
        case "date":
            return escape(day(text))
        case "url":
            return external_link(text)
        case "markdown":
            return Markup('<div class="prose">{}</div>').format(markdown(text))
        case "yes_no":
            return escape(gettext("oui") if content else gettext("non"))
        case "number" | "amount" if isinstance(content, int | float):
            return escape(amount(content, field.unit or "EUR") if field.type == "amount" else _counted(content, field))
    return escape(spaced(text))


def _counted(content: float, field: Field) -> str:
    return f"{number(content)}{NO_BREAK}{field.unit}" if field.unit else number(content)
