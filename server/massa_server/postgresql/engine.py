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
from massa_server.postgresql.failures import (
    TOO_MANY_CONNECTIONS,
    DatabaseBusy,
    DatabaseUnavailable,
    classify,
    sqlstate,
)
from massa_server.postgresql.sign_in import SignIn, make_sign_in
from massa_server.settings import Settings

log = structlog.get_logger(__name__)

APPLICATION_NAME = "massa-server"
_FIRST_PAUSE_S = 0.1
_ANSWER_MARGIN_S = 2.0  # the server ends a statement by itself; after this much more, nobody is there any more
_PING_TIMEOUT_S = 2.0
_CONNECT_ERRORS = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)


def postgresql_engine(settings: Settings, url: URL, breaker: Breaker) -> AsyncEngine:
    """The pool of a server or a runner."""
    engine = create_async_engine(
        url,
        async_creator=Connector(settings, url, breaker).connect,
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

    def __init__(
        self, settings: Settings, url: URL, breaker: Breaker | None = None, *, is_patient: bool = False
    ) -> None:
        self._settings = settings
        self._breaker = breaker
        self._sign_in: SignIn = make_sign_in(settings, url)
        self._arguments = _arguments(settings, url, is_patient=is_patient)

    async def connect(self) -> "asyncpg.Connection[Any]":
        """A connection. Raises DatabaseUnavailable when it has been tried often enough, or for long enough."""
        deadline = asyncio.get_running_loop().time() + self._settings.database_connect_timeout_s
        try:
            async with asyncio.timeout_at(deadline):
                return await self._connect_somehow()
        except _CONNECT_ERRORS as error:
            kind = DatabaseBusy if sqlstate(error) == TOO_MANY_CONNECTIONS else DatabaseUnavailable
            if kind is DatabaseUnavailable and self._breaker is not None:
                self._breaker.failed()
            raise kind(f"No connection to the database: {error!r}") from error

    async def _connect_somehow(self) -> "asyncpg.Connection[Any]":
        attempt, may_ask_again = 1, True
        while True:
            credentials = await self._sign_in.credentials()
            try:
                return await asyncpg.connect(
                    user=credentials.user, password=credentials.password, timeout=None, **self._arguments
                )
            except asyncpg.InvalidAuthorizationSpecificationError:
                log.warning("database_login_refused", user=credentials.user)
                if not (may_ask_again and self._sign_in.refused(credentials)):
                    raise
                may_ask_again = False
            except _CONNECT_ERRORS as error:
                log.warning("database_connection_failed", attempt=attempt, error=repr(error))
                if classify(error) is None or attempt >= self._settings.database_connect_attempts:
                    raise
                # All processes lose their connections at the same moment; they must not all come back at the same one.
                await asyncio.sleep(random.uniform(0, _FIRST_PAUSE_S * 2**attempt))  # noqa: S311 - no secret
                attempt += 1


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
    engine.sync_engine.dialect.do_ping = _ping  # type: ignore[assignment, method-assign]

    @event.listens_for(engine.sync_engine, "after_cursor_execute")
    def answered(*_arguments: object) -> None:
        breaker.succeeded()

    @event.listens_for(engine.sync_engine, "handle_error")
    def translate(context: ExceptionContext) -> None:
        connection = context.connection
        reading = connection is not None and bool(connection.get_execution_options().get("postgresql_readonly"))
        kind = classify(context.original_exception, reading=reading)
        # A cancelled task has its connection thrown away, too; but it is cancelled, not refused.
        if kind is None and context.is_disconnect and isinstance(context.original_exception, Exception):
            kind = DatabaseUnavailable
        if kind is None:
            return
        if kind is DatabaseUnavailable:
            context.is_disconnect = True
            breaker.failed()  # what others hold is nothing that the database can help
        error = context.original_exception
        raise kind(f"{type(error).__name__}: {error}") from error


def _ping(connection: Any) -> bool:
    """Whether a pooled connection still works. SQLAlchemy's own ping waits as long as for any statement."""
    try:
        connection.run_async(lambda inner: inner.fetchrow(";", timeout=_PING_TIMEOUT_S))
    except _CONNECT_ERRORS:
        return False
    return True
