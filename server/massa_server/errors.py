"""Errors as RFC 9457 problem documents: each has a stable `type`, and says what is wrong and what to do."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, Field

PROBLEM_JSON = "application/problem+json"


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
    """An error that the caller is told about. Subclasses fix `status`, `kind` and `title`.

    Where it passes by itself, `retry_after_s` tells the caller when to try again; the instance may know better.
    """

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    kind = "internal-error"
    title = "Something went wrong on our side"
    retry_after_s: int | None = None

    def __init__(
        self,
        detail: str,
        *,
        errors: Sequence[ProblemError] | None = None,
        headers: Mapping[str, str] | None = None,
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = list(errors) if errors else None
        self.headers = dict(headers or {})
        retry_after_s = retry_after_s or self.retry_after_s
        if retry_after_s is not None:
            self.headers["Retry-After"] = str(retry_after_s)


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


class UnsupportedMedia(MassaError):
    """The body is in a form that is not taken."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    kind = "unsupported-media"
    title = "This form of body is not taken"


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
    retry_after_s = 5


_RETRY_AFTER = {"Retry-After": {"description": "Seconds to wait before trying again.", "schema": {"type": "integer"}}}
_TELLS_WHEN = (TooManyRequests.status, Unavailable.status)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route that can answer with problems of these statuses."""
    return {status: _problem(HTTPStatus(status)) for status in statuses}


def _problem(status: HTTPStatus) -> dict[str, Any]:
    content = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    headers = {"headers": _RETRY_AFTER} if status in _TELLS_WHEN else {}
    return {"description": status.phrase, **headers, "content": content}
