"""The identity provider that is set up, if one is: its name and its client."""

from __future__ import annotations

from typing import Any, cast

from flask import Flask, current_app

from graph.settings import Settings

TIMEOUT_SECONDS = 10
LONGEST_HINT = 2000  # characters of an ID token that a cookie may carry while a code is awaited


class ProviderFailed(Exception):
    """The provider did not answer, or its answer is not to be believed; the message is for the log."""


def configured() -> bool:
    """Is there a provider?"""
    return "oidc" in current_app.extensions


def name() -> str:
    """What people call the provider; "" when there is none."""
    return str(settings().oidc_name or settings().oidc_issuer.partition("://")[2].partition("/")[0])


def client() -> Any:
    """Authlib's client of the provider."""
    return current_app.extensions["oidc"]


def settings() -> Settings:
    """Those of the site."""
    return cast(Settings, current_app.extensions["settings"])


def init(app: Flask, settings: Settings) -> None:
    """Makes the client of a provider that is set up; nothing is asked of it yet."""
    app.jinja_env.globals["provider_name"] = lambda: name() if configured() else ""
    if not (settings.oidc_issuer and settings.oidc_client_id):
        return
    from authlib.integrations.flask_client import OAuth  # 16 MB that a site without a provider does not carry

    app.extensions["oidc"] = OAuth(app).register(
        "provider", client_id=settings.oidc_client_id, client_secret=settings.oidc_client_secret,
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": settings.oidc_scopes, "code_challenge_method": "S256", "default_timeout": TIMEOUT_SECONDS,
        },
    )  # fmt: skip
