"""Each image, started as in the cluster, answers. `make test-images` builds them first."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from containers import ROOT, ask, configuration, contents, end, free_port, get, run, running, why_no_container

IMAGES = ("massa-engine", "massa-server", "massa-web")
DATA = "/var/lib/massa"
TMP = "--mount=type=tmpfs,destination=/tmp,tmpfs-mode=1777"

pytestmark = pytest.mark.skipif(bool(why_no_container()), reason=why_no_container())


@pytest.fixture
def data(tmp_path: Path) -> str:
    """A volume for the server's data: the option that mounts it."""
    tmp_path.chmod(0o777)
    for parent in tmp_path.parents[:2]:
        parent.chmod(0o755)
    return f"--volume={tmp_path}:{DATA}:rw"


@pytest.fixture
def server(data: str) -> Iterator[tuple[str, int, int]]:
    """A server over SQLite, migrated by the same image: its container, its port and that of its metrics."""
    migrated = ask("massa-server", "migrate", options=(data, TMP))
    assert migrated.returncode == 0, migrated.stderr
    port, metrics = free_port(), free_port()
    variables = (f"--env=MASSA_PORT={port}", f"--env=MASSA_METRICS_PORT={metrics}")
    with running("massa-server", "serve", options=(data, TMP, *variables)) as name:
        assert get(f"http://127.0.0.1:{port}/readyz")[0] == 200
        yield name, port, metrics


@pytest.mark.parametrize("image", IMAGES)
def test_an_image_runs_as_nobody_in_particular_and_cannot_change_itself(image: str) -> None:
    assert configuration(image)["User"] == "10001:10001"
    identity = ask(image, "-u", options=("--entrypoint=id",))
    assert identity.stdout.strip() == "10001"
    written = ask(image, "/usr/local/bin/x", options=("--entrypoint=touch",))
    assert "Read-only file system" in written.stderr


@pytest.mark.parametrize("image", IMAGES)
def test_an_image_holds_no_compiler_no_source_control_and_no_certificate_of_the_machine_that_built_it(
    image: str,
) -> None:
    script = "command -v gcc cc ld git curl wget make npm pip; ls /usr/local/share/ca-certificates 2>/dev/null"
    found = ask(image, "-c", script, options=("--entrypoint=sh",))
    assert found.stdout == ""


@pytest.mark.parametrize("image", IMAGES)
def test_no_file_of_an_image_gives_its_caller_more_rights_that_the_base_does_not_have(image: str) -> None:
    def privileged(name: str) -> set[str]:
        search = ("/", "-xdev", "-perm", "/6000", "-type", "f")
        return set(ask(name, *search, options=("--entrypoint=find", "--user=0")).stdout.split())

    base = "debian:12-slim" if run("podman", "image", "exists", "localhost/debian:12-slim").returncode == 0 else ""
    if not base:
        base = "../docker.io/library/debian:12-slim"
    assert privileged(image) <= privileged(base)


@pytest.mark.parametrize(
    ("image", "kind", "some"),
    [
        ("massa-engine", "deb", {"libdeflate0", "libsqlite3-0", "python3.11-minimal"}),
        ("massa-engine", "pypi", {"boto3", "pydantic", "massa-server"}),
        ("massa-server", "pypi", {"fastapi", "sqlalchemy", "uvicorn", "massa-server"}),
        ("massa-web", "npm", {"next", "react", "next-intl", "radix-ui"}),
        ("massa-web", "deb", {"libstdc++6"}),
    ],
)
def test_the_list_of_contents_names_what_is_in_it(image: str, kind: str, some: set[str]) -> None:
    named = {name.lower() for name in contents(image)[kind]}
    assert some <= named


def test_the_list_of_contents_has_nothing_of_development() -> None:
    assert not {"pytest", "mypy", "ruff", "moto"} & contents("massa-server")["pypi"]
    assert not {"vitest", "typescript", "@playwright/test"} & contents("massa-web")["npm"]


