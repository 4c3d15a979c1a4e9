"""What .github/ promises: its workflows name only what exists, ask for no more than they need, can be repeated."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MAIN = (ROOT / "infra" / "main.tf").read_text()
PINNED = re.compile(r"^\s*-? *uses: (?P<action>[\w./-]+)@(?P<version>\S+)(?P<comment>.*)$", re.MULTILINE)


def workflow(name: str) -> dict[str, Any]:
    return yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text())


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in yaml.safe_load(path.read_text())["jobs"].values() for step in job["steps"]]


def matrix_values(path: Path, key: str) -> list[str]:
    jobs = yaml.safe_load(path.read_text())["jobs"].values()
    return [value for job in jobs for value in job.get("strategy", {}).get("matrix", {}).get(key, [])]


def targets_named_in(text: str) -> set[str]:
    """The targets of `make TARGET`, also `make --silent TARGET`, wherever a command may stand."""
    return set(re.findall(r"(?:^|[;&|`(]|\bdo |\bthen )\s*make(?: --?[a-z-]+)* \"?([a-z][a-z-]*)", text, re.MULTILINE))


@pytest.fixture(scope="module")
def makefile_targets() -> set[str]:
    command = ["make", "--directory", str(ROOT), "--print-data-base", "--question", "--no-builtin-rules", "help"]
    printed = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    phony = re.search(r"^\.PHONY: (.*)$", printed, re.MULTILINE)
    assert phony, "make printed no list of targets"
    return set(phony[1].split())


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_make_target_of_a_workflow_exists(path: Path, makefile_targets: set[str]) -> None:
    parts = matrix_values(path, "part")
    named: set[str] = set()
    for step in steps(path):
        for target in targets_named_in(step.get("run", "")):
            named |= {target + part for part in parts} if target.endswith("-") else {target}
    assert named <= makefile_targets


def test_the_workflows_name_make_targets_at_all() -> None:
    named = {target for path in WORKFLOWS for step in steps(path) for target in targets_named_in(step.get("run", ""))}
    assert {"lint", "test-", "fuzz", "images", "deploy", "apply", "journey"} <= named


def test_every_part_of_the_tests_runs_in_ci() -> None:
    parts = re.search(r"\^\(([a-z0-9|]+)\)\$", (ROOT / "scripts" / "test").read_text())
    assert parts
    run = " ".join(step.get("run", "") for step in steps(ROOT / ".github" / "workflows" / "ci.yml"))
    in_ci = {
        *matrix_values(ROOT / ".github" / "workflows" / "ci.yml", "part"),
        *re.findall(r"make test-([a-z]+)\b", run),
    }
    assert set(parts[1].split("|")) == in_ci


@pytest.mark.parametrize(
    "document",
    [
        "CONTRIBUTING.md",
        "README.md",
        *(f"docs/src/content/docs/en/delivery/{page}.md" for page in ("pipelines", "flow")),
    ],
)
def test_every_make_target_of_a_document_exists(document: str, makefile_targets: set[str]) -> None:
    inline = re.findall(r"`make(?: --?[a-z-]+)* ([a-z][a-z-]*)[ `]", (ROOT / document).read_text())
    assert set(inline) <= makefile_targets


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_script_of_a_workflow_exists_and_can_be_run(path: Path) -> None:
    for step in steps(path):
        for script in re.findall(r"\bscripts/[\w-]+(?:\.\w+)?", step.get("run", "")):
            assert (ROOT / script).stat().st_mode & 0o111, script


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit_and_say_which_version_it_is(path: Path) -> None:
    for use in PINNED.finditer(path.read_text()):
        assert re.fullmatch(r"[0-9a-f]{40}", use["version"]), use[0]
        assert re.fullmatch(r" # v\d+(\.\d+)*", use["comment"]), use[0]


def test_one_action_has_one_version_everywhere() -> None:
    versions: dict[str, set[str]] = {}
    for path in WORKFLOWS:
        for use in PINNED.finditer(path.read_text()):
            versions.setdefault("/".join(use["action"].split("/")[:2]), set()).add(use["version"])
    assert {action: found for action, found in versions.items() if len(found) > 1} == {}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_jobs_have_their_own_permissions_and_a_time_limit(path: Path) -> None:
    document = yaml.safe_load(path.read_text())
    assert document["permissions"] == {}
    for name, job in document["jobs"].items():
        assert "permissions" in job, name
        assert job["timeout-minutes"] <= 90, name


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_checkouts_leave_no_credentials_behind(path: Path) -> None:
    for step in steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_the_checks_that_main_requires_are_jobs() -> None:
    required = re.search(r"for_each = \[(.*)\] # the jobs of ci\.yml and infrastructure\.yml", MAIN)
    assert required, "main.tf no longer says which checks are required"
    jobs = {**workflow("ci.yml")["jobs"], **workflow("infrastructure.yml")["jobs"]}
    assert set(json.loads(f"[{required[1]}]")) <= set(jobs)


def test_environments_of_jobs_are_made_by_terraform() -> None:
    made = set(re.findall(r"^ +([a-z-]+) += \{ review = ", MAIN, re.MULTILINE)) | {
        "github-pages"
    }  # Pages makes its own
    for path in WORKFLOWS:
        for name, job in yaml.safe_load(path.read_text())["jobs"].items():
            environment = job.get("environment")
            environment = environment["name"] if isinstance(environment, dict) else environment
            if environment and "${{" not in environment:
                assert environment in made, f"{path.name}: {name}"


def test_what_changes_production_waits_for_a_reviewer() -> None:
    reviewed = set(re.findall(r"^ +([a-z-]+) += \{ review = true \}", MAIN, re.MULTILINE))
    assert workflow("deploy.yml")["jobs"]["production"]["environment"]["name"] in reviewed
    assert workflow("infrastructure.yml")["jobs"]["production"]["environment"] in reviewed


def test_roles_of_the_workflows_are_made_by_terraform() -> None:
    roles = {
        name for path in WORKFLOWS for name in re.findall(r":role/massa-\$\{\{[^}]*\}\}-([a-z]+)", path.read_text())
    }
    assert roles == {"plan", "apply", "deploy"}
    pipelines = MAIN[MAIN.index("  pipelines = {") : MAIN.index('module "pipeline"')]
    assert roles == set(re.findall(r"^    ([a-z]+) = \{$", pipelines, re.MULTILINE))


def test_outputs_that_the_deployment_reads_are_outputs_of_terraform() -> None:
    scripts = "".join((ROOT / "scripts" / name).read_text() for name in ("deploy", "render_manifests.py"))
    read = set(re.findall(r"\$\(output ([a-z_]+)\)", scripts)) | set(re.findall(r'outputs\["([a-z_]+)"\]', scripts))
    read |= set(re.findall(r"'\.([a-z_]+)\.value", scripts))
    assert len(read) >= 5
    assert read <= set(re.findall(r'^output "([a-z_]+)"', MAIN, re.MULTILINE))


def test_dependabot_watches_every_lock_file() -> None:
    updates = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text())["updates"]
    watched = {(update["package-ecosystem"], folder) for update in updates for folder in update["directories"]}
    command = ["git", "-C", str(ROOT), "ls-files"]
    files = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    needed = {("github-actions", "/")}
    for name, ecosystem in {
        "package-lock.json": "npm",
        "uv.lock": "uv",
        "main.tf": "terraform",
        "Dockerfile": "docker",
    }.items():
        needed |= {(ecosystem, "/" + str(Path(file).parent)) for file in files if Path(file).name == name}
    assert needed <= watched
