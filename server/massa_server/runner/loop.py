"""The runner's loop: take work, keep its leases alive, stop what is no longer ours."""

import asyncio
import os
import secrets
import socket
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from massa_server.clock import now
from massa_server.db import Database
from massa_server.runner.lane import Job, Lane
from massa_server.runner.leases import LeaseLost, renew

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Running:
    lane: Lane
    job: Job
    task: asyncio.Task[None]
    lease_expires_at: datetime


class Runner:
    """Works on all lanes until it is told to stop.

    A lease is renewed at least four times in its period. Should the database not answer for a whole period, the runner
    stops its work by itself: by then another may have taken it.
    """

    def __init__(self, database: Database, lanes: Sequence[Lane], lease_s: float, poll_interval_s: float) -> None:
        self._database = database
        self._lanes = lanes
        self._lease = timedelta(seconds=lease_s)
        self._beat_interval_s = min(1.0, lease_s / 4)
        self._poll_interval_s = poll_interval_s
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._running: list[_Running] = []
        self._wake = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Works until `stop` is set, then gives back what is unfinished and leaves no process behind."""
        log.info("runner_started", owner=self._owner)
        waiting = asyncio.ensure_future(stop.wait())
        waiting.add_done_callback(lambda _: self._wake.set())
        heart = asyncio.ensure_future(self._heart())
        heart.add_done_callback(lambda _: self._wake.set())
        try:
            while not (stop.is_set() or heart.done()):
                self._wake.clear()
                await self._fill()
                await self._pause()
        finally:
            waiting.cancel()
            heart.cancel()
            await self._stop_all()
            await asyncio.wait([heart])
            log.info("runner_stopped", owner=self._owner)
        if not heart.cancelled():
            heart.result()

    async def _heart(self) -> None:
        """Renews leases and reports progress, however busy the rest of the runner is."""
        while True:
            await asyncio.sleep(self._beat_interval_s)
            await self._beat()

    async def _beat(self) -> None:
        by_lane: dict[int, list[_Running]] = defaultdict(list)
        for running in self._running:
            by_lane[id(running.lane)].append(running)
        for group in by_lane.values():
            lane = group[0].lane
            until = now() + self._lease
            try:
                async with self._database.write() as session:
                    held = await renew(session, lane.model, [running.job.lease for running in group], until)
                    for running in group:
                        if running.job.lease in held:
                            await running.job.report(session)
            except SQLAlchemyError as error:
                log.warning("heartbeat_failed", lane=lane.name, error=str(error))
                _cancel([running for running in group if running.lease_expires_at < now()], "lease_expired")
                continue
            for running in group:
                if running.job.lease in held:
                    running.lease_expires_at = until
            _cancel([running for running in group if running.job.lease not in held], "lease_lost")

    async def _fill(self) -> None:
        """Takes work for every free slot, as far as there is any."""
        for lane in self._lanes:
            try:
                while self._in_use(lane) < lane.slots:
                    until = now() + self._lease
                    job = await lane.claim(self._owner, until)
                    if job is None:
                        break
                    self._start(lane, job, until)
            except SQLAlchemyError as error:
                log.warning("claim_failed", lane=lane.name, error=str(error))

    def _in_use(self, lane: Lane) -> int:
        return sum(running.lane is lane for running in self._running)

    def _start(self, lane: Lane, job: Job, until: datetime) -> None:
        task = asyncio.ensure_future(_guarded(lane.name, job))
        running = _Running(lane, job, task, until)
        self._running.append(running)

        def ended(_: asyncio.Task[None]) -> None:
            self._running.remove(running)
            self._wake.set()

        task.add_done_callback(ended)

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), self._poll_interval_s)
        except TimeoutError:
            return

    async def _stop_all(self) -> None:
        unfinished = list(self._running)
        _cancel(unfinished, "runner_stopping")
        await asyncio.gather(*(running.task for running in unfinished), return_exceptions=True)
        for running in unfinished:
            try:
                await running.job.give_back()
            except (LeaseLost, SQLAlchemyError) as error:
                # Its lease runs out by itself.
                log.info("not_given_back", row=str(running.job.lease.row_id), error=str(error))


def _cancel(jobs: Sequence[_Running], reason: str) -> None:
    for running in jobs:
        log.info("job_stopped", lane=running.lane.name, row=str(running.job.lease.row_id), reason=reason)
        running.task.cancel()


async def _guarded(lane: str, job: Job) -> None:
    """Does the work. Whatever goes wrong, its lease runs out and somebody takes it again."""
    try:
        await job.work()
    except LeaseLost:
        log.info("lease_lost", lane=lane, row=str(job.lease.row_id))
    except Exception:
        log.exception("job_failed", lane=lane, row=str(job.lease.row_id))
