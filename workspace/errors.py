"""Errors in the domain's words, told as a page, a line for htmx, or the one JSON shape of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from flask import Flask, Response, current_app, jsonify, make_response, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from graph import errors as graph_errors
from graph.links import Brief
from graph.near import near
from graph.schema import SCHEMA
from workspace.addresses import here
from workspace.current import database, viewer
from workspace.language import gettext, ngettext
from workspace.messages import translated
from workspace.rendering import wants_fragment

RETRY_SECONDS = 8


@dataclass(frozen=True)
class Failure:
    """One error as it is told: HTTP status, code for programs, message for people, message by field.

    `words` are those in which something unknown was asked for."""

    status: int
    code: str
    message: str
    fields: Mapping[str, str] = field(default_factory=dict)
    words: str = ""


def failure_of(error: graph_errors.MaillageError) -> Failure:
    """The failure that an exception of the graph stands for."""
    match error:
        case graph_errors.NotFound():
            return not_found(gettext("Cette fiche n’existe pas, ou vous n’y avez pas accès."), error.id)
        case graph_errors.AlreadyExists():
            told = gettext("Une autre fiche a déjà cette valeur : %(value)s", value=error.value or error.field)
            return Failure(409, "already_exists", told, {error.field: told})
        case graph_errors.NotAllowed():
            told = translated(error.why) if error.why else gettext("Vous pouvez lire cette page, pas la changer.")
            return Failure(403, "not_allowed", told)
        case graph_errors.Conflict():
            told = gettext("Quelqu’un d’autre a enregistré cette fiche entre-temps. Rien n’a été écrasé.")
            return Failure(409, "conflict", told)
        case graph_errors.Invalid():
            fields = {name: translated(message) for name, message in error.fields.items()}
            return Failure(422, "invalid", gettext("Une valeur de la demande n’est pas acceptée."), fields)
    told = gettext("Le réseau ne répond pas pour l’instant. Vos données sont à l’abri.")
    return Failure(503, "graph_unavailable", told)


def not_found(message: str, asked: str) -> Failure:
    """A 404 that knows in which words something was asked for, by its id or by its address."""
    name = asked.rstrip("/").rsplit("/", 1)[-1]
    kind = SCHEMA.kind_of_id(name)
    return Failure(
        404, "not_found", message, words=(name.removeprefix(f"{kind.prefix}-") if kind else name).replace("-", " ")
    )


def http_failure(error: HTTPException) -> Failure:
    """The failure that an HTTP error stands for, in our words where people meet it."""
    status = error.code or 500
    if isinstance(error, CSRFError):
        told = gettext("La page était ouverte depuis trop longtemps. Rien n’a été enregistré : recommencez.")
        return Failure(400, "expired", told)
    if status == 404:
        return not_found(gettext("Il n’y a pas de page à cette adresse."), request.path)
    known = {
        400: gettext("La demande est incomplète ou mal formée."),
        401: gettext("Connectez-vous pour continuer."),
        403: gettext("Vous n’avez pas accès à cette page."),
        405: gettext("Cette adresse ne répond pas à cette demande."),
        413: gettext("Le fichier est trop gros."),
        422: gettext("Une valeur de la demande n’est pas acceptée."),
        429: gettext("Trop de demandes en peu de temps. Rien n’a été fait. Réessayez dans %(time)s.", time=_waiting()),
        500: gettext("Quelque chose a échoué de notre côté. L’erreur est notée."),
    }
    return Failure(status, error.name.lower().replace(" ", "_"), known.get(status, error.description or error.name))


def _waiting() -> str:
    minutes = -(-retry_seconds() // 60)
    return ngettext("une minute", "%(num)s minutes", minutes)


def retry_seconds() -> int:
    """Seconds until a limit that was just met begins anew."""
    return int(current_app.extensions["retry_after"]()) if "retry_after" in current_app.extensions else 60


def answer(failure: Failure) -> BaseResponse:
    """JSON under /api/, a line for htmx, else a page."""
    response: BaseResponse
    if request.path.startswith("/api/"):
        told = {"code": failure.code, "message": failure.message, "fields": dict(failure.fields)}
        response = jsonify(error=told)
    elif failure.status == 401:
        return _to_sign_in()
    elif wants_fragment():
        # htmx swaps a 422 in; of other errors the status region shows the text.
        invalid = failure.status == 422
        response = make_response(
            render_template("errors/_fields.html", failure=failure) if invalid else str(escape(failure.message))
        )
    else:
        try:
            response = _page(failure)
        except graph_errors.GraphUnavailable as error:  # who is signed in could not be asked
            failure = failure_of(error)
            response = _page(failure)
    response.status_code = failure.status
    if failure.status == 429:
        response.headers["Retry-After"] = str(retry_seconds())
    return response


def near_names(words: str) -> Sequence[Brief]:
    """Records whose names are close to `words`, for this reader; none when the graph cannot say."""
    try:
        return near(database(), viewer(), words)
    except graph_errors.MaillageError:
        return ()


def _page(failure: Failure) -> Response:
    known = failure.status if failure.status in (403, 404, 409, 422, 429, 500, 503) else "other"
    template = current_app.jinja_env.get_template(f"errors/{known}.html")
    # Rendered without Flask's context processors: they would ask the graph who is signed in.
    bare = failure.status >= 500
    names = near_names(failure.words) if failure.status == 404 else ()
    html = (
        template.render(failure=failure, bare=True) if bare else render_template(template, failure=failure, near=names)
    )
    response = make_response(html)
    if failure.status == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        if request.method == "GET":
            response.headers["Refresh"] = str(RETRY_SECONDS)
    return response


def _to_sign_in() -> BaseResponse:
    """A person who is not signed in goes to the door, and from there back."""
    back = here() if request.method == "GET" else request.referrer or "/"
    address = "/connexion?" + urlencode({"suite": back})
    if not wants_fragment():
        return redirect(address)
    response = make_response("", 401)
    response.headers["HX-Redirect"] = address
    return response


def init(app: Flask) -> None:
    """Translate every error of `app`, once."""

    @app.errorhandler(graph_errors.MaillageError)
    def told_by_graph(error: graph_errors.MaillageError) -> BaseResponse:
        if isinstance(error, graph_errors.GraphUnavailable):
            app.logger.error("graph unavailable: %s", error.cause)
        return answer(failure_of(error))

    @app.errorhandler(HTTPException)
    def told_by_http(error: HTTPException) -> BaseResponse:
        return answer(http_failure(error))
