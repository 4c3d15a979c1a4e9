"""The command line and what processes agree on."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.people import PASSWORD, Person
from tests.support.processes import environment, serving


def run(data_dir: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `massa-server`."""
    command = [sys.executable, "-m", "massa_server", *arguments]
    return subprocess.run(command, env=environment(data_dir, **settings), capture_output=True, text=True, check=False)


async def test_an_account_made_on_the_command_line_can_sign_in(data_dir: Path) -> None:
    made = run(data_dir, "create-user", "Ana@lab.test", "--name", "Ana", password=PASSWORD)
    assert made.returncode == 0, made.stderr
    with serving(data_dir) as server:
        async with Person(server.url) as ana:
            response = await ana.sign_in("ana@lab.test")
            assert response.json()["id"] == made.stdout.strip()
            assert (await ana.get("/api/projects")).json()["items"][0]["is_personal"]


@pytest.mark.parametrize(
    ("email", "password", "message"),
    [("ana", PASSWORD, "email is not an e-mail address"), ("ana@lab.test", "short", "password has 5 characters")],
)
def test_what_is_wrong_with_an_account_is_said_in_one_line(
    data_dir: Path, email: str, password: str, message: str
) -> None:
    made = run(data_dir, "create-user", email, "--name", "Ana", password=password)
    assert made.returncode == 2
    assert message in made.stderr
    assert len(made.stderr.splitlines()) == 1


SECRET = "from massa_server.settings import Settings; print(Settings().signing_key().hex())"


def test_processes_that_start_at_once_agree_on_one_secret(tmp_path: Path) -> None:
    def secret(_: int) -> str:
        command = [sys.executable, "-c", SECRET]
        return subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, check=True).stdout

    with ThreadPoolExecutor(6) as pool:
        secrets = set(pool.map(secret, range(6)))
    assert len(secrets) == 1
    path = tmp_path / "secret.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(path.read_bytes()) >= 48
    assert [other.name for other in tmp_path.iterdir()] == ["secret.key"]
