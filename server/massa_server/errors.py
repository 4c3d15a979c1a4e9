"""Errors as RFC 9457 problem documents: each has a stable `type`, and says what is wrong and what to do."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

PROBLEM_JSON = "application/problem+json"

log = structlog.get_logger(__name__)


class ProblemError(BaseModel):
    """One thing that is wrong with a request."""

    pointer: str = Field(description="JSON pointer to the field, such as `#/body/email`.")
    message: str


class Problem(BaseModel):
    """RFC 9457 problem document."""

    type: str = Field(description="Stable identifier of the kind of problem.", examples=["/problems/not-found"])
    title: str
    status: int
    detail: str
    request_id: str | None = Field(None, description="Quote it when you report the problem.")
    errors: list[ProblemError] | None = None


class MassaError(Exception):
    """An error that the caller is told about. Subclasses fix `status`, `kind` and `title`."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    kind = "internal-error"
    title = "Something went wrong on our side"

    def __init__(
        self,
        detail: str,
        *,
        errors: Sequence[ProblemError] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = list(errors) if errors else None
        self.headers = dict(headers or {})


class NotSignedIn(MassaError):
    """Nobody is signed in."""

    status = HTTPStatus.UNAUTHORIZED
    kind = "not-signed-in"
    title = "You are not signed in"


class Forbidden(MassaError):
    """The person may see the thing, but not do this to it."""

    status = HTTPStatus.FORBIDDEN
    kind = "forbidden"
    title = "You may not do this"


class NotFound(MassaError):
    """The thing does not exist, or is none of the person's business."""

    status = HTTPStatus.NOT_FOUND
    kind = "not-found"
    title = "There is no such thing"


class Conflict(MassaError):
    """The thing is in a state in which this cannot be done."""

    status = HTTPStatus.CONFLICT
    kind = "conflict"
    title = "This cannot be done now"


class Invalid(MassaError):
    """The request is well-formed, but what it says cannot be right."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    kind = "invalid-request"
    title = "The request is not valid"


class TooLarge(MassaError):
    """The request or the file is larger than allowed."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    kind = "too-large"
    title = "This is too large"


class TooManyRequests(MassaError):
    """The person has to wait."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    kind = "too-many-requests"
    title = "Too many attempts"


class Unavailable(MassaError):
    """Something that we depend on does not answer."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    kind = "unavailable"
    title = "The service is not available now"


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


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route that can answer with problems of these statuses."""
    content = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in statuses}


def install_error_handlers(app: FastAPI) -> None:
    """Make every error of the application a problem document."""
    app.add_exception_handler(MassaError, _massa_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(OperationalError, _database_error)
    app.add_exception_handler(Exception, _unexpected_error)


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


async def _http_exception(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    kind = status.phrase.lower().replace(" ", "-")
    document = problem_document(status, kind, status.phrase, str(error.detail))
    return JSONResponse(document, status, error.headers, media_type=PROBLEM_JSON)


async def _database_error(_request: Request, error: Exception) -> JSONResponse:
    log.error("database_unavailable", error=str(error))
    return problem_response(
        Unavailable("The database does not answer. Try again in a moment.", headers={"Retry-After": "5"})
    )


async def _unexpected_error(_request: Request, error: Exception) -> JSONResponse:
    log.error("unexpected_error", exc_info=error)
    return problem_response(MassaError("This is a fault of ours. It has been recorded; try again later."))
