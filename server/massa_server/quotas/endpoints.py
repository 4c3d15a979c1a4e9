"""What one uses, and how much one may."""

from fastapi import APIRouter

from massa_server.auth.dependencies import CurrentPrincipal
from massa_server.current_settings import CurrentSettings
from massa_server.db import ReadSession
from massa_server.errors import problems
from massa_server.quotas import schemas, service

router = APIRouter(prefix="/auth", tags=["auth"])


@router.get("/me/usage", responses=problems(401))
async def get_usage(principal: CurrentPrincipal, session: ReadSession, settings: CurrentSettings) -> schemas.Usage:
    """What one keeps stored and has under way, and the limits of both."""
    return await service.get_usage(session, settings, principal.user_id)
