"""Why a link is suggested, in words: on the pages of all and of a record, and as the source of what is approved."""

from __future__ import annotations

from graph.suggested import Reason, Suggested
from workspace.language import gettext, ngettext
from workspace.words import initial

NAMED = 5  # words, themes or users that a reason names


def why(found: Suggested) -> str:
    """« Mots rares en commun : « vélo », « comptage ». Thème en commun : Voirie. »"""
    return " ".join(f"{initial(told(reason))}." for reason in found.reasons)


def told(reason: Reason) -> str:
    """One reason, without its full stop."""
    names = [each.name for each in reason.records] or [gettext("« %(words)s »", words=word) for word in reason.words]
    more = len(names) - NAMED
    rest = ngettext(" et %(num)s autre", " et %(num)s autres", more) if more > 0 else ""
    what = ", ".join(names[:NAMED]) + rest
    match reason.sort:
        case "named":
            return gettext("l’un nomme dans son texte ce qui identifie l’autre : %(what)s", what=what)
        case "words":
            return gettext("mots rares en commun : %(what)s", what=what)
        case "themes":
            return gettext("thèmes en commun : %(what)s", what=what)
    return ngettext("utilisés tous deux par %(what)s", "utilisés tous deux par %(what)s", len(names), what=what)
