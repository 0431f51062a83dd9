"""Promises of sign-in by OpenID Connect: real redirects and tokens of a real provider; lies are refused, and nobody
is let in whom nobody knows."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.identities import ties
from graph.invitations import invitations, invite
from graph.roles import SYSTEM, suspend
from graph.second_factor import new_codes, turn_on
from graph.sessions import sessions
from graph.users import User, add_user, user_by_email, users
from tests.applications import application
from tests.lying_provider import Lies, by_a_stranger, by_nobody, by_our_secret, lying_provider
from tests.people import PASSWORD, send, signed_in
from tests.provider import CLIENT_ID, SECRET, Visitor, free_port, provider, served
from tests.reading import found, text
from workspace.accounts.sealing import sealed

NORA = "nora@example.invalid"
PROCONNECT = {
    "oidc_name": "ProConnect", "oidc_scopes": "openid given_name usual_name email siret", "oidc_acr_values": "eidas1",
}  # fmt: skip

Opened = Callable[..., tuple[Visitor, Flask]]


@pytest.fixture
def opened(tmp_path: Path, db: Database) -> Iterator[Opened]:
    """The site and a real provider, both listening; `opened(verified=…, userinfo=…, **settings)`."""
    with ExitStack() as stack:

        def start(*, verified: bool | None = True, userinfo: str = "json", **more: Any) -> tuple[Visitor, Flask]:
            port = free_port()
            site = f"http://127.0.0.1:{port}"
            issuer = stack.enter_context(provider(site, verified=verified, userinfo=userinfo))
            app = application(
                tmp_path, db, base_url=site, oidc_issuer=issuer, oidc_client_id=CLIENT_ID, oidc_client_secret=SECRET,
                **more,
            )  # fmt: skip
            stack.enter_context(served(app, port))
            return Visitor(site), app

        yield start


def account(db: Database, email: str = NORA) -> User:
    user = user_by_email(db, email)
    assert user
    return user


def test_an_account_is_found_by_its_address_then_by_who_it_is_there(opened: Opened, db: Database) -> None:
    nora = add_user(db, NORA, "Nora", PASSWORD)
    visitor, _ = opened()
    page = visitor.through_provider("nora", "/connexion/fournisseur?" + urlencode({"suite": "/compte"}))
    assert page.url == f"{visitor.site}/compte" and "Nora" in page.text
    [session] = sessions(db, nora.id)
    assert session.how == "provider" and session.id_token
    db.write("MATCH (u:User {id: $id}) SET u.email = 'autre@example.invalid'", id=nora.id)
    again = Visitor(visitor.site)
    assert "autre@example.invalid" in again.through_provider("nora", "/connexion/fournisseur?suite=/compte").text
    assert len(ties(db, nora.id)) == 1


def test_proconnect_s_ways_are_followed_userinfo_as_a_signed_jwt_included(opened: Opened, db: Database) -> None:
    db.transaction(lambda tx: invite(tx, SYSTEM, NORA))
    visitor, _ = opened(userinfo="jwt", **PROCONNECT)
    assert "Se connecter avec ProConnect" in visitor.open("/connexion").text
    first = visitor.http.get(f"{visitor.site}/connexion/fournisseur", allow_redirects=False, timeout=20)
    asked = parse_qs(urlsplit(first.headers["Location"]).query)
    assert asked["acr_values"] == ["eidas1"] and asked["scope"] == ["openid given_name usual_name email siret"]
    assert asked["code_challenge_method"] == ["S256"] and asked["state"] and asked["nonce"]
    visitor.through_provider("nora")
    assert account(db).name == "Nora Aster" and not account(db).has_password
    assert invitations(db) == []


def test_an_invitation_is_answered_by_the_provider_even_under_another_address(opened: Opened, db: Database) -> None:
    _, token = db.transaction(lambda tx: invite(tx, SYSTEM, "invitee@example.invalid", "facilitator"))
    visitor, _ = opened()
    assert "Entrer avec" in visitor.open(f"/invitation/{token}").text
    visitor.through_provider("nora", f"/connexion/fournisseur?invitation={token}")
    made = account(db, "invitee@example.invalid")
    assert (made.name, made.role) == ("Nora Aster", "facilitator")
    assert user_by_email(db, NORA) is None


def test_a_stranger_is_not_let_in(opened: Opened, db: Database) -> None:
    visitor, _ = opened()
    page = visitor.through_provider("nora")
    assert page.status_code == 403 and "Pas de compte ici" in page.text and NORA in page.text
    assert users(db) == [] and "Connecté en tant que" not in visitor.open("/").text


def test_an_open_site_makes_a_member_of_whoever_has_a_verified_address(opened: Opened, db: Database) -> None:
    visitor, _ = opened(oidc_open=True)
    assert visitor.through_provider("nora", "/connexion/fournisseur?suite=/compte").status_code == 200
    assert (account(db).role, account(db).name) == ("member", "Nora Aster")


@pytest.mark.parametrize("verified", [False, None])
def test_an_address_that_nobody_vouches_for_opens_nothing(opened: Opened, db: Database, verified: bool | None) -> None:
    nora = add_user(db, NORA, "Nora", PASSWORD)
    visitor, _ = opened(verified=verified, oidc_open=True)
    page = visitor.through_provider("nora")
    assert page.status_code == 403 and "sans la garantir" in page.text
    assert ties(db, nora.id) == [] and len(users(db)) == 1


def test_a_provider_that_is_trusted_with_addresses_need_not_say_so_each_time(opened: Opened, db: Database) -> None:
    add_user(db, NORA, "Nora", PASSWORD)
    visitor, _ = opened(verified=None, oidc_trusted_addresses=True)
    assert visitor.through_provider("nora", "/connexion/fournisseur?suite=/compte").status_code == 200


def test_a_suspended_account_stays_outside(opened: Opened, db: Database) -> None:
    nora = add_user(db, NORA, "Nora", PASSWORD)
    suspend(db, SYSTEM, nora.id)
    visitor, _ = opened()
    page = visitor.through_provider("nora")
    assert page.status_code == 403 and "suspendu" in page.text and sessions(db, nora.id) == []


def test_the_second_factor_is_asked_after_the_provider_too(opened: Opened, db: Database) -> None:
    nora, key = add_user(db, NORA, "Nora", PASSWORD), pyotp.random_base32()
    visitor, app = opened()
    with app.app_context():
        turn_on(db, nora.id, sealed(key), 1, new_codes())
    page = visitor.through_provider("nora")
    assert page.url.endswith("/connexion/code") and sessions(db, nora.id) == []
    visitor.send(page, "/connexion/code", {"code": pyotp.TOTP(key).now()})
    [session] = sessions(db, nora.id)
    assert session.how == "provider" and session.id_token


def test_signing_out_here_signs_out_there(opened: Opened, db: Database) -> None:
    add_user(db, NORA, "Nora", PASSWORD)
    visitor, _ = opened()
    account_page = visitor.through_provider("nora", "/connexion/fournisseur?suite=/compte")
    page = visitor.send(account_page, "/deconnexion", {})
    assert page.status_code == 200 and "Vous êtes déconnecté" in page.text
    address = page.headers["Refresh"].partition("url=")[2]
    there = visitor.http.get(address, timeout=20)
    back = visitor.send(there, "/session/end/confirm", {"logout": "yes"})
    assert back.url == f"{visitor.site}/" and "ici et chez" in back.text
    assert "/interaction/" in visitor.open("/connexion/fournisseur").url


def test_an_account_ties_and_unties_the_provider_by_itself(opened: Opened, db: Database) -> None:
    bob = add_user(db, "bob@example.invalid", "Bob", PASSWORD)
    visitor, _ = opened()
    door = visitor.open("/connexion")
    visitor.send(door, "/connexion", {"email": bob.email, "password": PASSWORD})
    page = visitor.through_provider("nora")
    assert page.url.endswith("/compte") and NORA in page.text
    assert Visitor(visitor.site).through_provider("nora", "/connexion/fournisseur?suite=/compte").status_code == 200
    visitor.send(page, "/compte/identites/", {})
    assert ties(db, bob.id) == []


def test_without_a_provider_there_is_no_such_door(client: FlaskClient) -> None:
    assert client.get("/connexion/fournisseur").status_code == client.get("/connexion/retour").status_code == 404
    assert "fournisseur" not in client.get("/connexion").get_data(as_text=True)


@contextmanager
def lied_to(folder: Path, db: Database, lies: Lies, **more: Any) -> Iterator[FlaskClient]:
    with lying_provider(lies) as issuer:
        app = application(
            folder, db, base_url="http://localhost", oidc_issuer=more.pop("issuer", issuer), oidc_client_id=CLIENT_ID,
            oidc_client_secret=SECRET, **more,
        )  # fmt: skip
        yield app.test_client()


def come_back(client: FlaskClient, **changed: str) -> Any:
    """Follows the provider's redirects as a browser would; `changed` parameters come back otherwise."""
    import requests

    away = client.get("/connexion/fournisseur?suite=/compte")
    back = requests.get(away.location, allow_redirects=False, timeout=20).headers["Location"]
    query = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()} | changed
    return client.get("/connexion/retour", query_string=query)


