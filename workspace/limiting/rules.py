"""What is limited, for whom, and how much. Reading stays comfortable: a whole office may share one address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

from flask import Blueprint, Flask, Response, current_app, request
from flask_limiter import Limiter
from werkzeug.middleware.proxy_fix import ProxyFix

from graph.settings import Settings
from workspace.limiting import keys
from workspace.limiting.counts import SCHEME

FILE = "limits.sqlite"


@dataclass(frozen=True)
class Rule:
    """`amount` such as "20 per 15 minutes" at one of `endpoints`, for each value of `key`."""

    endpoints: tuple[str, ...]
    amount: str
    key: Callable[[], str]


RULES = (
    Rule(("accounts.enter",), "100 per 15 minutes", keys.address),
    Rule(("accounts.enter",), "20 per 15 minutes", keys.typed_account),
    Rule(("accounts.give_code",), "10 per 15 minutes", keys.pending_account),
    Rule(("passwords.keep", "second_factor.turn_on", "second_factor.renew", "second_factor.turn_off",
          "leaving.delete"),
         "20 per 15 minutes", keys.reader),
    Rule(("resets.send_link",), "30 per hour", keys.address),
    Rule(("resets.send_link",), "3 per hour", keys.typed_account),
    Rule(("resets.choose", "resets.replace", "arriving.show", "arriving.come_in"), "60 per hour", keys.address),
    Rule(("provider.leave_for_provider", "provider.come_back"), "100 per 15 minutes", keys.address),
    Rule(("everyone.send_invitation", "everyone.again"), "100 per hour", keys.reader),
    Rule(("contact.send",), "20 per hour", keys.reader),
    Rule(("whatif_writing.send",), "10 per hour", keys.reader),
    Rule(("comments.write", "passages.write", "amending.propose"), "60 per hour", keys.reader),
    Rule(("sharing.give",), "60 per hour", keys.reader),
    Rule(("outside_notes.show",), "300 per hour", keys.address),
    Rule(("outside_notes.enter", "outside_notes.write"), "60 per hour", keys.address),
    Rule(("inviting.ask", "chasing.ask", "minutes.send"), "60 per hour", keys.reader),
    Rule(("own_meetings.calendar_of", "committee_feeds.atom_of"), "300 per hour", keys.address),
    Rule(("answering.show", "answering.tell", "chasing.asked", "chasing.say"), "300 per hour", keys.address),
    Rule(("questions.show", "questions.file"), "120 per minute", keys.reader),
    Rule(("whatif.show", "whatif.file"), "120 per minute", keys.reader),
    Rule(("syntheses.show", "syntheses.file", "syntheses_kept.file"), "60 per minute", keys.reader),
    Rule(("taking.paper",), "60 per minute", keys.reader),
    Rule(("importing.look", "importing.paste"), "30 per minute", keys.reader),
    Rule(("note_bundles.make",), "30 per hour", keys.reader),
    Rule(("taking.archive",), "20 per hour", keys.reader),
    Rule(("leaving.take_away",), "10 per hour", keys.reader),
    Rule(("search.show", "search.suggestions"), "600 per minute", keys.reader),
)  # fmt: skip
BLUEPRINTS = {"api": ("600 per minute", keys.reader)}


def retry_after(limiter: Limiter) -> int:
    """Seconds until the limit that was just met begins anew, at least 1."""
    met = limiter.current_limit
    return max(1, round(met.window.reset_time - keys.now())) if met else 1


def warn_of_proxy() -> None:
    """Behind a proxy that is not set, all readers share one address, and thus one limit: say so, once."""
    if "X-Forwarded-For" in request.headers and not current_app.extensions.get("proxy_told"):
        current_app.extensions["proxy_told"] = True
        current_app.logger.warning(
            "requests come through a proxy, but MAILLAGE_PROXIES is not set: all readers count as one address"
        )


def init(app: Flask, settings: Settings) -> None:
    """Apply the rules to the views of `app`; call it when every view is there."""
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    else:
        app.before_request(warn_of_proxy)
    # A count that fails (a full disk) must not close the site: it is logged, and the request goes on.
    limiter = Limiter(
        keys.address, app=app, storage_uri=f"{SCHEME}://{settings.data / FILE}", swallow_errors=True,
        key_prefix="maillage",
    )  # fmt: skip
    app.extensions["retry_after"] = lambda: retry_after(limiter)
    _limit_views(app, limiter, RULES)
    for name, (amount, key) in BLUEPRINTS.items():
        limiter.limit(amount, key_func=key, scope=name)(cast(Blueprint, app.blueprints[name]))


def _limit_views(app: Flask, limiter: Limiter, rules: Iterable[Rule]) -> None:
    for rule in rules:
        for endpoint in rule.endpoints:
            view = cast(Callable[..., Response], app.view_functions[endpoint])
            app.view_functions[endpoint] = limiter.limit(rule.amount, key_func=rule.key)(view)
