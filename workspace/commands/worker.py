"""`maillage worker`: the work that no page waits for."""

import click

from graph.running import answering
from graph.settings import load


@click.command()
@click.option("--once", is_flag=True, help="Fait ce qui est à faire maintenant, puis s'arrête (pour cron).")
def worker(once: bool) -> None:
    """Fait le travail de fond (courriels…) jusqu'à Ctrl-C.

    « maillage serve » en démarre un : cette commande sert à en avoir d'autres, ou un à part.
    """
    from graph.measures.starting import MeasuringProcess
    from workspace.worker import speak, told_to_stop, work

    settings = load()
    speak()
    stop = told_to_stop()
    with answering(settings) as db:
        work(db, settings, stop, once=once)
        if once:
            MeasuringProcess(db).once()
