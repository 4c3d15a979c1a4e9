"""A worker's messages through SQS: from a thread of its own, a few at a time, and without ever holding the work up."""

import threading
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import structlog
from botocore.exceptions import BotoCoreError, ClientError

from massa_server.worker.messages import Message

_INTERVAL_S = 1.0
_MESSAGES_PER_CALL = 10  # SQS takes no more
_MAX_KEPT = 1000
_LAST_WORDS_S = 3.0

log = structlog.get_logger(__name__)


class QueueMessages:
    """Sends the newest progress of each file once a second, and everything else too.

    While the queue does not answer, what is not progress is kept and tried again.
    """

    def __init__(self, sqs: Any, queue_url: str, interval_s: float = _INTERVAL_S) -> None:
        self._sqs = sqs
        self._queue_url = queue_url
        self._interval_s = interval_s
        self._lock = threading.Lock()
        self._progress: dict[UUID, Message] = {}
        self._other: list[Message] = []
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name="messages", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._thread.join(_LAST_WORDS_S)

    def __call__(self, message: Message) -> None:
        """Leaves the message to the thread."""
        with self._lock:
            if message.event == "progress":
                self._progress[message.file_id] = message
            else:
                self._progress.pop(message.file_id, None)
                self._other = [*self._other, message][-_MAX_KEPT:]

    def _work(self) -> None:
        while not self._closing.wait(self._interval_s):
            self._send_all()
        self._send_all()

    def _send_all(self) -> None:
        with self._lock:
            progress, other = list(self._progress.values()), self._other
            self._progress, self._other = {}, []
        messages = other + progress
        for start in range(0, len(messages), _MESSAGES_PER_CALL):
            try:
                self._send(messages[start : start + _MESSAGES_PER_CALL])
            except (BotoCoreError, ClientError) as error:
                log.warning("messages_not_sent", error=str(error))
                with self._lock:
                    self._other = other[start:] + self._other
                return

    def _send(self, messages: list[Message]) -> None:
        entries = [
            {"Id": str(number), "MessageBody": message.model_dump_json()} for number, message in enumerate(messages)
        ]
        self._sqs.send_message_batch(QueueUrl=self._queue_url, Entries=entries)
