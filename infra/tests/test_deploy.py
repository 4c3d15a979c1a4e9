"""What scripts/deploy does to a cluster, and how it goes back: with stand-ins for the cloud's own commands.

The stand-ins write down what they were asked; manifests are built by the real `kubectl kustomize`.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
ARN = "arn:aws:batch:sa-east-1:123456789012:job-definition/massa-staging-engine"
DIGESTS = {name: f"sha256:{number * 64}" for name, number in (("web", "1"), ("server", "2"), ("engine", "3"))}

STAND_IN = f"""#!{sys.executable}
import json, os, shutil, sys
from pathlib import Path
name, arguments = Path(sys.argv[0]).name, sys.argv[1:]
asked = " ".join([name, *arguments])
world = Path(os.environ["WORLD"])
if name == "kubectl" and arguments[0] == "kustomize":
    os.execv(os.environ["REAL_KUBECTL"], ["kubectl", *arguments])
with (world / "asked").open("a") as log:
    print(asked, file=log)
if name == "kubectl" and arguments[0] == "apply":
    number = len(list(world.glob("applied-*")))
    (world / f"applied-{{number}}.yaml").write_text(sys.stdin.read())
if name == "aws" and arguments[:2] == ["s3", "cp"]:
    shutil.copy(world / "outputs.json", arguments[-1])
elif name == "aws" and arguments[:2] == ["batch", "describe-job-definitions"]:
    print((world / "job_definitions.json").read_text())
elif name == "aws" and arguments[:2] == ["batch", "register-job-definition"]:
    shutil.copy(arguments[arguments.index("--cli-input-json") + 1].removeprefix("file://"), world / "registered.json")
    print("{ARN}:8")
elif name == "curl" and "query=ALERTS" in asked:
    alerts = [{{"metric": {{"alertname": alert}}}} for alert in os.environ.get("ALERTS", "").split()]
    print(json.dumps({{"data": {{"result": alerts}}}}))
elif name == "curl":
    path = arguments[-1].removeprefix("https://staging.example.org")
    status = {{"/api/auth/me": 401, "/api/nothing": 404, "/api/metrics": 404}}.get(path, 200)
    status = 503 if os.environ.get("PRODUCT_IS_DOWN") else status
    print('lang="en" lang="pt-BR" Sign in first, it is not valid')
    print(status, end="")
