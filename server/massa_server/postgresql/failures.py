"""What the database's failures mean to whoever asked: wait and ask again, or a bug."""

import sqlite3

from asyncpg import exceptions
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

TOO_MANY_CONNECTIONS = exceptions.TooManyConnectionsError.sqlstate
_CONFLICTS = {exceptions.SerializationError.sqlstate, exceptions.DeadlockDetectedError.sqlstate}
_TOO_SLOW = {exceptions.QueryCanceledError.sqlstate, exceptions.LockNotAvailableError.sqlstate}
_READ_ONLY = exceptions.ReadOnlySQLTransactionError.sqlstate
# Connection exceptions, insufficient resources, operator intervention (shutdown, starting up), system errors.
_UNAVAILABLE_CLASSES = ("08", "53", "57", "58")

_SQLITE_PRIMARY_CODE = 0xFF  # of its extended result codes
_SQLITE_UNAVAILABLE = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_READONLY,
}


class DatabaseUnavailable(SQLAlchemyError):
    """The database cannot be reached, or cannot do this now. Nothing was changed unless a commit was under way."""


class DatabaseBusy(DatabaseUnavailable):
    """The database answers, but others hold what this needs: a lock, or all connections of this process."""


class DatabaseConflict(DatabaseBusy):
    """This transaction and another one wait for each other, and this one was ended. Doing it again will work."""


def sqlstate(error: BaseException | None) -> str:
    """The SQLSTATE of an error of asyncpg, or of what SQLAlchemy made of it; empty if there is none."""
    if isinstance(error, DBAPIError):
        error = error.orig
    return str(getattr(error, "sqlstate", None) or "")


def _sqlite_code(error: BaseException) -> int:
    """The primary result code of an error of SQLite; 0 if it is none."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    code: int = getattr(origin, "sqlite_errorcode", 0)
    return code & _SQLITE_PRIMARY_CODE


def classify(error: BaseException, *, reading: bool = False) -> type[DatabaseUnavailable] | None:
    """Which kind of unavailability this is; None: it is none, such as a constraint that does not hold."""
    code = _sqlite_code(error)
    if code == sqlite3.SQLITE_BUSY:  # it waited for another writer for as long as it may
        return DatabaseBusy
    if code in _SQLITE_UNAVAILABLE:
        return DatabaseUnavailable
    state = sqlstate(error)
    if state in _CONFLICTS:
        return DatabaseConflict
    if state in _TOO_SLOW:
        return DatabaseBusy
    if state.startswith(_UNAVAILABLE_CLASSES) or (state == _READ_ONLY and not reading):
        return DatabaseUnavailable
    if isinstance(error, exceptions.InvalidAuthorizationSpecificationError):  # a wrong password too
        return DatabaseUnavailable
    if not state and isinstance(error, (OSError, TimeoutError, EOFError, exceptions.InterfaceError)):
        return DatabaseUnavailable
    return None