def test_the_engine_works_in_the_image_of_the_worker() -> None:
    version = re.search(r"project\(massa VERSION ([\d.]+)", (ROOT / "engine" / "CMakeLists.txt").read_text())
    assert version
    said = ask("massa-engine", "--version", options=("--entrypoint=massa",))
    assert said.stdout.strip() == f"massa {version[1]}"

    proteins = "/usr/local/share/massa/example_proteins.fasta"
    simulate = f"massa simulate {proteins} --mzml /tmp/run.mzML --seed 1 --gradient-s 30 >&2"
    script = f"{simulate} && massa inspect /tmp/run.mzML --json"
    inspected = ask("massa-engine", "-c", script, options=("--entrypoint=sh", TMP))
    assert inspected.returncode == 0, inspected.stderr
    assert json.loads(inspected.stdout)


def test_batch_can_start_the_worker() -> None:
    commands = set(re.findall(r'"Command": \["worker", "(\w+)"', (ROOT / "infra" / "analysis.asl.json").read_text()))
    assert commands
    said = ask("massa-engine", "worker", "--help")
    assert said.returncode == 0, said.stderr
    assert all(f"\n    {command} " in said.stdout for command in commands)
    refused = ask("massa-engine", "worker", "chunk", "results://no/manifest.json", "0", options=(TMP,))
    assert refused.returncode != 0


@pytest.mark.parametrize("command", ["serve", "runner", "migrate", "retention", "doctor"])
def test_the_commands_of_the_manifests_are_in_the_image_of_the_server(command: str) -> None:
    said = ask("massa-server", command, "--help", options=(TMP,))
    assert said.returncode == 0, said.stderr


def test_a_server_is_ready_and_its_metrics_are_on_their_own_port(server: tuple[str, int, int]) -> None:
    _, port, metrics = server
    status, body = get(f"http://127.0.0.1:{port}/readyz")
    assert (status, json.loads(body)["status"]) == (200, "ok")
    assert get(f"http://127.0.0.1:{port}/api/auth/me")[0] == 401
    assert get(f"http://127.0.0.1:{port}/metrics")[0] == 404
    assert "massa_build_info" in get(f"http://127.0.0.1:{metrics}/metrics")[1]


def test_a_server_ends_in_time_when_it_is_told_to(server: tuple[str, int, int]) -> None:
    assert end(server[0], within_s=15) == 0


def test_the_doctor_finds_nothing_that_does_not_work_in_the_image(data: str) -> None:
    migrated = ask("massa-server", "migrate", options=(data, TMP))
    assert migrated.returncode == 0, migrated.stderr
    said = ask("massa-server", "doctor", "--json", options=(data, TMP))
    found = {finding["check"]: finding["status"] for finding in json.loads(said.stdout)}
    assert said.returncode == 0, said.stdout
    assert found["engine"] == found["database"] == found["store"] == "ok"


def test_a_runner_serves_what_its_probes_ask_for_and_ends_in_time(data: str) -> None:
    migrated = ask("massa-server", "migrate", options=(data, TMP))
    assert migrated.returncode == 0, migrated.stderr
    metrics = free_port()
    with running("massa-server", "runner", options=(data, TMP, f"--env=MASSA_METRICS_PORT={metrics}")) as name:
        assert "massa_queue_depth" in get(f"http://127.0.0.1:{metrics}/metrics")[1]
        assert end(name, within_s=15) == 0


def test_pages_are_served_and_requests_to_the_api_are_passed_on(server: tuple[str, int, int]) -> None:
    port = free_port()
    cache = "--mount=type=tmpfs,destination=/app/.next/cache,tmpfs-mode=1777"
    variables = (f"--env=PORT={port}", f"--env=MASSA_API_URL=http://127.0.0.1:{server[1]}")
    with running("massa-web", options=(TMP, cache, *variables)) as name:
        status, body = get(f"http://127.0.0.1:{port}/en/sign-in")
        assert (status, 'lang="en"' in body) == (200, True)
        assert 'lang="pt-BR"' in get(f"http://127.0.0.1:{port}/pt-BR/sign-in")[1]
        assert get(f"http://127.0.0.1:{port}/icon.svg")[0] == 200, "what the probes and the load balancer ask for"
        assert get(f"http://127.0.0.1:{port}/api/auth/csrf")[0] == 200
        assert "Error" not in run("podman", "logs", name).stderr
        assert end(name, within_s=15) in (0, 143)
