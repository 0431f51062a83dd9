"""What a record's page says beside its links: facts under the name, fields in their four states."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

from graph.entities import FieldValue, Record
from graph.schema import Label
from graph.values import State
from graph.vote_rules import FIELDS as VOTE_FIELDS
from workspace.contents import with_contents
from workspace.dates import day, moment_of, period
from workspace.language import gettext
from workspace.licences import in_brief, named
from workspace.markup import external_link, markdown
from workspace.named import Name
from workspace.outside_words import told as outside
from workspace.words import initial, term, value, word

Pair = tuple[str, Markup | str]


LONG = frozenset({"markdown", "lines"})
# Text that is a sentence or more: it is read in the page's column, not in the narrow panel.
LONG_TEXTS = frozenset({
    "mission", "problem", "users", "benefit", "criteria", "conditions", "use", "decided_by", "purpose", "origin",
})  # fmt: skip
WEALTH = ("seeks", "offers")
# A vote is told in a sentence, apart.
NOT_SHOWN = frozenset({"name", "summary", "source", "source_url", "source_date", "article", *VOTE_FIELDS})
# Outside identifiers whose public page has an address that never varies.
PUBLIC_PAGES = {
    "siren": "https://annuaire-entreprises.data.gouv.fr/entreprise/{}",
    "siret": "https://annuaire-entreprises.data.gouv.fr/etablissement/{}",
    "wikidata": "https://www.wikidata.org/wiki/{}",
    "betagouv:service": "https://beta.gouv.fr/startups/{}.html",
}
SCHEMES = {
    "siren": "SIREN", "siret": "SIRET", "wikidata": "Wikidata", "betagouv": "beta.gouv.fr", "api-gouv": "api.gouv.fr",
    "sill": "SILL", "cog": "COG (Insee)", "annuaire": "Annuaire du service public", "schema": "schema.data.gouv.fr",
}  # fmt: skip
# By these an import finds a record again; they say nothing to a reader.
EVIDENCE = frozenset({"name", "domain", "region", "theme"})
PLAIN = re.compile(r"[\w.-]+", re.ASCII)
PLACELESS = frozenset({"places", "writing"})


def facts(record: Record) -> list[Pair]:
    """The line under the name: where, under which licence, when it was last looked at, who may see it."""
    found: list[Pair] = []
    if record.family.name not in PLACELESS:
        found.append((gettext("Territoire"), _territories(record)))
    if licence := record.field("licence"):
        found.append((gettext("Licence"), in_brief(licence) if licence.given else told(licence)))
    if record.reviewed_at:
        found.append((gettext("Revu le"), day(moment_of(record.reviewed_at).date().isoformat())))
    else:
        found.append((gettext("Dernière revue"), _not_given(gettext("non renseignée"))))
    found.append((gettext("Visible par"), term(record.visibility, "visibility")))
    return found


def told(given: FieldValue, names: tuple[Name, ...] = ()) -> Markup:
    """A field's value, or which kind of nothing it holds; `names` are what a text names with `@`."""
    if given.state != "given":
        return value(State(given.state), given.field)
    if given.field.vocabulary == "licence":
        return named(given)
    if given.field.type in ("term", "terms"):
        return Markup(", ").join(
            initial(word(label)) if place == 0 else word(label) for place, label in enumerate(given.words)
        )
    if given.field.type == "markdown":
        text = markdown(str(given.value), names)
        # That of a note: on another record two long texts would lead to the same places.
        return Markup('<div class="prose">{}</div>').format(with_contents(text) if given.field.name == "text" else text)
    if given.field.type in PUBLIC_PAGES:
        return external_link(PUBLIC_PAGES[given.field.type].format(given.value), str(given.value))
    return value(given.value, given.field)


def short_fields(record: Record) -> list[Pair]:
    """Fields for the narrow panel: given, none and not applicable; what was never said is counted apart."""
    return [
        (word(each.label), _watched(record, told(each), each.value))
        for each in _shown(record)
        if not is_long(each) and each.state != "not_given"
    ]


def long_fields(record: Record) -> list[FieldValue]:
    """Fields of several sentences, where something is said."""
    return [each for each in _shown(record) if is_long(each) and each.state == "given" and each.name not in WEALTH]


def wealth(record: Record) -> list[FieldValue]:
    """What a commons looks for and what it offers, once something was said of one of them."""
    told = [each for name in WEALTH if (each := record.field(name))]
    return told if any(each.state != "not_given" for each in told) else []


def not_given(record: Record) -> list[str]:
    """Labels of the fields about which nobody said anything."""
    return [word(each.label) for each in _shown(record) if each.state == "not_given"]


def is_long(given: FieldValue) -> bool:
    """Does the field need the page's width?"""
    return given.field.type in LONG or given.name in LONG_TEXTS


def steps(record: Record) -> list[tuple[Label, str]]:
    """The history of a record's state: each with « depuis juin 2023 », or that nobody said when."""
    return [(step.label, period(step.day, None) if step.day else gettext("date inconnue")) for step in record.statuses]


def references(record: Record) -> list[Pair]:
    """Outside identifiers by scheme, a link where the public address is certain; those that are fields are there."""
    told = {each.field.type for each in record.given}
    schemes = ((ref.partition(":")[0], ref) for ref in record.refs)
    shown = [(scheme, ref) for scheme, ref in schemes if scheme not in EVIDENCE | told]
    return [(SCHEMES.get(scheme) or gettext("Identifiant d’import"), _reference(ref)) for scheme, ref in shown]


def source_of(record: Record) -> Markup | None:
    """Where the record itself was read: words, address and date."""
    words, url, date = (record.field(name) for name in ("source", "source_url", "source_date"))
    text = str(words.value) if words and words.given else ""
    when = f", {day(str(date.value))}" if date and date.given else ""
    if url and url.given:
        return _watched(record, external_link(str(url.value), text or None) + when, url.value)
    return escape(text + when) if text else None


def _shown(record: Record) -> Iterator[FieldValue]:
    return (each for each in record.fields if each.name not in NOT_SHOWN and each.field.visibility is None)


def _watched(record: Record, told: Markup, value: object) -> Markup:
    """With what is wrong with an address, when something is."""
    found = next((each for each in record.outside if each.url == value), None)
    if not found:
        return told
    new = Markup(" : {}").format(external_link(found.moved_to)) if found.moved_to else ""
    return told + Markup(' <span class="meta">{}{}</span>').format(outside(found), new)


def _territories(record: Record) -> Markup:
    group = record.group_of("IN_TERRITORY")
    places = {link.other.id: link.other for link in group.links if not link.past} if group else {}
    link = Markup('<a href="{}">{}</a>')
    return Markup(", ").join(link.format(each.url, each.name) for each in places.values()) or _not_given()


def _not_given(words: str | None = None) -> Markup:
    return Markup('<span class="not-given">{}</span>').format(words or gettext("non renseigné"))


def _reference(ref: str) -> Markup:
    """The last part of a key ("betagouv:service/a-dock"), linked when its address needs no quoting."""
    scheme, _, key = ref.rpartition("/") if "/" in ref else ref.partition(":")
    page = PUBLIC_PAGES.get(scheme)
    return external_link(page.format(key), key) if page and PLAIN.fullmatch(key) else escape(key)
