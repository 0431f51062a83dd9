"""A template as a whole page, or one of its blocks for htmx."""

from __future__ import annotations

import json

from flask import Flask, Response, current_app, make_response, render_template, request
from jinja2_fragments.flask import render_block
from markupsafe import Markup

HTMX_CONFIG = json.dumps(
    {
        "includeIndicatorStyles": False,
        "allowEval": False,
        "allowScriptTags": False,
        "selfRequestsOnly": True,
        "historyCacheSize": 0,
        "refreshOnHistoryMiss": True,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "422", "swap": True},
            {"code": "[45]..", "swap": False, "error": True},
        ],
    }
)


def wants_fragment() -> bool:
    """Does htmx ask for a part of a page? Boosted links and restored history take the whole."""
    headers = request.headers
    whole = "HX-Boosted" in headers or "HX-History-Restore-Request" in headers
    return headers.get("HX-Request") == "true" and not whole


def render(template: str, block: str | None = None, *, status: int = 200, **context: object) -> Response:
    """The page, or for htmx its block `block` with the page's title and what was flashed."""
    fragment = wants_fragment() and block is not None
    html = _fragment(template, str(block), context) if fragment else render_template(template, **context)
    return make_response(html, status)


def _fragment(template: str, block: str, context: dict[str, object]) -> str:
    ui = current_app.jinja_env.globals["ui"]
    said = ui.status_messages()  # type: ignore[attr-defined]
    html = render_block(template, block, **context)
    if "title" in current_app.jinja_env.get_template(template).blocks:
        title = render_block(template, "title", **context)
        html = f"<title>{title} – Maillage</title>{html}"
    return html + (Markup('<div id="status" hx-swap-oob="innerHTML">{}</div>').format(said) if said else "")


def init(app: Flask) -> None:
    """Give base.html the settings that htmx reads."""
    app.jinja_env.globals["htmx_config"] = HTMX_CONFIG
