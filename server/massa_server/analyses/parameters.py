"""What the engine says of its parameters, asked once for each build of it."""

import asyncio
from dataclasses import dataclass
from typing import Any

from massa_server.errors import Invalid, Unavailable
from massa_server.settings import Settings
from massa_server.worker.engine import Engine, EngineError, EngineFault, find_engine

_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class EngineFacts:
    """The engine's version, and the JSON Schema of its parameters with the presets in `x-presets`."""

    version: str
    schema: dict[str, Any]


class EngineDirectory:
    """Asks the engine, and remembers until its file changes."""

    def __init__(self, engine: Engine | EngineFault) -> None:
        self._engine = engine
        self._lock = asyncio.Lock()
        self._facts: EngineFacts | None = None
        self._built_at_ns = 0

    async def facts(self) -> EngineFacts:
        """Version and parameters. Raises Unavailable when the engine cannot be started."""
        engine = self._require()
        async with self._lock:
            try:
                built_at_ns = engine.binary.stat().st_mtime_ns
                if self._facts is None or self._built_at_ns != built_at_ns:
                    self._facts = EngineFacts(await engine.version(), await engine.parameters_schema())
                    self._built_at_ns = built_at_ns
            except (EngineError, EngineFault, OSError) as error:
                raise Unavailable(f"The engine does not answer: {error}") from error
            return self._facts

    async def check(self, preset: str, parameters: dict[str, Any]) -> None:
        """Raises Invalid, in the engine's words, when it would refuse these parameters."""
        try:
            await self._require().parameters(preset, parameters)
        except EngineError as error:
            raise Invalid(error.message) from error
        except EngineFault as fault:
            raise Unavailable(f"The engine does not answer: {fault}") from fault

    def _require(self) -> Engine:
        if isinstance(self._engine, EngineFault):
            raise Unavailable(str(self._engine))
        return self._engine


def make_engine_directory(settings: Settings) -> EngineDirectory:
    """The directory of the engine that the settings name. Without an engine, only what needs it is unavailable."""
    try:
        return EngineDirectory(Engine(find_engine(settings.engine), timeout_s=_TIMEOUT_S, own_group=True))
    except EngineFault as fault:
        return EngineDirectory(fault)
