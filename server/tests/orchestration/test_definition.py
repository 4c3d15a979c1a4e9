"""What must hold of the state machine itself, above all what an interpreter does not look at."""

import json
import os
import re
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel, Shape
from jsonata import Jsonata

from massa_server.analyses.packing import MAX_CHUNKS, pack
from massa_server.runner.cloud import PHASES
from massa_server.runner.stepfunctions import SHARES, execution_name, parse_execution_name, share_identifier
from massa_server.settings import Settings
from tests.support.cloud.batch import OVERRIDES_LIMIT_CHARACTERS, SPOT_INTERRUPTION, TIMED_OUT, action
from tests.support.cloud.process import DEFINITION

INFRA = DEFINITION.parent
MACHINE: dict[str, Any] = json.loads(DEFINITION.read_text())
STATES: dict[str, dict[str, Any]] = MACHINE["States"]
TASKS = {name: state for name, state in STATES.items() if state["Type"] == "Task"}
JOBS = {name: state for name, state in TASKS.items() if state["Resource"].endswith("batch:submitJob.sync")}
ON_SPOT = {name: state for name, state in JOBS.items() if name.endswith("OnSpot")}
ARRAYS = {name: state for name, state in JOBS.items() if "ArrayProperties" in state["Arguments"]}
AN_ID = uuid.UUID(int=7)
RUN: dict[str, Any] = {
    "name": execution_name(uuid.UUID(int=2**128 - 1), 999),
    "manifest": f"results://analyses/{uuid.UUID(int=0)}/runs/999/manifest.json",
    "chunks": MAX_CHUNKS,
    "share": "u498",
    "job_definition": "arn:definition",
    "spot_queue": "arn:spot",
    "on_demand_queue": "arn:demand",
    "chunk_timeout_s": 21600,
    "phase_timeout_s": 86400,
}


def evaluate(template: Any, **variables: Any) -> Any:
    """A template as Step Functions evaluates it."""
    if isinstance(template, dict):
        return {key: evaluate(value, **variables) for key, value in template.items()}
    if isinstance(template, list):
        return [evaluate(value, **variables) for value in template]
    if isinstance(template, str) and template.startswith("{%"):
        expression = Jsonata(template.removeprefix("{%").removesuffix("%}"))
        for name, value in variables.items():
            expression.assign(name, value)
        return expression.evaluate(None)
    return template


def arguments(name: str, failed: list[int]) -> dict[str, Any]:
    """The arguments of a state for the largest run."""
    result: dict[str, Any] = evaluate(STATES[name]["Arguments"], run=RUN, failed=failed)
    return result


def validator(definition: Path) -> subprocess.CompletedProcess[str]:
    node = shutil.which("node") or str(INFRA.parent / ".tools/bin/node")
    script = INFRA / "node_modules/asl-validator/dist/bin/asl-validator.js"
    assert script.exists(), "asl-validator is not installed: run scripts/setup server"
    return subprocess.run(
        [node, str(script), "--json-path", str(definition)], capture_output=True, text=True, check=False, env=os.environ
    )


def test_it_is_valid() -> None:
    checked = validator(DEFINITION)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("fault", ['"Next": "Nowhere"', '"Nxet": "Summarise"'])
def test_the_validator_finds_faults(fault: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.asl.json"
    broken.write_text(DEFINITION.read_text().replace('"Next": "Summarise"', fault, 1))
    assert validator(broken).returncode != 0


def test_no_state_is_out_of_reach_and_each_path_ends() -> None:
    reached, waiting = set(), [MACHINE["StartAt"]]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            following = set(_named(STATES[name]))
            waiting += following
            assert following or STATES[name].get("End") or STATES[name]["Type"] == "Fail"
    assert reached == set(STATES)


def _named(state: Any) -> Iterator[str]:
    """The states that a state can go to."""
    if isinstance(state, dict):
        yield from (state[key] for key in ("Next", "Default") if key in state)
        for value in state.values():
            yield from _named(value)
    elif isinstance(state, list):
        for value in state:
            yield from _named(value)


@pytest.mark.parametrize("name", TASKS)
def test_every_task_has_a_time_limit_and_is_tried_again(name: str) -> None:
    assert "TimeoutSeconds" in TASKS[name]
    retried = {error for rule in TASKS[name]["Retry"] for error in rule["ErrorEquals"]}
    assert retried & {"Batch.ServerException", "States.ALL"}
    assert "States.Timeout" not in retried


def test_the_whole_has_a_time_limit_that_leaves_time_for_its_phases() -> None:
    phases = 3 * Settings().phase_timeout_s
    assert phases <= MACHINE["TimeoutSeconds"] <= 4 * phases


@pytest.mark.parametrize("name", JOBS)
def test_every_job_says_whose_it_is_and_how_long_it_may_take(name: str) -> None:
    document = arguments(name, [3, 5])
    assert document["ShareIdentifier"] == RUN["share"]
    assert 1 <= document["SchedulingPriorityOverride"] <= 9999
    assert document["Timeout"]["AttemptDurationSeconds"] >= 60
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}", document["JobName"])
    assert document["JobName"] in {f"{RUN['name']}-{phase}" for phase in PHASES}
    assert document["JobDefinition"] == RUN["job_definition"]
    assert document["JobQueue"] == (RUN["spot_queue"] if name in ON_SPOT else RUN["on_demand_queue"])


