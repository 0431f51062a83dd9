"""What each list is called, why it is there, and the reason of each finding, in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from graph.errors import NotFound
from graph.outside import address_of
from graph.schema import SCHEMA
from graph.worklists.reading import Item
from workspace.dates import day
from workspace.introduction_words import introduction
from workspace.language import gettext, ngettext, number
from workspace.messages import translated
from workspace.outside_words import told as outside
from workspace.words import initial, word


@dataclass(frozen=True)
class Words:
    """`url` is the list's word in the address; `title` and `why` are told with the language of the reader."""

    url: str
    title: Callable[[], str]
    why: Callable[[], str]
    reason: Callable[[Item], str]


def url_of(name: str) -> str:
    """The address of a list."""
    return f"/a-traiter/{WORDS[name].url}"


def name_at(url: str) -> str:
    """The list at a word of the address, else NotFound."""
    found = next((name for name, words in WORDS.items() if words.url == url), None)
    if found is None:
        raise NotFound(url)
    return found


def names(item: Item) -> str:
    """« A, B, C »: those that a reason names."""
    return ", ".join(other.name for other in item.others)


def _fact(item: Item, name: str) -> int:
    return int(item.finding.facts.get(name, 0))


def _cut(item: Item) -> str:
    lost = _fact(item, "lost")
    told = ngettext("%(num)s fiche perd son seul chemin vers le reste du réseau : %(names)s.",
                    "%(num)s fiches perdent leur seul chemin vers le reste du réseau : %(names)s.", lost,
                    names=_some(item, lost))  # fmt: skip
    return gettext("Si elle se retire, %(what)s", what=told)


def _some(item: Item, count: int) -> str:
    more = count - len(item.others)
    rest = ngettext(" et %(num)s autre", " et %(num)s autres", more) if more > 0 else ""
    return names(item) + rest


def _apart(item: Item) -> str:
    others = _fact(item, "size") - 1
    return gettext("Avec %(names)s, rien ne la relie au reste du réseau.", names=_some(item, others))


def _relying(item: Item) -> str:
    count = _fact(item, "relying")
    if not count:
        return gettext("Rien de connu ne s’appuie dessus.")
    return ngettext("%(num)s fiche s’appuie dessus.", "%(num)s fiches s’appuient dessus.", count)


def _one(told: Callable[[str], str]) -> Callable[[Item], str]:
    def reason(item: Item) -> str:
        return f"{told(names(item))} {_relying(item)}"

    return reason


def _untold(item: Item) -> str:
    told = gettext("Porteur non renseigné.")
    return f"{told} {_relying(item)}"


def _sole(item: Item) -> str:
    goods = _fact(item, "goods")
    return ngettext("Seul porteur connu de %(num)s commun ou ressource : %(names)s.",
                    "Seul porteur connu de %(num)s communs ou ressources : %(names)s.", goods,
                    names=_some(item, goods))  # fmt: skip


def _contested(item: Item) -> str:
    relation = SCHEMA.relations[str(item.finding.facts["type"])]
    told = f"{item.name} {word(relation.sentence)} {names(item)}"
    if by := str(item.finding.facts["by"]):
        return gettext("« %(told)s » : contesté par %(by)s.", told=told, by=by)
    return gettext("« %(told)s » : contesté.", told=told)


def _unsourced(item: Item) -> str:
    links = _fact(item, "links")
    return gettext("%(num)s liens sans source, vers %(names)s.", num=number(links), names=_some(item, links))


def _stale(item: Item) -> str:
    told = gettext("Ni relue ni modifiée depuis le %(day)s.", day=day(str(item.finding.facts["since"])[:10]))
    return f"{told} " + ngettext("%(num)s lien.", "%(num)s liens.", _fact(item, "links"))


def _address(item: Item) -> str:
    address = address_of(item.finding.facts["address"])
    if address.moved_to:
        return gettext("%(url)s renvoie désormais à %(new)s.", url=address.url, new=address.moved_to)
    return f"{address.url} {outside(address)}."


def _empty_territory(item: Item) -> str:
    parts = _fact(item, "parts")
    told = gettext("Personne n’y est, ni dans ce qui la compose.")
    return told + (" " + ngettext("%(num)s territoire dedans.", "%(num)s territoires dedans.", parts) if parts else "")


def _variant(item: Item) -> str:
    return gettext("S’écrit aussi « %(name)s » : %(uses)s fiches ici, %(more)s là.", name=names(item),
                   uses=number(_fact(item, "uses")), more=number(_fact(item, "more")))  # fmt: skip


def _unresolved(item: Item) -> str:
    facts = item.finding.facts
    line = gettext(", ligne %(n)s", n=facts["line"]) if facts["line"] else ""
    place = f"{facts['file']}{line}"
    why = initial(str(translated(str(facts["reason"]))))
    return f"{why} : " + ngettext("%(place)s.", "%(place)s et %(more)s de plus.", _fact(item, "lines"), place=place,
                                  more=number(_fact(item, "lines") - 1))  # fmt: skip


