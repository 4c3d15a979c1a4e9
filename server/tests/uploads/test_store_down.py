"""While the store does not answer, people are told to try again, and nothing is half done."""

import pytest

from massa_server.settings import Settings
from tests.support import uploads
from tests.support.people import Person, problem
from tests.support.stores import IN_S3, Storage


@IN_S3
@pytest.mark.parametrize("limits", [{"s3_endpoint_url": "http://127.0.0.1:1"}])
async def test_without_s3_an_upload_cannot_begin(ana: Person, settings: Settings, storage: Storage) -> None:
    sample_id = await ana.sample()
    response = await ana.post(f"/api/samples/{sample_id}/files", json={"name": "a.mzML", "size_bytes": 5})
    problem(response, 503, "unavailable")
    assert int(response.headers["retry-after"]) > 0
    assert (await ana.get(f"/api/samples/{sample_id}/files")).json()["items"] == []
    assert (await ana.get("/readyz")).status_code == 503
    assert (await ana.get("/healthz")).status_code == 200
    assert await storage.leftovers(settings.model_copy(update=storage.settings)) == []


@IN_S3
async def test_an_upload_outlives_a_store_that_was_away(ana: Person, storage: Storage) -> None:
    assert storage.server is not None
    file = await uploads.begin(ana, await ana.sample(), b"right")
    part = await uploads.send_part(ana, file["id"], 1, b"right")
    storage.server.stop()
    try:
        response = await uploads.complete(ana, file["id"], b"right", [part])
        problem(response, 503, "unavailable")
    finally:
        storage.server.start()
    assert (await uploads.complete(ana, file["id"], b"right", [part])).json()["status"] == "uploaded"
    assert (await uploads.download(ana, file["id"])).content == b"right"
