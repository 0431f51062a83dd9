"""OpenID Connect: what we ask of the provider, and what we believe of its answer. Loaded when somebody comes by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import requests
from authlib.common.errors import AuthlibBaseError
from flask import request, session
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from werkzeug.wrappers import Response

from graph.identities import Identity
from graph.users import LONGEST_NAME
from workspace.accounts.known_provider import ProviderFailed, client, settings
from workspace.public_address import absolute

# Signed with a key that only the provider has; never by our shared secret, never by nobody.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
CALLBACK, SIGNED_OUT = "/connexion/retour", "/deconnexion/retour"


@dataclass(frozen=True)
class Arrival:
    """Somebody comes from the provider; `id_token` is what it wants back when they sign out."""

    identity: Identity
    id_token: str


def begin() -> Response:
    """To the provider, with a state, a nonce and a proof key that stay in this browser's cookie."""
    for key in [key for key in session if key.startswith("_state_")]:
        del session[key]  # an attempt that was given up: a cookie holds 4 kB, and one attempt takes one
    try:
        _known()
        acr = {"acr_values": settings().oidc_acr_values} if settings().oidc_acr_values else {}
        return cast(Response, client().authorize_redirect(absolute(CALLBACK), **acr))
    except (AuthlibBaseError, requests.RequestException, ValueError, RuntimeError) as error:
        raise ProviderFailed(str(error)) from error


def finish() -> Arrival:
    """Who comes back: state, nonce, issuer, audience, times, signature and subject were looked at."""
    try:
        metadata = _known()
        issuer, audience = metadata["issuer"], settings().oidc_client_id
        if request.args.get("iss", issuer) != issuer:
            raise ProviderFailed("the answer says that another provider gave it")
        token = client().authorize_access_token(
            claims_options={
                "iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": audience},
            }
        )  # fmt: skip
        if not token.get("userinfo"):
            raise ProviderFailed("no ID token")
        claims = dict(token["userinfo"])
        claims |= _userinfo(metadata, token, claims["sub"])
    except (AuthlibBaseError, JoseError, requests.RequestException, ValueError, KeyError, RuntimeError) as error:
        raise ProviderFailed(f"{type(error).__name__}: {error}") from error
    return Arrival(_identity(issuer, claims), token["id_token"])


def sign_out_address(id_token: str) -> str | None:
    """Where the provider ends its own session; None when it offers that nowhere, or does not answer."""
    try:
        if "end_session_endpoint" not in _known():
            return None
        made = client().create_logout_url(
            post_logout_redirect_uri=absolute(SIGNED_OUT), id_token_hint=id_token, client_id=settings().oidc_client_id
        )
    except (ProviderFailed, requests.RequestException, ValueError):
        return None
    return str(made["url"])


def _userinfo(metadata: Mapping[str, Any], token: Mapping[str, Any], subject: str) -> dict[str, Any]:
    """What the provider tells apart, as JSON or as a signed JWT; it must be about the same subject."""
    if "userinfo_endpoint" not in metadata:
        return {}
    answer = client().get(metadata["userinfo_endpoint"], token=token)
    answer.raise_for_status()
    signed = answer.headers.get("Content-Type", "").partition(";")[0].strip() == "application/jwt"
    claims: dict[str, Any] = _opened(answer.text, metadata) if signed else answer.json()
    if claims.get("sub") != subject:
        raise ProviderFailed("userinfo is about somebody else")
    return claims


def _opened(text: str, metadata: Mapping[str, Any]) -> dict[str, Any]:
    """The claims of a signed userinfo, from this issuer and for us."""
    registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
    try:
        claims = jwt.decode(text.strip(), KeySet.import_key_set(client().fetch_jwk_set()), registry=registry).claims
    except InvalidKeyIdError:
        fresh = KeySet.import_key_set(client().fetch_jwk_set(force=True))
        claims = jwt.decode(text.strip(), fresh, registry=registry).claims
    jwt.JWTClaimsRegistry(
        leeway=120, iss={"essential": True, "value": metadata["issuer"]},
        aud={"essential": True, "value": settings().oidc_client_id},
    ).validate(claims)  # fmt: skip
    return dict(claims)


def _identity(issuer: str, claims: Mapping[str, Any]) -> Identity:
    """ProConnect says `usual_name` where others say `family_name`."""
    email = str(claims.get("email") or "").strip().lower()
    parts = (claims.get("given_name"), claims.get("usual_name") or claims.get("family_name"))
    told = claims.get("name") or " ".join(str(part) for part in parts if part) or email.partition("@")[0]
    verified = claims.get("email_verified") in (True, "true") or settings().oidc_trusted_addresses
    name = "".join(char for char in str(told) if char.isprintable())[:LONGEST_NAME]
    return Identity(issuer, str(claims["sub"]), email, verified and bool(email), name)


def _known() -> dict[str, Any]:
    """The provider's description of itself, asked once; only signatures that we accept are left in it."""
    metadata: dict[str, Any] = client().load_server_metadata()
    if metadata.get("issuer", "").rstrip("/") != settings().oidc_issuer.rstrip("/"):
        raise ProviderFailed(f"it calls itself {metadata.get('issuer')!r}")
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [each for each in offered if each in ALGORITHMS]
    return metadata
