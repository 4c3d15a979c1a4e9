"""Who may do what: a rule for every operation of the API. A new endpoint needs a row here."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.access.world import Who


class Rule(StrEnum):
    """What an operation asks of those who call it."""

    PUBLIC = "public"  # everybody
    SIGNED_ADDRESS = "signed address"  # whoever has the address
    ACCOUNT = "account"  # everybody who is signed in
    READ = "read"  # members
    WRITE = "write"  # owners and editors
    MANAGE = "manage"  # owners

    def refusal(self, who: Who) -> int | None:
        """The status with which the person is refused; None if they may."""
        if self is Rule.PUBLIC:
            return None
        if self is Rule.SIGNED_ADDRESS:
            return 403  # nobody has a valid address here
        if who is Who.NOBODY:
            return 401
        if self is Rule.ACCOUNT:
            return None
        if who is Who.STRANGER:
            return 404
        allowed = {
            Rule.READ: {Who.OWNER, Who.EDITOR, Who.VIEWER},
            Rule.WRITE: {Who.OWNER, Who.EDITOR},
            Rule.MANAGE: {Who.OWNER},
        }
        return None if who in allowed[self] else 403


@dataclass(frozen=True)
class Row:
    """An operation, its rule, a body that it takes, and the statuses with which it does its work."""

    operation: str
    rule: Rule
    body: dict[str, Any] | None = None
    statuses: set[int] = field(default_factory=lambda: {200, 201, 202, 204, 302})
    ids: dict[str, str] = field(default_factory=dict)  # path parameter → name of another id of the world

    def __str__(self) -> str:
        return self.operation


CRC = "rosUhgyIZpk="
OPEN = {"file_id": "open_file_id"}
ENGINE = {200, 503}  # 503 where the engine is not built
COMPLETE = {"crc64nvme": CRC, "parts": [{"number": 1, "etag": "x", "crc64nvme": CRC}]}
RESULT = "/api/analyses/{analysis_id}/files/{file_id}"
RESULT_PARTS = [  # the world's analysis has failed: members are told that there is no result
    "summary",
    "proteins",
    "proteins/{protein_id}",
    "peptides",
    "psms",
    "spectra",
    "spectra/{spectrum_id}",
    "filter-report",
    "chromatogram",
    "downloads",
    "downloads/{name}",
]

ROWS = [
    Row("GET /healthz", Rule.PUBLIC),
    Row("GET /readyz", Rule.PUBLIC),
    Row("GET /api/auth/csrf", Rule.PUBLIC),
    Row(
        "POST /api/auth/sign-up",
        Rule.PUBLIC,
        {"email": "new@lab.test", "name": "New", "password": "correct horse battery"},
    ),
    Row("POST /api/auth/sign-in", Rule.PUBLIC, {"email": "no@lab.test", "password": "wrong"}, {401}),
    Row("POST /api/auth/sign-out", Rule.ACCOUNT),
    Row("GET /api/auth/me", Rule.ACCOUNT),
    Row("PATCH /api/auth/me", Rule.ACCOUNT, {"name": "Other"}),
    Row("GET /api/auth/methods", Rule.PUBLIC),
    # There is no provider here: tests/auth/test_oidc.py has one.
    Row("GET /api/auth/oidc/sign-in", Rule.PUBLIC, statuses={404}),
    Row("GET /api/auth/oidc/callback", Rule.PUBLIC, statuses={404}),
    Row(
        "POST /api/auth/password",
        Rule.ACCOUNT,
        {"current_password": "wrong", "new_password": "correct horse battery"},
        {403},
    ),
    Row("GET /api/auth/sessions", Rule.ACCOUNT),
    Row("DELETE /api/auth/sessions", Rule.ACCOUNT),
    Row("DELETE /api/auth/sessions/{session_id}", Rule.ACCOUNT, statuses={404}),  # nobody's
    Row("GET /api/auth/tokens", Rule.ACCOUNT),
    Row("POST /api/auth/tokens", Rule.ACCOUNT, {"name": "notebook", "scopes": ["read"]}),
    Row("DELETE /api/auth/tokens/{token_id}", Rule.ACCOUNT, statuses={404}),  # nobody's
    Row("GET /api/auth/audit", Rule.ACCOUNT),
    Row("GET /api/projects/{project_id}/audit", Rule.MANAGE),
    Row("GET /api/auth/me/usage", Rule.ACCOUNT),
    # 409: the world's owner shares a project that nobody else owns.
    Row("DELETE /api/auth/me", Rule.ACCOUNT, statuses={204, 409}),
    Row("GET /api/projects", Rule.ACCOUNT),
    Row("POST /api/projects", Rule.ACCOUNT, {"name": "Another"}),
    Row("GET /api/projects/{project_id}", Rule.READ),
    Row("PATCH /api/projects/{project_id}", Rule.MANAGE, {"name": "Renamed"}),
    Row("DELETE /api/projects/{project_id}", Rule.MANAGE),
    Row("GET /api/projects/{project_id}/members", Rule.READ),
    Row("POST /api/projects/{project_id}/members", Rule.MANAGE, {"email": "stranger@lab.test", "role": "viewer"}),
    Row("PATCH /api/projects/{project_id}/members/{user_id}", Rule.MANAGE, {"role": "editor"}),
    # Everybody may leave, which tests/projects covers; only an owner may take out somebody else.
    Row("DELETE /api/projects/{project_id}/members/{user_id}", Rule.MANAGE, ids={"user_id": "other_user_id"}),
    Row("GET /api/projects/{project_id}/samples", Rule.READ),
    Row("POST /api/projects/{project_id}/samples", Rule.WRITE, {"name": "Serum"}),
    Row("GET /api/samples/{sample_id}", Rule.READ),
    Row("PATCH /api/samples/{sample_id}", Rule.WRITE, {"name": "Renamed"}),
    Row("DELETE /api/samples/{sample_id}", Rule.WRITE),
    Row("GET /api/samples/{sample_id}/files", Rule.READ),
    Row("POST /api/samples/{sample_id}/files", Rule.WRITE, {"name": "b.mgf", "size_bytes": 10}),
    Row("GET /api/files/{file_id}", Rule.READ),
    Row("PATCH /api/files/{file_id}", Rule.WRITE, {"expected": None}),
    Row("DELETE /api/files/{file_id}", Rule.WRITE),
    Row("POST /api/files/{file_id}/parts/{number}/sign", Rule.WRITE, {"crc64nvme": CRC}, ids=OPEN),
    Row("GET /api/files/{file_id}/parts", Rule.READ, ids=OPEN),
    Row("POST /api/files/{file_id}/complete", Rule.WRITE, COMPLETE),
    Row("POST /api/files/{file_id}/abort", Rule.WRITE, ids=OPEN),
    Row("GET /api/files/{file_id}/download", Rule.READ),
    Row("PUT /api/storage/parts/{token}", Rule.SIGNED_ADDRESS),
    Row("GET /api/storage/objects/{token}", Rule.SIGNED_ADDRESS),
    Row("GET /api/events", Rule.ACCOUNT),
    Row("GET /api/projects/{project_id}/databases", Rule.READ),
    Row("POST /api/projects/{project_id}/databases", Rule.WRITE, {"name": "New", "size_bytes": 10}),
    Row("GET /api/databases/{database_id}", Rule.READ),
    Row("DELETE /api/databases/{database_id}", Rule.WRITE),
    Row("POST /api/databases/{database_id}/parts/{number}/sign", Rule.WRITE, {"crc64nvme": CRC}),
    Row("GET /api/databases/{database_id}/parts", Rule.READ),
    Row("POST /api/databases/{database_id}/complete", Rule.WRITE, COMPLETE, {409}),
    Row("POST /api/databases/{database_id}/abort", Rule.WRITE),
    Row("GET /api/parameters/schema", Rule.ACCOUNT, statuses=ENGINE),
    Row("GET /api/parameters/presets", Rule.ACCOUNT, statuses=ENGINE),
    Row("GET /api/samples/{sample_id}/analyses", Rule.READ),
    Row("POST /api/samples/{sample_id}/analyses", Rule.WRITE, {"preset": "auto"}, {202, 422, 503}),
    Row("GET /api/analyses/{analysis_id}", Rule.READ),
    Row("DELETE /api/analyses/{analysis_id}", Rule.WRITE),
    Row("POST /api/analyses/{analysis_id}/cancel", Rule.WRITE, statuses={409}),
    Row("POST /api/analyses/{analysis_id}/files/{file_id}/retry", Rule.WRITE, statuses={202, 409}),
    *(Row(f"GET {RESULT}/{part}", Rule.READ, statuses={409}) for part in RESULT_PARTS),
]
