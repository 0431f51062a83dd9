"""The openness of a record's licences, in words, beside them."""

from __future__ import annotations

from markupsafe import Markup

from graph.entities import FieldValue
from graph.licences import Openness, openness
from workspace.language import gettext, language
from workspace.words import initial, word

TONES = {True: "open", False: "closed", None: "unsure"}


def licences_of(licence: FieldValue | None) -> list[Openness]:
    """What is known of each licence given, in their order."""
    return [openness(each.fr) for each in licence.words] if licence and licence.given else []


def named(licence: FieldValue) -> Markup:
    """Each licence with who calls it open, or why it is not: « MIT, licence ouverte (OSI) »."""
    each = Markup('{} <small class="openness openness-{}">{}</small>')
    found = zip(licence.words, licences_of(licence), strict=True)
    return Markup("<br>").join(
        each.format(initial(word(label)), TONES[told.open], word(told.sentence(language()))) for label, told in found
    )


def in_brief(licence: FieldValue) -> Markup:
    """For the line under the name: one licence in full, several with one word for all."""
    told = licences_of(licence)
    if len(told) < 2:
        return named(licence)
    words = ", ".join(initial(word(label)) for label in licence.words)
    unlike = next((each for each in told if not each.open), None)
    said = gettext("toutes ouvertes") if unlike is None else f"{unlike.text} {word(unlike.sentence(language()))}"
    return Markup('{} <small class="openness openness-{}">{}</small>').format(
        words, TONES[unlike.open if unlike else True], said
    )
