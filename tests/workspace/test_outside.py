"""Promises of watched addresses: asked politely, never inside, told to who can correct them, and only when sure."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from flask import Flask

from graph import outside
from graph.database import Database
from graph.editing import change_record, create_record, create_relation
from graph.errors import Invalid
from graph.operations import Operation
from graph.users import add_user
from graph.viewers import ANONYMOUS, SYSTEM
from tests.mailbox import mailbox, settings, text_of, work_once
from tests.outside_site import Site
from tests.people import PASSWORD, signed_in
from workspace.dates import PARIS
from workspace.outside import doors
from workspace.outside.asking import Asking
from workspace.outside.doors import Closed, door, networks
from workspace.outside.looking import Seen, look
from workspace.outside.rounds import Round, queue

LOOPBACK = networks("127.0.0.1")


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def elsewhere() -> Iterator[Site]:
    """A machine that the site's settings do not name."""
    site = Site("127.0.0.2")
    yield site
    site.close()


def asking(resolve: doors.Resolve = doors.resolved) -> Asking:
    return Asking("maillage (+https://exemple.fr)", partial(door, inside=LOOPBACK, resolve=resolve))


def go_round(db: Database, pauses: list[float] | None = None) -> int:
    return Round(db, asking(), pause=(pauses if pauses is not None else []).append).go()


def again(db: Database) -> None:
    """As if it were the day of the next look."""
    db.write("MATCH (a:Address) SET a.ready_at = 0")


def commons(db: Database, url: str, **more: str) -> str:
    told = {"name": "Panoramax", "summary": "Des photos", "website": url, **more}
    return create_record(db, SYSTEM, "Commons", told, Operation("carole"))


def bearer(db: Database, id: str) -> None:
    told = {"name": "Zoé Inventée", "purpose": "essai", "origin": "essai"}
    person = create_record(db, SYSTEM, "Person", told, Operation("carole"))
    create_relation(db, SYSTEM, "STEWARDS", person, id, {}, Operation("carole"))
    add_user(db, "zoe@exemple.fr", "Zoé Inventée", PASSWORD, person=person)


def test_an_address_is_asked_by_head_then_by_get(site: Site) -> None:
    site.pages["/head"] = (200, {}, "")
    assert look(asking(), f"{site.url}/head") == Seen("works")
    assert site.asked == [("HEAD", "/head")]
    assert look(asking(), f"{site.url}/nulle-part") == Seen("fails", "404")
    assert site.asked[1:] == [("HEAD", "/nulle-part"), ("GET", "/nulle-part")]
    assert site.agents == {"maillage (+https://exemple.fr)"}


def test_a_page_that_moved_for_good_says_where_to(site: Site) -> None:
    site.pages["/ancienne"] = (301, {"Location": "/nouvelle"}, "")
    site.pages["/nouvelle"] = (200, {}, "")
    site.pages["/pour-un-temps"] = (302, {"Location": "/nouvelle"}, "")
    site.pages["/nouvelle/"] = (301, {"Location": "/nouvelle"}, "")
    assert look(asking(), f"{site.url}/ancienne") == Seen("moved", moved_to=f"{site.url}/nouvelle")
    assert look(asking(), f"{site.url}/pour-un-temps") == Seen("works")
    assert look(asking(), f"{site.url}/nouvelle/") == Seen("works")  # a slash needs no correction


def test_a_page_that_sends_round_and_round_fails(site: Site) -> None:
    site.pages["/a"] = (301, {"Location": "/b"}, "")
    site.pages["/b"] = (301, {"Location": "/a"}, "")
    assert look(asking(), f"{site.url}/a") == Seen("fails", "redirects")
    assert len(site.asked) == 6


@pytest.mark.parametrize("status", [401, 403, 429, 503])
def test_a_site_that_does_not_want_to_say_is_not_called_broken(site: Site, status: int) -> None:
    site.pages["/"] = (status, {}, "")
    assert look(asking(), site.url).outcome == "unsaid"


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.2", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fd00::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.2",
        "2002:a00:1::", "64:ff9b::7f00:2", "64:ff9b::a9fe:a9fe", "2001:db8::1",
    ],
)  # fmt: skip
def test_no_machine_inside_is_ever_asked(ip: str) -> None:
    with pytest.raises(Closed):
        door("https://exemple.fr/", LOOPBACK, lambda host, port: [ip])
    with pytest.raises(Closed):  # nor when it is one among several
        door("https://exemple.fr/", LOOPBACK, lambda host, port: ["93.184.215.14", ip])


@pytest.mark.parametrize(
    "address",
    [
        "ftp://exemple.fr/", "file:///etc/passwd", "gopher://exemple.fr", "exemple.fr", "https://", "",
        "https://moi:secret@exemple.fr/", "https://exemple.fr:22/", "http://exemple.fr:7687/",
        "http://exemple.fr\r\nHost: autre/",
    ],
)  # fmt: skip
def test_no_other_door_is_knocked_at(address: str) -> None:
    with pytest.raises(Closed):
        door(address, LOOPBACK, lambda host, port: ["93.184.215.14"])


def test_a_redirect_to_the_inside_is_not_followed(site: Site, elsewhere: Site) -> None:
    site.pages["/"] = (302, {"Location": elsewhere.url + "/secret"}, "")
    assert look(asking(), site.url) == Seen("unsaid", "inside")
    assert elsewhere.asked == []


def test_a_name_that_changes_its_machine_meanwhile_reaches_the_one_that_was_looked_at(
    site: Site, elsewhere: Site
) -> None:
    given = iter(["127.0.0.1", "127.0.0.2", "127.0.0.2", "127.0.0.2"])
    found = look(asking(lambda host, port: [next(given)]), site.url.replace("127.0.0.1", "exemple.test"))
    assert found == Seen("works") and elsewhere.asked == []


