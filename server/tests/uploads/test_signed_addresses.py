"""Signed addresses let their bearer do one thing for a while: whoever changes them, or comes late, is refused."""

import asyncio
import base64
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest
from fastapi import FastAPI

from massa_server.clock import now
from massa_server.settings import Settings
from massa_server.storage.protocol import Bucket, ObjectKey
from tests.support import uploads
from tests.support.people import Person, problem
from tests.support.s3 import PAGES
from tests.support.stores import IN_S3, ON_DISK, Storage


@pytest.fixture
async def sample_id(ana: Person) -> str:
    """A sample to upload into."""
    return await ana.sample()


@ON_DISK
@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"wrong", "arrived with checksum"),
        (b"righ", "ended after 4 of 5 bytes"),
        (b"right!", "more than the 5 bytes"),
        (b"", "ended after 0 of 5 bytes"),
    ],
)
async def test_a_part_must_be_what_was_signed(ana: Person, sample_id: str, body: bytes, message: str) -> None:
    file = await uploads.begin(ana, sample_id, b"right")
    signed = await uploads.sign(ana, file["id"], 1, b"right")
    assert message in problem(await uploads.put(ana, signed, body), 422, "invalid-request")["detail"]
    assert (await ana.get(f"/api/files/{file['id']}/parts")).json()["items"] == []


@IN_S3
@pytest.mark.parametrize(("body", "status"), [(b"wrong", 400), (b"righ", 403), (b"right!", 403)])
async def test_s3_takes_in_only_what_was_signed(ana: Person, sample_id: str, body: bytes, status: int) -> None:
    file = await uploads.begin(ana, sample_id, b"right")
    signed = await uploads.sign(ana, file["id"], 1, b"right")
    assert (await uploads.put(ana, signed, body)).status_code == status
    assert (await uploads.put(ana, {**signed, "headers": {}}, b"right")).status_code == 403
    assert (await ana.get(f"/api/files/{file['id']}/parts")).json()["items"] == []


def _flip(token: str, at: int) -> str:
    return token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]


@ON_DISK
async def test_a_signed_address_cannot_be_changed(ana: Person, sample_id: str) -> None:
    file = await uploads.begin(ana, sample_id, b"right")
    signed = await uploads.sign(ana, file["id"], 1, b"right")
    base, _, token = signed["url"].rpartition("/")
    body, _, signature = token.partition(".")
    claims = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    forged = base64.urlsafe_b64encode(claims.replace(b'"s":5', b'"s":6')).rstrip(b"=").decode()
    for wrong in (_flip(token, 3), _flip(token, len(token) - 3), body, f"{body}.", f"{forged}.{signature}", "é.é"):
        changed: dict[str, Any] = {**signed, "url": f"{base}/{wrong}"}
        problem(await uploads.put(ana, changed, b"right"), 403, "bad-storage-token")


