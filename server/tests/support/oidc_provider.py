"""A real OpenID Connect provider: the npm package oidc-provider, run by Node, and a browser that signs in there."""

import json
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
from joserfc.jwk import RSAKey

from massa_server.worker.process import tie_to_parent

FOLDER = Path(__file__).parent / "oidc"
NODE = Path(__file__).parents[3] / ".tools" / "bin" / "node"
START_TIMEOUT_S = 30
CLIENT_ID = "massa"
CLIENT_SECRET = "a secret: with %, + and :"
PUBLIC_URL = "http://massa.test"

ACCOUNTS: dict[str, dict[str, Any]] = {
    "clara": {"email": "Clara@lab.test", "email_verified": True, "name": "Clara Nunes", "locale": "pt-BR"},
    "clara-again": {"email": "clara@lab.test", "email_verified": True, "name": "Another Clara"},
    "dora": {"email": "dora@lab.test", "email_verified": False, "name": "Dora"},
    "enzo": {"email": "enzo@lab.test", "email_verified": True, "name": "Enzo\nLima", "groups": ["proteomics"]},
}


class OidcProvider:
    """A provider process."""

    def __init__(self, folder: Path, public_url: str = PUBLIC_URL) -> None:
        self.public_url = public_url
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.issuer = f"http://127.0.0.1:{self.port}"
        self.log = folder / "provider.log"
        self._configuration = folder / "provider.json"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def settings(self) -> dict[str, Any]:
        """What connects a server to it."""
        return {
            "oidc_issuer": self.issuer,
            "oidc_client_id": CLIENT_ID,
            "oidc_client_secret": CLIENT_SECRET,
            "oidc_name": "University",
            "public_url": self.public_url,
        }

    def start(self) -> None:
        """Start it with a new key, and wait until it answers."""
        if not (FOLDER / "node_modules").is_dir():
            raise FileNotFoundError(f"{FOLDER}/node_modules is missing; run: scripts/setup server")
        key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
        client = {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "redirect_uris": [f"{self.public_url}/api/auth/oidc/callback"],
            "post_logout_redirect_uris": [f"{self.public_url}/"],
        }
        values = {"port": self.port, "keys": [key.as_dict(private=True)], "client": client, "accounts": ACCOUNTS}
        self._configuration.write_text(json.dumps(values))
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [_node(), "provider.mjs", str(self._configuration)],
                cwd=FOLDER,
                env={"PATH": os.environ["PATH"], "NODE_ENV": "test"},
                stdout=log,
                stderr=log,
                preexec_fn=tie_to_parent(),
            )
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            assert self._process.poll() is None, self.log.read_text()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise TimeoutError(self.log.read_text())

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)
            self._process = None


def _node() -> str:
    """Node itself: the command of that name only starts it, and would leave it behind."""
    return subprocess.run([NODE, "-p", "process.execPath"], check=True, capture_output=True, text=True).stdout.strip()


@contextmanager
def oidc_provider(folder: Path, public_url: str = PUBLIC_URL) -> Iterator[OidcProvider]:
    """A provider that is stopped at the end."""
    provider = OidcProvider(folder, public_url)
    provider.start()
    try:
        yield provider
    finally:
        provider.stop()


async def sign_in_there(browser: httpx.AsyncClient, url: str, login: str) -> str:
    """Go to the provider, fill in its pages, and return the address at which it sends the browser back to us."""
    response = await browser.get(url)
    for _ in range(20):
        if response.is_redirect:
            url = urljoin(str(response.url), response.headers["location"])
            if url.startswith(PUBLIC_URL):
                return url
            response = await browser.get(url)
            continue
        form = re.search(r'<form[^>]*action="([^"]+)"', response.text)
        assert form, response.text
        fields = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', response.text))
        if fields.get("prompt") == "login":
            fields |= {"login": login, "password": "any"}
        response = await browser.post(urljoin(str(response.url), form[1]), data=fields)
    raise AssertionError(f"the provider sends the browser around: {url}")


async def sign_out_there(browser: httpx.AsyncClient, url: str) -> str:
    """Sign out at the provider, and return the address at which it sends the browser back to us."""
    response = await browser.get(url)
    form = re.search(r'<form[^>]*action="([^"]+)"', response.text)
    assert form, response.text
    fields = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', response.text))
    response = await browser.post(urljoin(str(response.url), form[1]), data={**fields, "logout": "yes"})
    assert response.is_redirect, response.text
    return str(response.headers["location"])
