"""`maillage mail`: does this site know how to write?"""

from datetime import UTC, datetime

import click

from graph.operations import new_op
from graph.settings import load
from workspace.mail import envelope, letters
from workspace.mail.posting import address
from workspace.mail.servers import server_of
from workspace.public_address import root
from workspace.tasks import Refused, Uncertain


@click.command()
@click.argument("to", metavar="ADRESSE")
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="Langue du message.")
def mail(to: str, language: str) -> None:
    """Envoie un message d'essai à ADRESSE, tout de suite, et dit ce que le serveur répond."""
    settings = load()
    if not settings.smtp_url:
        raise click.ClickException("MAILLAGE_SMTP_URL n'est pas réglé : il n'y a pas de serveur à essayer.")
    letter, id = letters.write("trial", language, root(), {}), new_op("trial")
    by, to, now = envelope.sender(settings), address("ADRESSE", to), datetime.now(UTC)
    server = server_of(settings.smtp_url)
    try:
        server.deliver(envelope.message(letter, id=id, at=now, to=to, by=by, language=language), id, lambda: None)
    except (Refused, Uncertain, OSError) as error:
        raise click.ClickException(f"Non envoyé par {server} : {error}") from None
    server.hang_up()
    click.echo(f"Envoyé à {to}, de {by} : {server}.")
