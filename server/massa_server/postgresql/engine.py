"""Connections to PostgreSQL: bounded in number and in the time that each step may take."""

import asyncio
import random
import ssl
from typing import Any

import asyncpg
import structlog
from sqlalchemy import URL, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from massa_server.postgresql.breaker import Breaker
from massa_server.postgresql.failures import DatabaseBusy, DatabaseConflict, DatabaseUnavailable, classify
from massa_server.postgresql.sign_in import SignIn, make_sign_in
from massa_server.settings import Settings

log = structlog.get_logger(__name__)

APPLICATION_NAME = "massa-server"
_FIRST_PAUSE_S = 0.1
_ANSWER_MARGIN_S = 2.0  # the server ends a statement by itself; after this much more, nobody is there any more
_REFUSED_LOGINS = 2


def postgresql_engine(settings: Settings, url: URL, breaker: Breaker) -> AsyncEngine:
    """The pool of a server or a runner."""
    engine = create_async_engine(
        url,
        async_creator=Connector(settings, url).connect,
        pool_size=settings.database_pool_size,
        max_overflow=0,
        pool_timeout=settings.database_pool_timeout_s,
        pool_recycle=settings.database_connection_lifetime_s,
        pool_pre_ping=True,
    )
    _listen(engine, breaker)
    return engine


def migrating_engine(settings: Settings, url: URL) -> AsyncEngine:
    """A single connection whose statements may take long; only locks are not waited for without end."""
    return create_async_engine(url, async_creator=Connector(settings, url, is_patient=True).connect, poolclass=NullPool)


class Connector:
    """Makes connections: tries again after a pause, and with new credentials after a refused login."""

    def __init__(self, settings: Settings, url: URL, *, is_patient: bool = False) -> None:
        self._settings = settings
        self._url = url
        self._sign_in: SignIn = make_sign_in(settings, url)
        self._arguments = _arguments(settings, url, is_patient=is_patient)

    async def connect(self) -> "asyncpg.Connection[Any]":
        """A connection. Raises DatabaseUnavailable when it has been tried often enough."""
        settings = self._settings
        refused = 0
        for attempt in range(1, settings.database_connect_attempts + _REFUSED_LOGINS):
            try:
                return await self._try(settings.database_connect_timeout_s)
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                is_refused = isinstance(error, asyncpg.InvalidAuthorizationSpecificationError)
                refused += is_refused
                log.warning("database_connection_failed", attempt=attempt, error=repr(error))
                is_known = classify(error) is not None
                may_repeat = refused < _REFUSED_LOGINS and attempt - refused < settings.database_connect_attempts
                if not is_known or not may_repeat or (is_refused and settings.database_auth == "password"):
                    raise DatabaseUnavailable(f"No connection to the database: {error!r}") from error
            if not is_refused:
                # All processes lose their connections at the same moment; they must not all come back at the same one.
                await asyncio.sleep(random.uniform(0, _FIRST_PAUSE_S * 2**attempt))  # noqa: S311 - no secret
        raise DatabaseUnavailable("No connection to the database.")

    async def _try(self, timeout_s: float) -> "asyncpg.Connection[Any]":
        credentials = await self._sign_in.credentials()
        try:
            return await asyncpg.connect(
                user=credentials.user, password=credentials.password, timeout=timeout_s, **self._arguments
            )
        except asyncpg.InvalidAuthorizationSpecificationError:
            self._sign_in.refused(credentials)
            raise


def _arguments(settings: Settings, url: URL, *, is_patient: bool) -> dict[str, Any]:
    query = dict(url.query)
    statement_timeout_s = 0.0 if is_patient else settings.database_statement_timeout_s
    return {
        "host": query.get("host", url.host),
        "port": url.port or int(str(query.get("port", 5432))),
        "database": url.database,
        "ssl": _tls(settings),
        "command_timeout": statement_timeout_s + _ANSWER_MARGIN_S if statement_timeout_s else None,
        "server_settings": {
            "application_name": APPLICATION_NAME,
            "statement_timeout": _ms(statement_timeout_s),
            "lock_timeout": _ms(settings.database_lock_timeout_s),
            "idle_in_transaction_session_timeout": _ms(settings.database_idle_transaction_timeout_s),
            # A client that vanished without a word must not keep its locks for two hours.
            "tcp_keepalives_idle": "30",
            "tcp_keepalives_interval": "5",
            "tcp_keepalives_count": "3",
        },
    }


def _tls(settings: Settings) -> str | ssl.SSLContext:
    if settings.database_tls == "verify-full":
        return ssl.create_default_context(cafile=settings.database_ca_file)
    return settings.database_tls


def _ms(seconds: float) -> str:
    return str(round(seconds * 1000))


def _listen(engine: AsyncEngine, breaker: Breaker) -> None:
    @event.listens_for(engine.sync_engine, "after_cursor_execute")
    def answered(*_arguments: object) -> None:
        breaker.succeeded()

    @event.listens_for(engine.sync_engine, "handle_error")
    def translate(context: ExceptionContext) -> None:
        connection = context.connection
        reading = connection is not None and bool(connection.get_execution_options().get("postgresql_readonly"))
        kind = classify(context.original_exception, reading=reading)
        if kind is None and context.is_disconnect:
            kind = DatabaseUnavailable
        if kind is None:
            return
        if kind is DatabaseUnavailable:
            context.is_disconnect = True
        if context.is_pre_ping:
            return  # the pool makes a new connection, and that one counts
        raise as_unavailable(kind, context.original_exception, breaker)


def as_unavailable(kind: type[DatabaseUnavailable], error: BaseException, breaker: Breaker) -> DatabaseUnavailable:
    """The error for whoever asked. Only one that is nobody else's doing counts against the database."""
    if kind not in (DatabaseBusy, DatabaseConflict):
        breaker.failed()
    return kind(f"{type(error).__name__}: {error}")