@ON_DISK
async def test_a_signed_address_expires(
    ana: Person, sample_id: str, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = await uploads.begin(ana, sample_id, b"right")
    signed = await uploads.sign(ana, file["id"], 1, b"right")
    later = now() + timedelta(hours=2)
    monkeypatch.setattr("massa_server.storage.tokens.now", lambda: later)
    assert "expired" in problem(await uploads.put(ana, signed, b"right"), 403, "bad-storage-token")["detail"]


@ON_DISK
async def test_an_address_to_send_is_none_to_fetch(ana: Person, sample_id: str) -> None:
    file = await uploads.begin(ana, sample_id, b"right")
    token = (await uploads.sign(ana, file["id"], 1, b"right"))["url"].rpartition("/")[2]
    problem(await ana.get(f"/api/storage/objects/{token}"), 403, "bad-storage-token")


async def _get(url: str) -> httpx.Response:
    async with uploads.elsewhere() as client:
        return await client.get(url)


@IN_S3
async def test_an_address_in_s3_cannot_be_changed(ana: Person, sample_id: str) -> None:
    file, other = [await uploads.begin(ana, sample_id, b"right", name) for name in ("a.mzML", "b.mzML")]
    signed = await uploads.sign(ana, file["id"], 1, b"right")
    elsewhere = urlsplit((await uploads.sign(ana, other["id"], 1, b"right"))["url"])
    address = urlsplit(signed["url"])
    query = dict(parse_qsl(address.query))
    changes = [
        {"partNumber": "2"},
        {"uploadId": dict(parse_qsl(elsewhere.query))["uploadId"]},
        {"X-Amz-Expires": "604800"},
        {"X-Amz-Date": (now() + timedelta(minutes=5)).strftime("%Y%m%dT%H%M%SZ")},
        {"X-Amz-SignedHeaders": "host"},
        {"X-Amz-Signature": _flip(query["X-Amz-Signature"], 7)},
        {"X-Amz-Credential": query["X-Amz-Credential"].replace("test/", "root/")},
        {"response-content-type": "text/html"},
    ]
    wrong = [address._replace(query=urlencode({**query, **change})) for change in changes]
    wrong += [
        address._replace(path=elsewhere.path),
        address._replace(path=f"{address.path}x"),
        address._replace(path=address.path.replace("/uploads-", "/results-")),
        address._replace(query=""),
    ]
    for changed in wrong:
        response = await uploads.put(ana, {**signed, "url": changed.geturl()}, b"right")
        # versitygw says 404 to an access key that it does not know, S3 403.
        assert response.status_code == (404 if "root%2F" in changed.query else 403), changed
    for each in (file, other):
        assert (await ana.get(f"/api/files/{each['id']}/parts")).json()["items"] == []


@IN_S3
async def test_an_address_to_send_is_none_to_fetch_from_s3(ana: Person, sample_id: str) -> None:
    file = await uploads.begin(ana, sample_id, b"right")
    assert (await _get((await uploads.sign(ana, file["id"], 1, b"right"))["url"])).status_code == 403


@IN_S3
async def test_a_download_from_s3_is_of_one_object_under_one_name(ana: Person, sample_id: str) -> None:
    files = [await uploads.upload(ana, sample_id, content) for content in (b"mine", b"other")]
    mine, other = [(await ana.get(f"/api/files/{file['id']}/download")).headers["location"] for file in files]
    address = urlsplit(mine)
    assert (await _get(mine)).content == b"mine"
    for changed in (
        address._replace(path=urlsplit(other).path),
        address._replace(path=address.path.rpartition("/")[0] + "/%2e%2e/secret.key"),
        address._replace(query=address.query.replace("attachment", "inline")),
        address._replace(query=address.query.replace("octet-stream", "html")),
        address._replace(query=""),
        address._replace(path="/" + address.path.split("/")[1], query="list-type=2"),
    ):
        assert (await _get(changed.geturl())).status_code == 403, changed


@pytest.mark.parametrize("limits", [{"part_url_lifetime_s": 2}])
async def test_addresses_expire(ana: Person, sample_id: str, settings: Settings, limits: dict[str, Any]) -> None:
    file = await uploads.begin(ana, sample_id, b"right")
    signed = await uploads.sign(ana, file["id"], 1, b"right")
    done = await uploads.upload(ana, sample_id, b"done")
    location = (await ana.get(f"/api/files/{done['id']}/download")).headers["location"]
    await asyncio.sleep(3.1)
    assert (await uploads.put(ana, signed, b"right")).status_code == 403
    late = await _get(location) if location.startswith("http") else await ana.get(location)
    assert late.status_code == 403
    assert (await ana.get(f"/api/files/{file['id']}/parts")).json()["items"] == []


async def test_keys_cannot_be_guessed(ana: Person, ben: Person, sample_id: str, app: FastAPI, storage: Storage) -> None:
    """A key has two random ids; knowing it gives nothing without a signature, and other people get none."""
    for name in ("../../etc/passwd", "/etc/passwd", "..", "a/b.mzML"):
        response = await ana.post(f"/api/samples/{sample_id}/files", json={"name": name, "size_bytes": 6})
        problem(response, 422, "invalid-request")
    file = await uploads.upload(ana, sample_id, b"secret", "..%2f..%2fpasswd")
    keys = [item.key async for item in app.state.store.list_objects(Bucket.UPLOADS)]
    assert keys == [f"samples/{sample_id}/{file['id']}/_2f.._2fpasswd"]
    for path in ("download", "parts"):
        problem(await ben.get(f"/api/files/{file['id']}/{path}"), 404, "not-found")
    if storage.server is not None:
        bucket = storage.settings["s3_uploads_bucket"]
        assert (await _get(f"{storage.server.url}/{bucket}/{keys[0]}")).status_code == 403
    else:
        problem(await ana.get(f"/api/storage/objects/{keys[0]}"), 404, "not-found")
        problem(await ana.get(f"/api/storage/objects/{keys[0].replace('/', '%2F')}"), 404, "not-found")


@pytest.mark.parametrize("key", ["", "/etc/passwd", "../secret.key", "a/../../secret.key", "a//b", "a/./b", "a\0b"])
async def test_a_key_that_leaves_its_bucket_is_never_signed(app: FastAPI, key: str) -> None:
    if isinstance(app.state.settings.s3_endpoint_url, str):
        with pytest.raises(ValueError, match="not a key"):
            await app.state.store.sign_download(ObjectKey(Bucket.UPLOADS, key), "a", "localhost")
    with pytest.raises(ValueError, match="not a key"):
        await app.state.store.create_multipart(ObjectKey(Bucket.UPLOADS, key))


@ON_DISK
async def test_pages_of_other_origins_may_use_a_signed_address(ana: Person, sample_id: str) -> None:
    file = await uploads.begin(ana, sample_id, b"right")
    signed = await uploads.sign(ana, file["id"], 1, b"right")
    origin = {"Origin": "http://localhost:3000"}
    preflight = await ana.options(
        signed["url"],
        headers={
            **origin,
            "Access-Control-Request-Method": "PUT",
            "Access-Control-Request-Headers": "x-amz-checksum-crc64nvme",
        },
    )
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == "*"
    signed["headers"] |= origin
    response = await uploads.put(ana, signed, b"right")
    assert response.headers["access-control-allow-origin"] == "*"
    assert "etag" in response.headers["access-control-expose-headers"].lower()


@IN_S3
async def test_only_our_pages_may_use_an_address_in_s3(ana: Person, sample_id: str) -> None:
    file = await uploads.begin(ana, sample_id, b"right")
    signed = await uploads.sign(ana, file["id"], 1, b"right")
    asked = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "x-amz-checksum-crc64nvme"}
    async with uploads.elsewhere() as client:
        preflight = await client.options(signed["url"], headers={"Origin": PAGES, **asked})
        assert (preflight.status_code, preflight.headers["access-control-allow-origin"]) == (200, PAGES)
        refused = await client.options(signed["url"], headers={"Origin": "https://elsewhere.example", **asked})
        assert refused.status_code == 403
    response = await uploads.put(ana, {**signed, "headers": {**signed["headers"], "Origin": PAGES}}, b"right")
    assert response.headers["access-control-allow-origin"] == PAGES
    assert "etag" in response.headers["access-control-expose-headers"].lower()
