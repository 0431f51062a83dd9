"""`/dependances/prevenir`: a letter to those who bear what would be reached, at addresses that nobody is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, abort, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.addressees import addressees_of
from graph.errors import NotAllowed
from graph.links import Brief
from graph.unsubscribing import unsubscribed
from graph.viewers import SYSTEM
from graph.whatif import Fall, what_if
from graph.whatif_told import Told, told
from workspace import stopping
from workspace.current import animates, database, signed_in, viewer
from workspace.dates import day
from workspace.language import gettext, language, ngettext
from workspace.mail import Recipient, post_all, written
from workspace.mail.letters import write
from workspace.public_address import root
from workspace.rendering import render
from workspace.whatif.asked import Asked, asked_of
from workspace.whatif.tables import what_happens

writing = Blueprint("whatif_writing", __name__)
SORT = "contact"  # who wants no messages from the contact form gets none of these
MOST = 60  # records written about at once


@dataclass(frozen=True)
class Readers:
    """Addresses by record, and the records by address."""

    by_record: Mapping[str, Sequence[str]]
    by_email: Mapping[str, Sequence[Told]]


@writing.get("/dependances/prevenir")
def prepare() -> ResponseReturnValue:
    """The message prepared, and about which records; it says how many will read, never at which address."""
    asked, fall, found = _found()
    typed = written.begun(_first(fall.stopped, fall.at))
    return _form(asked, found, typed, [each.record.id for each in found])


@writing.post("/dependances/prevenir")
def send() -> ResponseReturnValue:
    """A letter to each reader, about what they bear; `geste=apercu` shows it first and sends nothing."""
    asked, _, found = _found()
    typed = written.typed()
    chosen = request.form.getlist("fiche")
    readers = _readers([each for each in found if each.record.id in chosen])
    errors = _wrong(typed, chosen, readers)
    if errors or request.form.get("geste") == "apercu":
        return _form(asked, found, typed, chosen, errors, None if errors else _preview(typed, readers))
    letters = [_letter(typed, email, about) for email, about in sorted(readers.by_email.items())]
    post_all(database(), "whatif", letters)
    records = sum(bool(emails) for emails in readers.by_record.values())
    flash(gettext("Message envoyé : %(people)s, %(records)s.",
                  people=ngettext("à une personne", "à %(num)s personnes", len(letters)),
                  records=ngettext("pour une fiche", "pour %(num)s fiches", records)))  # fmt: skip
    return redirect(asked.address())


def _found() -> tuple[Asked, Fall, list[Told]]:
    """The question and the first records reached, for who animates."""
    if not signed_in():
        abort(401)
    if not animates():
        raise NotAllowed("Seule l'animation écrit à plusieurs porteurs à la fois.")
    asked = asked_of(request.args)
    fall = what_if(database(), viewer(), asked.ids, asked.au)
    return asked, fall, told(database(), viewer(), fall, fall.hits[:MOST])


def _readers(found: Sequence[Told]) -> Readers:
    """Who bears these records. The sender sees the records, and none of these."""
    borne = addressees_of(database(), SYSTEM, [each.record.id for each in found])
    known = {each.record.id: [person.email for person in each.people if person.email] for each in borne}
    silent = unsubscribed(database(), {email for emails in known.values() for email in emails}, SORT)
    by_record = {id: [email for email in emails if email not in silent] for id, emails in known.items()}
    by_email: dict[str, list[Told]] = {}
    for each in found:
        for email in by_record.get(each.record.id, ()):
            by_email.setdefault(email, []).append(each)
    return Readers(by_record, by_email)


def _letter(typed: Mapping[str, str], email: str, about: Sequence[Told]) -> Recipient:
    stop = stopping.path(current_app.extensions["settings"], email, SORT)
    reply = typed["adresse"].strip()
    return Recipient(email, _context(typed, about, stop), None, language(), reply, stopping.headers(stop))


def _context(typed: Mapping[str, str], about: Sequence[Told], stop: str) -> dict[str, object]:
    records = [
        {"name": each.record.name, "path": each.record.url, "told": what_happens(lost=each.hit.lost),
         "links": [link.sentence(language()) for loss in each.losses for link in loss.gone][:5]}
        for each in about
    ]  # fmt: skip
    return {**written.signed(typed), "records": records, "stop": stop}


def _preview(typed: Mapping[str, str], readers: Readers) -> tuple[str, str]:
    """Subject and text of the letter to the first reader, whose address is not in it."""
    about = readers.by_email[min(readers.by_email)]
    letter = write("whatif", language(), root(), _context(typed, about, "/desabonner/…"))
    return letter.subject, letter.text


def _first(stopped: Sequence[Brief], at: str) -> str:
    names = ", ".join(record.name for record in stopped)
    return gettext(
        "Bonjour,\n\nNous regardons ce qui serait touché si %(names)s venait à s’arrêter. D’après ce qui est connu "
        "au %(day)s, une fiche que vous portez le serait : vous la trouverez sous ce message, avec la raison.\n\n"
        "Est-ce exact ? Avez-vous une autre solution, ou besoin d’aide pour en trouver une ?",
        names=names, day=day(at),
    )  # fmt: skip


def _wrong(typed: Mapping[str, str], chosen: Sequence[str], readers: Readers) -> dict[str, str]:
    wrong = written.wrong(typed)
    if not chosen:
        wrong["fiche"] = gettext("choisissez une fiche au moins")
    elif not readers.by_email:
        wrong["fiche"] = gettext("personne ne peut être joint pour ces fiches")
    return wrong


def _form(
    asked: Asked, found: Sequence[Told], typed: Mapping[str, str], chosen: Sequence[str],
    errors: Mapping[str, str] | None = None, preview: tuple[str, str] | None = None,
) -> Response:  # fmt: skip
    readers = _readers(found)
    return render(
        "whatif/write.html", status=422 if errors else 200, asked=asked, found=found, typed=typed, chosen=chosen,
        errors=errors or {}, preview=preview, counts={id: len(emails) for id, emails in readers.by_record.items()},
        readers=len(readers.by_email), most=MOST,
    )  # fmt: skip
