"""What people write is data: in SQL, in logs, in headers and in paths."""

import json
import logging
import re
import uuid
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from massa_server.db import Database
from massa_server.samples.models import Sample
from massa_server.settings import Settings
from massa_server.telemetry import configure_logging
from tests.support import uploads
from tests.support.people import Person, problem
from tests.support.processes import serving

SQL = [
    "'; DROP TABLE samples; --",
    "' OR '1'='1",
    '" OR 1=1 --',
    "1) UNION SELECT password_hash FROM users --",
    "%' AND sleep(9) --",
    "\\'; DELETE FROM users; --",
    "Robert'); DROP TABLE users;--",
]


@pytest.mark.parametrize("text", SQL)
async def test_names_with_sql_are_names(ana: Person, database: Database, text: str) -> None:
    project = await ana.project(text)
    sample = await ana.sample(project, text)
    assert (await ana.get(f"/api/samples/{sample}")).json()["name"] == text
    assert (await ana.get(f"/api/projects/{project}")).json()["name"] == text
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Sample)) == 1


@pytest.mark.parametrize("text", SQL)
async def test_sql_in_ids_cursors_and_filters_finds_nothing(ana: Person, text: str) -> None:
    project = await ana.project()
    assert (await ana.get(f"/api/samples/{text}")).status_code == 404
    assert (await ana.get("/api/projects", params={"cursor": text})).status_code == 422
    for name in ("action", "resource_id"):
        found = await ana.get(f"/api/projects/{project}/audit", params={name: text})
        assert found.json()["items"] == []
    ids = {"analysis": uuid.uuid4(), "file": uuid.uuid4()}
    path = f"/api/analyses/{ids['analysis']}/files/{ids['file']}/psms"
    assert (await ana.get(path, params={"sort": text})).status_code in (404, 422)
    wrong = await ana.post("/api/auth/sign-in", json={"email": text, "password": text})
    assert wrong.status_code in (401, 422)


@pytest.mark.parametrize(
    "changes",
    [
        {"preset": "--help"},
        {"preset": "auto\0"},
        {"preset": "auto; touch /tmp/x"},
        {"parameters": {"enzyme\0": 1}},
        {"parameters": {"enzyme": "a\0b"}},
        {"parameters": {"enzyme": "a\nb"}},
        {"parameters": {"enzyme": "\ud800"}},
        {"parameters": {"fixed_modifications": [["\0"]]}},
        {"parameters": {"enzyme": "x" * 200_000}},
    ],
    ids=lambda changes: str(changes)[:40],
)
async def test_what_cannot_be_an_argument_of_the_engine_is_refused(ana: Person, changes: dict[str, object]) -> None:
    sample = await ana.sample()
    body = json.dumps({"database_id": str(uuid.uuid4()), **changes})
    headers = {"Content-Type": "application/json"}
    response = await ana.post(f"/api/samples/{sample}/analyses", content=body, headers=headers)
    problem(response, 422, "invalid-request")


def test_nothing_that_people_write_makes_a_line_of_a_log(tmp_path: Path, data_dir: Path) -> None:
    """Forged lines would blame others or hide what happened."""
    forged = '\n{"event": "forged", "level": "info"}\n'
    with serving(data_dir, log_format="json") as server, httpx.Client(base_url=server.url) as client:
        client.get("/api/nothing", params={"a": forged})
        client.get(f"/api/samples/{forged.encode().hex()}%0A%7B%22event%22%3A%22forged%22%7D")
        client.get("/healthz", headers={"User-Agent": 'x{"event": "forged"}', "X-Request-ID": "forged forged"})
        client.post("/api/auth/sign-in", content=forged, headers={"Content-Type": "application/json"})
        client.get("/api/auth/me", headers={"Authorization": "Bearer massa_pat_forged"})
        lines = server.log.read_text().splitlines()
    records = [json.loads(line) for line in lines if line.strip()]
    assert sum(record["event"] == "request" for record in records) >= 5
    assert "forged" not in {record["event"] for record in records}
    assert "forged" not in {record.get("request_id") for record in records}


def test_control_characters_stay_within_their_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(Settings(log_format="json"))
    try:
        logging.getLogger("massa_server.test").warning("sent: %s", "a\r\nevent=forged \x1b[31m")
        written = capsys.readouterr().err
    finally:
        configure_logging(Settings(log_level="WARNING"))
    assert len(written.splitlines()) == 1
    assert "\x1b" not in written


NAMES = [
    'run".mzML',
    "run\\.mzML",
    "läuft;filename=evil.exe.mzML",
    "run'; x=y.mzML",
    "質量分析.mzML",
    "a%0d%0aSet-Cookie: x=y.mzML",
    "run‮Lmzm.exe.mzML",
]


@pytest.mark.parametrize("name", NAMES)
async def test_a_file_name_stays_within_its_header(ana: Person, name: str) -> None:
    sample = await ana.sample()
    response = await ana.post(f"/api/samples/{sample}/files", json={"name": name, "size_bytes": 5})
    if response.status_code == 422:
        return  # names that deceive are refused at the door
    file = response.json()
    part = await uploads.send_part(ana, file["id"], 1, b"right")
    body = {"crc64nvme": part["crc64nvme"], "parts": [part]}
    assert (await ana.post(f"/api/files/{file['id']}/complete", json=body)).status_code == 200
    headers = (await uploads.download(ana, file["id"])).headers
    assert "set-cookie" not in headers
    assert headers["x-content-type-options"] == "nosniff"
    disposition = headers["content-disposition"]
    assert re.fullmatch(r"attachment; filename(=\"[^\"\\]*\"|\*=utf-8''[A-Za-z0-9%._~!-]+)", disposition), disposition


@pytest.mark.parametrize("name", ["a\r\nSet-Cookie: x=y.mzML", "a\0.mzML", "../../etc/passwd", "/etc/passwd", "..", ""])
async def test_file_names_with_control_characters_or_folders_are_refused(ana: Person, name: str) -> None:
    sample = await ana.sample()
    problem(
        await ana.post(f"/api/samples/{sample}/files", json={"name": name, "size_bytes": 5}), 422, "invalid-request"
    )


@pytest.mark.parametrize("header", ["X-Request-ID", "Origin", "Last-Event-ID", "X-Forwarded-Host", "User-Agent"])
async def test_no_header_comes_back_as_another(ana: Person, header: str) -> None:
    response = await ana.get("/api/auth/csrf", headers={header: "a%0d%0aX-Evil: yes"})
    assert "x-evil" not in response.headers
    assert "X-Evil" not in str(response.headers)
