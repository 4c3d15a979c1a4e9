"""Step Functions, Batch and SQS as the runner uses them. Every call blocks, so it runs in a thread."""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from massa_server.aws import aws_client
from massa_server.settings import Settings

PHASES = ("spot", "demand", "summary")
_ENDED_JOBS = ("SUCCEEDED", "FAILED")
_LONG_POLL_S = 3
_MESSAGES_PER_CALL = 10


P = ParamSpec("P")
Result = TypeVar("Result")


class CloudFault(OSError):
    """AWS did not answer, or refused: worth another try."""


@dataclass(frozen=True, slots=True)
class Execution:
    """How an execution stands. `reason` says why it ended, unless well."""

    status: str
    reason: str = ""

    @property
    def is_running(self) -> bool:
        return self.status in ("RUNNING", "PENDING_REDRIVE")

    @property
    def has_succeeded(self) -> bool:
        return self.status == "SUCCEEDED"


class StateMachine:
    """The state machine of analyses and the Batch queues that it uses."""

    def __init__(self, settings: Settings) -> None:
        self._arn = settings.state_machine_arn
        self._queues = {
            "spot": settings.job_queue_spot,
            "demand": settings.job_queue_on_demand,
            "summary": settings.job_queue_on_demand,
        }
        self._stepfunctions = aws_client("stepfunctions", settings)
        self._batch = aws_client("batch", settings)

    async def describe(self, name: str) -> Execution | None:
        """The execution of this name; None if there is none. Raises CloudFault."""
        return await _in_thread(self._describe, name)

    async def start(self, name: str, document: dict[str, Any]) -> None:
        """Starts the execution of this name, unless it was started before. Raises CloudFault."""
        await _in_thread(self._start, name, json.dumps(document, sort_keys=True))

    async def running(self) -> list[str]:
        """The names of the executions that run. Raises CloudFault."""
        return await _in_thread(self._running)

    async def stop(self, name: str, reason: str) -> None:
        """Stops the execution, if it runs, and ends its jobs. Doing so again is harmless. Raises CloudFault.

        Step Functions ends the job of a stopped execution if it can, and promises nothing.
        """
        await _in_thread(self._stop, name, reason)

    async def end_jobs(self, name: str, reason: str) -> None:
        """Ends all jobs of the execution. Raises CloudFault."""
        await _in_thread(self._end_jobs, name, reason)

    def _execution_arn(self, name: str) -> str:
        return f"{self._arn.replace(':stateMachine:', ':execution:')}:{name}"

    def _describe(self, name: str) -> Execution | None:
        try:
            shown = self._stepfunctions.describe_execution(executionArn=self._execution_arn(name))
        except self._stepfunctions.exceptions.ExecutionDoesNotExist:
            return None
        reason = ": ".join(shown[key] for key in ("error", "cause") if shown.get(key))
        return Execution(shown["status"], reason)

    def _start(self, name: str, document: str) -> None:
        try:
            self._stepfunctions.start_execution(stateMachineArn=self._arn, name=name, input=document)
        except self._stepfunctions.exceptions.ExecutionAlreadyExists:
            return  # it has ended, or it was started by a runner with other settings

    def _running(self) -> list[str]:
        pages = self._stepfunctions.get_paginator("list_executions").paginate(
            stateMachineArn=self._arn, statusFilter="RUNNING"
        )
        return [execution["name"] for page in pages for execution in page["executions"]]

    def _stop(self, name: str, reason: str) -> None:
        self._stepfunctions.stop_execution(
            executionArn=self._execution_arn(name), error="Massa.NotWaitedFor", cause=reason
        )
        self._end_jobs(name, reason)

    def _end_jobs(self, name: str, reason: str) -> None:
        for job_id in list(self._unfinished_jobs(name)):
            self._batch.terminate_job(jobId=job_id, reason=reason)

    def _unfinished_jobs(self, name: str) -> Iterator[str]:
        for phase in PHASES:
            pages = self._batch.get_paginator("list_jobs").paginate(
                jobQueue=self._queues[phase], filters=[{"name": "JOB_NAME", "values": [f"{name}-{phase}"]}]
            )
            for page in pages:
                yield from (job["jobId"] for job in page["jobSummaryList"] if job["status"] not in _ENDED_JOBS)


@dataclass(frozen=True, slots=True)
class Received:
    """A message that is ours for a while."""

    body: str
    receipt: str


class Inbox:
    """A queue of SQS, for the runners."""

    def __init__(self, settings: Settings, queue_url: str) -> None:
        self._sqs = aws_client("sqs", settings)
        self._queue_url = queue_url

    async def receive(self, *, hidden_s: int) -> list[Received]:
        """What has come, or comes soon. What is not deleted within `hidden_s` comes again. Raises CloudFault."""
        return await _in_thread(self._receive, hidden_s)

    async def delete(self, messages: list[Received]) -> None:
        """Deletes what is done. Raises CloudFault."""
        if messages:
            await _in_thread(self._delete, messages)

    def _receive(self, hidden_s: int) -> list[Received]:
        answer = self._sqs.receive_message(
            QueueUrl=self._queue_url,
            MaxNumberOfMessages=_MESSAGES_PER_CALL,
            WaitTimeSeconds=_LONG_POLL_S,
            VisibilityTimeout=hidden_s,
        )
        return [Received(message["Body"], message["ReceiptHandle"]) for message in answer.get("Messages", [])]

    def _delete(self, messages: list[Received]) -> None:
        entries = [{"Id": str(number), "ReceiptHandle": message.receipt} for number, message in enumerate(messages)]
        self._sqs.delete_message_batch(QueueUrl=self._queue_url, Entries=entries)


async def _in_thread(call: Callable[P, Result], *arguments: P.args, **named: P.kwargs) -> Result:
    try:
        return await asyncio.to_thread(call, *arguments, **named)
    except (BotoCoreError, ClientError) as error:
        raise CloudFault(str(error)) from error
