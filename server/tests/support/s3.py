"""A real S3 server, versitygw, and buckets in it."""

import os
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from massa_server.settings import MIB
from massa_server.worker.process import tie_to_parent
from tests.support.cloud.process import CREDENTIALS

BINARY = Path(__file__).parents[3] / ".tools" / "bin" / "versitygw"
START_TIMEOUT_S = 60
SMALLEST_PART_BYTES = 5 * MIB
BUCKETS = ("uploads", "databases", "results")
# What docs/src/content/docs/en/architecture/storage.md has people configure.
CORS: dict[str, Any] = {
    "AllowedMethods": ["PUT", "GET"],
    "AllowedHeaders": ["x-amz-checksum-crc64nvme"],
    "ExposeHeaders": ["ETag"],
    "MaxAgeSeconds": 3600,
}
PAGES = "https://massa.example"


@dataclass
class S3Server:
    """A running versitygw over a folder."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @cached_property
    def client(self) -> Any:
        """A client of the tests' own."""
        config = Config(signature_version="s3v4", s3={"addressing_style": "path"})
        return boto3.client(
            "s3",
            endpoint_url=self.url,
            region_name=CREDENTIALS["AWS_DEFAULT_REGION"],
            aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
            config=config,
        )

    def start(self) -> None:
        """Start it, and wait until it answers."""
        if not BINARY.exists():
            raise FileNotFoundError(f"{BINARY} is missing; run: scripts/setup s3")
        for name in ("objects", "attributes"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        options = ["--port", f"127.0.0.1:{self.port}", "--region", CREDENTIALS["AWS_DEFAULT_REGION"], "--quiet"]
        # Attributes beside the files: not every file system has extended ones.
        backend = ["posix", "--sidecar", str(self.folder / "attributes"), str(self.folder / "objects")]
        with (self.folder / "versitygw.log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(BINARY), *options, *backend],
                env={
                    "PATH": os.environ["PATH"],
                    "ROOT_ACCESS_KEY": CREDENTIALS["AWS_ACCESS_KEY_ID"],
                    "ROOT_SECRET_KEY": CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
                },
                stdout=log,
                stderr=log,
                preexec_fn=tie_to_parent(),
            )
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            assert self.process.poll() is None, (self.folder / "versitygw.log").read_text()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise TimeoutError((self.folder / "versitygw.log").read_text())

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
            self.process = None

    def make_buckets(self, pages: str = PAGES) -> dict[str, str]:
        """Fresh buckets for the pages of an origin, and the settings that name them."""
        cors = {"CORSRules": [{"AllowedOrigins": [pages], **CORS}]}
        suffix = uuid.uuid4().hex[:12]
        for name in BUCKETS:
            self.client.create_bucket(Bucket=f"{name}-{suffix}")
            self.client.put_bucket_cors(Bucket=f"{name}-{suffix}", CORSConfiguration=cors)
        return {
            "storage": "s3",
            "s3_endpoint_url": self.url,
            "s3_region": CREDENTIALS["AWS_DEFAULT_REGION"],
            "s3_addressing_style": "path",
            **{f"s3_{name}_bucket": f"{name}-{suffix}" for name in BUCKETS},
        }


@contextmanager
def s3_server(folder: Path) -> Iterator[S3Server]:
    """An S3 server that is stopped at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = S3Server(folder, port)
    server.start()
    try:
        yield server
    finally:
        server.stop()
