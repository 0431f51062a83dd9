"""`maillage user`: accounts, by whoever administers the machine."""

from __future__ import annotations

import click

from graph.running import running
from graph.settings import load
from graph.users import add_user, user_by_email, users
from graph.users import set_password as keep_password

ROLES = ("member", "facilitator", "administrator")
PASSWORD = click.option(
    "--password", prompt="Mot de passe", hide_input=True, confirmation_prompt=True,
    envvar="MAILLAGE_USER_PASSWORD", help="Au moins 12 caractères ; demandé s'il manque.",
)  # fmt: skip


@click.group()
def user() -> None:
    """Crée et liste les comptes."""


@user.command()
@click.argument("email")
@click.option("--name", prompt="Nom", help="Nom affiché.")
@click.option("--role", type=click.Choice(ROLES), default="member", show_default=True)
@PASSWORD
def add(email: str, name: str, role: str, password: str) -> None:
    """Crée un compte."""
    with running(load()) as db:
        made = add_user(db, email, name, password, role)
    click.echo(f"Compte créé : {made.email} ({made.role})")


@user.command("password")
@click.argument("email")
@PASSWORD
def change_password(email: str, password: str) -> None:
    """Change un mot de passe ; les sessions ouvertes s'arrêtent."""
    with running(load()) as db:
        found = user_by_email(db, email)
        if found is None:
            raise click.ClickException(f"Aucun compte pour {email}.")
        keep_password(db, found.id, password)
    click.echo("Mot de passe changé.")


@user.command("list")
def list_users() -> None:
    """Liste les comptes."""
    with running(load()) as db:
        for account in users(db):
            click.echo(f"{account.email}  {account.role}  {account.name}")
