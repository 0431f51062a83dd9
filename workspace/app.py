"""The application factory: settings and a graph in, a Flask application out."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Flask
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from graph.database import Database, connect
from graph.settings import Settings, load
from workspace import (
    accounts,
    api,
    appearance,
    assets,
    bookmarks,
    campaigns,
    changes,
    comments,
    committees,
    contact,
    coverage,
    current,
    decision_files,
    duplicates,
    editing,
    entities,
    errors,
    files,
    follows,
    gaps,
    health,
    help,
    holding_words,
    home,
    imports,
    indicators,
    language,
    limiting,
    linking,
    live,
    measures,
    meeting_panels,
    meetings,
    navigation,
    network,
    news,
    notes,
    paths,
    portfolio,
    proposals,
    questions,
    rendering,
    reviews,
    roadmaps,
    search,
    security,
    selections,
    shaping,
    suggested,
    suggested_words,
    syntheses,
    templating,
    tracing,
    trash,
    unsubscribing,
    versions,
    vote_words,
    whatif,
    worklists,
)
from workspace.fixed_words import Site
from workspace.places import shared

YEAR = 365 * 24 * 3600
LARGEST_UPLOAD = 64 * 2**20


def features() -> Sequence[Blueprint]:
    """Every feature's blueprint: the one place where pages are joined to the application."""
    parts = (
        api, appearance, changes, comments, contact, coverage, duplicates, follows, health, help, home, imports,
        indicators, live, measures, news, paths, portfolio, proposals, search, suggested, trash,
        unsubscribing, versions,
    )  # fmt: skip
    several = (
        accounts, campaigns, committees, decision_files, editing, entities, files, gaps, linking, meetings, network,
        notes, questions, reviews, roadmaps, selections, shaping, syntheses, tracing, whatif, worklists,
    )  # fmt: skip
    return (*(part.blueprint for part in parts), *(each for part in several for each in part.blueprints))


def create_app(settings: Settings | None = None, database: Database | None = None) -> Flask:
    """A new application on `database`, else on the graph that the settings name (asked at the first question)."""
    settings = settings or load()
    built = assets.load(shared("static/dist"))
    app = Site(
        __name__,
        template_folder=str(shared("templates")),
        static_folder=str(built.folder),
        static_url_path=assets.ADDRESS,
    )
    app.config.from_mapping(_configuration(settings))
    app.extensions["settings"] = settings
    app.extensions["database"] = database or connect(settings)
    CSRFProtect(app)
    LoginManager(app)
    accounts.init(app, settings)
    for part in (language, rendering, errors, security):
        part.init(app)
    templating.init(app, built)
    bookmarks.init(app, settings)
    app.jinja_env.globals.update(
        theme=appearance.theme,
        signed_in=current.signed_in,
        account_name=current.account_name,
        viewer=current.viewer,
        may_create=current.may_create,
        may_correct=current.may_correct,
        may_judge=current.may_judge,
        hosts=current.hosts,
        animates=current.animates,
        hanging=holding_words.hanging,
        meeting_panel=meeting_panels.panel,
        own_vote=vote_words.own_vote,
        votes_of=vote_words.votes_of,
        vote_said=vote_words.said,
        vote_quorum=vote_words.quorum,
        why_suggested=suggested_words.why,
    )
    for feature in features():
        app.register_blueprint(feature)
    app.extensions["data_sources"] = imports.sources
    unsubscribing.init(app)
    navigation.init(app)
    app.before_request(current.know_schema)
    limiting.init(app, settings)
    return app


def _configuration(settings: Settings) -> dict[str, object]:
    secure = settings.base_url.startswith("https://")
    return {
        "SECRET_KEY": settings.signing_key,
        # Over TLS the browser takes this name from this very host only: no neighbour can plant the cookie.
        "SESSION_COOKIE_NAME": "__Host-maillage" if secure else "maillage",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "WTF_CSRF_TIME_LIMIT": None,  # a form left open over lunch is not lost: the token lasts as long as the session
        "MAX_CONTENT_LENGTH": LARGEST_UPLOAD,
        "SEND_FILE_MAX_AGE_DEFAULT": YEAR,
    }
