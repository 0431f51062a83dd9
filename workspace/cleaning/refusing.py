"""Why a file is not kept, in words that workspace.refusals translates."""

from __future__ import annotations

TOO_HARD = "ce fichier est trop lourd ou trop compliqué à vérifier : enregistrez-en une version plus simple"
DAMAGED = "ce fichier est abîmé : ouvrez-le dans le logiciel qui l'a fait, et enregistrez-le à nouveau"
UNKNOWN = (
    "ce type de fichier n'est pas accepté : envoyez une image (JPEG, PNG, WebP, GIF), un PDF, un document Word, Excel, "
    "PowerPoint ou LibreOffice d'aujourd'hui, un CSV ou du texte"
)
LOCKED = "ce fichier est protégé par un mot de passe ou dans un ancien format : enregistrez-le autrement"
SIGNED = "ce PDF est signé, et le nettoyer romprait sa signature : envoyez-en une copie imprimée en PDF"
MACROS = "ce document contient des macros : enregistrez-le sans elles"
MARKUP = "une page web ou un dessin SVG peut contenir un programme : envoyez une image PNG ou un PDF"
EMPTY = "ce fichier est vide"
TOO_MANY_PIXELS = "cette image a trop de points : 40 millions au plus, par exemple 8 000 sur 5 000"


class Refused(Exception):
    """The file is not kept; the message says why and what to do."""
