"""Settings: the environment, else a file; secrets are made once and stay private."""

import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path

import pytest

from graph.errors import Invalid
from graph.settings import Settings, documented, kept_secret, load


def file(folder: Path, text: str) -> dict[str, str]:
    path = folder / "maillage.env"
    path.write_text(text)
    return {"MAILLAGE_SETTINGS": str(path)}


def test_a_setting_comes_from_the_environment() -> None:
    settings = load({"MAILLAGE_NEO4J_URI": "neo4j://graph", "MAILLAGE_QUERY_TIMEOUT": "2.5"})
    assert (settings.neo4j_uri, settings.query_timeout) == ("neo4j://graph", 2.5)
    assert not settings.embedded


def test_without_a_server_the_engine_is_ours() -> None:
    assert load({}).embedded


def test_the_same_names_may_be_in_a_file(tmp_path: Path) -> None:
    environ = file(tmp_path, "# our site\n\nMAILLAGE_BASE_URL = 'https://a.example'\nMAILLAGE_NEO4J_USER=reader\n")
    settings = load(environ)
    assert (settings.base_url, settings.neo4j_user) == ("https://a.example", "reader")


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    environ = file(tmp_path, "MAILLAGE_BASE_URL=https://file.example\n") | {"MAILLAGE_BASE_URL": "https://env.example"}
    assert load(environ).base_url == "https://env.example"


def test_a_folder_may_be_relative_to_home_or_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert load({"MAILLAGE_DATA": "~/kept"}).data == tmp_path / "kept"
    assert load({"MAILLAGE_DATA": "kept"}).data == tmp_path / "kept"


def test_a_wrong_number_names_its_setting() -> None:
    with pytest.raises(Invalid) as caught:
        load({"MAILLAGE_QUERY_TIMEOUT": "soon"})
    assert list(caught.value.fields) == ["MAILLAGE_QUERY_TIMEOUT"]


def test_yes_and_no_are_read_in_both_languages_and_anything_else_names_its_setting() -> None:
    read = {word: load({"MAILLAGE_OIDC_OPEN": word}).oidc_open for word in ("yes", "Oui", "1", "no", "False", "")}
    assert read == {"yes": True, "Oui": True, "1": True, "no": False, "False": False, "": False}
    assert load({"MAILLAGE_PROXIES": "2"}).proxies == 2
    for name, value in (("MAILLAGE_OIDC_OPEN", "maybe"), ("MAILLAGE_PROXIES", "1.5")):
        with pytest.raises(Invalid) as caught:
            load({name: value})
        assert list(caught.value.fields) == [name]


def test_settings_travel_to_our_processes_as_they_are(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, neo4j_password="p w", query_timeout=3.0, proxies=1, oidc_open=True)
    assert load(settings.environment()) == settings


def test_every_setting_has_its_sentence() -> None:
    assert [name for name, _ in documented()] == [f"MAILLAGE_{each.name.upper()}" for each in fields(Settings)]
    assert all(sentence.endswith(".") for _, sentence in documented())


def test_the_signing_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    first = Settings(data=tmp_path / "data").signing_key
    assert first == Settings(data=tmp_path / "data").signing_key
    assert len(first) >= 43
    assert stat.S_IMODE((tmp_path / "data" / "secret-key").stat().st_mode) == 0o600


def test_a_key_that_is_set_is_not_written(tmp_path: Path) -> None:
    assert Settings(data=tmp_path, secret_key="ours").signing_key == "ours"
    assert list(tmp_path.iterdir()) == []


def test_workers_that_make_the_key_at_once_keep_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: kept_secret(tmp_path / "key"), range(16)))) == 1
