"""The whole OpenAPI document against a real server: whatever is sent, the answer is one that the document tells of."""

import copy
import random
from pathlib import Path
from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import delete

from massa_server.app import create_app
from massa_server.auth.cookies import CSRF_COOKIE, CSRF_HEADER, SESSION_COOKIE
from massa_server.auth.models import User
from massa_server.db import Database
from massa_server.projects.models import Project
from massa_server.settings import Settings
from massa_server.storage.factory import make_store
from tests.access.world import Who, World, make_world
from tests.support.processes import serving

EXAMPLES = 6  # of each of about ninety operations
REAL_IDS = 0.8  # how often a path leads to something that there is
STREAMS = {"GET /api/events"}  # its answer never ends: tests/events has it
CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


async def test_every_answer_is_documented(data_dir: Path) -> None:
    configuration = Settings(data_dir=data_dir)
    app = create_app(configuration)
    database: Database = app.state.database
    schema = schemathesis.openapi.from_dict(copy.deepcopy(app.openapi()))
    wrong: list[str] = []
    called = 0
    with serving(data_dir, log_level="ERROR") as server:
        for result in schema.get_all_operations():
            operation: Any = result.ok()  # type: ignore[union-attr]
            if operation.label in STREAMS:
                continue
            world = await make_world(database, make_store(configuration))
            wrong += _try(operation, server.url, world)
            called += 1
            async with database.write() as session:
                await session.execute(delete(Project))
                await session.execute(delete(User))
        log = server.log.read_text()
    await database.close()
    assert called > 70
    assert wrong == [], "\n\n".join(wrong)
    assert "unexpected_error" not in log, log


def _try(operation: Any, url: str, world: World) -> list[str]:
    """What was wrong with the answers to an owner who sends what the schema allows, and what it does not."""
    wrong: list[str] = []
    chance = random.Random(operation.label)
    cookies = {SESSION_COOKIE: world.session_tokens[Who.OWNER]}
    token = httpx.get(f"{url}/api/auth/csrf", cookies=cookies).json()["csrf_token"]

    cases = operation.as_strategy()
    if operation.body or next(operation.iter_parameters(), None):
        cases |= operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def call(case: Any) -> None:
        for name in case.path_parameters or {}:
            if name in world.ids and chance.random() < REAL_IDS:
                case.path_parameters[name] = world.ids[name]
        response = case.call(
            base_url=url,
            cookies=cookies | {CSRF_COOKIE: token},
            headers={CSRF_HEADER: token},
            allow_redirects=False,
            timeout=30,
        )
        try:
            case.validate_response(response, checks=CHECKS)
        except (Failure, FailureGroup) as failure:
            wrong.append(f"{operation.label}: {_text(failure)}\n{response.status_code} {response.text[:300]}")

    call()
    return wrong[:2]


def _text(failure: BaseException) -> str:
    if isinstance(failure, FailureGroup):
        return "; ".join(_text(part) for part in failure.exceptions)
    return str(failure)
