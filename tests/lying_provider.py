"""A provider that lies: it knows the protocol, and breaks it where the test says."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.provider import CLIENT_ID, SECRET

Claims = dict[str, Any]


@cache
def key(whose: str) -> RSAKey:
    """One each, of the same name."""
    return RSAKey.generate_key(2048, {"kid": "ours"}, private=True)


def signed(claims: Claims) -> str:
    return jwt.encode({"alg": "RS256", "kid": "ours"}, claims, key("ours"))


def by_a_stranger(claims: Claims) -> str:
    return jwt.encode({"alg": "RS256", "kid": "ours"}, claims, key("a stranger"))


def by_our_secret(claims: Claims) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET), algorithms=["HS256"])


def by_nobody(claims: Claims) -> str:
    def part(told: Claims) -> str:
        return base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none'})}.{part(claims)}."


@dataclass
class Lies:
    """What is changed: claims of the ID token and of userinfo, who signs, what it says of itself."""

    id_token: Claims = field(default_factory=dict)
    userinfo: Claims = field(default_factory=dict)
    metadata: Claims = field(default_factory=dict)
    sign: Callable[[Claims], str] = signed
    answers: bool = True
    asked: list[Claims] = field(default_factory=list)


@contextmanager
def lying_provider(lies: Lies) -> Iterator[str]:
    """Runs while the block lasts; gives the issuer. Everybody who comes is Nora, and signs in at once."""
    issuer = ""
    nonces: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/auth":
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                lies.asked.append(query)
                nonces.append(query["nonce"])
                self.send_response(302)
                back = urlencode({"code": "code", "state": query["state"]})
                self.send_header("Location", f"{query['redirect_uri']}?{back}")
                self.end_headers()
                return
            known = {
                "/.well-known/openid-configuration": {
                    "issuer": issuer, "authorization_endpoint": f"{issuer}/auth", "token_endpoint": f"{issuer}/token",
                    "jwks_uri": f"{issuer}/jwks", "userinfo_endpoint": f"{issuer}/me",
                    "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"], **lies.metadata,
                },
                "/jwks": {"keys": [key("ours").as_dict(private=False)]},
                "/me": {"sub": "sub-nora", "email": "nora@example.invalid", "email_verified": True, **lies.userinfo},
            }  # fmt: skip
            self._json(known[parts.path])

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            lies.asked.append({name: values[0] for name, values in parse_qs(body).items()})
            now = int(time.time())
            claims = {
                "iss": issuer, "sub": "sub-nora", "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": nonces[-1],
            } | lies.id_token  # fmt: skip
            claims = {name: value for name, value in claims.items() if value is not None}
            token = {"access_token": "access", "token_type": "Bearer", "expires_in": 300}
            self._json(token | ({"id_token": lies.sign(claims)} if lies.answers else {}))

        def _json(self, told: Claims) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
