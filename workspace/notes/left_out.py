"""What a file says that a note does not keep, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workspace.language import ngettext


def left_out(left: Mapping[str, int]) -> list[str]:
    """One sentence for each sort, the gravest first."""
    told: dict[str, Callable[[int], str]] = {
        "images": lambda n: ngettext("une image n’est pas reprise : ajoutez-la à la note comme fichier",
                                     "%(num)s images ne sont pas reprises : ajoutez-les à la note comme fichiers", n),
        "files": lambda n: ngettext("un fichier de l’archive n’est pas repris : joignez-le à la note",
                                    "%(num)s fichiers de l’archive ne sont pas repris : joignez-les à la note", n),
        "deletions": lambda n: ngettext("une suppression suivie est faite : le texte supprimé n’est pas repris",
                                        "%(num)s suppressions suivies sont faites : leur texte n’est pas repris", n),
        "insertions": lambda n: ngettext("un ajout suivi est pris comme accepté",
                                         "%(num)s ajouts suivis sont pris comme acceptés", n),
        "comments": lambda n: ngettext("un commentaire n’est pas repris", "%(num)s commentaires ne sont pas repris", n),
        "strikes": lambda n: ngettext("un passage barré est gardé sans son trait",
                                      "%(num)s passages barrés sont gardés sans leur trait", n),
        "merged": lambda n: ngettext("une cellule fusionnée d’un tableau est séparée",
                                     "%(num)s cellules fusionnées de tableaux sont séparées", n),
        "names": lambda n: ngettext("un nom reste un mot, faute de fiche que vous puissiez voir",
                                    "%(num)s noms restent des mots, faute de fiches que vous puissiez voir", n),
        "objects": lambda n: ngettext("un objet incorporé n’est pas repris",
                                      "%(num)s objets incorporés ne sont pas repris", n),
        "forms": lambda n: ngettext("un champ de formulaire n’est pas repris",
                                    "%(num)s champs de formulaire ne sont pas repris", n),
        "programs": lambda n: ngettext("un programme ou une page incluse n’est pas repris",
                                       "%(num)s programmes ou pages incluses ne sont pas repris", n),
    }  # fmt: skip
    return [words(left[name]) for name, words in told.items() if left.get(name)]
