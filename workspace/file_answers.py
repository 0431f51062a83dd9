"""The bytes of an image or a file as an answer, so that nothing in them can run."""

from __future__ import annotations

from flask import Response, current_app, send_file

from graph.errors import NotFound
from graph.files import Found
from workspace import filing

# A page opened from here has no origin and loads nothing; images are ours, encoded from their pixels.
POLICY = "sandbox; default-src 'none'"


def sent(found: Found, mime: str, *, small: bool) -> Response:
    """Asked again each time, so that a record which becomes private hides its files at once."""
    file = found.file
    path = filing.path_of(filing.folder(current_app.extensions["settings"]), file.sha256, small=small)
    if not path.is_file():
        current_app.logger.error("bytes of %s are not in the data folder: %s", file.id, path.name)
        raise NotFound(file.id)
    answer = send_file(
        path, mime, as_attachment=not file.is_image, download_name=file.name, etag=path.name, last_modified=None
    )
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = f"{'public' if found.public else 'private'}, no-cache"
    answer.vary.add("Cookie")
    return answer
