"""Why a text from elsewhere is not read, in words that workspace.refusals translates."""

from __future__ import annotations

OTHER = "ce fichier n'est pas un texte que l'on sait lire : envoyez un DOCX, un ODT, une page HTML ou du Markdown"
TOO_LONG = "ce texte est trop long : 200 000 caractères au plus, faites-en plusieurs notes"
TOO_DEEP = "ce texte est imbriqué trop profondément : collez-le sans sa mise en forme"
ENTITIES = "ce fichier définit des entités XML, qui servent à épuiser ou à espionner qui l'ouvre : il n'est pas lu"
NOTHING = "aucun texte n'a été trouvé dans ce fichier"
SEVERAL = "cette archive tient plusieurs textes : importez-les un par un"
TOO_MANY_NOTES = "cette archive tient plus de 500 textes : faites-en plusieurs"
