"""The schema's sentences, said of several (« financent », « sont portées par ») and of one of a kind (« répond à un
défi »): French and English grammar for the words that graph/schema/relations.py uses."""

from __future__ import annotations

import re

# French verbs whose plural is not the singular and « nt ».
PLURALS = {
    "est": "sont", "a": "ont", "fait": "font", "comprend": "comprennent", "met": "mettent", "retient": "retiennent",
    "répond": "répondent", "reçoit": "reçoivent", "produit": "produisent", "contredit": "contredisent",
    "dépend": "dépendent", "entretient": "entretiennent", "s'appuie": "s'appuient", "intervient": "interviennent",
    "permet": "permettent", "tient": "tiennent", "reprend": "reprennent", "prévoit": "prévoient",
}  # fmt: skip
# What follows « est » and does not agree in gender, with its plural.
NOUNS = {
    "membre": "membres", "partenaire": "partenaires", "prestataire": "prestataires", "conforme": "conformes",
    "nécessaire": "nécessaires", "lauréate": "lauréates", "une ressource": "des ressources",
    "une instance": "des instances", "une priorité": "des priorités", "le livrable": "les livrables",
    "le thème": "les thèmes",
}  # fmt: skip
_PARTICIPLE = re.compile(r"\b(est|a été) (\w+(?:é|i|u|is|it|rt))\b(?= (?:par|à|en|dans|pour|le)\b)")
_NAMED = re.compile(r"^(.*?)(?: (au|le|de l'|par la))? ?(défi|besoin|appel|communauté)$")
_BEFORE = {"au": " à", "le": "", "de l'": " de", "par la": " par"}
# A verb of the third person whose plural is not itself without its « s ».
ENGLISH = {"is": "are", "has": "have", "was": "were", "publishes": "publish", "expresses": "express",
           "discusses": "discuss", "applies": "apply", "relies": "rely"}  # fmt: skip


def plural(verb: str, *, feminine: bool, language: str) -> str:
    """« finance » → « financent », « est porté par » → « sont portées par »; "funds" → "fund"."""
    if language == "en":
        first, space, rest = verb.partition(" ")
        return (ENGLISH.get(first) or (first.removesuffix("s"))) + space + rest
    told = _agreed(verb, feminine=feminine, several=True)
    for noun, several in NOUNS.items():
        told = re.sub(rf"^est {noun}\b", f"est {several}", told)
    first, space, rest = told.partition(" ")
    return PLURALS.get(first, f"{first}nt" if first.endswith("e") else first) + space + rest


def singular(verb: str, *, feminine: bool, language: str) -> str:
    """« est porté par » → « est portée par » of something feminine."""
    return verb if language == "en" else _agreed(verb, feminine=feminine, several=False)


def before_one(verb: str, noun: str, *, feminine: bool, language: str) -> str:
    """The verb and one of a kind: « répond à un défi » (not « au défi un défi »), « est membre d'une communauté »."""
    if language == "en":
        said = verb.removesuffix(" the community") if noun == "community" else verb
        return f"{said} {'an' if noun[0] in 'aeio' else 'a'} {noun}"
    found = _NAMED.match(verb)
    said = found[1] + _BEFORE.get(found[2] or "", "") if found and found[2] else verb
    return f"{said} {'une' if feminine else 'un'} {noun}".replace(" de un", " d'un")


def _agreed(verb: str, *, feminine: bool, several: bool) -> str:
    ending = ("e" if feminine else "") + ("s" if several else "")

    def told(found: re.Match[str]) -> str:
        word = found[2]
        return f"{found[1]} {word}{ending[:-1] if several and word.endswith('s') and not feminine else ending}"

    return _PARTICIPLE.sub(told, verb)