def test_the_lying_provider_is_believed_when_it_tells_the_truth(tmp_path: Path, db: Database) -> None:
    add_user(db, NORA, "Nora", PASSWORD)
    lies = Lies()
    with lied_to(tmp_path, db, lies) as client:
        assert come_back(client).location == "/compte"
    assert lies.asked[1]["code_verifier"] and lies.asked[0]["code_challenge"]


LIES = {
    "another nonce": Lies(id_token={"nonce": "another"}), "no nonce": Lies(id_token={"nonce": None}),
    "another audience": Lies(id_token={"aud": "another-site"}),
    "another audience, handed to us": Lies(id_token={"aud": "another-site", "azp": CLIENT_ID}),
    "no audience": Lies(id_token={"aud": None}), "another issuer": Lies(id_token={"iss": "https://autre.example"}),
    "expired": Lies(id_token={"exp": 1_700_000_000}), "no expiry": Lies(id_token={"exp": None}),
    "signed by a stranger": Lies(sign=by_a_stranger), "signed by our secret": Lies(sign=by_our_secret),
    "signed by nobody": Lies(sign=by_nobody), "no ID token": Lies(answers=False),
    "userinfo about somebody else": Lies(userinfo={"sub": "sub-alice"}),
    "another name for itself": Lies(metadata={"issuer": "https://autre.example"}),
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_opens_nothing(tmp_path: Path, db: Database, lie: str) -> None:
    nora = add_user(db, NORA, "Nora", PASSWORD)
    with lied_to(tmp_path, db, LIES[lie]) as client:
        answer = client.get("/connexion/fournisseur") if "itself" in lie else come_back(client)
        assert answer.status_code == 400 and "n’a pas abouti" in text(answer)
        assert client.get("/compte").status_code == 302
    assert sessions(db, nora.id) == [] and ties(db, nora.id) == []


@pytest.mark.parametrize("changed", [{"state": "another"}, {"state": ""}, {"iss": "https://autre.example"}])
def test_an_answer_to_a_question_that_this_browser_never_asked_is_refused(
    tmp_path: Path, db: Database, changed: dict[str, str]
) -> None:
    nora = add_user(db, NORA, "Nora", PASSWORD)
    with lied_to(tmp_path, db, Lies()) as client:
        assert come_back(client, **changed).status_code == 400
    assert sessions(db, nora.id) == []


def test_an_answer_is_taken_once_and_by_the_browser_that_asked(tmp_path: Path, db: Database) -> None:
    add_user(db, NORA, "Nora", PASSWORD)
    with lied_to(tmp_path, db, Lies()) as client:
        import requests

        away = client.get("/connexion/fournisseur")
        back = requests.get(away.location, allow_redirects=False, timeout=20).headers["Location"]
        path = back.removeprefix("http://localhost")
        assert client.application.test_client().get(path).status_code == 400
        assert client.get(path).status_code == 302
        assert client.get(path).status_code == 400


def test_somebody_who_says_no_there_is_told_here_that_nothing_happened(tmp_path: Path, db: Database) -> None:
    with lied_to(tmp_path, db, Lies()) as client:
        answer = client.get("/connexion/retour?error=access_denied&error_description=<b>x</b>&state=x")
        assert answer.status_code == 400 and not found(answer, "main b")


def test_a_provider_that_is_down_is_told_and_the_password_still_opens(tmp_path: Path, db: Database) -> None:
    with lied_to(tmp_path, db, Lies(), issuer="http://127.0.0.1:9") as client:
        assert client.get("/connexion/fournisseur").status_code == 400
        signed_in(client.application, db, "bob")


def test_the_way_back_never_leads_elsewhere(tmp_path: Path, db: Database) -> None:
    add_user(db, NORA, "Nora", PASSWORD)
    with lied_to(tmp_path, db, Lies()) as client:
        import requests

        away = client.get("/connexion/fournisseur", query_string={"suite": "https://ailleurs.example"})
        back = requests.get(away.location, allow_redirects=False, timeout=20).headers["Location"]
        assert client.get(back.removeprefix("http://localhost")).location == "/"


def test_who_has_no_password_deletes_their_account_just_after_coming_in(tmp_path: Path, db: Database) -> None:
    db.transaction(lambda tx: invite(tx, SYSTEM, NORA))
    with lied_to(tmp_path, db, Lies()) as client:
        come_back(client)
        db.write("MATCH (s:Session) SET s.opened_at = '2026-01-01T00:00:00Z'")
        late = send(client, "/compte/supprimer", {})
        assert late.status_code == 422 and "quart d’heure" in text(late)
        come_back(client)
        send(client, "/deconnexion", {}, page="/compte")
        come_back(client)
        assert send(client, "/compte/supprimer", {}).location == "/"
    assert users(db) == []
    assert db.read("MATCH (i:Identity) RETURN count(*) AS n")[0]["n"] == 0


def test_a_site_without_a_provider_does_not_carry_its_library(tmp_path: Path) -> None:
    """16 MB in each web worker, and a tenth of a start."""
    words = (
        "import sys; from graph.settings import load; from workspace.app import create_app; "
        "create_app(load()); sys.exit('authlib' in sys.modules)"
    )
    known = {name: value for name, value in os.environ.items() if not name.startswith("MAILLAGE_")}
    known |= {"MAILLAGE_DATA": str(tmp_path)}
    assert subprocess.run([sys.executable, "-c", words], env=known, check=False).returncode == 0
