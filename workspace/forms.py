"""Forms made from the schema: each field with its control, its options, what was typed and its error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from graph.links import Brief
from graph.mentions import WRITINGS
from graph.schema import SCHEMA, Field, Kind, Relation
from graph.shaping import own_fields
from graph.terms import Terms, label_of
from graph.values import State
from graph.viewers import FACILITATORS
from workspace.language import gettext
from workspace.words import initial, word

# What one needs to make an actor in under a minute; the rest is folded under "Plus de champs".
FIRST = ("name", "type", "acronym", "level", "echelon", "day", "purpose", "origin", "summary", "website", "siren")
GROUP = "group:"  # before the id of one, in the choice of who sees a record
WRITING_FIRST = ("name", "day", "text")
# One-line texts that hold a sentence or two.
SENTENCES = frozenset({"summary", "mission", "problem", "benefit", "criteria", "conditions"})
CONTROLS = {
    "markdown": "textarea", "lines": "textarea", "term": "select", "terms": "textarea", "yes_no": "select",
    "email": "email", "phone": "tel", "url": "url",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One field as it is shown: `control` is input, textarea, select, email, tel or url; `names` when `@` names
    records in it."""

    name: str
    label: str
    control: str
    value: str = ""
    help: str = ""
    error: str = ""
    required: bool = False
    options: Sequence[tuple[str, str]] = ()
    known: Sequence[str] = ()
    markdown: bool = False
    names: bool = False


def record_entries(
    kind: Kind, typed: Mapping[str, str], errors: Mapping[str, str], terms: Terms, *, own: bool = False
) -> tuple[list[Entry], list[Entry]]:
    """The fields of a kind: those that come first, and the rest. `own` leaves out the status and contact details."""
    fields = own_fields(kind).values() if own else kind.fields
    entries = {field.name: _entry(field, typed, errors, terms) for field in fields}
    statuses = SCHEMA.vocabularies[kind.statuses]
    options = [(key, initial(word(label))) for key, label in SCHEMA.states(kind.name).items()]
    status = Entry("status", word(statuses.label), "select", typed.get("status", ""), options=options,
                   error=errors.get("status", ""))  # fmt: skip
    told_first: Sequence[str] = FIRST
    if kind.name in WRITINGS:
        entries["text"] = replace(entries["text"], names=True)
        told_first = WRITING_FIRST
    first = [entries[name] for name in told_first if name in entries]
    rest = [entry for name, entry in entries.items() if name not in told_first and name != "status_word"]
    return first, rest if own else [status, *rest]


def relation_entries(
    relation: Relation, typed: Mapping[str, str], errors: Mapping[str, str], terms: Terms
) -> tuple[list[Entry], list[Entry]]:
    """A relation's own fields, then since, until and the source."""
    skip = {"declared_by", "standing", "standing_by", "standing_at", "visibility"}
    entries = [_entry(field, typed, errors, terms) for field in relation.fields if field.name not in skip]
    shared = {"since", "until", "source", "source_url", "source_date", "note"}
    return [e for e in entries if e.name not in shared], [e for e in entries if e.name in shared]


def visibilities() -> list[tuple[str, str]]:
    """Who may see it: everybody, members, or its author and the facilitators."""
    terms = SCHEMA.vocabularies["visibility"].terms
    return [(key, initial(word(label))) for key, label in terms.items() if key not in ("group", FACILITATORS)]


def note_visibilities(groups: Sequence[Brief], *, facilitates: bool) -> list[tuple[str, str]]:
    """The same for a note, with each of these groups and, for a facilitator, the facilitators alone."""
    label = initial(word(SCHEMA.vocabularies["visibility"].terms[FACILITATORS]))
    told = [(f"{GROUP}{each.id}", gettext("Le groupe : %(name)s", name=each.name)) for each in groups]
    return [*visibilities(), *told, *([(FACILITATORS, label)] if facilitates else [])]