@pytest.mark.parametrize("name", JOBS)
def test_every_argument_is_one_that_batch_knows(name: str) -> None:
    model = ServiceModel(Loader().load_service_model("batch", "service-2"))
    _check_names(arguments(name, [3, 5]), model.operation_model("SubmitJob").input_shape)


def _check_names(document: dict[str, Any], shape: Shape) -> None:
    """Compares names with those of the API, as Step Functions writes them: with a capital first."""
    members = {f"{name[0].upper()}{name[1:]}": member for name, member in shape.members.items()}
    assert set(document) <= set(members)
    for name, value in document.items():
        if isinstance(value, dict):
            _check_names(value, members[name])
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for item in value:
                _check_names(item, members[name].member)


def test_work_that_has_begun_goes_before_work_that_has_not() -> None:
    on_spot, on_demand, summary = (
        STATES[name]["Arguments"]["SchedulingPriorityOverride"]
        for name in ("AnalyseManyOnSpot", "AnalyseManyOnDemand", "Summarise")
    )
    assert on_spot < on_demand < summary


@pytest.mark.parametrize("chunks", [1, 2, MAX_CHUNKS])
def test_an_array_has_two_children_or_more(chunks: int) -> None:
    choice = STATES["HowManyChunks"]
    many = evaluate(choice["Choices"][0]["Condition"], run=RUN | {"chunks": chunks})
    name = choice["Choices"][0]["Next"] if many else choice["Default"]
    assert (name in ARRAYS) == (chunks > 1)
    if many:
        size = evaluate(STATES[name]["Arguments"]["ArrayProperties"]["Size"], run=RUN | {"chunks": chunks})
        assert size == chunks
        assert 2 <= size <= 10_000


@pytest.mark.parametrize(
    ("failed", "name"), [([], "Summarise"), ([7], "AnalyseOneOnDemand"), ([0, 7], "AnalyseManyOnDemand")]
)
def test_only_what_failed_runs_on_demand(failed: list[int], name: str) -> None:
    choice = STATES["HowManyFailed"]
    chosen = next(
        (rule["Next"] for rule in choice["Choices"] if evaluate(rule["Condition"], failed=failed, page={})),
        choice["Default"],
    )
    assert chosen == name
    if failed:
        assert arguments(name, failed)["ContainerOverrides"]["Command"][-1] == ",".join(map(str, failed))
    if len(failed) > 1:
        assert arguments(name, failed)["ArrayProperties"] == {"Size": len(failed)}


def test_the_list_of_what_failed_fits_into_a_containers_overrides() -> None:
    overrides = arguments("AnalyseManyOnDemand", list(range(MAX_CHUNKS)))["ContainerOverrides"]
    managed = {"Environment": [{"Name": "MANAGED_BY_AWS", "Value": "STARTED_BY_STEP_FUNCTIONS"}]}
    assert len(json.dumps(overrides | managed)) < OVERRIDES_LIMIT_CHARACTERS


@pytest.mark.parametrize("files", [1, MAX_CHUNKS, 5000])
def test_no_run_has_more_chunks_than_that(files: int) -> None:
    sizes = [1 + number % 7 for number in range(files)]
    chunks = pack(sizes, 1)
    assert len(chunks) <= MAX_CHUNKS
    assert [index for chunk in chunks for index in chunk] == list(range(files))


@pytest.mark.parametrize("name", JOBS)
def test_batchs_own_retries_end(name: str) -> None:
    strategy = JOBS[name]["Arguments"]["RetryStrategy"]
    rules = [
        {f"{key[0].lower()}{key[1:]}": value for key, value in rule.items()} for rule in strategy["EvaluateOnExit"]
    ]
    assert 2 <= strategy["Attempts"] <= 10
    assert len(rules) <= 5
    assert rules[-1]["onExitCode"] == "*", "what no rule matches would be retried"
    assert action(rules, os.EX_TEMPFAIL, "Essential container in task exited") == "RETRY"
    assert action(rules, 143, TIMED_OUT) == "EXIT"
    if name in ON_SPOT:
        for exit_code in (143, 137):
            assert action(rules, exit_code, SPOT_INTERRUPTION) == "RETRY"
        assert action(rules, 137, "Essential container in task exited") == "EXIT", "it is on demand's turn"


def test_people_have_shares_of_their_own_as_far_as_batch_has_room() -> None:
    shares = {share_identifier(uuid.uuid4()) for _ in range(5000)}
    assert all(re.fullmatch(r"[A-Za-z0-9]+", share) for share in shares)
    assert 450 < len(shares) <= SHARES < 500


@pytest.mark.parametrize("name", ["", "by-hand", "9-9", f"{AN_ID}", f"{AN_ID}-x", f"x{AN_ID}-1"])
def test_other_names_of_executions_are_none_of_ours(name: str) -> None:
    assert parse_execution_name(name) is None


def test_the_name_of_an_execution_says_which_run_it_is() -> None:
    analysis_id = uuid.uuid4()
    assert parse_execution_name(execution_name(analysis_id, 12)) == (analysis_id, 12)
    assert len(RUN["name"]) <= 80
