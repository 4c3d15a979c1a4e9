"""Containers of this checkout's images, as Kubernetes would run them: no privilege, nothing to write to but volumes."""

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
LAYOUTS = ROOT / "build" / "images"
PATIENCE_S = 60
# As in infra/k8s. The limits are those that a root without privileges may ask for; runc takes every kind of cgroups.
HARDENED = (
    "--read-only",
    "--read-only-tmpfs=false",
    "--cap-drop=all",
    "--security-opt=no-new-privileges",
    "--runtime=runc",
    "--ulimit=nofile=4096:4096",
    "--ulimit=nproc=4096:4096",
)


def why_no_container() -> str:
    """Why this machine cannot run a container; empty where it can."""
    if os.geteuid() == 0:
        return ""
    allowed = Path("/proc/sys/user/max_user_namespaces")
    if not allowed.exists() or int(allowed.read_text()) == 0:
        return "this machine lets nobody but root make namespaces, and this is not root"
    return ""


def run(*command: str | Path, timeout_s: float = 120) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=timeout_s)


def ask(image: str, *command: str, options: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """What a container says that ends by itself."""
    return run("podman", "run", "--rm", "--network=none", *HARDENED, *options, f"localhost/{image}", *command)


@contextmanager
def running(image: str, *command: str, options: tuple[str, ...] = ()) -> Iterator[str]:
    """A container that goes on, on the network of this machine; its name."""
    name = f"massa-test-{uuid.uuid4().hex[:8]}"
    common = ("podman", "run", "--detach", "--name", name, "--network=host", *HARDENED)
    started = run(*common, *options, f"localhost/{image}", *command)
    assert started.returncode == 0, started.stderr
    try:
        yield name
    finally:
        log = run("podman", "logs", "--tail", "50", name)
        print(log.stdout, log.stderr)  # pytest shows it where the test fails
        run("podman", "rm", "--force", "--time", "5", name)


def end(name: str, within_s: int) -> int:
    """Ends a container as Kubernetes does, by SIGTERM; the exit code, 137 if it had to be killed."""
    run("podman", "stop", "--time", str(within_s), name)
    return int(run("podman", "inspect", "--format", "{{.State.ExitCode}}", name).stdout)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def get(url: str) -> tuple[int, str]:
    """Status and body, as soon as somebody answers."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            with opener.open(url, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def configuration(image: str) -> dict[str, Any]:
    """How an image in its OCI layout says that it is run."""

    def blob(digest: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((LAYOUTS / image / "blobs" / digest.replace(":", "/")).read_text())
        return found

    (described,) = json.loads((LAYOUTS / image / "index.json").read_text())["manifests"]
    found: dict[str, Any] = blob(blob(described["digest"])["config"]["digest"])["config"]
    return found


def contents(image: str) -> dict[str, set[str]]:
    """Names of what an image consists of, by kind of package, from its SPDX document."""
    document = json.loads((LAYOUTS / f"{image}.spdx.json").read_text())
    assert document["spdxVersion"].startswith("SPDX-2.")
    found: dict[str, set[str]] = {}
    for package in document["packages"]:
        for reference in package.get("externalRefs", []):
            if reference["referenceType"] == "purl":
                kind = reference["referenceLocator"].removeprefix("pkg:").split("/")[0]
                found.setdefault(kind, set()).add(package["name"])
    return found
