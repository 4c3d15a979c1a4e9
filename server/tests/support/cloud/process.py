"""The cloud as a process beside the test, and what tests do with it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import httpx

from massa_server.worker.process import tie_to_parent

START_TIMEOUT_S = 60
REGION = "eu-west-1"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION}
DEFINITION = Path(__file__).parents[4] / "infra" / "analysis.asl.json"


@dataclass
class Cloud:
    """AWS on this machine."""

    url: str
    log: Path

    def client(self, service: str) -> Any:
        """A client of one of its services."""
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def control(self, verb: str, **arguments: Any) -> Any:
        """Sets the stage, or breaks something."""
        response = httpx.post(f"{self.url}/_cloud/{verb}", json=arguments, timeout=30)
        assert response.status_code == 200, response.text
        return response.json()

    def state_machine(self, name: str) -> str:
        """A state machine of the committed definition; returns its ARN."""
        created = self.client("stepfunctions").create_state_machine(
            name=name, definition=DEFINITION.read_text(), roleArn="arn:aws:iam::123456789012:role/massa-analysis"
        )
        return str(created["stateMachineArn"])

    def running(self) -> list[dict[str, Any]]:
        """The containers that run now."""
        jobs: list[dict[str, Any]] = self.control("running")
        return jobs


@contextmanager
def cloud(folder: Path) -> Iterator[Cloud]:
    """The cloud, ready to answer. Everything that it runs ends with it, and it with the test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "cloud.log"
    command = [sys.executable, "-m", "tests.support.cloud.server", str(port), str(folder)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=Path(__file__).parents[3],
            env={**os.environ, **CREDENTIALS},
            stdout=output,
            stderr=output,
            preexec_fn=tie_to_parent(),
        )
    try:
        result = Cloud(f"http://127.0.0.1:{port}", log)
        _wait_until_ready(result, process)
        yield result
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_ready(started: Cloud, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        assert process.poll() is None, started.log.read_text()
        try:
            if started.control("running") == []:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise TimeoutError(started.log.read_text())


def history(cloud: Cloud, execution_arn: str) -> list[str]:
    """The states that an execution has entered, in order."""
    events = cloud.client("stepfunctions").get_execution_history(executionArn=execution_arn)["events"]
    return [event["stateEnteredEventDetails"]["name"] for event in events if "stateEnteredEventDetails" in event]


def pretty(document: Any) -> str:
    """For messages of tests that fail."""
    return json.dumps(document, indent=1, default=str)
