"""One's sessions and access tokens. Programs cannot reach what would give them more."""

import uuid

from fastapi import APIRouter, status

from massa_server.auth import access_tokens, schemas, sessions
from massa_server.auth.dependencies import CurrentPerson
from massa_server.db import ReadSession, WriteSession
from massa_server.errors import problems
from massa_server.pagination import PageOf

router = APIRouter(prefix="/auth", tags=["auth"])

REFUSALS = problems(401, 403)


@router.get("/sessions", responses=REFUSALS)
async def list_sessions(person: CurrentPerson, session: ReadSession, page: PageOf) -> schemas.SessionPage:
    """The browsers that one is signed in with, newest first."""
    return await sessions.list_page(session, person, page)


@router.delete("/sessions", status_code=status.HTTP_204_NO_CONTENT, responses=REFUSALS)
async def end_other_sessions(person: CurrentPerson, session: WriteSession) -> None:
    """Sign out everywhere but here."""
    await sessions.end_others(session, person)


@router.delete("/sessions/{session_id}", status_code=status.HTTP_204_NO_CONTENT, responses=REFUSALS | problems(404))
async def end_session(session_id: uuid.UUID, person: CurrentPerson, session: WriteSession) -> None:
    """Sign one browser out."""
    await sessions.end(session, person, session_id)


@router.get("/tokens", responses=REFUSALS)
async def list_access_tokens(person: CurrentPerson, session: ReadSession, page: PageOf) -> schemas.AccessTokenPage:
    """One's access tokens, newest first, without the tokens themselves."""
    return await access_tokens.list_page(session, person, page)


@router.post("/tokens", status_code=status.HTTP_201_CREATED, responses=REFUSALS | problems(409))
async def create_access_token(
    body: schemas.AccessTokenCreate, person: CurrentPerson, session: WriteSession
) -> schemas.NewAccessToken:
    """Make an access token for a program. It is shown this once."""
    return await access_tokens.create(session, person, body)


@router.delete("/tokens/{token_id}", status_code=status.HTTP_204_NO_CONTENT, responses=REFUSALS | problems(404))
async def revoke_access_token(token_id: uuid.UUID, person: CurrentPerson, session: WriteSession) -> None:
    """End an access token at once."""
    await access_tokens.revoke(session, person, token_id)
