"""What may give way under a measure, in words."""

from __future__ import annotations

from graph.weaknesses import Weakness
from workspace.language import gettext
from workspace.words import kind_word


def weak_word(found: Weakness) -> str:
    """« aucun jeu de données, quand la plupart des autres mesures en ont »."""
    if found.sort == "kind":
        kinds = gettext(" ou ").join(kind_word(kind) for kind in sorted(found.kinds))
        return gettext("sans %(kinds)s, quand la plupart des autres mesures en ont", kinds=kinds)
    return {
        "dormant": gettext("tout ce qui la sert est en sommeil"),
        "licence": gettext("rien de ce qui la sert n’a de licence connue"),
        "bearer": gettext("un seul porteur tient tout ce qui la sert"),
    }[found.sort]
