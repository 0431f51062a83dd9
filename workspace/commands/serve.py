"""`maillage serve`: the site, with its engine when no Neo4j server is named."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from graph.settings import Settings, load
from graph.watching import watched
from workspace.working import working

if TYPE_CHECKING:
    from graph.database import Database

OPTIONS = (
    click.option("--host", default="127.0.0.1", show_default=True, help="Adresse d'écoute."),
    click.option("--port", default=8000, show_default=True, help="Port, ou le premier libre après lui."),
    click.option("--workers", default=2, show_default=True, help="Processus web."),
    click.option("--threads", default=8, show_default=True, help="Fils par processus web."),
    click.option(
        "--worker/--no-worker", default=True, show_default=True, help="Démarre aussi le travail de fond (courriels…)."
    ),
)


@dataclass(frozen=True)
class Place:
    """Where and how a site is served."""

    host: str
    port: int
    workers: int
    threads: int
    worker: bool = True


def with_place(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a Place."""
    for option in reversed(OPTIONS):
        function = option(function)
    return function


def serve_site(
    settings: Settings,
    place: Place,
    first: "Callable[[Database], None] | None" = None,
    then: Callable[[], None] = lambda: None,
) -> None:
    """Serve until stopped: `first` prepares the graph, `then` is called once the site answers."""
    with watched(settings) as engine:
        # 3 s while Java starts; the web workers, forked afterwards, share the application. It asks the graph nothing.
        from graph.running import migrated
        from workspace import app, serving

        door = serving.listen(place.host, place.port)
        taken = place.port and door.getsockname()[1] != place.port
        settings = replace(settings, base_url=settings.base_url or serving.own_address(door))
        os.environ.update(settings.environment())
        site = app.create_app(settings)

        def say(address: str) -> None:
            click.echo(f"Maillage répond à {address}" + (f" (le port {place.port} était pris)" if taken else ""))
            then()

        engine.wait()
        with migrated(settings) as db:
            if first:
                first(db)
        ready = partial(serving.answered, f"{serving.address_of(door)}sante")
        with working(settings, ready, wanted=place.worker):
            serving.run(site, door, workers=place.workers, threads=place.threads, say=say)


@click.command()
@with_place
def serve(host: str, port: int, workers: int, threads: int, worker: bool) -> None:
    """Sert le site, et fait tourner son moteur de graphe si aucun serveur Neo4j n'est indiqué."""
    serve_site(load(), Place(host, port, workers, threads, worker))
