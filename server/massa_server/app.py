"""The application: its middleware, its routes, and what lives as long as the process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from massa_server import __version__
from massa_server.analyses import endpoints as analyses
from massa_server.analyses.parameters import make_engine_directory
from massa_server.audit import endpoints as audit
from massa_server.auth import credential_endpoints as credentials
from massa_server.auth import endpoints as auth
from massa_server.auth.activity import Activity
from massa_server.auth.oidc import endpoints as oidc
from massa_server.auth.oidc.provider import Provider
from massa_server.databases import endpoints as databases
from massa_server.db import Database
from massa_server.degraded import LastAnswers
from massa_server.error_handlers import install_error_handlers
from massa_server.errors import Problem, ProblemError, problems
from massa_server.events import endpoints as events
from massa_server.events.hub import EventHub
from massa_server.health import endpoints as health
from massa_server.middleware.body_limit import BodyLimit
from massa_server.middleware.csrf import CsrfProtection
from massa_server.middleware.last_resort import LastResort
from massa_server.middleware.request_context import RequestContext
from massa_server.middleware.request_metrics import RequestMetrics
from massa_server.middleware.retry_conflicts import RetryConflicts
from massa_server.middleware.security_headers import SecurityHeaders
from massa_server.projects import endpoints as projects
from massa_server.quotas import endpoints as quotas
from massa_server.results import endpoints as results
from massa_server.results.cache import ResultCache
from massa_server.results.cache_sweep import keep_sweeping
from massa_server.retention import endpoints as retention
from massa_server.samples import endpoints as samples
from massa_server.samples import file_endpoints as files
from massa_server.settings import Settings
from massa_server.storage import endpoints as storage
from massa_server.storage.cors import StorageCors
from massa_server.storage.factory import make_store

API_ROUTERS: list[APIRouter] = [
    auth.router,
    credentials.router,
    oidc.router,
    audit.router,
    quotas.router,
    retention.router,
    projects.router,
    samples.router,
    files.router,
    databases.router,
    analyses.router,
    results.router,
    events.router,
    storage.router,
]


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the application of one process."""
    settings = settings or Settings()
    app = FastAPI(
        title="Massa",
        version=__version__,
        summary="Protein characterisation from mass-spectrometry data",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        routes=_routes(),
        separate_input_output_schemas=False,
    )
    app.state.settings = settings
    app.state.database = Database(settings)
    app.state.last_answers = LastAnswers(settings.degraded_reads_s)
    app.state.events = EventHub(app.state.database, settings.event_poll_interval_s, settings.event_heartbeat_s)
    app.state.activity = Activity(app.state.database)
    app.state.oidc_provider = Provider(settings) if settings.oidc_issuer else None
    app.state.store = make_store(settings)
    app.state.result_cache = ResultCache(app.state.store, settings.result_cache_dir, settings.result_cache_bytes)
    app.state.engine_directory = make_engine_directory(settings)
    install_error_handlers(app)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]

    # The last one added is the outermost.
    app.add_middleware(RetryConflicts, exempt=storage.streams_body)
    app.add_middleware(StorageCors)
    app.add_middleware(CsrfProtection, settings=settings)
    app.add_middleware(
        BodyLimit,
        max_bytes=settings.max_body_bytes,
        timeout_s=settings.body_timeout_s,
        exempt=storage.streams_body,
    )
    app.add_middleware(LastResort)
    app.add_middleware(SecurityHeaders, has_tls=settings.cookie_secure)
    app.add_middleware(RequestMetrics)
    app.add_middleware(RequestContext)
    return app


@cache
def _routes() -> list[BaseRoute]:
    """The routes, which hold nothing of an application: FastAPI prepares each at its first request, once a process."""
    everything = APIRouter(generate_unique_id_function=_operation_id)
    everything.include_router(health.router)
    for router in API_ROUTERS:
        everything.include_router(router, prefix="/api", responses=problems(422))
    return everything.routes


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    database: Database = app.state.database
    events: EventHub = app.state.events
    settings: Settings = app.state.settings
    stop = asyncio.Event()
    await events.start()
    await app.state.activity.start()
    sweeping = asyncio.create_task(
        keep_sweeping(database, app.state.result_cache, settings.cache_sweep_interval_s, stop)
    )
    yield
    stop.set()
    await sweeping
    await events.stop()
    await app.state.activity.stop()
    if app.state.oidc_provider is not None:
        await app.state.oidc_provider.close()
    await database.close()


def _operation_id(route: APIRoute) -> str:
    return route.name


def _openapi(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        for model in (Problem, ProblemError):
            schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
            schema.pop("$defs", None)
            schemas[model.__name__] = schema
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        _add_common_problems(document)
        app.openapi_schema = document
    return app.openapi_schema


def _add_common_problems(document: dict[str, Any]) -> None:
    """What the middleware can answer with, whatever the operation."""
    for path, item in document["paths"].items():
        for operation in item.values():
            common = problems(503)
            if "requestBody" in operation:
                common |= problems(408, 413, 415)
            if path == "/healthz":  # which depends on nothing
                common = {}
            for status, response in common.items():
                operation["responses"].setdefault(str(status), response)
