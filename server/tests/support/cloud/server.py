"""`python -m tests.support.cloud.server PORT LOG_FOLDER`: moto's server, made to do what the state machine needs.

moto 5.2 interprets state machines, but

- it passes arguments and answers on as they come: PascalCase has to become what boto3 expects, and back;
- it has no engine for JSONata: `jsonata-python` is one;
- it drops what it does not know of SubmitJob, the share identifier among it;
- its Batch without Docker runs nothing: ours does (`batch.py`);
- it tells nobody that an execution has ended: we put the events of Step Functions and of Batch on its EventBridge.

Beside the AWS APIs it serves `/_cloud/…`, through which tests set the stage and break things.
"""

import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import boto3
from botocore.model import StructureShape
from botocore.validate import ParamValidator
from jsonata import Jsonata
from moto.batch.responses import BatchResponse
from moto.core.config import default_user_config
from moto.events.models import events_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import state_task_service_batch
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import StateTaskService
from moto.stepfunctions.parser.asl.jsonata import jsonata
from moto.stepfunctions.parser.backend.execution import BaseExecutionWorkerCommunication
from werkzeug import Request, Response
from werkzeug.serving import run_simple

from tests.support.cloud.batch import Batch, ClientException
from tests.support.cloud.jobs import Document

ACCOUNT, REGION = "123456789012", "eu-west-1"
ACTIONS = {
    "submitjob": "SubmitJob",
    "describejobs": "DescribeJobs",
    "listjobs": "ListJobs",
    "terminatejob": "TerminateJob",
}
JSON = "application/json"


class Events:
    """Puts events on EventBridge, as long as nobody has cut the line; remembers all."""

    def __init__(self) -> None:
        self.lost = False
        self.all: list[Document] = []

    def lose(self, *, lost: bool) -> None:
        """Cuts the line, or mends it."""
        self.lost = lost

    def put(self, source: str, detail_type: str, detail: Document) -> None:
        """Tells of a change."""
        event = {"Source": source, "DetailType": detail_type, "Detail": json.dumps(detail), "EventBusName": "default"}
        self.all.append(event)
        if not self.lost:
            events_backends[ACCOUNT][REGION].put_events([event])


class Cloud:
    """Batch, the events, and the faults that tests ask for."""

    def __init__(self, log_folder: Path) -> None:
        self.events = Events()
        self.batch = Batch(self._tell_of_job, log_folder, second_s=0.02, page_size=2)
        self.failing_submissions = 0
        self._client = boto3.client(
            "batch", region_name=REGION, aws_access_key_id="x", aws_secret_access_key="x", endpoint_url="http://x"
        )

    def call(self, action: str, request: Document) -> tuple[int, Document]:
        """An API call of Batch: status and body."""
        shape = self._client.meta.service_model.operation_model(ACTIONS[action]).input_shape
        report = ParamValidator().validate(request, shape)
        if report.has_errors():
            return 400, {"__type": "ClientException", "message": report.generate_report()}
        if action == "submitjob" and self.failing_submissions > 0:
            self.failing_submissions -= 1
            return 500, {"__type": "ServerException", "message": "Failed to create shareIdentifier"}
        methods: dict[str, Callable[[Document], Document]] = {
            "submitjob": self.batch.submit_job,
            "describejobs": self.batch.describe_jobs,
            "listjobs": self.batch.list_jobs,
            "terminatejob": self.batch.terminate_job,
        }
        try:
            return 200, methods[action](request)
        except ClientException as refusal:
            return 400, {"__type": "ClientException", "message": str(refusal)}

    def control(self, verb: str, arguments: Document) -> Any:
        """What tests ask for."""
        verbs: dict[str, Callable[..., Any]] = {
            "add-queue": self.batch.add_queue,
            "add-definition": self.batch.add_definition,
            "running": self.batch.running,
            "jobs": self.batch.jobs,
            "requests": lambda: self.batch.requests,
            "reclaim": self.batch.reclaim,
            "clear": self.batch.clear,
            "fail-submissions": self._fail_submissions,
            "lose-events": self.events.lose,
            "events": lambda: self.events.all,
        }
        return verbs[verb](**arguments)

    def _fail_submissions(self, count: int) -> None:
        self.failing_submissions = count

    def _tell_of_job(self, job: Document) -> None:
        self.events.put("aws.batch", "Batch Job State Change", job)


