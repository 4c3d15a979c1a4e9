"""Structured logs, and the ids by which the lines of one piece of work are found in all processes."""

import logging
import sys
from collections.abc import Mapping
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from massa_server import tracing
from massa_server.settings import Settings

CARRIED = ("request_id", "user_id")


def origin() -> dict[str, str]:
    """Where work comes from that a request causes: its ids, and its span if it is traced. It travels with the work."""
    known = structlog.contextvars.get_contextvars()
    found = {name: str(known[name]) for name in CARRIED if name in known}
    parent = tracing.traceparent()
    return found | ({"traceparent": parent} if parent else {})


def bind_work(work_origin: Mapping[str, Any] | None, **ids: object) -> None:
    """Put the ids of a piece of work, and of where it comes from, on all log lines of this task."""
    structlog.contextvars.clear_contextvars()
    known = {name: value for name, value in (work_origin or {}).items() if name in CARRIED}
    structlog.contextvars.bind_contextvars(**known, **{name: str(value) for name, value in ids.items()})


def _add_trace(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    parent = tracing.traceparent()
    if parent:
        _, event["trace_id"], event["span_id"], _ = parent.split("-")
    return event


def configure_logging(settings: Settings) -> None:
    """Write one line an event to stderr, ours and the libraries' alike."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        _add_trace,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    if settings.log_format == "json":
        renderers: list[Processor] = [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ]
    else:
        # The default shows the values of local variables: passwords would be among them.
        plain = structlog.dev.plain_traceback
        renderers = [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level)
    logging.getLogger("uvicorn.access").disabled = True  # the request log says more
    for quiet in ("aiosqlite", "alembic"):
        logging.getLogger(quiet).setLevel(logging.WARNING)
