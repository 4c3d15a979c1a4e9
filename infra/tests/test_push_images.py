"""scripts/push-images brings images to a real registry, byte for byte."""

import gzip
import hashlib
import io
import json
import os
import shutil
import socket
import subprocess
import tarfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ("massa-web", "massa-server", "massa-engine")
MANIFEST = "application/vnd.oci.image.manifest.v1+json"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[str]:
    """The address of an empty registry on this machine."""
    address = f"127.0.0.1:{free_port()}"
    settings = (
        f"version: 0.1\nstorage: {{filesystem: {{rootdirectory: {tmp_path}/registry}}}}\nhttp: {{addr: '{address}'}}\n"
    )
    (tmp_path / "registry.yml").write_text(settings)
    command = ["docker-registry", "serve", str(tmp_path / "registry.yml")]
    with (
        (tmp_path / "registry.log").open("w") as log,
        subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT) as process,
    ):
        try:
            for _ in range(100):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", int(address.split(":")[1]))) == 0:
                        break
                time.sleep(0.1)
            yield address
        finally:
            process.terminate()


def write_image(layout: Path, text: str) -> str:
    """An image with one file, as an OCI layout; its digest."""

    def blob(content: bytes) -> dict[str, str | int]:
        digest = hashlib.sha256(content).hexdigest()
        (layout / "blobs" / "sha256" / digest).write_bytes(content)
        return {"digest": f"sha256:{digest}", "size": len(content)}

    (layout / "blobs" / "sha256").mkdir(parents=True)
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        entry = tarfile.TarInfo("file")
        entry.size = len(text)
        tar.addfile(entry, io.BytesIO(text.encode()))
    layer = blob(gzip.compress(archive.getvalue(), mtime=0))
    files = [f"sha256:{hashlib.sha256(archive.getvalue()).hexdigest()}"]
    settings = {"architecture": "amd64", "os": "linux", "config": {}, "rootfs": {"type": "layers", "diff_ids": files}}
    manifest = {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": {"mediaType": "application/vnd.oci.image.config.v1+json", **blob(json.dumps(settings).encode())},
        "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", **layer}],
    }
    described = {"mediaType": MANIFEST, **blob(json.dumps(manifest).encode())}
    (layout / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    (layout / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [described]}))
    return str(described["digest"])


def digest_there(registry: str, image: str, reference: str) -> str:
    request = urllib.request.Request(
        f"http://{registry}/v2/{image}/manifests/{reference}", headers={"Accept": MANIFEST}
    )
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
        return f"sha256:{hashlib.sha256(answer.read()).hexdigest()}"


def test_images_arrive_with_their_digest_under_the_commit_and_a_second_push_finds_them(
    tmp_path: Path, registry: str
) -> None:
    repository = tmp_path / "repository"
    shutil.copytree(ROOT / "scripts", repository / "scripts")
    digests = {image: write_image(repository / "build" / "images" / image, image) for image in IMAGES}
    git = ["git", "-C", str(repository), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "--message", "test: a commit"], check=True)
    head = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    settings = tmp_path / ".config" / "containers" / "registries.conf"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'[[registry]]\nlocation = "{registry}"\ninsecure = true\n')
    environment = os.environ | {"REGISTRY": registry, "HOME": str(tmp_path)}

    command = [str(repository / "scripts" / "push-images")]
    first = subprocess.run(command, check=False, env=environment, capture_output=True, text=True, timeout=60)
    assert first.returncode == 0, first.stdout + first.stderr
    for image, digest in digests.items():
        assert digest_there(registry, image, head) == digest
        assert digest_there(registry, image, digest) == digest

    second = subprocess.run(command, check=True, env=environment, capture_output=True, text=True, timeout=60)
    assert second.stdout.count("is there") == len(IMAGES)
    assert "Push" not in second.stdout
