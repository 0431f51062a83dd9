"""What the graph answers to wrong input, in French, and what it calls itself: marked to be translated (messages.py).

`%(x)s` stands for what somebody gave, `%(words)s` for words of the schema or sentences of this list."""


def N_(message: str) -> str:
    """Marks a sentence for the catalogue and leaves it as it is."""
    return message


REFUSALS = (
    N_("adresse électronique attendue"),
    N_("adresse web attendue, par exemple https://exemple.fr"),
    N_("au moins %(n)s caractères sont attendus"),
    N_("ce champ est nécessaire"),
    N_("ce champ ne se filtre pas ici"),
    N_("ce lien n'existe pas"),
    N_("ce type de fiche n'est pas dans cette famille"),
    N_("ce numéro est déjà celui d'une autre fiche"),
    N_("ce numéro est déjà celui de « %(name)s »"),
    N_("cette fiche n'est ni une ressource, ni un commun, ni un projet, ni un besoin"),
    N_("cette fiche n'est pas une politique"),
    N_("cette fiche n'existe pas"),
    N_("date attendue : 2023, mars 2023 ou 12/03/2023"),
    N_("deux fiches différentes sont nécessaires"),
    N_("distance attendue : 1, 2 ou 3"),
    N_("famille inconnue"),
    N_("le chemin part de cette fiche ou y mène : %(id)s"),
    N_("longueur attendue, de 1 à %(most)s"),
    N_("manque inconnu"),
    N_("modifié depuis : %(words)s"),
    N_("n'existe plus"),
    N_("nombre attendu, de 1 à %(most)s"),
    N_("nombre attendu, par exemple 12 500 ou 3,5"),
    N_("nombre de 1 à %(most)s attendu"),
    N_("nombre à partir de 1 attendu"),
    N_("numéro de page inconnu"),
    N_("numéro de téléphone attendu"),
    N_("oui ou non attendu"),
    N_("rôle attendu : %(known)s"),
    N_("Seule l'animation peut annuler."),
    N_("Seule l'animation peut importer."),
    N_("Seule l'animation peut modifier le réseau."),
    N_("système"),
    N_("tri attendu : %(known)s"),
    N_("un nom est nécessaire"),
    N_("un nombre est attendu, non %(value)s"),
    N_("une des deux fiches n'existe plus"),
    N_("une fiche est nécessaire"),
    N_("une fiche ne peut pas être liée à elle-même"),
    N_("visibilité inconnue"),
    N_("état inconnu"),
    N_("« %(name)s » n'est pas un type de fiche"),
    N_("« %(name)s » n'est pas un type de fiche connu"),
    N_("« %(name)s » n'est pas une famille connue"),
    N_("« %(name)s » n'est pas une relation connue"),
    N_("« %(name)s » n'est pas un terme connu : %(words)s"),
    N_("« %(source)s » n'est pas connue ; les sources sont : %(known)s"),
    N_("« %(words)s » ne va pas de ce type de fiche à cet autre (%(words_of_ends)s)"),
    N_("« out » ou « in » attendu"),
    N_("%(name)s attendu : %(n)s chiffres"),
    N_("%(n)s caractères au plus"),
)
