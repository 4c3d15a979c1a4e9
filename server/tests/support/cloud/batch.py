"""A small AWS Batch that really runs its jobs: each attempt is a process with the environment that Batch gives.

It is as strict as Batch where the state machine depends on it (request shapes, array sizes, fair-share queues, limits),
and does with retries, arrays, time-outs and terminations what Batch does. A *container* is a process group; an image is
a command line that the job's command follows.
"""

import json
import os
import re
import signal
import subprocess
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from massa_server.worker.process import kill_group, tie_to_parent
from tests.support.cloud.jobs import ARN, Array, Definition, Document, Job, Queue

SPOT_INTERRUPTION = "Your Spot Task was interrupted."
TIMED_OUT = "Job attempt duration exceeded timeout"
ARRAY_CHILD_FAILED = "Array Child Job failed"
FINAL = ("SUCCEEDED", "FAILED")
OVERRIDES_LIMIT_CHARACTERS = 8192  # of ECS


class ClientException(Exception):
    """Batch refuses the request."""


class Batch:
    """The service. `tell` is called with the details of each job whose status changes.

    Attributes:
        second_s: how long a second of Batch takes here, so that time-outs of minutes can be tried.
        page_size: jobs in a page of ListJobs; 100 in the cloud.
        log_folder: where the output of the containers goes.
    """

    def __init__(self, tell: Callable[[Document], None], log_folder: Path, *, second_s: float, page_size: int) -> None:
        self._tell = tell
        self._log_folder = log_folder
        self._second_s = second_s
        self._page_size = page_size
        self._lock = threading.RLock()
        self._queues: dict[str, Queue] = {}
        self._definitions: dict[str, Definition] = {}
        self._jobs: dict[str, Job] = {}
        self._arrays: dict[str, Array] = {}
        self.requests: list[Document] = []

    # What Terraform does in the cloud.

    def add_queue(self, name: str, slots: int) -> str:
        """Makes a queue, or changes the size of its compute environment, and returns its ARN."""
        with self._lock:
            queue = self._queues.setdefault(f"{ARN}:job-queue/{name}", Queue(name, slots))
            queue.slots = slots
        self._schedule()
        return queue.arn

    def add_definition(self, image: list[str], environment: dict[str, str]) -> str:
        """Registers a job definition and returns its ARN."""
        with self._lock:
            arn = f"{ARN}:job-definition/engine:{len(self._definitions) + 1}"
            self._definitions[arn] = Definition(arn, image, environment)
        return arn

    # The API.

    def submit_job(self, request: Document) -> Document:
        """SubmitJob."""
        queue, definition = self._accept(request)
        job_id = str(uuid.uuid4())
        size = request.get("arrayProperties", {}).get("size")
        now = time.time()
        with self._lock:
            self.requests.append(request)
            if size is None:
                self._jobs[job_id] = Job(job_id, request, queue, definition, now)
            else:
                children = [
                    Job(f"{job_id}:{index}", request, queue, definition, now, index, size) for index in range(size)
                ]
                self._jobs |= {child.id: child for child in children}
                self._arrays[job_id] = Array(job_id, request, queue, now, children)
            for job in self._family(job_id):
                self._change(job, "RUNNABLE")
        self._schedule()
        return {"jobName": request["jobName"], "jobId": job_id, "jobArn": f"{ARN}:job/{job_id}"}

    def describe_jobs(self, request: Document) -> Document:
        """DescribeJobs."""
        with self._lock:
            found = [self._arrays.get(job_id) or self._jobs.get(job_id) for job_id in request["jobs"]]
            return {"jobs": [job.details() for job in found if job is not None]}

    def list_jobs(self, request: Document) -> Document:
        """ListJobs: the children of an array, or the jobs of a queue by name; running ones if nothing else is said."""
        with self._lock:
            names = [value for filter_ in request.get("filters", []) for value in filter_["values"]]
            found: list[Job | Array]
            if "arrayJobId" in request:
                found = list(self._arrays[request["arrayJobId"]].children)
            else:
                found = [job for job in self._jobs.values() if job.index is None] + list(self._arrays.values())
                found = [job for job in found if request["jobQueue"] in (job.queue.arn, job.queue.name)]
            if names:
                found = [job for job in found if job.request["jobName"] in names]
            else:
                found = [job for job in found if job.status == request.get("jobStatus", "RUNNING")]
            start = int(request.get("nextToken", 0))
            page = found[start : start + self._page_size]
            rest = start + self._page_size < len(found)
            token = {"nextToken": str(start + self._page_size)} if rest else {}
            return {"jobSummaryList": [job.summary() for job in page], **token}

    def terminate_job(self, request: Document) -> Document:
        """TerminateJob: what runs is asked to end and then killed; what waits fails at once. Nothing is retried."""
        with self._lock:
            for job in self._family(request["jobId"]):
                if job.status not in FINAL:
                    job.terminated = True
                    self._end(job, request["reason"])
                    if job.process is None:
                        self._change(job, "FAILED", request["reason"])
        self._schedule()
        return {}

    # What happens to jobs in the cloud.

    def reclaim(self, job_id: str, *, grace_s: float = 120) -> None:
        """Takes the machine away from a running job on Spot."""
        with self._lock:
            self._end(self._jobs[job_id], SPOT_INTERRUPTION, grace_s=grace_s)

    def running(self) -> list[Document]:
        """The jobs that have a process, with its id."""
        with self._lock:
            return [{**job.details(), "pid": job.process.pid} for job in self._jobs.values() if job.process is not None]

    def jobs(self) -> list[Document]:
        """All jobs but array jobs, in the order in which they were submitted."""
        with self._lock:
            return [job.details() for job in self._jobs.values()]

    def clear(self, queues: Collection[str] | None = None) -> None:
        """Takes these queues, or all, out of service and kills what runs of them."""
        with self._lock:
            cleared = [queue for queue in self._queues.values() if queues is None or queue.arn in queues]
            for queue in cleared:
                queue.slots = 0
            for job in self._jobs.values():
                if job.queue in cleared and job.status not in FINAL:
                    job.terminated = True
                    if job.process is not None:
                        kill_group(job.process.pid)

    # How it works.

    def _accept(self, request: Document) -> tuple[Queue, Definition]:
        queue = next((q for q in self._queues.values() if request["jobQueue"] in (q.arn, q.name)), None)
        definition = self._definitions.get(request["jobDefinition"])
        _check(queue is not None, f"JobQueue {request['jobQueue']} not found.")
        _check(definition is not None, f"JobDefinition {request['jobDefinition']} not found.")
        assert queue is not None
        assert definition is not None
        _check(
            re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}", request["jobName"]) is not None,
            f"Job name {request['jobName']!r} is invalid.",
        )
        _check("shareIdentifier" in request, "ShareIdentifier must be specified for a job queue with fair share.")
        _check(
            re.fullmatch(r"[A-Za-z0-9]{1,255}", request["shareIdentifier"]) is not None,
            "ShareIdentifier must be alphanumeric.",
        )
        _check(
            0 <= request.get("schedulingPriorityOverride", -1) <= 9999,
            "Either schedulingPriority in job definition or schedulingPriorityOverride should be specified.",
        )
        size = request.get("arrayProperties", {"size": 2}).get("size")
        _check(isinstance(size, int) and 2 <= size <= 10_000, "Array size must be between 2 and 10,000.")
        timeout = request.get("timeout", {"attemptDurationSeconds": 60})["attemptDurationSeconds"]
        _check(timeout >= 60, "attemptDurationSeconds must be at least 60.")
        strategy = request.get("retryStrategy", {})
        _check(1 <= strategy.get("attempts", 1) <= 10, "Attempts must be between 1 and 10.")
        _check(len(strategy.get("evaluateOnExit", [])) <= 5, "At most 5 evaluateOnExit conditions.")
        _check(
            len(json.dumps(request.get("containerOverrides", {}))) <= OVERRIDES_LIMIT_CHARACTERS,
            f"Container Overrides length must be at most {OVERRIDES_LIMIT_CHARACTERS}",
        )
        return queue, definition

    def _family(self, job_id: str) -> list[Job]:
        return self._arrays[job_id].children if job_id in self._arrays else [self._jobs[job_id]]

    def _schedule(self) -> None:
        """Starts what may run: of the share that has had the fewest containers, the job with the highest priority."""
        with self._lock:
            for queue in self._queues.values():
                while True:
                    active = [job for job in self._jobs.values() if job.queue is queue]
                    busy = [job for job in active if job.status in ("STARTING", "RUNNING")]
                    waiting = [job for job in active if job.status == "RUNNABLE"]
                    if not waiting or len(busy) >= queue.slots:
                        break
                    used = Counter(job.share for job in busy)
                    for job in active:
                        used[job.share] += len(job.attempts)
                    job = min(waiting, key=lambda job: (used[job.share], -job.request["schedulingPriorityOverride"]))
                    self._change(job, "STARTING")
                    threading.Thread(target=self._run, args=(job,), name=job.id, daemon=True).start()

    def _run(self, job: Job) -> None:
        """One attempt. The thread lives as long as its container, which dies with it."""
        number = len(job.attempts) + 1
        started_at = time.time()
        with tempfile.TemporaryDirectory(prefix="container-") as folder, self._log(job, number) as log:
            with self._lock:
                if job.terminated:
                    return
                job.ending = None
                job.process = self._start(job, number, Path(folder), log)
                self._change(job, "RUNNING")
            exit_code = self._await(job)
        with self._lock:
            kill_group(job.process.pid)
            job.process = None
            reason = job.ending or "Essential container in task exited"
            job.attempts.append(
                {
                    "container": {"exitCode": exit_code},
                    "startedAt": int(started_at * 1000),
                    "stoppedAt": int(time.time() * 1000),
                    "statusReason": reason,
                }
            )
            self._conclude(job, exit_code, reason)
        self._schedule()

    def _log(self, job: Job, number: int) -> Any:
        return (self._log_folder / f"{job.request['jobName']}-{job.id.replace(':', '-')}-{number}.log").open("wb")

    def _start(self, job: Job, number: int, folder: Path, log: Any) -> subprocess.Popen[bytes]:
        overrides = job.request.get("containerOverrides", {})
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "TMPDIR": str(folder),
            **job.definition.environment,
            **{variable["name"]: variable["value"] for variable in overrides.get("environment", [])},
            "AWS_BATCH_JOB_ID": job.id,
            "AWS_BATCH_JOB_ATTEMPT": str(number),
            "AWS_BATCH_JQ_NAME": job.queue.name,
            "AWS_BATCH_CE_NAME": job.queue.name,
        }
        if job.index is not None:
            environment["AWS_BATCH_JOB_ARRAY_INDEX"] = str(job.index)
            environment["AWS_BATCH_JOB_ARRAY_SIZE"] = str(job.size)
        return subprocess.Popen(
            [*job.definition.image, *overrides.get("command", [])],
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=tie_to_parent(),
            process_group=0,
        )

    def _await(self, job: Job) -> int:
        """The exit code as ECS reports it, once the container has ended or its time has run out."""
        assert job.process is not None
        limit = job.request.get("timeout")
        try:
            code = job.process.wait(limit["attemptDurationSeconds"] * self._second_s if limit else None)
        except subprocess.TimeoutExpired:
            with self._lock:
                job.terminated = True
                self._end(job, TIMED_OUT)
            code = job.process.wait()
        return code if code >= 0 else 128 - code

    def _end(self, job: Job, reason: str, *, grace_s: float = 30) -> None:
        """Asks the container to end, and kills it after the grace."""
        job.ending = job.reason = reason
        if job.process is None:
            return
        pid = job.process.pid
        # A container's first process gets the signal, not the whole container.
        os.kill(pid, signal.SIGTERM)
        timer = threading.Timer(grace_s * self._second_s, self._kill, [job, pid])
        timer.daemon = True
        timer.start()

    def _kill(self, job: Job, pid: int) -> None:
        with self._lock:
            if job.process is not None and job.process.pid == pid:
                kill_group(pid)

    def _conclude(self, job: Job, exit_code: int, reason: str) -> None:
        strategy = job.request.get("retryStrategy", {})
        if exit_code == 0:
            self._change(job, "SUCCEEDED", reason)
        elif (
            not job.terminated
            and len(job.attempts) < strategy.get("attempts", 1)
            and action(strategy.get("evaluateOnExit", []), exit_code, reason) == "RETRY"
        ):
            self._change(job, "RUNNABLE", reason)
        else:
            self._change(job, "FAILED", reason)

    def _change(self, job: Job, status: str, reason: str = "") -> None:
        job.status, job.reason = status, reason
        self._tell(job.details())
        array = self._arrays.get(job.id.partition(":")[0])
        if array is None or any(child.status not in FINAL for child in array.children):
            return
        failed = any(child.status == "FAILED" for child in array.children)
        array.status, array.reason = ("FAILED", ARRAY_CHILD_FAILED) if failed else ("SUCCEEDED", "")
        self._tell(array.details())


def action(rules: Sequence[Document], exit_code: int, reason: str) -> str:
    """What the first rule says whose every condition matches; to retry, where none does."""
    for rule in rules:
        if (
            fnmatchcase(str(exit_code), rule.get("onExitCode", "*"))
            and fnmatchcase(reason, rule.get("onStatusReason", "*"))
            and fnmatchcase("", rule.get("onReason", "*"))
        ):
            return str(rule["action"])
    return "RETRY"


def _check(holds: bool, message: str) -> None:
    if not holds:
        raise ClientException(message)
