"""Every setting, read from the environment, else from a file of the same names."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import platformdirs

from graph.errors import Invalid

PREFIX = "MAILLAGE_"
YES_NO = {"yes": True, "oui": True, "true": True, "1": True, "no": False, "non": False, "false": False, "0": False}


@dataclass(frozen=True)
class Settings:
    """Each field is the environment variable MAILLAGE_<NAME>; its note is what docs say of it."""

    data: Annotated[Path, "Folder of everything kept: engine, files, keys."] = field(
        default_factory=lambda: platformdirs.user_data_path("maillage")
    )
    cache: Annotated[Path, "Folder of the fetched engine, shared by checkouts."] = field(
        default_factory=lambda: platformdirs.user_cache_path("maillage")
    )
    neo4j_uri: Annotated[str, "Address of a Neo4j server, cluster or Aura; absent: the embedded engine."] = ""
    neo4j_user: Annotated[str, "User on that server."] = "neo4j"
    neo4j_password: Annotated[str, "Password on that server."] = ""
    neo4j_database: Annotated[str, "Database on that server."] = "neo4j"
    query_timeout: Annotated[float, "Seconds after which the graph gives up on a question."] = 30.0
    engine_heap: Annotated[str, "Memory of the embedded engine's Java heap."] = "512m"
    maven_url: Annotated[str, "Maven repository of the engine; absent: your mirror, else Maven Central."] = ""
    secret_key: Annotated[str, "Key that signs sessions; absent: made once, kept in the data folder."] = ""
    base_url: Annotated[str, "Public address of the site, for links in e-mails and exports."] = ""
    proxies: Annotated[
        int, "Reverse proxies in front of the site whose X-Forwarded-For tells the reader's address."
    ] = 0
    breached_passwords: Annotated[
        str, "Address of a range API of leaked passwords, asked by k-anonymity; absent: none is asked."
    ] = ""
    smtp_url: Annotated[
        str, "Server that sends e-mails: smtp://user:password@host:port (STARTTLS when offered), smtps://, or file:// "
        "and a folder where they are kept; absent: e-mails wait."
    ] = ""  # fmt: skip
    mail_from: Annotated[
        str, "Address that e-mails come from; absent: the SMTP user, else no-reply@ the host of MAILLAGE_BASE_URL."
    ] = ""  # fmt: skip
    watch: Annotated[
        bool,
        "Whether the addresses that records give are looked at once a week; needs MAILLAGE_BASE_URL, as a robot "
        "says who sends it.",
    ] = True
    watch_inside: Annotated[
        str, "Networks that are not public and may be looked at all the same, like 10.0.0.0/8, 127.0.0.1."
    ] = ""
    oidc_issuer: Annotated[str, "OpenID Connect: address of the identity provider."] = ""
    oidc_client_id: Annotated[str, "OpenID Connect: our name there."] = ""
    oidc_client_secret: Annotated[str, "OpenID Connect: our secret there."] = ""
    oidc_name: Annotated[str, "OpenID Connect: the provider's name on the button; absent: its host."] = ""
    oidc_scopes: Annotated[str, "OpenID Connect: what is asked about people."] = "openid profile email"
    oidc_acr_values: Annotated[str, "OpenID Connect: how surely people must be known (acr_values); absent: any."] = ""
    oidc_trusted_addresses: Annotated[
        bool, "OpenID Connect: yes when the provider vouches for every e-mail address, without saying email_verified."
    ] = False
    oidc_open: Annotated[bool, "OpenID Connect: yes to give whoever comes by the provider a member's account."] = False

    @property
    def engine_folder(self) -> Path:
        """Where the embedded engine keeps its graph."""
        return self.data / "neo4j"

    @property
    def embedded(self) -> bool:
        """True when no server is named."""
        return not self.neo4j_uri

    def environment(self) -> dict[str, str]:
        """The same settings as environment variables, for a process of ours."""
        return {variable(each.name): str(getattr(self, each.name)) for each in fields(self)}

    @cached_property
    def signing_key(self) -> str:
        """The secret key, made and kept 0600 in the data folder when it is not set."""
        return self.secret_key or kept_secret(self.data / "secret-key")


def kept_secret(path: Path) -> str:
    """Read a secret, made the first time; two processes that make it at once keep the same."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text()


def read_file(path: Path) -> dict[str, str]:
    """NAME=value lines; blank lines and lines that start with # are left out."""
    lines = (line.strip() for line in path.read_text().splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}


def settings_file(environ: Mapping[str, str]) -> Path:
    """The file named by MAILLAGE_SETTINGS, else maillage.env in the user's configuration folder."""
    named = environ.get(f"{PREFIX}SETTINGS")
    return Path(named) if named else platformdirs.user_config_path("maillage") / "maillage.env"


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings of this process; the environment wins over the file. Invalid names a wrong one."""
    environ = os.environ if environ is None else environ
    path = settings_file(environ)
    known = (read_file(path) if path.exists() else {}) | dict(environ)
    types = get_type_hints(Settings)
    given = {each.name: known.get(variable(each.name), "") for each in fields(Settings)}
    return Settings(**{name: converted(name, types[name], value) for name, value in given.items() if value})


def variable(name: str) -> str:
    """Environment variable of a setting."""
    return f"{PREFIX}{name.upper()}"


def documented() -> list[tuple[str, str]]:
    """Every environment variable with its sentence, for docs and the doctor."""
    notes = get_type_hints(Settings, include_extras=True)
    return [(variable(each.name), notes[each.name].__metadata__[0]) for each in fields(Settings)]


def converted(name: str, type_: type, value: str) -> Any:
    """A value in the type of its setting."""
    if type_ is Path:
        return Path(value).expanduser().absolute()
    if type_ is bool:
        if value.lower() not in YES_NO:
            raise Invalid({variable(name): f"oui ou non est attendu, non {value!r}"})
        return YES_NO[value.lower()]
    try:
        return type_(value) if type_ in (float, int) else value
    except ValueError:
        raise Invalid({variable(name): f"un nombre est attendu, non {value!r}"}) from None
