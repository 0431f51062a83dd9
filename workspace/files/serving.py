"""`/fichier/<id>`: the bytes of an image or a file, to whoever may see its record, so that nothing in them can run."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from graph import files
from graph.errors import NotFound
from workspace.current import database, viewer
from workspace.file_answers import sent

blueprint = Blueprint("file_serving", __name__)


@blueprint.get("/fichier/<file>")
def whole(file: str) -> ResponseReturnValue:
    """The file to keep, an image to look at."""
    found = files.file(database(), viewer(), file)
    return sent(found, found.file.mime, small=False)


@blueprint.get("/fichier/<file>/apercu")
def small(file: str) -> ResponseReturnValue:
    """The image as the record's page shows it."""
    found = files.file(database(), viewer(), file)
    if not found.file.is_image:
        raise NotFound(file)
    return sent(found, "image/webp", small=True)
