"""Uploading a file part by part, as the pages do, but from within the program."""

import asyncio
from pathlib import Path

from massa_server.access.dependencies import Access
from massa_server.db import Database
from massa_server.samples import files
from massa_server.samples.expected import ExpectedAccession
from massa_server.samples.models import Sample
from massa_server.samples.schemas import FileCreate, SampleFile
from massa_server.settings import Settings
from massa_server.storage.checksums import crc64nvme
from massa_server.storage.protocol import ObjectStore, PartRequest
from massa_server.uploads import service as uploads
from massa_server.uploads.schemas import CompletePart, UploadComplete


async def upload(
    database: Database,
    store: ObjectStore,
    settings: Settings,
    access: Access,
    sample: Sample,
    path: Path,
    accession: str,
) -> SampleFile:
    """Uploads a file of the sample that should hold the protein of this accession."""
    content = await asyncio.to_thread(path.read_bytes)
    expected = ExpectedAccession(kind="accession", accession=accession)
    body = FileCreate(name=path.name, size_bytes=len(content), expected=expected)
    begun = await files.begin_file(store, settings, access, sample.id, body)
    async with database.write() as session:
        file = await files.create_file(session, access, settings, sample.id, begun, body)
        facts = uploads.facts(begun[1])
    parts = [await _send(store, facts, number, content) for number in range(1, facts.parts_total + 1)]
    completion = UploadComplete(crc64nvme=crc64nvme(content), parts=parts)
    await uploads.complete_in_store(database, store, facts, completion)
    async with database.write() as session:
        return await files.complete_file(session, access, settings, file.id, completion.crc64nvme)


async def _send(store: ObjectStore, upload: uploads.UploadFacts, number: int, content: bytes) -> CompletePart:
    start = (number - 1) * upload.part_size_bytes
    part = content[start : start + upload.part_size(number)]
    request = PartRequest(upload.target, upload.store_upload_id, number, len(part), crc64nvme(part))
    stored = await store.put_part(request, part)
    return CompletePart(number=number, etag=stored.etag, crc64nvme=stored.crc64nvme)
