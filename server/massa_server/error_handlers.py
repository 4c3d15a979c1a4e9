"""Answering requests that met an error."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.exceptions import HTTPException

from massa_server.errors import (
    PROBLEM_JSON,
    Conflict,
    Invalid,
    MassaError,
    NotFound,
    Problem,
    ProblemError,
    TooLarge,
    Unavailable,
)
from massa_server.postgresql.failures import DatabaseBusy, DatabaseConflict, DatabaseUnavailable
from massa_server.storage.protocol import StoreUnavailable

log = structlog.get_logger(__name__)

CONFLICT = "massa.conflict"  # in the scope of a request: doing it again will work


def problem_document(
    status: int,
    kind: str,
    title: str,
    detail: str,
    errors: Sequence[ProblemError] | None = None,
) -> dict[str, Any]:
    """The JSON of a problem, with the request's id."""
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    problem = Problem(
        type=f"/problems/{kind}",
        title=title,
        status=status,
        detail=detail,
        request_id=request_id,
        errors=list(errors) if errors else None,
    )
    return problem.model_dump(exclude_none=True)


def problem_response(error: MassaError) -> JSONResponse:
    """The answer to a request that met `error`."""
    document = problem_document(error.status, error.kind, error.title, error.detail, error.errors)
    return JSONResponse(document, error.status, error.headers, media_type=PROBLEM_JSON)


def install_error_handlers(app: FastAPI) -> None:
    """Make every error of the application a problem document."""
    app.add_exception_handler(MassaError, _massa_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(OperationalError, _database_error)
    app.add_exception_handler(DatabaseUnavailable, _database_error)
    app.add_exception_handler(IntegrityError, _done_at_once)
    app.add_exception_handler(StoreUnavailable, _store_error)


async def _massa_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, MassaError)
    return problem_response(error)


async def _validation_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = [
        ProblemError(pointer="#/" + "/".join(map(str, item["loc"])), message=_message(item)) for item in error.errors()
    ]
    named = "; ".join(f"{item.pointer.removeprefix('#/')}: {item.message}" for item in errors)
    return problem_response(Invalid(named or "The request is not valid.", errors=errors))


def _message(item: Mapping[str, Any]) -> str:
    return str(item["msg"]).removeprefix("Value error, ")


# What the framework finds wrong by itself, in our terms.
_BY_STATUS: dict[int, type[MassaError]] = {kind.status: kind for kind in (NotFound, TooLarge, Invalid)}


async def _http_exception(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    if status is HTTPStatus.BAD_REQUEST:  # how FastAPI says that a body is not even text
        return problem_response(Invalid("The body of the request is not JSON in UTF-8."))
    known = _BY_STATUS.get(status)
    kind = known.kind if known else status.phrase.lower().replace(" ", "-")
    title = known.title if known else status.phrase
    detail = "There is nothing at this address." if error.detail == "Not Found" else str(error.detail)
    document = problem_document(status, kind, title, detail)
    return JSONResponse(document, status, error.headers, media_type=PROBLEM_JSON)


async def _database_error(request: Request, error: Exception) -> JSONResponse:
    log.error("database_unavailable", error=str(error))
    request.scope[CONFLICT] = isinstance(error, DatabaseConflict)
    if isinstance(error, DatabaseBusy):
        return problem_response(
            Unavailable("Others are at the same thing. Nothing was changed; try again.", retry_after_s=1)
        )
    return problem_response(Unavailable("The database does not answer. Try again in a moment."))


async def _done_at_once(_request: Request, error: Exception) -> JSONResponse:
    """Two requests did what only one can do: on PostgreSQL, the second one learns it from the database."""
    log.warning("integrity_error", error=str(error))
    return problem_response(Conflict("Somebody else changed this at the same moment. Nothing was changed; look again."))


async def _store_error(_request: Request, error: Exception) -> JSONResponse:
    log.error("store_unavailable", error=str(error))
    return problem_response(Unavailable("The store of files does not answer. Try again in a moment."))
