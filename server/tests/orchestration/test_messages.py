"""The worker's messages through a queue, and how it learns which chunk is its own."""

import json
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from massa_server.settings import Settings
from massa_server.worker.commands import EXIT_TERMINATED, chunk_index, execution_name
from massa_server.worker.engine import Progress
from massa_server.worker.messages import FileMessages, Message
from massa_server.worker.queue_messages import QueueMessages
from tests.support.cloud.process import CREDENTIALS, Cloud
from tests.support.processes import environment
from tests.support.s3 import BUCKETS

ANALYSIS, FILE = uuid.uuid4(), uuid.uuid4()


def received(sky: Cloud, queue_url: str) -> list[Message]:
    """What is in the queue."""
    sqs = sky.client("sqs")
    messages: list[Message] = []
    while batch := sqs.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10).get("Messages"):
        messages += [Message.model_validate_json(item["Body"]) for item in batch]
    return sorted(messages, key=lambda message: message.sent_at)


def test_a_flood_of_progress_becomes_a_trickle(sky: Cloud) -> None:
    queue_url = sky.client("sqs").create_queue(QueueName=uuid.uuid4().hex)["QueueUrl"]
    started = time.monotonic()

    with QueueMessages(sky.client("sqs"), queue_url, interval_s=0.2) as send:
        say = FileMessages(ANALYSIS, FILE, 1, send)
        while time.monotonic() < started + 1:
            done = int((time.monotonic() - started) * 1000)
            say.progress(Progress(f"stage {done // 10}", done, 1000))
        say.ended()

    messages = received(sky, queue_url)
    assert 3 <= len(messages) <= 8
    assert [message.event for message in messages] == ["progress"] * (len(messages) - 1) + ["ended"]
    assert {(message.analysis_id, message.file_id, message.attempt) for message in messages} == {(ANALYSIS, FILE, 1)}


class _Outage:
    """A queue that cannot be reached for a while."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.calls = 0
        self.delivered: list[dict[str, Any]] = []
        self.reached = threading.Event()

    def send_message_batch(self, QueueUrl: str, Entries: list[dict[str, Any]]) -> None:  # noqa: N803 - boto3's names
        self.calls += 1
        if self.calls <= self.failures:
            raise EndpointConnectionError(endpoint_url=QueueUrl)
        self.delivered += [json.loads(entry["MessageBody"]) for entry in Entries]
        self.reached.set()


def test_ends_outlast_an_outage_of_the_queue() -> None:
    queue = _Outage(failures=3)

    with QueueMessages(queue, "http://queue", interval_s=0.01) as send:
        for number in range(25):
            FileMessages(ANALYSIS, uuid.UUID(int=number), 1, send).ended()
        assert queue.reached.wait(5)

    assert {message["file_id"] for message in queue.delivered} == {str(uuid.UUID(int=number)) for number in range(25)}


def test_a_queue_that_is_never_reached_does_not_hold_the_worker_up() -> None:
    started = time.monotonic()

    with QueueMessages(_Outage(failures=10**9), "http://queue", interval_s=0.01) as send:
        FileMessages(ANALYSIS, FILE, 1, send).ended()

    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("numbers", "array_index", "expected"),
    [("3", None, 3), (None, "4", 4), ("3,7,9", "1", 7), ("5", "0", 5)],
)
def test_which_chunk_a_worker_takes(numbers: str | None, array_index: str | None, expected: int) -> None:
    assert chunk_index(numbers, _environment(array_index)) == expected


@pytest.mark.parametrize(
    ("numbers", "array_index"), [(None, None), ("3,7", None), ("3,7", "2"), ("", None), ("x", None), ("1,,2", "0")]
)
def test_a_worker_that_is_not_told_its_chunk_takes_none(numbers: str | None, array_index: str | None) -> None:
    with pytest.raises(ValueError, match=r"chunk|invalid literal"):
        chunk_index(numbers, _environment(array_index))


def _environment(array_index: str | None) -> dict[str, str]:
    return {} if array_index is None else {"AWS_BATCH_JOB_ARRAY_INDEX": array_index}


def test_no_two_attempts_of_jobs_store_under_one_name() -> None:
    names = [
        execution_name(Settings(), {"AWS_BATCH_JOB_ID": job, "AWS_BATCH_JOB_ATTEMPT": attempt})
        for job in ("a", "a:0", "a:1", "b")
        for attempt in ("1", "2")
    ] + [execution_name(Settings(), {}), execution_name(Settings(), {})]
    assert len(set(names)) == len(names)
    assert not any(":" in name or "/" in name for name in names)
    assert execution_name(Settings(execution="execution-3"), {}) == "execution-3"


def test_a_worker_that_waits_for_its_store_ends_when_told(tmp_path: Path) -> None:
    """A call in a thread cannot be stopped; the process does not wait for it."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        buckets = {f"s3_{name}_bucket": name for name in BUCKETS}
        settings = {"storage": "s3", "s3_endpoint_url": address, "s3_addressing_style": "path", **buckets}
        worker = subprocess.Popen(
            [sys.executable, "-m", "massa_server", "worker", "chunk", "results://analyses/a/manifest.json", "0"],
            env={**environment(tmp_path, **settings), **CREDENTIALS},
            stderr=subprocess.DEVNULL,
        )
        connection, _ = silent.accept()
        with connection:
            connection.recv(1)
            started = time.monotonic()
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(20) == EXIT_TERMINATED
            assert time.monotonic() - started < 5
    assert not list((tmp_path / "work").iterdir())
