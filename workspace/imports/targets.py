"""Where a column may go: fields of the kind, links to other records; as the options of a select."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.imports.tables import LinkRule
from graph.schema import SCHEMA, Kind, Relation
from workspace.language import gettext, language
from workspace.words import initial, word

Options = list[tuple[str, list[tuple[str, str]]]]
LINK = "lien"
FIELD = "champ"
NOT_ASKED = ("standing", "standing_by", "standing_at", "declared_by")
# Kept by the reader beside the fields of the schema.
ENDS = ("from", "relation", "to")


@dataclass(frozen=True)
class LinkChoice:
    """A relation in one direction, with the term of its sentence when it has several."""

    type: str
    inverse: bool = False
    term: str = ""

    @property
    def value(self) -> str:
        """As a form sends it: "lien|WORKS_FOR||"."""
        return "|".join((LINK, self.type, "inverse" if self.inverse else "", self.term))

    @property
    def relation(self) -> Relation:
        return SCHEMA.relations[self.type]

    def kinds(self, own: str) -> list[Kind]:
        """What may stand at the other end of a record of the kind `own`."""
        ends = ((kind, (kind.name, own) if self.inverse else (own, kind.name)) for kind in SCHEMA.kinds.values())
        return [kind for kind, pair in ends if SCHEMA.allows(self.type, *pair)]

    @property
    def label(self) -> str:
        return word(self.relation.told(self.term, inverse=self.inverse))


def link_choice(value: str) -> LinkChoice | None:
    """The relation that a form's value names; None for anything else."""
    parts = value.split("|")
    if len(parts) != 4 or parts[0] != LINK or parts[1] not in SCHEMA.relations:
        return None
    choice = LinkChoice(parts[1], parts[2] == "inverse", parts[3])
    return choice if not choice.term or choice.term in choice.relation.sentences else None


def choice_of(rule: LinkRule) -> LinkChoice:
    """What a rule of a mapping chooses."""
    told_by = SCHEMA.relations[rule.relation].told_by
    return LinkChoice(rule.relation, rule.inverse, str(rule.constants.get(told_by, "")) if told_by else "")


def link_choices(kind: Kind) -> Iterator[LinkChoice]:
    """Every relation that a record of this kind may have, in both directions."""
    for relation in SCHEMA.relations.values():
        if kind.name in relation.sources or (relation.symmetric and kind.name in relation.targets):
            yield from (LinkChoice(relation.type, term=term) for term in list(relation.sentences) or [""])
        if kind.name in relation.targets and not relation.symmetric:
            yield LinkChoice(relation.type, inverse=True)


def record_options(kind: Kind | None) -> Options:
    """Fields, what every record has, and links."""
    kinds = [kind] if kind else list(SCHEMA.kinds.values())
    fields = {field.name: word(field.label) for each in kinds for field in each.fields}
    always = [
        ("id", gettext("Identifiant")),
        ("status", gettext("État")),
        ("status_history", gettext("Historique des états")),
        ("visibility", gettext("Visible par")),
        *([] if kind else [("kind", gettext("Type de fiche"))]),
    ]
    links = [(choice.value, f"{initial(choice.label)}…") for choice in link_choices(kind)] if kind else []
    links.sort(key=lambda pair: pair[1])
    groups = [(gettext("Champs"), list(fields.items())), (gettext("Fiche"), always)]
    return [*groups, (gettext("Liens vers d’autres fiches"), links)] if links else groups


def field_of_link(value: str) -> tuple[str, str] | None:
    """(form name of the link, field) of a column that tells a field of a link: "champ|c2|since"."""
    parts = value.split("|")
    return (parts[1], parts[2]) if len(parts) == 3 and parts[0] == FIELD else None


def fields_of_link(name: str, link: LinkChoice, column: str | None) -> tuple[str, list[tuple[str, str]]]:
    """The fields of a link that another column may tell, as a group of options."""
    told_by = link.relation.told_by
    fields = (field for field in link.relation.fields if field.name not in (*NOT_ASKED, told_by))
    words = gettext("Lien « %(words)s »", words=link.label) + (f" ({column})" if column else "")
    return words, [(f"{FIELD}|{name}|{field.name}", word(field.label)) for field in fields]


def link_options() -> Options:
    """Ends, the relation, and the fields of relations."""
    ends = dict(zip(ENDS, (gettext("De (fiche de départ)"), gettext("Relation"), gettext("Vers (fiche d’arrivée)")),
                    strict=True))  # fmt: skip
    fields = {field.name: word(field.label) for relation in SCHEMA.relations.values() for field in relation.fields}
    return [
        (gettext("Lien"), list(ends.items())),
        (gettext("Champs du lien"), [pair for pair in fields.items() if pair[0] not in NOT_ASKED]),
    ]


def kind_options() -> Options:
    """Every kind, by family."""
    return [
        (word(family.label), [(kind.name, initial(word(kind.plural))) for kind in SCHEMA.kinds.values()
                              if kind.family == family.name])
        for family in SCHEMA.families.values()
    ]  # fmt: skip


def sentence_options() -> list[tuple[str, str]]:
    """Every sentence of a relation, as a table of links may write it."""
    told = {relation.sentence.fr: initial(relation.sentence.in_language(language()))
            for relation in SCHEMA.relations.values()}  # fmt: skip
    return sorted(told.items(), key=lambda pair: pair[1])
