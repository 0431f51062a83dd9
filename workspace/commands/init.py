"""`maillage init`: a data folder ready to be served."""

import click

from graph.running import running
from graph.settings import kept_secret, load


@click.command()
def init() -> None:
    """Prépare le dossier des données, le moteur, les contraintes et les index."""
    settings = load()
    kept_secret(settings.data / "secret-key")
    with running(settings) as db:
        db.ping()
    click.echo(f"Prêt : {settings.data}")
