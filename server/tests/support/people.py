"""People who call the API."""

import itertools
from typing import Any, Self

import httpx

from massa_server.auth.cookies import CSRF_COOKIE, CSRF_HEADER

PASSWORD = "correct horse battery"
_numbers = itertools.count(1)


class Person(httpx.AsyncClient):
    """A browser: it keeps cookies, and echoes the CSRF token as the pages do."""

    def __init__(self, base_url: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        super().__init__(base_url=base_url, transport=transport, event_hooks={"request": [self._echo_csrf_token]})
        self.email = f"person{next(_numbers)}@lab.test"
        self.id = ""

    async def _echo_csrf_token(self, request: httpx.Request) -> None:
        token = self.cookies.get(CSRF_COOKIE)
        if token and CSRF_HEADER not in request.headers:
            request.headers[CSRF_HEADER] = token

    async def sign_up(self, name: str = "Ana Souza") -> Self:
        """Make an account and sign in."""
        (await self.get("/api/auth/csrf")).raise_for_status()
        body = {"email": self.email, "name": name, "password": PASSWORD}
        response = await self.post("/api/auth/sign-up", json=body)
        assert response.status_code == 201, response.text
        self.id = response.json()["id"]
        return self

    async def sign_in(self, email: str | None = None, password: str = PASSWORD) -> httpx.Response:
        """Sign in."""
        await self.get("/api/auth/csrf")
        return await self.post("/api/auth/sign-in", json={"email": email or self.email, "password": password})

    async def created(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Post, and return what was made."""
        response = await self.post(path, json=body)
        assert response.status_code in (201, 202), response.text
        result: dict[str, Any] = response.json()
        return result

    async def project(self, name: str = "Shared") -> str:
        """Make a project, and return its id."""
        return str((await self.created("/api/projects", {"name": name}))["id"])

    async def share(self, project_id: str, other: "Person", role: str) -> None:
        """Make somebody a member."""
        await self.created(f"/api/projects/{project_id}/members", {"email": other.email, "role": role})

    async def sample(self, project_id: str | None = None, name: str = "Plasma") -> str:
        """Make a sample, and return its id."""
        project_id = project_id or await self.project()
        return str((await self.created(f"/api/projects/{project_id}/samples", {"name": name}))["id"])


def problem(response: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    """The problem document of an answer, which must be of this kind."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert document["type"] == f"/problems/{kind}"
    assert document["status"] == status
    return document