def test_a_name_that_is_no_more_fails(site: Site) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError(host)

    assert look(asking(unknown), "https://exemple.fr/") == Seen("fails", "unknown_host")


def test_a_site_that_hangs_up_fails() -> None:
    closed = Site()
    closed.close()
    assert look(asking(), closed.url) == Seen("fails", "unreachable")


def test_networks_that_are_none_are_named() -> None:
    with pytest.raises(Invalid) as error:
        networks("10.0.0.0/8, maison")
    assert set(error.value.fields) == {"MAILLAGE_WATCH_INSIDE"}


def test_robots_are_heard(db: Database, site: Site) -> None:
    site.pages["/robots.txt"] = (200, {}, "User-agent: maillage\nDisallow: /prive\nCrawl-delay: 7")
    id = commons(db, f"{site.url}/prive/page", repository=f"{site.url}/", documentation=f"{site.url}/doc")
    site.pages["/doc"] = (200, {}, "")
    pauses: list[float] = []
    assert go_round(db, pauses) == 3
    assert ("GET", "/robots.txt") in site.asked and not [path for _, path in site.asked if "prive" in path]
    assert pauses == [7.0, 7.0]
    assert outside.known(db)[f"{site.url}/prive/page"].cause == "robots"
    assert id


def test_a_site_in_trouble_is_left_alone(db: Database, site: Site) -> None:
    site.pages["/robots.txt"] = (500, {}, "")
    commons(db, f"{site.url}/")
    go_round(db)
    assert site.asked == [("GET", "/robots.txt")]


def test_a_broken_address_is_told_after_two_looks_with_the_day_when_it_last_worked(
    app: Flask, db: Database, site: Site
) -> None:
    commons(db, f"{site.url}/page", repository=f"{site.url}/")
    site.pages["/page"] = (200, {}, "")
    reader = app.test_client()
    assert go_round(db) == 2
    assert go_round(db) == 0  # next week
    del site.pages["/page"]
    again(db)
    go_round(db)
    assert "ne répond plus" not in reader.get("/communs/panoramax").text
    again(db)
    go_round(db)
    html = reader.get("/communs/panoramax").text
    assert "ne répond plus depuis le" in html and "la page n’existe plus" in html and "a répondu le" in html
    site.pages["/page"] = (200, {}, "")
    again(db)
    go_round(db)
    assert "ne répond plus" not in reader.get("/communs/panoramax").text


def test_when_nothing_answers_it_is_we_who_are_cut_off(db: Database) -> None:
    closed = Site()
    closed.close()
    commons(db, closed.url)
    assert go_round(db) == 1
    assert outside.known(db) == {}


def test_who_bears_the_record_is_written_to_once(
    db: Database, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILLAGE_BASE_URL", "https://reseau.example.org")
    monkeypatch.setattr("workspace.outside.robots.PAUSE", 0.0)
    id = commons(db, f"{site.url}/page", repository=f"{site.url}/")
    bearer(db, id)
    with mailbox() as box:
        here = settings(tmp_path, box, watch_inside="127.0.0.1")
        for day in (3, 4, 5):
            assert queue(db, datetime(2026, 11, day, 3, tzinfo=PARIS)) == 1
            work_once(db, here)
            again(db)
        (letter,) = box.messages
    assert letter["To"] == "zoe@exemple.fr" and letter["List-Unsubscribe-Post"]
    assert "Panoramax" in text_of(letter) and f"{site.url}/page" in text_of(letter)
    assert "https://reseau.example.org/revue/commun-panoramax" in text_of(letter)


def test_nothing_is_looked_at_where_it_was_turned_off(db: Database, site: Site, tmp_path: Path) -> None:
    commons(db, f"{site.url}/")
    queue(db, datetime(2026, 11, 3, 3, tzinfo=PARIS))
    work_once(db, settings(tmp_path, watch=False, watch_inside="127.0.0.1"))
    work_once(db, settings(tmp_path, base_url="", watch_inside="127.0.0.1"))  # a robot says who it is
    assert site.asked == []


def test_an_address_that_no_record_gives_any_more_is_forgotten(db: Database, site: Site) -> None:
    id = commons(db, f"{site.url}/")
    go_round(db)
    change_record(db, SYSTEM, id, outside_version(db, id), {"website": None}, Operation("carole"))
    go_round(db)
    assert outside.known(db) == {}


def test_who_animates_finds_them_and_others_never_learn_of_a_hidden_record(
    app: Flask, db: Database, site: Site
) -> None:
    site.pages["/ancienne"] = (301, {"Location": "/"}, "")
    commons(db, f"{site.url}/ancienne")
    hidden = commons(db, f"{site.url}/perdue", name="Commun caché", visibility="members")
    for _ in range(2):
        go_round(db)
        again(db)
    alice = signed_in(app, db, "alice")
    html = alice.get("/a-traiter/adresses-qui-ne-repondent-plus").text
    assert html.index("Commun caché") < html.index("renvoie désormais à")
    assert {id for id, _, _ in outside.wrong(db, SYSTEM)} == {hidden, "commun-panoramax"}
    assert {id for id, _, _ in outside.wrong(db, ANONYMOUS)} == {"commun-panoramax"}
    told = app.test_client().get("/communs/panoramax").text
    assert "a changé d’adresse" in told and "perdue" not in told


def outside_version(db: Database, id: str) -> int:
    return int(db.read("MATCH (n:Entity {id: $id}) RETURN n.version AS version", id=id)[0]["version"])
