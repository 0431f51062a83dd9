"""The sentences of the feed, in French and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.schema import Label

ACTED = {
    "record.create": Label("a créé {what}", "created {what}"),
    "record.update": Label("a modifié {what}", "changed {what}"),
    "record.delete": Label("a supprimé {what}", "deleted {what}"),
    "record.restore": Label("a rétabli {what}", "restored {what}"),
    "record.erase": Label("a retiré {what}", "took back {what}"),
    "relation.create": Label("a ajouté le lien {what}", "added the link {what}"),
    "relation.update": Label("a modifié le lien {what}", "changed the link {what}"),
    "relation.erase": Label("a supprimé le lien {what}", "removed the link {what}"),
    "contact.create": Label("a ajouté les coordonnées de {what}", "added the contact details of {what}"),
    "contact.update": Label("a modifié les coordonnées de {what}", "changed the contact details of {what}"),
    "contact.erase": Label("a retiré les coordonnées de {what}", "removed the contact details of {what}"),
}
# One, then several.
COUNTED = {
    "record.create": (Label("fiche créée", "record created"), Label("fiches créées", "records created")),
    "record.update": (Label("fiche modifiée", "record changed"), Label("fiches modifiées", "records changed")),
    "record.delete": (Label("fiche supprimée", "record deleted"), Label("fiches supprimées", "records deleted")),
    "record.restore": (Label("fiche rétablie", "record restored"), Label("fiches rétablies", "records restored")),
    "record.erase": (Label("fiche retirée", "record taken back"), Label("fiches retirées", "records taken back")),
    "relation.create": (Label("lien ajouté", "link added"), Label("liens ajoutés", "links added")),
    "relation.update": (Label("lien modifié", "link changed"), Label("liens modifiés", "links changed")),
    "relation.erase": (Label("lien supprimé", "link removed"), Label("liens supprimés", "links removed")),
    "contact.create": (Label("contact ajouté", "contact added"), Label("contacts ajoutés", "contacts added")),
    "contact.update": (Label("contact modifié", "contact changed"), Label("contacts modifiés", "contacts changed")),
    "contact.erase": (Label("contact retiré", "contact removed"), Label("contacts retirés", "contacts removed")),
}
UNKNOWN = Label("a écrit {what}", "wrote {what}")
# The names of the facilitators' files stay with them: everybody reads the feed.
TABLE_BROUGHT = Label("import d’un tableau", "import of a table")
TAKEN_BACK = Label("annulation d’un import", "an import taken back")


def acted(subject: str, action: str, what: str, changed: Sequence[str], language: str, who: str) -> str:
    """« Camille a modifié Panoramax : Résumé, Licence »; the fields when some were changed."""
    did = ACTED.get(f"{subject}.{action}", UNKNOWN).in_language(language).replace("{what}", what)
    fields = f"{colon(language)}{', '.join(changed)}" if changed else ""
    return f"{who} {did}{fields}".strip()


def import_title(why: str, imported: bool, language: str) -> str:
    """« import beta.gouv.fr », from what its operation says ("import betagouv"); or that an import was taken back."""
    from graph.imports.sources import SOURCES

    name = why.removeprefix("import ")
    if not imported:
        return TAKEN_BACK.in_language(language)
    if name == "table":
        return TABLE_BROUGHT.in_language(language)
    return f"import {SOURCES[name].title.in_language(language)}" if name in SOURCES else why or "import"


def colon(language: str) -> str:
    """A colon as the language spaces it."""
    return ": " if language == "en" else " : "


def counted(counts: Mapping[str, int], language: str) -> str:
    """« 662 fiches créées, 1 lien ajouté », in a fixed order."""
    parts = [
        f"{_number(counts[did], language)} {words[counts[did] > 1].in_language(language)}"
        for did, words in COUNTED.items() if counts.get(did)
    ]  # fmt: skip
    return ", ".join(parts)


def _number(count: int, language: str) -> str:
    return f"{count:,}" if language == "en" else f"{count:,}".replace(",", " ")
