"""What a worker says while it works: one JSON object a line on its standard output, or a message in a queue.

Messages may get lost, come twice or in another order. Nothing depends on them but what people see meanwhile: what
became of a file stands in its outcome.
"""

import sys
import time
from collections.abc import Callable
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from massa_server.clock import now
from massa_server.worker.engine import Progress

_INTERVAL_S = 0.25
_MAX_TEXT_CHARACTERS = 2000


class Message(BaseModel):
    """`progress` carries stage, done and total; `fault` carries what the machine did wrong.

    Attributes:
        attempt: the file's, so that what is said of an earlier one is not taken for news.
        sent_at: orders the messages of an attempt.
    """

    model_config = ConfigDict(frozen=True)

    analysis_id: UUID
    file_id: UUID
    attempt: int
    event: Literal["progress", "ended", "fault"]
    stage: str = ""
    done: int = 0
    total: int = 0
    message: str = ""
    sent_at: datetime = Field(default_factory=now)


Send = Callable[[Message], None]


def send_to_stdout(message: Message) -> None:
    """Writes the message for the runner that started this worker."""
    sys.stdout.write(message.model_dump_json(exclude_defaults=True) + "\n")
    sys.stdout.flush()


class FileMessages:
    """Says what becomes of one file: each new stage at once, progress within it at most four times a second."""

    def __init__(self, analysis_id: UUID, file_id: UUID, attempt: int, send: Send) -> None:
        self._analysis_id = analysis_id
        self._file_id = file_id
        self._attempt = attempt
        self._send = send
        self._stage = ""
        self._next_s = 0.0

    def progress(self, progress: Progress) -> None:
        """The engine is so far."""
        now_s = time.monotonic()
        if progress.stage == self._stage and now_s < self._next_s and progress.done != progress.total:
            return
        self._stage = progress.stage
        self._next_s = now_s + _INTERVAL_S
        self._say("progress", stage=progress.stage, done=progress.done, total=progress.total)

    def stage(self, name: str) -> None:
        """A stage of the worker's own begins, whose length is unknown."""
        self.progress(Progress(name, 0, 0))

    def fault(self, text: str) -> None:
        """The machine, not the file, made this try fail."""
        self._say("fault", message=text[:_MAX_TEXT_CHARACTERS])

    def ended(self) -> None:
        """The outcome is stored."""
        self._say("ended")

    def _say(self, event: Literal["progress", "ended", "fault"], **facts: str | int) -> None:
        self._send(
            Message.model_validate(
                {
                    "analysis_id": self._analysis_id,
                    "file_id": self._file_id,
                    "attempt": self._attempt,
                    "event": event,
                    **facts,
                }
            )
        )