def _introduction(item: Item) -> str:
    return introduction(item.others, item.finding.facts)


WORDS: Mapping[str, Words] = {
    "introductions": Words(
        "mises-en-relation", lambda: gettext("Mises en relation à proposer"),
        lambda: gettext("Deux fiches proches par leurs thèmes, ce qu’elles cherchent et proposent, leur territoire, et "
                        "que rien ne relie encore."), _introduction),
    "cut-points": Words(
        "maillons-uniques", lambda: gettext("Maillons uniques"),
        lambda: gettext("D’autres ne tiennent au reste du réseau que par eux : prévoyez un second lien avant qu’ils "
                        "ne se retirent."), _cut),
    "one-bearer": Words(
        "un-seul-porteur", lambda: gettext("Un seul porteur, et d’autres s’appuient dessus"),
        lambda: gettext("Communs et ressources dont on ne connaît qu’un porteur ou producteur. Ceux sur lesquels rien "
                        "de connu ne s’appuie n’y sont pas."),
        _one(lambda who: gettext("Un seul porteur connu : %(who)s.", who=who))),
    "sole-bearers": Words(
        "porteurs-de-beaucoup", lambda: gettext("Seuls porteurs de plusieurs"),
        lambda: gettext("Si l’un se retire, plusieurs communs ou ressources n’ont plus de porteur connu."), _sole),
    "one-funder": Words(
        "un-seul-financeur", lambda: gettext("Un seul financeur, et d’autres s’appuient dessus"),
        lambda: gettext("Les financements demandés ou envisagés ne comptent pas. Ce que personne n’a dit financé n’y "
                        "est pas : on ne sait pas."),
        _one(lambda who: gettext("Un seul financeur connu : %(who)s.", who=who))),
    "one-contributor": Words(
        "un-seul-contributeur", lambda: gettext("Communs à un seul contributeur"),
        lambda: gettext("Un commun qui ne tient que par un contributeur s’arrête avec lui."),
        _one(lambda who: gettext("Un seul contributeur connu : %(who)s.", who=who))),
    "contested": Words(
        "liens-contestes", lambda: gettext("Liens contestés"),
        lambda: gettext("Quelqu’un que le lien concerne ne s’y reconnaît pas : corrigez-le ou retirez-le."),
        _contested),
    "bearer-unknown": Words(
        "porteur-a-dire", lambda: gettext("Porteur non renseigné"),
        lambda: gettext("Personne n’a dit qui les porte. Ce n’est pas dire que personne ne les porte : demandez."),
        _untold),
    "isolated": Words(
        "fiches-isolees", lambda: gettext("Fiches isolées"),
        lambda: gettext("Aucun lien en vigueur : complétez-les, ou demandez avec qui elles travaillent."),
        lambda item: gettext("Aucun lien en vigueur.")),
    "apart": Words(
        "a-part", lambda: gettext("À part du reste"),
        lambda: gettext("Des groupes de fiches sans chemin vers le plus grand ensemble : un lien suffit à les "
                        "relier."), _apart),
    "empty-territories": Words(
        "territoires-sans-personne", lambda: gettext("Départements et intercommunalités sans personne"),
        lambda: gettext("Aucune fiche n’y est implantée, ni dans leurs communes. Les départements d’abord, puis les "
                        "plus grandes intercommunalités."), _empty_territory),
    "empty-themes": Words(
        "themes-sans-personne", lambda: gettext("Thèmes sans personne"),
        lambda: gettext("Aucune fiche n’a ce thème : trouvez qui s’en occupe, ou retirez-le."),
        lambda item: gettext("Aucune fiche n’a ce thème.")),
    "broken-addresses": Words(
        "adresses-qui-ne-repondent-plus", lambda: gettext("Adresses qui ne répondent plus, ou ont changé"),
        lambda: gettext("Celles que les fiches donnent sont vérifiées chaque semaine. Qui porte la fiche a été "
                        "prévenu, s’il a un compte."), _address),
    "stale": Words(
        "a-relire", lambda: gettext("Ni relues ni modifiées depuis un an"),
        lambda: gettext("Communs, ressources et communautés. Les plus reliées d’abord : ce sont elles qui trompent "
                        "le plus de monde."), _stale),
    "unsourced": Words(
        "sans-source", lambda: gettext("Liens sans source"),
        lambda: gettext("Fiches dont trois liens ou plus, que l’acteur n’a pas déclarés, ne disent pas d’où on les "
                        "tient."), _unsourced),
    "theme-variants": Words(
        "themes-en-double", lambda: gettext("Thèmes écrits de deux façons"),
        lambda: gettext("Le même mot à un accent, un pluriel ou un trait d’union près : réunissez-les, ou dites "
                        "qu’ils diffèrent."), _variant),
    "unresolved": Words(
        "references-a-resoudre", lambda: gettext("Références qu’un import n’a pas su lire"),
        lambda: gettext("Le dernier import de chaque source y cherche une fiche et n’en trouve pas, ou plusieurs : "
                        "tant que personne ne dit laquelle, le lien manque."), _unresolved),
}  # fmt: skip
