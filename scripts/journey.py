"""A user's journey through the API: journey.py ADDRESS RUN.mzML ACCESSION. See scripts/journey."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from massa_server.storage.checksums import crc64nvme

# Batch may need minutes to find a Spot machine; longer than this is an incident.
PATIENCE_S = 30 * 60
POLL_S = 3


class JourneyError(Exception):
    """The product did not do what it must; the message says what."""


def say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", flush=True)


class Api:
    """The API as one person sees it."""

    def __init__(self, address: str) -> None:
        self.client = httpx.Client(base_url=address, timeout=60, follow_redirects=False)
        if token := os.environ.get("MASSA_TOKEN"):
            self.client.headers["Authorization"] = f"Bearer {token}"
        else:
            self.sign_in(os.environ.get("MASSA_EMAIL", ""), os.environ.get("MASSA_PASSWORD", ""))

    def sign_in(self, email: str, password: str) -> None:
        if not (email and password):
            raise JourneyError("Set MASSA_TOKEN, or MASSA_EMAIL and MASSA_PASSWORD.")
        self.call("GET", "/api/auth/csrf")
        self.client.headers["X-CSRF-Token"] = self.client.cookies["massa_csrf"]
        self.call("POST", "/api/auth/sign-in", {"email": email, "password": password})
        self.call("GET", "/api/auth/csrf")
        self.client.headers["X-CSRF-Token"] = self.client.cookies["massa_csrf"]

    def call(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.client.request(method, path, json=body)
        if answer.is_error:
            raise JourneyError(f"{method} {path} answered {answer.status_code}: {answer.text[:500]}")
        return answer.json() if answer.content else None

    def wait(self, path: str, done: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            found: dict[str, Any] = self.call("GET", path)
            if done(found):
                return found
            time.sleep(POLL_S)
        raise JourneyError(f"{path} was not done after {PATIENCE_S // 60} min: {found}")


def upload(api: Api, sample_id: str, path: Path, accession: str) -> str:
    """Send a file in parts, straight to the store, as a browser does; wait until it is inspected."""
    content = path.read_bytes()
    announced = {
        "name": path.name,
        "size_bytes": len(content),
        "expected": {"kind": "accession", "accession": accession},
    }
    file = api.call("POST", f"/api/samples/{sample_id}/files", announced)
    size, parts = file["upload"]["part_size_bytes"], []
    for number, at in enumerate(range(0, len(content), size), 1):
        part = content[at : at + size]
        checksum = crc64nvme(part)
        signed = api.call("POST", f"/api/files/{file['id']}/parts/{number}/sign", {"crc64nvme": checksum})
        # A signed address needs no account: a client of its own, so that the store never sees the token.
        url = str(api.client.base_url.join(signed["url"]))
        answer = httpx.request(signed["method"], url, headers=signed["headers"], content=part, timeout=300)
        if answer.is_error:
            raise JourneyError(f"the store answered {answer.status_code} to part {number}: {answer.text[:500]}")
        parts.append({"number": number, "etag": answer.headers["etag"], "crc64nvme": checksum})
    api.call("POST", f"/api/files/{file['id']}/complete", {"crc64nvme": crc64nvme(content), "parts": parts})
    inspected = api.wait(f"/api/files/{file['id']}", lambda found: found["status"] in ("ready", "rejected"))
    if inspected["status"] != "ready":
        raise JourneyError(f"the file was rejected: {inspected}")
    return str(file["id"])


def analyse(api: Api, project_id: str, sample_id: str) -> dict[str, Any]:
    """Analyse a sample against the built-in example database; the finished analysis."""
    databases = api.call("GET", f"/api/projects/{project_id}/databases")["items"]
    examples = next(
        (found for found in databases if found["project_id"] is None and "example" in found["name"].lower()), None
    )
    if examples is None:
        raise JourneyError(f"there is no example database among {[found['name'] for found in databases]}")
    analysis = api.call("POST", f"/api/samples/{sample_id}/analyses", {"database_id": examples["id"]})
    return api.wait(f"/api/analyses/{analysis['id']}", lambda found: found["state"] not in ("queued", "running"))


def journey(api: Api, run: Path, accession: str) -> None:
    project = api.call("GET", "/api/projects")["items"][0]
    sample = api.call("POST", f"/api/projects/{project['id']}/samples", {"name": f"Journey {time.strftime('%F %T')}"})
    say(f"sample {sample['id']}")
    try:
        file_id = upload(api, sample["id"], run, accession)
        say("uploaded and inspected")
        analysis = analyse(api, project["id"], sample["id"])
        if analysis["state"] != "succeeded":
            raise JourneyError(f"the analysis {analysis['state']}: {analysis['files']}")
        summary = api.call("GET", f"/api/analyses/{analysis['id']}/files/{file_id}/summary")
        verdict = summary["verdict"]
        if verdict["outcome"] != "confirmed":
            raise JourneyError(f"{accession} was not confirmed: {verdict}")
        say(f"verdict: {verdict['sentence']}")
    finally:
        api.call("DELETE", f"/api/samples/{sample['id']}")
        say("deleted")


def main() -> None:
    address, run, accession = sys.argv[1:]
    try:
        journey(Api(address), Path(run), accession)
    except (JourneyError, httpx.HTTPError) as failed:
        sys.exit(f"journey: {failed}")
    print("Journey: 1 passed, 0 failed")


if __name__ == "__main__":
    main()