def typed(form: MultiDict[str, str], fields: Iterable[Field]) -> dict[str, str]:
    """What was typed, by field, whatever way a browser ends lines in; a box that the form did not show is not
    touched."""
    names = [field.name for field in fields] + ["status", "visibility"]
    out = {name: form[name].replace("\r\n", "\n") for name in names if name in form}
    return out | seen_by(out["visibility"]) if "visibility" in out else out


def seen_by(chosen: str) -> dict[str, str]:
    """What a form says in one word, in two: « group:… » is a visibility and a group."""
    group = chosen.removeprefix(GROUP) if chosen.startswith(GROUP) else ""
    return {"visibility": "group", "group": group} if group else {"visibility": chosen}


def kept(state: Mapping[str, object], fields: Iterable[Field], terms: Terms) -> dict[str, str]:
    """A stored record as somebody would type it: terms by their words, but for those chosen in a list."""
    out = {name: str(state[name]) for name in ("status", "visibility") if state.get(name)}
    if out.get("visibility") == "group" and state.get("group"):
        out["group"] = str(state["group"])
    words = {"declared_none": "aucun", "not_applicable": "sans objet"}
    for field in fields:
        value = state.get(field.name)
        told = [text for key, text in words.items() if field.name in (state.get(key) or ())]  # type: ignore[operator]
        if told:
            out[field.name] = told[0]
        elif value is not None and not isinstance(value, State):
            out[field.name] = _as_typed(_in_words(field, value, terms))
    return out


def plain(text: str) -> str:
    """What was typed, whatever way a browser ends lines in."""
    return text.replace("\r\n", "\n").strip()


def summary(errors: Mapping[str, str], fields: Iterable[Field]) -> list[tuple[str, str]]:
    """For the summary over a refused form: the anchor and label of each wrong field."""
    labels = {field.name: word(field.label) for field in fields}
    return [(f"champ-{name}", labels.get(name, initial(name))) for name in errors]


def _entry(field: Field, typed: Mapping[str, str], errors: Mapping[str, str], terms: Terms) -> Entry:
    help = word(field.help) if field.help else _hint(field)
    vocabulary = SCHEMA.vocabularies.get(field.vocabulary or "")
    control = "textarea" if field.name in SENTENCES else CONTROLS.get(field.type, "input")
    options: list[tuple[str, str]] = []
    known: list[str] = []
    if field.type == "yes_no":
        options = [("oui", gettext("oui")), ("non", gettext("non"))]
    elif vocabulary and field.type == "term":
        options = [(key, word(label)) for key, label in vocabulary.terms.items()]
    if vocabulary and (vocabulary.open or field.type == "terms"):
        known = _known(vocabulary.name, terms)
    if vocabulary and vocabulary.open and field.type == "term":
        control, options = "input", []
    return Entry(field.name, word(field.label), control, typed.get(field.name, ""), help,
                 errors.get(field.name, ""), field.required, options, known, field.type == "markdown")  # fmt: skip


def _known(vocabulary: str, terms: Terms) -> list[str]:
    fixed = [word(label) for label in SCHEMA.vocabularies[vocabulary].terms.values()]
    return fixed + [word(label) for (name, _), label in terms.items() if name == vocabulary]


def _hint(field: Field) -> str:
    hints = {
        "date": gettext("2023, mars 2023 ou 12/03/2023"),
        "terms": gettext("Un par ligne."),
        "lines": gettext("Un par ligne."),
        "markdown": gettext("Texte simple ou Markdown."),
    }
    if field.visibility == "private":
        return gettext("Vue par l’animation seulement.")
    return hints.get(field.type, "")


def _in_words(field: Field, value: object, terms: Terms) -> object:
    vocabulary = SCHEMA.vocabularies.get(field.vocabulary or "")
    if vocabulary is None or (field.type == "term" and not vocabulary.open):
        return value
    items = value if isinstance(value, list) else [value]
    return [word(label_of(vocabulary.name, str(item), terms)) for item in items]


def _as_typed(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    return str(value)
