"""A square for each département and overseas collectivité, placed by hand so that one recognises France: our grid."""

from __future__ import annotations

from dataclasses import dataclass

# Corsica stands apart in the south-east, what is overseas in the south-west, where the sea is.
GRID = """
..  ..  ..  ..  ..  ..  62  59  ..  ..  ..  ..
..  ..  ..  ..  ..  76  80  60  02  08  ..  ..
..  ..  ..  50  14  27  95  93  51  55  54  57
29  22  35  53  61  78  92  75  77  10  88  67
..  56  44  49  72  28  91  94  89  52  70  68
..  ..  85  79  37  41  45  18  58  21  25  90
..  ..  ..  17  86  36  23  03  71  01  39  ..
971 975 ..  16  87  19  63  42  69  73  74  ..
972 977 ..  33  24  15  43  07  26  38  05  ..
973 978 ..  40  47  46  12  48  30  84  04  06
974 986 ..  64  32  82  81  34  13  83  ..  ..
976 987 ..  ..  65  31  11  ..  ..  ..  ..  2B
..  988 ..  ..  ..  09  66  ..  ..  ..  ..  2A
"""
NAMES = """
01 Ain|02 Aisne|03 Allier|04 Alpes-de-Haute-Provence|05 Hautes-Alpes|06 Alpes-Maritimes|07 Ardèche|08 Ardennes
09 Ariège|10 Aube|11 Aude|12 Aveyron|13 Bouches-du-Rhône|14 Calvados|15 Cantal|16 Charente|17 Charente-Maritime
18 Cher|19 Corrèze|2A Corse-du-Sud|2B Haute-Corse|21 Côte-d’Or|22 Côtes-d’Armor|23 Creuse|24 Dordogne|25 Doubs
26 Drôme|27 Eure|28 Eure-et-Loir|29 Finistère|30 Gard|31 Haute-Garonne|32 Gers|33 Gironde|34 Hérault
35 Ille-et-Vilaine|36 Indre|37 Indre-et-Loire|38 Isère|39 Jura|40 Landes|41 Loir-et-Cher|42 Loire|43 Haute-Loire
44 Loire-Atlantique|45 Loiret|46 Lot|47 Lot-et-Garonne|48 Lozère|49 Maine-et-Loire|50 Manche|51 Marne
52 Haute-Marne|53 Mayenne|54 Meurthe-et-Moselle|55 Meuse|56 Morbihan|57 Moselle|58 Nièvre|59 Nord|60 Oise|61 Orne
62 Pas-de-Calais|63 Puy-de-Dôme|64 Pyrénées-Atlantiques|65 Hautes-Pyrénées|66 Pyrénées-Orientales|67 Bas-Rhin
68 Haut-Rhin|69 Rhône|70 Haute-Saône|71 Saône-et-Loire|72 Sarthe|73 Savoie|74 Haute-Savoie|75 Paris
76 Seine-Maritime|77 Seine-et-Marne|78 Yvelines|79 Deux-Sèvres|80 Somme|81 Tarn|82 Tarn-et-Garonne|83 Var
84 Vaucluse|85 Vendée|86 Vienne|87 Haute-Vienne|88 Vosges|89 Yonne|90 Territoire de Belfort|91 Essonne
92 Hauts-de-Seine|93 Seine-Saint-Denis|94 Val-de-Marne|95 Val-d’Oise|971 Guadeloupe|972 Martinique|973 Guyane
974 La Réunion|975 Saint-Pierre-et-Miquelon|976 Mayotte|977 Saint-Barthélemy|978 Saint-Martin
986 Wallis-et-Futuna|987 Polynésie française|988 Nouvelle-Calédonie
"""


@dataclass(frozen=True)
class Square:
    """A département by its official code, and its place from 1 in the grid."""

    code: str
    name: str
    row: int
    column: int

    @property
    def overseas(self) -> bool:
        return len(self.code) == 3


def _squares() -> tuple[Square, ...]:
    told = (each.partition(" ")[::2] for line in NAMES.split("\n") if line for each in line.split("|"))
    names = dict(told)
    return tuple(
        Square(code, names[code], row, column)
        for row, line in enumerate(GRID.strip().split("\n"), 1)
        for column, code in enumerate(line.split(), 1) if code != ".."
    )  # fmt: skip


SQUARES = _squares()
