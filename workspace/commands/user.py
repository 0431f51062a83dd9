"""`maillage user`: accounts, by whoever administers the machine."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from graph import invitations, roles, second_factor
from graph.database import Database, Transaction
from graph.errors import AlreadyExists
from graph.running import running
from graph.settings import load
from graph.users import ROLES, User, add_user, user_by_email, users
from graph.users import set_password as keep_password

PASSWORD = click.option(
    "--password", prompt="Mot de passe", hide_input=True, confirmation_prompt=True,
    envvar="MAILLAGE_USER_PASSWORD", help="Au moins 12 caractères ; demandé s'il manque.",
)  # fmt: skip
ROLE = click.option("--role", type=click.Choice(ROLES), default="member", show_default=True)


@click.group()
def user() -> None:
    """Crée, invite et tient les comptes."""


@user.command()
@click.argument("email")
@click.option("--name", prompt="Nom", help="Nom affiché.")
@ROLE
@PASSWORD
def add(email: str, name: str, role: str, password: str) -> None:
    """Crée un compte."""
    _not_breached(password)
    with running(load()) as db:
        made = add_user(db, email, name, password, role)
    click.echo(f"Compte créé : {made.email} ({made.role})")


@user.command()
@click.argument("email")
@ROLE
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="Langue du message.")
@click.option("--link", is_flag=True, help="Imprime le lien, au lieu de l'envoyer par courriel.")
def invite(email: str, role: str, language: str, link: bool) -> None:
    """Invite quelqu'un : la personne choisit son nom et son mot de passe."""
    from workspace.accounts.letters import post_invitation
    from workspace.public_address import root

    def work(tx: Transaction) -> tuple[invitations.Invitation, str]:
        made = invitations.invite(tx, roles.SYSTEM, email, role, None, language)
        if not link:
            post_invitation(tx, None, *made)
        return made

    with running(load()) as db:
        try:
            sent, token = db.transaction(work)
        except AlreadyExists as error:
            known = "a déjà un compte" if error.field == "account" else "est déjà invité"
            raise click.ClickException(f"{email} {known}.") from None
    if link:
        click.echo(f"{root()}/invitation/{token}")
    click.echo(f"Invitation pour {sent.email}, bonne jusqu'au {sent.expires_at[:10]}.", err=link)


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="Une liste JSON : id, email, name, role, suspended_at…")
def list_users(as_json: bool) -> None:
    """Liste les comptes."""
    with running(load()) as db:
        everyone = users(db)
    if as_json:
        click.echo(json.dumps([asdict(account) for account in everyone], ensure_ascii=False, indent=1))
        return
    for account in everyone:
        suspended = "  (suspendu)" if account.suspended_at else ""
        click.echo(f"{account.email}  {account.role}  {account.name}{suspended}")


@user.command("role")
@click.argument("email")
@click.argument("role", type=click.Choice(ROLES))
def change_role(email: str, role: str) -> None:
    """Change ce qu'un compte peut faire."""
    with running(load()) as db:
        roles.set_role(db, roles.SYSTEM, _known(db, email).id, role)
    click.echo(f"{email} : {role}")


@user.command()
@click.argument("email")
@click.option("--lift", is_flag=True, help="Rétablit le compte.")
def suspend(email: str, lift: bool) -> None:
    """Suspend un compte : il est déconnecté partout, ce qu'il a écrit reste."""
    with running(load()) as db:
        (roles.lift if lift else roles.suspend)(db, roles.SYSTEM, _known(db, email).id)
    click.echo("Compte rétabli." if lift else "Compte suspendu.")


@user.command("password")
@click.argument("email")
@PASSWORD
def change_password(email: str, password: str) -> None:
    """Change un mot de passe ; les sessions ouvertes s'arrêtent."""
    _not_breached(password)
    with running(load()) as db:
        keep_password(db, _known(db, email).id, password)
    click.echo("Mot de passe changé.")


@user.command("second-factor")
@click.argument("email")
def drop_second_factor(email: str) -> None:
    """Retire la double authentification de qui a perdu son téléphone et ses codes."""
    with running(load()) as db:
        second_factor.turn_off(db, _known(db, email).id)
    click.echo("Double authentification retirée.")


def _known(db: Database, email: str) -> User:
    found = user_by_email(db, email)
    if found is None:
        raise click.ClickException(f"Aucun compte pour {email}.")
    return found


def _not_breached(password: str) -> None:
    from workspace.accounts.breached import breached

    if breached(password):
        raise click.ClickException("Ce mot de passe a fui d'un autre site et circule : choisissez-en un autre.")