failing = os.environ.get("FAILING")
sys.exit(1 if failing and failing in asked else 0)
"""

OUTPUTS = {
    "cluster_name": "massa-staging",
    "address": "https://staging.example.org",
    "prometheus_endpoint": "https://aps.example.org/workspaces/ws-1/",
    "job_definition": f"{ARN}:1",
    "image_repositories": {f"massa-{name}": f"registry.example.org/massa-{name}" for name in DIGESTS},
    "target_groups": {"web": "arn:web", "server": "arn:server"},
    "application_environment": {"MASSA_RUNNER": "stepfunctions", "MASSA_LOG_FORMAT": "json"},
}

JOB_DEFINITIONS = [
    {
        "jobDefinitionName": "massa-staging-engine",
        "jobDefinitionArn": f"{ARN}:{revision}",
        "revision": revision,
        "status": "ACTIVE",
        "type": "container",
        "timeout": {"attemptDurationSeconds": 3600},
        "retryStrategy": {"attempts": 3},
        "containerProperties": {"image": "registry.example.org/massa-engine@sha256:0", "readonlyRootFilesystem": True},
        "platformCapabilities": ["FARGATE"],
    }
    for revision in (7, 6)
]


@dataclass(frozen=True)
class World:
    """A repository with a small overlay, and everything that its deployment asked of the outside."""

    folder: Path

    def deploy(self, **circumstances: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {
            "WORLD": str(self.folder),
            "REAL_KUBECTL": str(ROOT / ".tools" / "bin" / "kubectl"),
            "ENVIRONMENT": "staging",
            "AWS_ACCOUNT": "123456789012",
            "AWS_REGION": "sa-east-1",
            "AWS_ACCESS_KEY_ID": "a",
            "AWS_SECRET_ACCESS_KEY": "b",
            "WATCH_MINUTES": "2",
        }
        command = [str(self.folder / "repository" / "scripts" / "deploy")]
        return subprocess.run(
            command, check=False, capture_output=True, text=True, env=environment | circumstances, timeout=120
        )

    @property
    def asked(self) -> list[str]:
        return (self.folder / "asked").read_text().splitlines()

    def index(self, beginning: str) -> int:
        return next(number for number, asked in enumerate(self.asked) if asked.startswith(beginning))

    def applied(self, number: int) -> dict[tuple[str, str], dict[str, Any]]:
        manifests = yaml.safe_load_all((self.folder / f"applied-{number}.yaml").read_text())
        return {(found["kind"], found["metadata"]["name"].split("-")[0]): found for found in manifests}

    @property
    def undone(self) -> set[str]:
        return {asked.split()[3] for asked in self.asked if asked.startswith("kubectl rollout undo")}


def workload(kind: str, name: str, image: str) -> dict[str, Any]:
    container = {"name": name, "image": image, "envFrom": [{"configMapRef": {"name": "massa"}}]}
    return {
        "apiVersion": "apps/v1" if kind == "Deployment" else "batch/v1",
        "kind": kind,
        "metadata": {"name": name},
        "spec": {"template": {"spec": {"containers": [container]}}},
    }


def binding(name: str) -> dict[str, Any]:
    spec = {"serviceRef": {"name": name, "port": 80}, "targetGroupARN": "set by the deployment", "targetType": "ip"}
    return {
        "apiVersion": "eks.amazonaws.com/v1",
        "kind": "TargetGroupBinding",
        "metadata": {"name": name},
        "spec": spec,
    }


@pytest.fixture
def world(tmp_path: Path) -> World:
    repository = tmp_path / "repository"
    shutil.copytree(ROOT / "scripts", repository / "scripts")
    shutil.copytree(ROOT / ".tools" / "stamps", repository / ".tools" / "stamps")
    for part in ("lib", "pyvenv.cfg"):  # Python looks for them beside the folder it was started from
        (repository / ".tools" / part).symlink_to(ROOT / ".tools" / part)
    commands = repository / ".tools" / "bin"
    commands.mkdir()
    for tool in (ROOT / ".tools" / "bin").iterdir():
        if tool.name != "kubectl":
            (commands / tool.name).symlink_to(tool)
    for name in ("aws", "curl", "kubectl", "sleep"):
        (commands / name).write_text(STAND_IN)
        (commands / name).chmod(0o755)

    overlay = repository / "infra" / "k8s" / "overlays" / "staging"
    overlay.mkdir(parents=True)
    resources = [
        workload("Deployment", "web", "massa-web"),
        workload("Deployment", "server", "massa-server"),
        workload("Deployment", "runner", "massa-server"),
        workload("Job", "migrate", "massa-server"),
        binding("web"),
        binding("server"),
    ]
    (overlay / "all.yaml").write_text(yaml.safe_dump_all(resources))
    settings = [{"name": "massa", "literals": ["MASSA_RUNNER=local", "MASSA_METRICS_PORT=9090"]}]
    layer = {"namespace": "massa", "resources": ["all.yaml"], "configMapGenerator": settings}
    (overlay / "kustomization.yaml").write_text(yaml.safe_dump(layer))

    for name, digest in DIGESTS.items():
        layout = repository / "build" / "images" / f"massa-{name}"
        layout.mkdir(parents=True)
        (layout / "index.json").write_text(json.dumps({"manifests": [{"digest": digest}]}))
    (tmp_path / "outputs.json").write_text(json.dumps({name: {"value": value} for name, value in OUTPUTS.items()}))
    (tmp_path / "job_definitions.json").write_text(json.dumps({"jobDefinitions": JOB_DEFINITIONS}))
    return World(tmp_path)


def test_a_release_migrates_before_it_rolls_out(world: World) -> None:
    done = world.deploy()
    assert done.returncode == 0, done.stdout + done.stderr
    assert (
        world.index("kubectl delete job migrate")
        < world.index("kubectl apply")
        < world.index("kubectl wait job/migrate")
    )
    assert world.index("kubectl wait job/migrate") < world.index("kubectl rollout status deployment/web")
    assert ("Job", "migrate") in world.applied(0)
    assert {kind for kind, _ in world.applied(0)} == {"ConfigMap", "Job", "TargetGroupBinding"}
    assert set(world.applied(1)) == {("Deployment", name) for name in ("web", "server", "runner")}
    assert world.undone == set()


def test_pods_run_the_images_by_digest_with_the_settings_that_terraform_gave(world: World) -> None:
    assert world.deploy().returncode == 0
    settings = world.applied(0)["ConfigMap", "massa"]
    assert settings["data"] == {
        "MASSA_RUNNER": "stepfunctions",
        "MASSA_LOG_FORMAT": "json",
        "MASSA_METRICS_PORT": "9090",
        "MASSA_JOB_DEFINITION": f"{ARN}:8",
    }
    server = world.applied(1)["Deployment", "server"]["spec"]["template"]["spec"]["containers"][0]
    assert server["image"] == f"registry.example.org/massa-server@{DIGESTS['server']}"
    assert server["envFrom"][0]["configMapRef"]["name"] == settings["metadata"]["name"] != "massa"
    assert world.applied(0)["TargetGroupBinding", "web"]["spec"]["targetGroupARN"] == "arn:web"


def test_the_engine_gets_a_revision_that_differs_from_the_newest_in_its_image_alone(world: World) -> None:
    assert world.deploy().returncode == 0
    registered = json.loads((world.folder / "registered.json").read_text())
    image = f"registry.example.org/massa-engine@{DIGESTS['engine']}"
    kept = {name: JOB_DEFINITIONS[0][name] for name in ("jobDefinitionName", "type", "timeout", "retryStrategy")}
    assert registered == {
        **kept,
        "platformCapabilities": ["FARGATE"],
        "containerProperties": {"image": image, "readonlyRootFilesystem": True},
    }


def test_a_migration_that_fails_stops_the_release_before_anything_is_rolled_out(world: World) -> None:
    done = world.deploy(FAILING="kubectl wait job/migrate")
    assert done.returncode != 0
    assert "the migration did not finish" in done.stderr
    assert "kubectl logs job/migrate --namespace massa --tail 100" in world.asked
    assert not (world.folder / "applied-1.yaml").exists()
    assert world.undone == set()


@pytest.mark.parametrize(
    ("circumstances", "reason"),
    [
        ({"FAILING": "rollout status deployment/server"}, "the rollout did not finish"),
        ({"PRODUCT_IS_DOWN": "yes"}, "the smoke test failed"),
        ({"ALERTS": "ApiAvailabilityFastBurn"}, "the error budget burns"),
    ],
    ids=["rollout", "smoke", "alert"],
)
def test_a_release_that_does_harm_is_taken_back(world: World, circumstances: dict[str, str], reason: str) -> None:
    done = world.deploy(**circumstances)
    assert done.returncode != 0
    assert reason in done.stderr
    assert world.undone == {"deployment/web", "deployment/server", "deployment/runner"}
