"""What the runners hear of executions: workers' messages, what EventBridge tells, and executions nobody waits for.

Each is a loop that any number of runners may run beside their lanes. Nothing depends on what is heard: it makes what
happens be seen sooner.
"""

import asyncio
import uuid
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.exc import SQLAlchemyError

from massa_server.analyses import queue
from massa_server.db import Database
from massa_server.runner import settlement
from massa_server.runner.cloud import PHASES, Inbox, Received, StateMachine
from massa_server.runner.findings import read_outcomes
from massa_server.runner.stepfunctions import parse_execution_name
from massa_server.settings import Settings
from massa_server.storage.protocol import ObjectStore
from massa_server.worker.messages import Message

_AFTER_A_FAULT_S = 5.0
_PROGRESS_HIDDEN_S = 60
# An event of a run that somebody is looking at right now is asked about again so soon.
_EVENT_HIDDEN_S = 5
# Jobs end in bursts: one look for all of them.
_JOBS_WITHIN_S = 3.0

Parsed = TypeVar("Parsed", bound=BaseModel)

log = structlog.get_logger(__name__)


async def listen_to_workers(database: Database, store: ObjectStore, settings: Settings) -> None:
    """Shows the progress of files, and their ends as soon as workers tell of them."""
    inbox = Inbox(settings, settings.progress_queue_url)

    async def take_in(received: Sequence[Received]) -> list[Received]:
        messages = [message for item in received if (message := _parse(Message, item.body)) is not None]
        by_analysis: dict[uuid.UUID, list[Message]] = defaultdict(list)
        for message in sorted(messages, key=lambda message: message.sent_at):
            by_analysis[message.analysis_id].append(message)
        for analysis_id, of_analysis in sorted(by_analysis.items()):
            await _take_in(database, store, settings, analysis_id, of_analysis)
        return list(received)

    await _forever(inbox, take_in, _PROGRESS_HIDDEN_S)


async def _take_in(
    database: Database, store: ObjectStore, settings: Settings, analysis_id: uuid.UUID, messages: list[Message]
) -> None:
    progress = {message.file_id: message for message in messages if message.event == "progress"}
    ended = {message.file_id: message.attempt for message in messages if message.event == "ended"}
    for message in messages:
        if message.event == "fault":
            log.warning("worker_fault", file_id=str(message.file_id), fault=message.message)
    outcomes = await read_outcomes(store, settings.work_dir, analysis_id, ended)
    async with database.write() as session:
        await settlement.show_progress(session, analysis_id, progress)
        await settlement.settle_files(session, analysis_id, outcomes)


class _Detail(BaseModel):
    """Of an execution, or of a job."""

    execution_arn: str = Field("", alias="executionArn")
    job_name: str = Field("", alias="jobName")

    def run(self) -> tuple[uuid.UUID, int] | None:
        """The run that it is about; None for what is not ours."""
        name, _, phase = self.job_name.rpartition("-")
        return parse_execution_name(name if phase in PHASES else self.execution_arn.rpartition(":")[2])


class _Event(BaseModel):
    """An event of EventBridge."""

    model_config = ConfigDict(extra="ignore")

    source: str
    detail: _Detail


async def listen_to_events(database: Database, settings: Settings) -> None:
    """Has runs looked at whose execution or jobs have ended."""
    inbox = Inbox(settings, settings.events_queue_url)

    async def take_in(received: Sequence[Received]) -> list[Received]:
        done = []
        for item in received:
            event = _parse(_Event, item.body)
            run = event.detail.run() if event is not None else None
            if event is None or run is None:
                done.append(item)
                continue
            is_execution = event.source == "aws.states"
            async with database.write() as session:
                busy = await queue.hasten(session, *run, within_s=0 if is_execution else _JOBS_WITHIN_S)
            if not (busy and is_execution):
                done.append(item)
        return done

    await _forever(inbox, take_in, _EVENT_HIDDEN_S)


async def end_orphans(database: Database, machine: StateMachine, interval_s: float) -> None:
    """Stops executions that nobody waits for: their analysis has been cancelled or deleted."""
    while True:
        await asyncio.sleep(interval_s)
        try:
            await end_orphans_once(database, machine)
        except (OSError, SQLAlchemyError) as fault:
            log.warning("orphans_not_ended", fault=str(fault))
        except Exception:
            log.exception("orphans_not_ended")


async def end_orphans_once(database: Database, machine: StateMachine) -> None:
    """Looks once. A run's row is there before its execution and goes after it, so an execution without one is over."""
    names = {run: name for name in await machine.running() if (run := parse_execution_name(name)) is not None}
    async with database.read() as session:
        waited_for = await queue.runs_waited_for(session, list(names)) if names else set()
    for run, name in names.items():
        if run not in waited_for:
            log.info("execution_stopped", execution=name)
            await machine.stop(name, "The analysis was cancelled or deleted.")


async def _forever(
    inbox: Inbox, take_in: Callable[[Sequence[Received]], Awaitable[list[Received]]], hidden_s: int
) -> None:
    """Takes messages in and deletes those that are done; what a fault kept from being so comes again."""
    while True:
        try:
            await inbox.delete(await take_in(await inbox.receive(hidden_s=hidden_s)))
        except (OSError, SQLAlchemyError) as fault:
            log.warning("inbox_fault", fault=str(fault))
            await asyncio.sleep(_AFTER_A_FAULT_S)
        except Exception:
            log.exception("inbox_failed")
            await asyncio.sleep(_AFTER_A_FAULT_S)


def _parse(model: type[Parsed], text: str) -> Parsed | None:
    """The message; None, with a line in the log, for what is none."""
    try:
        return model.model_validate_json(text)
    except ValidationError:
        log.warning("message_not_understood", kind=model.__name__, text=text[:500])
        return None
