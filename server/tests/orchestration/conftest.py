"""The cloud on this machine, and an application and a runner that use it."""

import json
import sys
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from massa_server.runner.stepfunctions import execution_name
from massa_server.settings import Settings
from tests.support.cloud.process import CREDENTIALS, Cloud, cloud, history
from tests.support.processes import set_environment
from tests.support.running import running
from tests.support.s3 import SMALLEST_PART_BYTES, S3Server
from tests.support.scripted_engine import install
from tests.support.stores import Storage

RULES = Path(__file__).parents[3] / "infra" / "analysis-events.json"
IMAGE = [sys.executable, "-m", "massa_server"]
SLOTS = 3
# What takes long runs over the database of the cloud alone; runs and events are tested over both.
OVER_POSTGRESQL = pytest.mark.parametrize("migrated_database", ["postgresql"], indirect=True)


@pytest.fixture(scope="session")
def sky(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """AWS on this machine, for all tests here."""
    with cloud(tmp_path_factory.mktemp("cloud")) as started:
        yield started


@dataclass(frozen=True)
class Site:
    """What Terraform makes for one environment: a state machine, queues of jobs and of messages, a job definition."""

    sky: Cloud
    storage: Storage
    name: str
    state_machine_arn: str
    job_queue_spot: str
    job_queue_on_demand: str
    job_definition: str
    progress_queue_url: str
    events_queue_url: str

    def settings(self) -> dict[str, str]:
        """The settings that name these things."""
        return {
            "runner": "stepfunctions",
            "state_machine_arn": self.state_machine_arn,
            "job_queue_spot": self.job_queue_spot,
            "job_queue_on_demand": self.job_queue_on_demand,
            "job_definition": self.job_definition,
            "progress_queue_url": self.progress_queue_url,
            "events_queue_url": self.events_queue_url,
            "aws_endpoint_url": self.sky.url,
        }

    def running(self) -> list[dict[str, Any]]:
        """The containers that run here."""
        return self._ours("running")

    def jobs(self, phase: str) -> list[dict[str, Any]]:
        """The plain jobs and children of arrays of one phase of the runs here: spot, demand or summary."""
        return [job for job in self._ours("jobs") if job["jobName"].endswith(f"-{phase}")]

    def requests(self) -> list[dict[str, Any]]:
        """What was submitted here to Batch."""
        return self._ours("requests")

    def _ours(self, verb: str) -> list[dict[str, Any]]:
        queues = (self.job_queue_spot, self.job_queue_on_demand)
        return [found for found in self.sky.control(verb) if found["jobQueue"] in queues]

    def executions(self) -> list[dict[str, Any]]:
        """The executions, newest first."""
        listed = self.sky.client("stepfunctions").list_executions(stateMachineArn=self.state_machine_arn)
        found: list[dict[str, Any]] = listed["executions"]
        return found

    def states(self, analysis: dict[str, Any], run: int = 1) -> list[str]:
        """The states that a run's execution has entered."""
        arn = self.state_machine_arn.replace(":stateMachine:", ":execution:")
        return history(self.sky, f"{arn}:{execution_name(analysis['id'], run)}")

    def keys(self, analysis: dict[str, Any]) -> list[str]:
        """The keys of all that an analysis has stored, without their beginning."""
        assert self.storage.server is not None
        bucket, prefix = self.storage.settings["s3_results_bucket"], f"analyses/{analysis['id']}/"
        found = self.storage.server.client.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])
        return [item["Key"].removeprefix(prefix) for item in found]

    def content(self, analysis: dict[str, Any], key: str) -> bytes:
        """What is stored there."""
        assert self.storage.server is not None
        bucket = self.storage.settings["s3_results_bucket"]
        answer = self.storage.server.client.get_object(Bucket=bucket, Key=f"analyses/{analysis['id']}/{key}")
        content: bytes = answer["Body"].read()
        return content

    def outputs(self, analysis: dict[str, Any]) -> set[str]:
        """The places below which outputs of an analysis are: `files/{file}/{attempt}/{execution}`."""
        return {
            key.rpartition("/")[0] for key in self.keys(analysis) if key.startswith("files/") and key.count("/") == 4
        }

    def leave(self, analysis: dict[str, Any], key: str) -> None:
        """Stores something below an analysis, as somebody does who is killed then."""
        assert self.storage.server is not None
        self.storage.server.client.put_object(
            Bucket=self.storage.settings["s3_results_bucket"],
            Key=f"analyses/{analysis['id']}/{key}",
            Body=b"half a result",
        )

    def set_spot_capacity(self, slots: int) -> None:
        """Changes how many containers Spot has room for."""
        self.sky.control("add-queue", name=f"{self.name}-spot", slots=slots)

    def send(self, queue_url: str, document: dict[str, Any]) -> None:
        """Sends a message to one of the queues."""
        self.sky.client("sqs").send_message(QueueUrl=queue_url, MessageBody=json.dumps(document))

    def messages_left(self) -> int:
        """Messages that nobody has deleted yet."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        counts = [
            self.sky.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"].values()
            for url in (self.progress_queue_url, self.events_queue_url)
        ]
        return sum(int(count) for of_queue in counts for count in of_queue)


def build(sky: Cloud, storage: Storage, name: str, environment: dict[str, str]) -> Site:
    """Makes an environment. The rules of EventBridge are the committed ones."""
    sqs, events = sky.client("sqs"), sky.client("events")
    machine = sky.state_machine(name)
    spot = sky.control("add-queue", name=f"{name}-spot", slots=SLOTS)
    demand = sky.control("add-queue", name=f"{name}-demand", slots=SLOTS)
    progress = sqs.create_queue(QueueName=f"{name}-progress")["QueueUrl"]
    ends = sqs.create_queue(QueueName=f"{name}-events")["QueueUrl"]
    ends_arn = sqs.get_queue_attributes(QueueUrl=ends, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    ours = {"executions": {"stateMachineArn": [machine]}, "jobs": {"jobQueue": [spot, demand]}}
    for rule, pattern in json.loads(RULES.read_text()).items():
        pattern["detail"] |= ours[rule]
        events.put_rule(Name=f"{name}-{rule}", EventPattern=json.dumps(pattern))
        events.put_targets(Rule=f"{name}-{rule}", Targets=[{"Id": "runner", "Arn": ends_arn}])
    definition = sky.control(
        "add-definition",
        image=IMAGE,
        environment={
            **CREDENTIALS,
            "MASSA_PROGRESS_QUEUE_URL": progress,
            "MASSA_AWS_ENDPOINT_URL": sky.url,
            **{f"MASSA_{setting.upper()}": value for setting, value in storage.environment.items()},
            **environment,
        },
    )
    return Site(sky, storage, name, machine, spot, demand, definition, progress, ends)


@pytest.fixture
def engine(data_dir: Path) -> Path:
    """The engine of the containers and of the runner: one that does what its input says."""
    return install(data_dir / "bin")


@pytest.fixture
def storage(s3: S3Server) -> Storage:
    """The store is in S3: containers share nothing else with the runner."""
    return Storage({**s3.make_buckets(), "part_size_bytes": SMALLEST_PART_BYTES}, s3)


@pytest.fixture
def site(sky: Cloud, storage: Storage, engine: Path) -> Iterator[Site]:
    """An environment of its own for each test."""
    environment = {"MASSA_ENGINE": str(engine), "MASSA_ENGINE_THREADS": "1"}
    made = build(sky, storage, f"test-{uuid.uuid4().hex[:12]}", environment)
    yield made
    sky.control("lose-events", lost=False)
    for execution in made.executions():
        if execution["status"] == "RUNNING":
            sky.client("stepfunctions").stop_execution(executionArn=execution["executionArn"])
    sky.control("clear", queues=[made.job_queue_spot, made.job_queue_on_demand])


@pytest.fixture
def settings(
    site: Site, data_dir: Path, engine: Path, limits: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """Of the application and the runner: a chunk for each file, and looks that come only when something is heard."""
    monkeypatch.setattr("massa_server.runner.cloud._LONG_POLL_S", 1)  # a runner that ends waits for it
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    values: dict[str, Any] = {
        **site.settings(),
        **site.storage.settings,
        "data_dir": data_dir,
        "engine": engine,
        "lease_s": 5.0,
        "deletion_delay_s": 2.0,
        "runner_poll_interval_s": 0.1,
        "chunk_size_bytes": 1,
        "builtin_databases_dir": data_dir / "none",
        "event_poll_interval_s": 0.05,
        "execution_check_interval_s": 3600,
        "orphan_check_interval_s": 0.5,
        "phase_timeout_s": 60,
        "log_level": "WARNING",
        **limits,
    }
    set_environment(monkeypatch, values)
    return Settings()


@pytest.fixture
async def runner(settings: Settings) -> AsyncIterator[None]:
    """A runner in this process."""
    async with running(settings):
        yield
