"""Queues an e-mail; wrong addresses, headers and templates are refused here, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from graph import jobs
from graph.database import Database, Transaction
from graph.errors import Invalid
from workspace.language import LANGUAGES, gettext
from workspace.mail import letters
from workspace.public_address import root

SORT = "mail"
_LONGEST_ADDRESS = 254
_ADDRESS = re.compile(
    r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]{1,64}@[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]+\.[^\s@<>()\[\]\\,;:\".\x00-\x1f\x7f]+"
)
_HEADER = re.compile(r"(List-[A-Za-z-]+|X-[A-Za-z-]+|In-Reply-To|References|Precedence)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


def post(
    db: Database | Transaction,
    to: str,
    template: str,
    *,
    key: str | None = None,
    language: str = "fr",
    reply_to: str | None = None,
    headers: Mapping[str, str] | None = None,
    due: datetime | None = None,
    **context: object,
) -> str:
    """Queues the letter templates/mail/<template>.txt and .html to one address, and gives the id of its job.

    `key` names the message: it is never queued twice. `language` is the recipient's. `context` goes to the templates
    through JSON; `link(path)` makes an address of this site there. `headers` are List-… and X-… only. In a Transaction
    it is queued if and only if the rest is written. Invalid names what is wrong; NotAllowed: the site has no address.
    """
    language, site = language if language in LANGUAGES else "fr", root()
    letters.write(template, language, site, context)
    told = {
        "to": address("to", to), "template": template, "language": language, "root": site, "context": context,
        "reply_to": address("reply_to", reply_to) if reply_to else None, "headers": checked(headers or {}),
    }  # fmt: skip
    return jobs.put(db, SORT, told, key=key, due=due)


def address(field: str, given: str) -> str:
    """An address alone, without a name. Invalid when it is not one, or when few servers would take it."""
    address = given.strip()
    if len(address) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        raise Invalid({field: gettext("adresse électronique attendue")})
    if not address.rpartition("@")[0].isascii():
        raise Invalid({field: gettext("une adresse électronique n’a pas d’accent avant le @")})
    return address


def checked(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers, if each is one that a message may add and holds one line."""
    for name, value in headers.items():
        if not _HEADER.fullmatch(name) or _CONTROL.search(value):
            raise ValueError(f"not a header of ours: {name!r}: {value!r}")
    return dict(headers)
