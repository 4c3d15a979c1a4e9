"""What a worker says while it works: one JSON object a line on its standard output."""

import sys
import time
from collections.abc import Callable
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from massa_server.worker.engine import Progress

_INTERVAL_S = 0.25


class Message(BaseModel):
    """`progress` carries stage, done and total; `fault` carries what the machine did wrong."""

    model_config = ConfigDict(frozen=True)

    file_id: UUID
    event: Literal["progress", "ended", "fault"]
    stage: str = ""
    done: int = 0
    total: int = 0
    message: str = ""


Send = Callable[[Message], None]


def send_to_stdout(message: Message) -> None:
    """Writes the message for the runner that started this worker."""
    sys.stdout.write(message.model_dump_json(exclude_defaults=True) + "\n")
    sys.stdout.flush()


class ProgressMessages:
    """Sends the progress of one file: each new stage at once, the rest at most four times a second."""

    def __init__(self, file_id: UUID, send: Send) -> None:
        self._file_id = file_id
        self._send = send
        self._stage = ""
        self._next_s = 0.0

    def __call__(self, progress: Progress) -> None:
        now_s = time.monotonic()
        if progress.stage == self._stage and now_s < self._next_s and progress.done != progress.total:
            return
        self._stage = progress.stage
        self._next_s = now_s + _INTERVAL_S
        self._send(
            Message(
                file_id=self._file_id, event="progress", stage=progress.stage, done=progress.done, total=progress.total
            )
        )

    def stage(self, name: str) -> None:
        """Begins a stage of the worker's own, whose length is unknown."""
        self(Progress(name, 0, 0))
