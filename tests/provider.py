"""A real OpenID Connect provider (oidc-provider, by Node), the site served beside it, and a browser that follows."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import requests
from flask import Flask
from werkzeug.serving import make_server

import hatch_build

ROOT = Path(__file__).parents[1]
CLIENT_ID, SECRET = "maillage-in-tests", "a secret of tests only, of forty characters"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@contextmanager
def provider(site: str, *, verified: bool | None = True, userinfo: str = "json") -> Iterator[str]:
    """Runs while the block lasts; gives the issuer. `verified` is what it says of addresses, None: nothing."""
    port = free_port()
    client = {
        "client_id": CLIENT_ID, "client_secret": SECRET, "redirect_uris": [f"{site}/connexion/retour"],
        "post_logout_redirect_uris": [f"{site}/deconnexion/retour"],
    }  # fmt: skip
    told = json.dumps({"port": port, "client": client, "verified": verified, "userinfo": userinfo})
    node = hatch_build.commands()[0]
    with subprocess.Popen(
        [*node, "tests/provider.mjs"], cwd=ROOT, env={**os.environ, "PROVIDER": told}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        assert process.stdout
        said = ""
        while "listening" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        threading.Thread(target=process.stdout.read, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


@contextmanager
def served(app: Flask, port: int) -> Iterator[None]:
    """The site on a port that its settings named before."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Visitor:
    """A browser without scripts: it follows redirects, and sends forms as the page wrote them."""

    site: str
    http: requests.Session = field(default_factory=requests.Session)

    def open(self, path: str) -> requests.Response:
        return self.http.get(urljoin(self.site, path), timeout=20)

    def send(self, page: requests.Response, action: str, data: dict[str, Any]) -> requests.Response:
        """Sends the form of `page` whose action contains `action`, with its hidden fields."""
        forms = re.findall(r"<form[^>]*action=\"([^\"]*)\"[^>]*>(.*?)</form>", page.text, re.S)
        address, inner = next((unescape(found), body) for found, body in forms if action in found)
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', inner)
        told = {name: unescape(value) for name, value in hidden} | data
        return self.http.post(urljoin(page.url, address), data=told, timeout=20)

    def through_provider(self, who: str, path: str = "/connexion/fournisseur") -> requests.Response:
        """Goes to the provider, signs in there as `who`, agrees, and comes back to the site."""
        page = self.open(path)
        for _ in range(3):
            if "/interaction/" not in page.url:
                return page
            page = self.send(page, "/interaction/", {"login": who, "password": "any"})
        return page
