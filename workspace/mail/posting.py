"""Queues an e-mail; wrong addresses, headers and templates are refused here, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
_VALUE = re.compile(r"[\x20-\x7e]{1,900}")  # a line of a message has 998 characters at most


@dataclass(frozen=True)
class Recipient:
    """To whom, and what of it is only theirs; see `post`."""

    to: str
    context: Mapping[str, object] = field(default_factory=dict)
    key: str | None = None
    language: str = "fr"
    reply_to: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    calendar: str = ""  # an iCalendar text with its METHOD, joined so that calendars take it


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
    return post_all(db, template, [Recipient(to, context, key, language, reply_to, headers or {})], due=due)[0]


def post_all(
    db: Database | Transaction, template: str, recipients: Sequence[Recipient], *, due: datetime | None = None
) -> list[str]:
    """Queues the same letter to many, or to none of them when one address is wrong; their jobs' ids, in order. Its
    templates are tried with the first letter of each language."""
    site, tried = root(), set[str]()
    wanted = []
    for each in recipients:
        language = each.language if each.language in LANGUAGES else "fr"
        told = {
            "to": address("to", each.to), "template": template, "root": site, "context": dict(each.context),
            "reply_to": address("reply_to", each.reply_to) if each.reply_to else None,
            "language": language, "headers": checked(each.headers), "calendar": each.calendar,
        }  # fmt: skip
        if language not in tried:
            tried.add(language)
            letters.write(template, language, site, each.context)
        wanted.append(jobs.Wanted(told, each.key, due))
    return jobs.put_all(db, SORT, wanted)


def address(field: str, given: str) -> str:
    """An address alone, without a name. Invalid when it is not one, or when few servers would take it."""
    address = given.strip()
    if len(address) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        raise Invalid({field: gettext("adresse électronique attendue")})
    if not address.rpartition("@")[0].isascii():
        raise Invalid({field: gettext("une adresse électronique n’a pas d’accent avant le @")})
    return address


def checked(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers, if each is one that a message may add and holds one line, in ASCII."""
    for name, value in headers.items():
        if not _HEADER.fullmatch(name) or not _VALUE.fullmatch(value):
            raise ValueError(f"not a header of ours: {name!r}: {value!r}")
    return dict(headers)
