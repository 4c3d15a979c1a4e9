"""What Batch has: queues, definitions, jobs, and arrays of jobs."""

import subprocess
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

ARN = "arn:aws:batch:eu-west-1:123456789012"

Document = dict[str, Any]


@dataclass(eq=False)
class Queue:
    """A fair-share job queue over a compute environment of so many containers."""

    name: str
    slots: int

    @property
    def arn(self) -> str:
        return f"{ARN}:job-queue/{self.name}"


@dataclass
class Definition:
    """A job definition: what stands in it is what a job starts with."""

    arn: str
    image: list[str]
    environment: dict[str, str]


@dataclass
class Job:
    """A plain job, or a child of an array job."""

    id: str
    request: Document
    queue: Queue
    definition: Definition
    created_at: float
    index: int | None = None
    size: int | None = None
    status: str = "SUBMITTED"
    reason: str = ""
    attempts: list[Document] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = None
    ending: str | None = None
    terminated: bool = False

    @property
    def share(self) -> str:
        return str(self.request["shareIdentifier"])

    def summary(self) -> Document:
        """What ListJobs shows."""
        array = {"arrayProperties": {"index": self.index}} if self.index is not None else {}
        return {
            "jobId": self.id,
            "jobName": self.request["jobName"],
            "createdAt": int(self.created_at * 1000),
            "status": self.status,
            "statusReason": self.reason,
            "shareIdentifier": self.share,
            **array,
        }

    def details(self) -> Document:
        """What DescribeJobs shows."""
        return {
            **self.summary(),
            "jobQueue": self.queue.arn,
            "jobDefinition": self.definition.arn,
            "attempts": self.attempts,
            "container": {"command": self.request.get("containerOverrides", {}).get("command", [])},
        }


@dataclass
class Array:
    """An array job: as far as it and its children are concerned, only its children run."""

    id: str
    request: Document
    queue: Queue
    created_at: float
    children: list[Job]
    status: str = "PENDING"
    reason: str = ""

    def summary(self) -> Document:
        """What ListJobs shows."""
        return {
            "jobId": self.id,
            "jobName": self.request["jobName"],
            "createdAt": int(self.created_at * 1000),
            "status": self.status,
            "statusReason": self.reason,
            "arrayProperties": {"size": len(self.children)},
        }

    def details(self) -> Document:
        """What DescribeJobs shows."""
        counts = Counter(child.status for child in self.children)
        return {
            **self.summary(),
            "jobQueue": self.queue.arn,
            "arrayProperties": {"size": len(self.children), "statusSummary": dict(counts)},
        }
