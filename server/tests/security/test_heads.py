"""Heads of requests that are too slow or too long, over real connections to a real server."""

import asyncio
import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx
import pytest

from massa_server import migrations
from massa_server.request_heads import MOST_BYTES
from massa_server.settings import Settings
from tests.support.people import Person
from tests.support.processes import ServerProcess, serving

HEAD_TIMEOUT_S = 1.0
MARGIN_S = 3.0  # a busy machine
WHOLE = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
BEGUN = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: "


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server that waits a second for heads. Which database it has does not matter."""
    folder = tmp_path_factory.mktemp("heads")
    asyncio.run(migrations.upgrade(Settings(data_dir=folder)))
    with serving(folder, head_timeout_s=str(HEAD_TIMEOUT_S)) as running:
        yield running


@contextmanager
def connection_to(server: ServerProcess) -> Iterator[socket.socket]:
    """A bare connection."""
    host, _, port = server.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        yield connection


def status(connection: socket.socket) -> int:
    """Read a whole answer, and return its status."""
    response = http.client.HTTPResponse(connection)
    response.begin()
    response.read()
    return response.status


def hung_up(connection: socket.socket) -> bool:
    """Wait for the server to end the connection; raises TimeoutError when it does not."""
    try:
        return connection.recv(1) == b""
    except ConnectionError:
        return True


def seconds_until_closed(connection: socket.socket, dribble: bytes) -> float:
    """How long the server bears a connection that sends these bytes, one every tenth of a second."""
    started = time.monotonic()
    connection.settimeout(0.1)
    for number in range(200):
        try:
            assert hung_up(connection)
            break
        except TimeoutError:
            with suppress(ConnectionError):
                connection.sendall(dribble[number : number + 1])
    else:
        pytest.fail("the server never hung up")
    return time.monotonic() - started


@pytest.mark.parametrize(
    "dribble",
    [b"", b"G", BEGUN + b"x" * 200, b"\r\n" * 100, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + b"A: b\r\n" * 40],
    ids=["nothing", "a letter", "a value", "empty lines", "headers"],
)
def test_a_head_that_dribbles_in_is_not_waited_for(server: ServerProcess, dribble: bytes) -> None:
    with connection_to(server) as connection:
        took_s = seconds_until_closed(connection, dribble)
    assert HEAD_TIMEOUT_S * 0.9 <= took_s < HEAD_TIMEOUT_S + MARGIN_S


@pytest.mark.parametrize("dribble", [BEGUN, b"\r\n" * 100], ids=["a request", "empty lines"])
def test_nor_is_that_of_a_second_request(server: ServerProcess, dribble: bytes) -> None:
    with connection_to(server) as connection:
        connection.sendall(WHOLE)
        assert status(connection) == 200
        took_s = seconds_until_closed(connection, dribble)
    assert took_s < HEAD_TIMEOUT_S + MARGIN_S


def test_nor_is_one_that_begins_where_a_body_ends(server: ServerProcess) -> None:
    with connection_to(server) as connection:
        connection.sendall(WHOLE + BEGUN)
        assert status(connection) == 200
        connection.settimeout(HEAD_TIMEOUT_S + MARGIN_S)
        assert hung_up(connection)


def test_a_head_without_end_is_not_kept(server: ServerProcess) -> None:
    sent = 0
    with connection_to(server) as connection:
        connection.sendall(BEGUN)
        started = time.monotonic()
        with suppress(ConnectionError):
            while time.monotonic() - started < HEAD_TIMEOUT_S * 0.8:
                connection.sendall(b"x" * 16384)
                sent += 16384
        took_s = time.monotonic() - started
    assert sent > MOST_BYTES
    assert took_s < HEAD_TIMEOUT_S * 0.8, "it was read until the time was over"


def test_a_head_that_is_long_but_whole_is_taken(server: ServerProcess) -> None:
    with connection_to(server) as connection:
        connection.sendall(BEGUN + b"x" * (MOST_BYTES // 2))
        connection.sendall(b"\r\n\r\n")
        assert status(connection) == 200


def test_the_pause_between_two_requests_may_be_longer(server: ServerProcess) -> None:
    with connection_to(server) as connection:
        for _ in range(2):
            connection.sendall(WHOLE)
            assert status(connection) == 200
            time.sleep(2 * HEAD_TIMEOUT_S)


def test_a_body_may_take_longer(server: ServerProcess) -> None:
    token = httpx.get(f"{server.url}/api/auth/csrf").cookies["massa_csrf"]
    proof = f"Cookie: massa_csrf={token}\r\nX-CSRF-Token: {token}"
    head = f"POST /api/auth/sign-in HTTP/1.1\r\nHost: localhost\r\n{proof}\r\nContent-Length: 20\r\n\r\n"
    with connection_to(server) as connection:
        connection.sendall(head.encode())
        for _ in range(20):
            time.sleep(HEAD_TIMEOUT_S / 8)
            connection.sendall(b" ")
        assert status(connection) == 422


async def test_an_answer_may_take_longer(server: ServerProcess) -> None:
    async with Person(server.url) as ana:
        await ana.sign_up()
        cookie = "; ".join(f"{name}={value}" for name, value in ana.cookies.items())
    with connection_to(server) as connection:
        connection.sendall(f"GET /api/events HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n".encode())
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
        await asyncio.sleep(2 * HEAD_TIMEOUT_S)
        connection.settimeout(0.5)
        with suppress(TimeoutError):  # silence is as good as an event
            assert not hung_up(connection)
