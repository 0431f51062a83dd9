"""What one may say in two minutes, each as one save."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from graph import handovers, reviews, states
from graph.editing import change_record, change_relation, create_record, create_relation
from graph.errors import Invalid
from graph.one_link import one_link
from graph.schema import SCHEMA
from workspace.current import database
from workspace.dates import clock
from workspace.language import gettext
from workspace.reviews.doors import Door

Form = Mapping[str, str]
LONGEST_TITLE = 90


def carry_out(door: Door, form: Form) -> str:
    """Does what the pressed button says and gives the sentence to show. Invalid names the field."""
    act = ACTS.get(form.get("geste", ""))
    if act is None:
        raise Invalid({"geste": "ce geste n'existe pas"})
    return act(door, form)


def _nothing_changed(door: Door, form: Form) -> str:
    reviews.confirm(database(), door.viewer, door.record, door.operation(gettext("rien n’a changé")))
    door.note("confirmed_at")
    return gettext("Enregistré à %(time)s : rien n’a changé. Merci.", time=clock())


def _right(door: Door, form: Form) -> str:
    if form.get("lien"):
        return _judge(door, form, "confirmed")
    reviews.check_field(database(), door.viewer, door.record, form.get("champ", ""), door.operation())
    door.note("confirmed_at")
    return gettext("Noté à %(time)s : c’est juste.", time=clock())


def _correct(door: Door, form: Form) -> str:
    name = form.get("champ", "")
    kind = SCHEMA.kind_of_id(door.record)
    if name not in reviews.EXPECTED or kind is None or kind.field(name) is None:
        raise Invalid({"champ": "ce champ n'existe pas"})
    version = states.records(database(), [door.record])[door.record].version
    change_record(database(), door.viewer, door.record, version, {name: form.get(name, "")}, door.operation())
    reviews.check_field(database(), door.viewer, door.record, name, door.operation())
    door.note("changed_at")
    return gettext("Enregistré à %(time)s.", time=clock())


def _contest(door: Door, form: Form) -> str:
    return _judge(door, form, "contested")


def _judge(door: Door, form: Form, standing: str) -> str:
    link = one_link(database(), door.viewer, form.get("lien", ""))
    day = datetime.now(UTC).date().isoformat()
    said = {"standing": standing, "standing_by": door.name, "standing_at": day}
    change_relation(database(), door.viewer, link.id, link.version, said, door.operation(form.get("why", "")))
    door.note("changed_at")
    return (
        gettext("Lien confirmé, merci.") if standing == "confirmed" else gettext("Lien contesté : l’animation le voit.")
    )


def _news(door: Door, form: Form) -> str:
    text = form.get("actualite", "").strip()
    if not text:
        raise Invalid({"actualite": "écrivez une phrase"})
    first = text.splitlines()[0].strip("# ").strip()
    title = first if len(first) <= LONGEST_TITLE else first[:LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
    operation = door.operation()
    raw = {"name": title, "text": text, "day": operation.at[:10]}
    id = create_record(database(), door.viewer, "News", raw, operation)
    create_relation(database(), door.viewer, "MENTIONS", id, door.record, {"declared_by": "actor"}, operation)
    door.note("changed_at")
    return gettext("Actualité publiée à %(time)s.", time=clock())


def _successor(door: Door, form: Form) -> str:
    name, email = form.get("nom", ""), form.get("adresse", "")
    handovers.hand_over(database(), door.viewer, door.record, name, email, door.name)
    door.note("left_at")
    return gettext("Merci. L’animation écrira à la personne que vous avez nommée.")


ACTS: Mapping[str, Callable[[Door, Form], str]] = {
    "rien": _nothing_changed, "juste": _right, "corriger": _correct, "contester": _contest, "actualite": _news,
    "successeur": _successor,
}  # fmt: skip
