"""`maillage archive FOLDER`: everything public as plain files."""

from pathlib import Path

import click

from graph.running import running
from graph.settings import load


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def archive(folder: Path) -> None:
    """Écrit dans FOLDER, vide ou nouveau, un site de fichiers : tout ce qui est public, relié et cherchable.

    Il s'ouvre sans serveur (index.html) et se dépose n'importe où. Rien de ce qui est aux membres n'y entre.
    """
    from workspace.app import create_app
    from workspace.archive import write

    settings = load()
    with running(settings) as db, click.progressbar(length=100, label="Archive") as bar:
        try:
            n = write(create_app(settings, db), db, folder, lambda done, of: bar.update(done * 100 // of - bar.pos))
        except FileExistsError:
            raise click.ClickException(f"{folder} n'est pas vide : choisissez un autre dossier.") from None
    click.echo(f"{n} fiches dans {folder}. Ouvrez {folder / 'index.html'}.")
