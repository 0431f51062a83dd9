"""A letter as a message of the Internet: addresses, headers, and both its forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import unquote, urlsplit

from graph.settings import Settings
from workspace.mail.letters import Letter

NAME = "Maillage"
METHOD = re.compile(r"(?m)^METHOD:([A-Z]+)\r?$")
READ_BY_PROGRAMS = ("list-", "x-", "message-id", "in-reply-to", "references")


class OneLine(EmailPolicy):
    """Headers that programs read stay on one line: folded, an address longer than a line would be encoded, and no
    program would find it."""

    def fold(self, name: str, value: Any) -> str:
        """As text."""
        if name.lower().startswith(READ_BY_PROGRAMS):
            return f"{name}: {value}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        """As bytes; what may be in such a header is ASCII."""
        if name.lower().startswith(READ_BY_PROGRAMS):
            return self.fold(name, value).encode("ascii")
        return super().fold_binary(name, value)


POLICY = OneLine(linesep="\r\n")


def sender(settings: Settings) -> str:
    """The address that messages come from: as set, else the SMTP user's, else no-reply@ the site's host."""
    user = unquote(urlsplit(settings.smtp_url).username or "")
    if settings.mail_from or "@" in user:
        return settings.mail_from or user
    host = urlsplit(settings.base_url).hostname or ""
    return f"no-reply@{host if is_name(host) else 'localhost'}"


def is_name(host: str) -> bool:
    """A name, not the number of a machine."""
    try:
        return not ip_address(host)
    except ValueError:
        return bool(host)


def ascii_address(address: str) -> str:
    """The address with its domain as servers write it (xn--…)."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def message(
    letter: Letter,
    *,
    id: str,
    at: datetime,
    to: str,
    by: str,
    language: str,
    reply_to: str | None = None,
    headers: Mapping[str, str] | None = None,
    calendar: str = "",
) -> EmailMessage:
    """The message; its Message-ID is made from the job's `id`, so that the same job is always the same message."""
    by, to = ascii_address(by), ascii_address(to)
    made = EmailMessage(policy=POLICY)
    made["From"] = Address(NAME, addr_spec=by)
    made["To"] = Address(addr_spec=to)
    made["Subject"] = letter.subject
    made["Date"] = format_datetime(at)
    made["Message-ID"] = f"<{id}@{by.rpartition('@')[2]}>"
    if reply_to:
        made["Reply-To"] = Address(addr_spec=ascii_address(reply_to))
    made["Auto-Submitted"] = "auto-generated"
    for name, value in (headers or {}).items():
        made[name] = value
    # Quoted-printable passes every server, and is still readable where nothing decodes it.
    made.set_content(letter.text, cte="quoted-printable")
    made.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if calendar:
        _join(made, calendar)
    made["Content-Language"] = language  # set before the content, it would be moved into a part
    return made


def _join(made: EmailMessage, calendar: str) -> None:
    """An event, twice: as a form of the letter, which calendars answer (RFC 6047), and as a file for the others."""
    found = METHOD.search(calendar)
    method = found[1] if found else "PUBLISH"
    made.add_alternative(calendar, subtype="calendar", cte="base64", params={"method": method})
    made.add_attachment(calendar.encode(), maintype="application", subtype="ics", filename="reunion.ics")
