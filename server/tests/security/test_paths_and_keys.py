"""Nobody reaches a file or an object by a path or a key that they write themselves."""

import uuid
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from massa_server.settings import Settings
from massa_server.storage.factory import make_store
from massa_server.storage.local import LocalStore
from massa_server.storage.protocol import Bucket, ObjectKey, key_segments
from tests.support import uploads
from tests.support.people import Person
from tests.support.processes import serving

TRAVERSALS = [
    "../massa.db",
    "../../massa.db",
    "..%2fmassa.db",
    "%2e%2e%2fmassa.db",
    "%2e%2e/massa.db",
    "..%252fmassa.db",
    "....//massa.db",
    "..\\massa.db",
    "..%5cmassa.db",
    "%00massa.db",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "secret.key",
]
PLACES = [
    "/{}",
    "/api/storage/objects/{}",
    "/api/files/{}/download",
    "/api/analyses/00000000-0000-0000-0000-000000000000/files/00000000-0000-0000-0000-000000000000/downloads/{}",
    "/api/analyses/{}/files/{}/summary",
]


def test_no_path_leads_out(data_dir: Path) -> None:
    """Over a real connection: a client in the same process would tidy the path up."""
    secret = Settings(data_dir=data_dir).signing_key()
    with serving(data_dir) as server, httpx.Client(base_url=server.url) as client:
        for place in PLACES:
            for traversal in TRAVERSALS:
                raw = place.replace("{}", traversal)
                url = httpx.URL(server.url).copy_with(raw_path=raw.encode())
                response = client.send(client.build_request("GET", url))
                assert response.status_code in (401, 403, 404, 405), (raw, response.status_code)
                assert b"SQLite format" not in response.content
                assert secret not in response.content
                assert b"root:" not in response.content


@pytest.mark.parametrize("key", ["../x", "a/../../x", "/x", "a//x", "a/./x", "", ".", "..", "a/\0", "a/"])
async def test_the_store_refuses_such_keys(settings: Settings, key: str, tmp_path: Path) -> None:
    store = make_store(settings)
    with pytest.raises(ValueError, match="not a key"):
        await store.create_multipart(ObjectKey(Bucket.UPLOADS, key))
    with pytest.raises(ValueError, match="not a key"):
        await store.put(ObjectKey(Bucket.RESULTS, key), tmp_path / "x")


@given(st.text())
def test_what_is_taken_as_a_key_stays_in_its_bucket(key: str) -> None:
    try:
        segments = key_segments(key)
    except ValueError:
        return
    root = Path("/objects/uploads")
    assert Path(root.joinpath(*segments)).is_relative_to(root)
    assert ".." not in segments


async def test_keys_are_chosen_here_and_cannot_be_guessed(ana: Person, ben: Person, app: FastAPI) -> None:
    """The name that a person gives is only the last part, after two random ids; and access is asked for anyway."""
    sample = await ana.sample()
    file = await uploads.begin(ana, sample, b"right")
    assert "key" not in file
    for guess in (str(uuid.UUID(int=uuid.UUID(file["id"]).int + 1)), str(uuid.uuid4())):
        assert (await ana.get(f"/api/files/{guess}")).status_code == 404
    for path in ("", "/parts", "/download"):
        assert (await ben.get(f"/api/files/{file['id']}{path}")).status_code == 404
    assert uuid.UUID(file["id"]).version == 4
    assert isinstance(app.state.store, LocalStore)
    target = f"/api/storage/objects/uploads/samples/{sample}/{file['id']}/run.mzML"
    assert (await ana.get(target)).status_code in (403, 404)
