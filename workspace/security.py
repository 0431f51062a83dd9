"""What every answer says to the browser: only our own scripts and styles, nothing kept of personal pages."""

from __future__ import annotations

import re

from flask import Flask, Response, current_app, request, session

from graph.errors import Invalid
from workspace.language import gettext

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'",
        "connect-src 'self'", "worker-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip
# What another site may show in a frame of its page: no scripts, and nobody is asked who they are.
FRAMED = {
    "Content-Security-Policy": "; ".join((
        "default-src 'none'", "style-src 'self'", "img-src 'self'", "font-src 'self'", "form-action 'none'",
        "base-uri 'none'", "frame-ancestors *",
    )),
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cross-Origin-Opener-Policy": "unsafe-none",
}  # fmt: skip
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}


def refuse_control_characters() -> None:
    """Nobody types a NUL or an escape in an address, and a page that repeated it would be broken."""
    for name, value in request.args.items(multi=True):
        if CONTROL.search(name + value):
            raise Invalid({CONTROL.sub("?", name): gettext("un caractère de cette valeur ne se lit pas")})


def finish(response: Response) -> Response:
    """Headers of one answer; a view that set one of them keeps its own."""
    framed = "frame-ancestors *" in response.headers.get("Content-Security-Policy", "")
    for name, value in HEADERS.items():
        if not (framed and name == "X-Frame-Options"):
            response.headers.setdefault(name, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint == "static":
        # The name holds the hash of the content.
        response.cache_control.immutable = True
        response.cache_control.public = True
    elif "Cache-Control" not in response.headers:
        # Read from the cookie alone: asking who it is would ask a graph that may be down.
        personal = "_user_id" in session or request.method != "GET"
        response.headers["Cache-Control"] = "private, no-store" if personal else "private, no-cache"
    if response.mimetype == "text/html":
        response.vary.update(("HX-Request", "Cookie", "Accept-Language"))
    return response


def init(app: Flask) -> None:
    """Send the headers with every answer of `app`."""
    app.before_request(refuse_control_characters)
    app.after_request(finish)
