"""OpenTelemetry traces, by the standard `OTEL_*` variables: off, and not even loaded, unless a collector is named.

A trace begins with a request, goes on in the runner that takes up the work and ends in the worker, around the engine.
What was traced goes from one process to the next as a W3C `traceparent`: through the queue's row and the manifest.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI
    from opentelemetry.sdk.trace import TracerProvider

    from massa_server.db import Database

EXPORT_TIMEOUT_S = 3
LAST_EXPORT_MS = 2000
# Live updates have no end; what begins with the others carries credentials in its address.
UNTRACED_ROUTES = "healthz,readyz,api/events,api/storage,api/auth"

_provider: "TracerProvider | None" = None


def is_wanted(environment: Mapping[str, str]) -> bool:
    """Whether the environment names a collector, and does not switch traces off."""
    if environment.get("OTEL_SDK_DISABLED", "").lower() == "true" or environment.get("OTEL_TRACES_EXPORTER") == "none":
        return False
    return any(environment.get(name) for name in ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"))


@contextmanager
def tracing(service: str) -> Iterator[None]:
    """Traces what this process does while the block lasts, if that is wanted."""
    global _provider  # one for each process, as for logs
    if not is_wanted(os.environ):
        yield
        return
    from massa_server.tracing_sdk import make_provider

    _provider = make_provider(service, EXPORT_TIMEOUT_S)
    try:
        yield
    finally:
        provider, _provider = _provider, None
        provider.force_flush(LAST_EXPORT_MS)
        provider.shutdown()


def trace_requests(app: "FastAPI", database: "Database") -> None:
    """Have a span for each request, and for each query within one. Call it within `tracing`."""
    if _provider is None:
        return
    from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
    from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor

    FastAPIInstrumentor.instrument_app(
        app, tracer_provider=_provider, excluded_urls=UNTRACED_ROUTES, exclude_spans=["receive", "send"]
    )
    engines = [engine.sync_engine for engine in database.engines().values()]
    # It declares to know SQLAlchemy before 2.1 only; the events that it listens to are the same, and a test has it.
    SQLAlchemyInstrumentor().instrument(engines=engines, tracer_provider=_provider, skip_dep_check=True)


@contextmanager
def span(name: str, parent: str = "", **attributes: str | int) -> Iterator[Callable[[str], None]]:
    """A span around the block, under the span that `parent`, a traceparent, stands for, or else under the current one.

    Yields a function that marks the span as failed.
    """
    if _provider is None:
        yield lambda _problem: None
        return
    from opentelemetry.trace import Status, StatusCode
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    context = TraceContextTextMapPropagator().extract({"traceparent": parent}) if parent else None
    tracer = _provider.get_tracer("massa_server")
    attributes = {f"massa.{key}": value for key, value in attributes.items()}
    with tracer.start_as_current_span(name, context, attributes=attributes) as current:
        yield lambda problem: current.set_status(Status(StatusCode.ERROR, problem))


def traceparent() -> str:
    """The current span, for another process; empty where nothing is traced."""
    if _provider is None:
        return ""
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    carrier: dict[str, str] = {}
    TraceContextTextMapPropagator().inject(carrier)
    return carrier.get("traceparent", "")