def patch_interpreter(events: Events) -> None:
    """Mends what moto's interpreter lacks."""

    def normalise_parameters(self: Any, parameters: Document, service: Any = None, action: Any = None) -> None:
        self._to_boto_request(parameters, _shape(self, service, action, "input_shape"))

    def normalise_response(
        self: Any, response: Any, boto_service_name: Any = None, service_action_name: Any = None
    ) -> None:
        self._from_boto_response(response, _shape(self, boto_service_name, service_action_name, "output_shape"))

    def evaluate(expression: str) -> Any:
        return Jsonata(expression).evaluate(None)

    def terminated(self: Any) -> None:
        original_terminated(self)
        shown = self.execution.to_describe_output()
        detail = {
            key: shown.get(key) for key in ("executionArn", "stateMachineArn", "name", "status", "error", "cause")
        }
        detail["status"] = str(detail["status"].value)
        events.put("aws.states", "Step Functions Execution Status Change", detail)

    original_terminated = BaseExecutionWorkerCommunication.terminated
    for place, name, replacement in (
        (StateTaskService, "_normalise_parameters", normalise_parameters),
        (StateTaskService, "_normalise_response", normalise_response),
        (BaseExecutionWorkerCommunication, "terminated", terminated),
        (jsonata, "_eval_jsonata", evaluate),
    ):
        setattr(place, name, replacement)
    state_task_service_batch._SUPPORTED_API_PARAM_BINDINGS["submitjob"] |= {
        "ShareIdentifier",
        "SchedulingPriorityOverride",
    }


def _shape(task: Any, service: str | None, action: str | None, which: str) -> StructureShape:
    client = boto3.client(
        task._get_boto_service_name(service), region_name=REGION, aws_access_key_id="x", aws_secret_access_key="x"
    )
    operation = client.meta.method_to_api_mapping[task._get_boto_service_action(action)]
    return getattr(client.meta.service_model.operation_model(operation), which)


def patch_batch(cloud: Cloud) -> None:
    """Answers the calls of Batch that the state machine and the runner make."""

    def answer(action: str) -> Callable[[BatchResponse], Any]:
        def respond(self: BatchResponse) -> Any:
            status, body = cloud.call(action, json.loads(self.body))
            headers: dict[str, Any] = {"status": status}  # moto looks here
            if status != 200:
                headers["x-amzn-errortype"] = body["__type"]
            return status, headers, json.dumps(body)

        return respond

    for action in ACTIONS:
        setattr(BatchResponse, action, answer(action))


def with_control(application: WSGIApplication, cloud: Cloud) -> WSGIApplication:
    """The AWS APIs with `/_cloud/…` beside them."""

    def serve(environment: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environment)
        if not request.path.startswith("/_cloud/"):
            return application(environment, start_response)
        answer = cloud.control(request.path.removeprefix("/_cloud/"), request.get_json())
        return Response(json.dumps(answer), mimetype=JSON)(environment, start_response)

    return serve


def main(port: str, log_folder: str) -> None:
    """Serves until it is told to end; every container ends with it."""
    os.environ["MOTO_PORT"] = port
    default_user_config["stepfunctions"] = {"execute_state_machine": True}
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    cloud = Cloud(Path(log_folder))
    patch_interpreter(cloud.events)
    patch_batch(cloud)
    application = DomainDispatcherApplication(create_backend_app)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=_end, args=[cloud]).start())
    run_simple(
        "127.0.0.1", int(port), with_control(application, cloud), threaded=True, request_handler=MotoRequestHandler
    )


def _end(cloud: Cloud) -> None:
    cloud.batch.clear()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
