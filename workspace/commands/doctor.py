"""`maillage doctor`: what works here, what does not, and what to do about it."""

import json
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Literal

import click

from graph import health, jobs
from graph.database import Database
from graph.engine.jars import is_fetched, neo4j_version
from graph.engine.java import runtime_in
from graph.errors import MaillageError
from graph.running import answering
from graph.settings import Settings, load
from workspace import assets
from workspace.mail.envelope import sender
from workspace.mail.posting import address
from workspace.mail.servers import server_of
from workspace.places import shared

LEAST_SPACE = 2 * 10**9
MARKS = {"ok": "✓", "warning": "!", "failure": "✗"}


@dataclass(frozen=True)
class Check:
    """One thing looked at."""

    name: str
    state: Literal["ok", "warning", "failure"]
    says: str


def checked(name: str, good: bool, says: str, otherwise: str, *, serious: bool = True) -> Check:
    """A check with its words for both outcomes."""
    return Check(name, "ok", says) if good else Check(name, "failure" if serious else "warning", otherwise)


def machine(settings: Settings) -> Iterator[Check]:
    """Python, space on the disk, the secret key."""
    yield Check("python", "ok", platform.python_version())
    place = next(folder for folder in (settings.data, *settings.data.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    space = f"{free / 1e9:.1f} Go libres pour {settings.data}"
    yield checked("disk", free > LEAST_SPACE, space, f"{space} : il en faut 2 au moins")
    key = settings.data / "secret-key"
    private = not key.exists() or key.stat().st_mode & 0o077 == 0
    yield checked("secret-key", private, "lisible par vous seul", f"{key} est lisible par d'autres : chmod 600")


def pages() -> Iterator[Check]:
    """Scripts, styles and icons."""
    try:
        names = assets.load(shared("static/dist")).names
        yield Check("assets", "ok", f"{len(names)} fichiers")
    except assets.AssetsNotBuilt as error:
        yield Check("assets", "failure", str(error))


def engine(settings: Settings) -> Iterator[Check]:
    """What the embedded engine is made of."""
    if not settings.embedded:
        yield Check("engine", "ok", f"serveur {settings.neo4j_uri}")
        return
    fetched = is_fetched(settings.cache)
    yield checked(
        "engine", fetched, f"Neo4j {neo4j_version()} dans {settings.cache}", "pas encore téléchargé", serious=False
    )
    shared_classes = bool(runtime_in(settings.cache).sharing)
    yield checked("class-sharing", shared_classes, "démarrage rapide", "démarrage plus lent", serious=False)


def mail(settings: Settings) -> Iterator[Check]:
    """Whether this site can write to people."""
    try:
        place = str(server_of(settings.smtp_url)) if settings.smtp_url else ""
        by = address("MAILLAGE_MAIL_FROM", settings.mail_from) if settings.mail_from else sender(settings)
    except MaillageError as error:
        yield Check("mail", "failure", str(error))
        return
    lacking = [
        (settings.smtp_url, "MAILLAGE_SMTP_URL n'est pas réglé, les messages attendent"),
        (settings.base_url, "MAILLAGE_BASE_URL n'est pas réglé, aucun message n'est écrit"),
    ]
    wrong = " ; ".join(words for known, words in lacking if not known)
    yield checked("mail", not wrong, f"{place}, de {by}", wrong, serious=False)


def work(db: Database) -> Iterator[Check]:
    """What the work in the background could not do."""
    now = jobs.standing(db)
    told = [
        (now.failed, f"{now.failed} en échec (maillage jobs)"),
        (now.uncertain, f"{now.uncertain} incertain(s), peut-être faits (maillage jobs)"),
        (now.late, f"{now.late} en retard de plus de {jobs.LATE_SECONDS // 60} min : maillage worker tourne-t-il ?"),
        (now.retried, f"{now.retried} à reprendre après un échec : {now.error}"),
    ]
    wrong = " ; ".join(words for count, words in told if count)
    yield checked("jobs", not wrong, f"{now.waiting} en attente", f"{now.waiting} en attente ; {wrong}", serious=False)


def graph(settings: Settings) -> Iterator[Check]:
    """Whether the graph answers, has its indexes, and counts its changes rightly."""
    try:
        with answering(settings) as db:
            yield Check("graph", "ok", health.version(db))
            absent = health.not_online(db)
            yield checked("indexes", not absent, "tous en ligne", f"absents : {', '.join(absent)} ; maillage init")
            counted, last = health.counter(db)
            says = f"{counted} changements"
            yield checked("counter", counted >= last, says, f"compteur à {counted}, dernier changement {last}")
            yield from work(db)
    except MaillageError as error:
        yield Check("graph", "failure", str(error))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Un objet JSON : ok, checks.")
def doctor(as_json: bool) -> None:
    """Vérifie le moteur, le disque, les pages, les courriels, les index, le compteur et le travail de fond.

    Code 1 si rien ne va plus."""
    settings = load()
    checks = [*machine(settings), *pages(), *engine(settings), *mail(settings), *graph(settings)]
    well = all(check.state != "failure" for check in checks)
    if as_json:
        click.echo(json.dumps({"ok": well, "checks": [asdict(check) for check in checks]}, ensure_ascii=False))
    else:
        for check in checks:
            click.echo(f"{MARKS[check.state]} {check.name} : {check.says}")
    sys.exit(0 if well else 1)
