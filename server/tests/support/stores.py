"""Both stores, for the tests of what they have in common."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from massa_server.settings import Settings
from massa_server.storage.factory import make_store
from massa_server.storage.protocol import Bucket, ObjectStore
from tests.support.cloud.process import CREDENTIALS
from tests.support.s3 import BUCKETS, SMALLEST_PART_BYTES, S3Server

KINDS = ("local", "s3")
ON_DISK = pytest.mark.parametrize("storage", ["local"], indirect=True)
IN_S3 = pytest.mark.parametrize("storage", ["s3"], indirect=True)


@dataclass
class Storage:
    """A store to test with: the settings that name it, and the S3 server behind it if there is one."""

    settings: dict[str, Any] = field(default_factory=dict)
    server: S3Server | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The settings for processes."""
        return {name: str(value) for name, value in self.settings.items()}

    async def leftovers(self, settings: Settings) -> list[str]:
        """All objects, and the parts of unfinished uploads, however they came there."""
        if self.server is None:
            paths = [path for path in settings.objects_dir.rglob("*") if path.is_file()]
            paths += settings.objects_dir.glob("multipart/*")
            return sorted({str(path.relative_to(settings.objects_dir)) for path in paths})
        found = [
            f"{bucket}/{item.key}" for bucket in Bucket async for item in make_store(settings).list_objects(bucket)
        ]
        for name in BUCKETS:
            uploads = self.server.client.list_multipart_uploads(Bucket=self.settings[f"s3_{name}_bucket"])
            found += [f"multipart/{upload['UploadId']}" for upload in uploads.get("Uploads", [])]
        return found


def credentials(patch: pytest.MonkeyPatch) -> None:
    """What boto3 and the processes that the test starts sign requests with."""
    for name, value in CREDENTIALS.items():
        patch.setenv(name, value)


def make_storage(request: pytest.FixtureRequest) -> Storage:
    """The store that the fixture's parameter names. Only a test on S3 starts the S3 server."""
    kind = getattr(request, "param", "local")
    if kind == "local":
        return Storage()
    credentials(request.getfixturevalue("monkeypatch"))
    server: S3Server = request.getfixturevalue("s3")
    return Storage({**server.make_buckets(), "part_size_bytes": SMALLEST_PART_BYTES}, server)


async def objects(store: ObjectStore, bucket: Bucket, prefix: str = "") -> list[str]:
    """The keys of a bucket."""
    return [item.key async for item in store.list_objects(bucket, prefix)]
