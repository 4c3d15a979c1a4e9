"""Bodies that are too large, too slow, packed, or not what they say, over real connections."""

import gzip
import json
import socket
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from massa_server.settings import Settings
from tests.support.people import Person, problem
from tests.support.processes import ServerProcess, serving

BODY_TIMEOUT_S = 1.0


@pytest.fixture
def server(data_dir: Path) -> Iterator[ServerProcess]:
    """A server that waits a second for bodies."""
    with serving(data_dir, body_timeout_s=str(BODY_TIMEOUT_S), part_idle_timeout_s="1") as running:
        yield running


def _exchange(server: ServerProcess, head: str, pieces: list[bytes], pause_s: float) -> tuple[int, float]:
    """Send a request piece by piece; the status of the answer, and after how long it came."""
    host, _, port = server.url.removeprefix("http://").partition(":")
    started = time.monotonic()
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(head.replace("\n", "\r\n").encode())
        answer = b""
        connection.settimeout(pause_s)
        for piece in pieces:
            try:
                answer = connection.recv(65536)
                break
            except TimeoutError:
                connection.sendall(piece)
        connection.settimeout(20)
        while b"\r\n" not in answer:
            received = connection.recv(65536)
            assert received, "hung up without an answer"
            answer += received
    return int(answer.split(b" ", 2)[1]), time.monotonic() - started


@pytest.mark.parametrize(
    "path", ["/api/auth/sign-in", "/api/auth/sign-up", "/api/projects", "/api/storage/parts/abc.def"]
)
def test_a_body_that_dribbles_in_is_given_up(server: ServerProcess, path: str) -> None:
    cookies = httpx.get(f"{server.url}/api/auth/csrf").cookies
    token = cookies["massa_csrf"]
    method = "PUT" if "storage" in path else "POST"
    head = (
        f"{method} {path} HTTP/1.1\nHost: localhost\nContent-Type: application/json\nContent-Length: 100000\n"
        f"Cookie: massa_csrf={token}\nX-CSRF-Token: {token}\n\n"
    )
    status, took_s = _exchange(server, head, [b" "] * 100, pause_s=0.3)
    assert status in (401, 403, 408)  # a request that is refused anyway need not be read
    if path.startswith("/api/auth"):
        assert status == 408
    assert took_s < 10 * BODY_TIMEOUT_S


def test_slow_bodies_do_not_keep_others_waiting(server: ServerProcess) -> None:
    host, _, port = server.url.removeprefix("http://").partition(":")
    head = b"POST /api/auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"
    slow = [socket.create_connection((host, int(port)), timeout=20) for _ in range(100)]
    try:
        for connection in slow:
            connection.sendall(head)
        started = time.monotonic()
        assert httpx.get(f"{server.url}/healthz", timeout=10).status_code == 200
        assert time.monotonic() - started < 5
    finally:
        for connection in slow:
            connection.close()


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "gzip, gzip", "x"])
async def test_a_packed_body_is_refused_unread(visitor: Person, encoding: str) -> None:
    """A thousandth of its size would unpack to more than the memory of a server."""
    bomb = gzip.compress(b"0" * 1024 * 1024) if encoding.startswith("gzip") else zlib.compress(b"0" * 1024 * 1024)
    await visitor.get("/api/auth/csrf")
    headers = {"Content-Encoding": encoding, "Content-Type": "application/json"}
    for path in ("/api/auth/sign-in", "/api/projects", "/api/storage/parts/abc.def"):
        problem(await visitor.post(path, content=bomb, headers=headers), 415, "unsupported-media")


@pytest.mark.parametrize("announced", ["-1", "1e9", "99999999999999999999", "0x10", "", "²"])
async def test_a_size_that_is_none_is_refused(visitor: Person, announced: str) -> None:
    headers = {"Content-Length": announced.encode()}
    response = await visitor.request("POST", "/api/auth/sign-in", headers=headers)  # type: ignore[arg-type]
    assert response.status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"a":' * 20_000,
        '{"email": "' + "a" * 1_000_000 + '@lab.test", "password": "x"}',
        '{"email": "a@lab.test", "password": "' + "x" * 1_000_000 + '"}',
        '{"email": 1e400, "password": NaN}',
        '{"email": "\\ud800@lab.test", "password": "\\ud800"}',
        '{"email": "a@lab.test", "email": "b@lab.test", "password": "x", "is_admin": true}',
        "\ufeff{}",
        "null",
        "",
    ],
    ids=lambda body: body[:20],
)
async def test_json_that_is_meant_to_break_something_does_not(visitor: Person, body: str) -> None:
    await visitor.get("/api/auth/csrf")
    response = await visitor.post(
        "/api/auth/sign-in", content=body.encode("utf-8", "surrogatepass"), headers={"Content-Type": "application/json"}
    )
    problem(response, 422, "invalid-request")


async def test_fields_that_nobody_may_set_are_refused(ana: Person) -> None:
    project = await ana.project()
    for body in ({"name": "x", "id": "1"}, {"name": "x", "is_personal": True}, {"name": "x", "role": "owner"}):
        problem(await ana.post("/api/projects", json=body), 422, "invalid-request")
    body = {"name": "a.mgf", "size_bytes": 1, "key": "samples/other"}
    sample = await ana.sample(project)
    problem(await ana.post(f"/api/samples/{sample}/files", json=body), 422, "invalid-request")


@pytest.mark.parametrize("size", [-1, 0.5, 2**63, 65 * 1024**4, "many", None])
async def test_a_file_of_an_impossible_size_is_refused(ana: Person, settings: Settings, size: object) -> None:
    sample = await ana.sample()
    response = await ana.post(
        f"/api/samples/{sample}/files",
        content=json.dumps({"name": "a.mgf", "size_bytes": size}),
        headers={"Content-Type": "application/json"},
    )
    assert response.status_code in (413, 422), response.text
