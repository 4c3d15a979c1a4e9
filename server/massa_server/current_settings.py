"""The settings of the running application."""

from typing import Annotated

from fastapi import Depends, Request

from massa_server.settings import Settings


def _get_settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


CurrentSettings = Annotated[Settings, Depends(_get_settings)]
