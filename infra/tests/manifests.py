"""The objects that each environment is given, as the deployment renders them, and what main.tf says of their world."""

import ipaddress
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml
from programs import program

ROOT = Path(__file__).resolve().parents[2]
MAIN_TF = (ROOT / "infra" / "main.tf").read_text()
ENVIRONMENTS = ("staging", "production")
WORKLOADS = ("Deployment", "Job", "CronJob")
ARN = "arn:aws:service:sa-east-1:123456789012:thing/name:1"

Manifest = dict[str, Any]


def renderer() -> ModuleType:
    """scripts/render_manifests.py."""
    return program("render_manifests")


def terraform_settings(environment: str) -> dict[str, str]:
    """The output `application_environment`, with something of the right form for what only an apply knows."""
    common = block(r"storage_environment = \{")
    own = block(r'output "application_environment" \{')
    found = dict(re.findall(r"^\s*([A-Z][A-Z0-9_]+)\s*=\s*(.+?)\s*$", common + own, re.MULTILINE))
    return {name: _made_up(name, value, environment) for name, value in found.items()}


def _made_up(name: str, expression: str, environment: str) -> str:
    literal = re.fullmatch(r'"([^"$]*)"', expression)
    if literal:
        return literal.group(1)
    if name == "MASSA_DATABASE_URL":
        return "postgresql+asyncpg://massa@database.example.org:5432/massa"
    if name.endswith("REGION"):
        return "sa-east-1"
    if name.endswith("BUCKET"):
        return f"massa-{environment}-{name}".lower()
    return ARN if name.endswith("_ARN") or "_QUEUE_" in name else f"https://{name.lower()}.example.org"


@cache
def rendered(environment: str) -> list[Manifest]:
    """Everything of one environment, as `scripts/deploy` applies it."""
    outputs = {
        "image_repositories": {f"massa-{name}": f"registry.example.org/massa-{name}" for name in ("web", "server")},
        "application_environment": terraform_settings(environment),
        "target_groups": {"web": "arn:web", "server": "arn:server"},
    }
    digests = {f"massa-{name}": f"sha256:{digit * 64}" for name, digit in (("web", "1"), ("server", "2"))}
    built: list[Manifest] = renderer().build(
        environment, {name: {"value": value} for name, value in outputs.items()}, digests, ARN
    )
    return built


@cache
def bootstrap() -> list[Manifest]:
    """What an administrator applies to a new cluster."""
    folder = ROOT / "infra" / "k8s" / "bootstrap"
    built = subprocess.run(["kubectl", "kustomize", folder], capture_output=True, text=True, check=True).stdout
    return [found for found in yaml.safe_load_all(built) if found]


def bootstrapped(kind: str) -> Manifest:
    (found,) = (manifest for manifest in bootstrap() if manifest["kind"] == kind)
    return found


def of_kind(environment: str, *kinds: str) -> Iterator[Manifest]:
    return (found for found in rendered(environment) if found["kind"] in kinds)


def one(environment: str, kind: str, name: str) -> Manifest:
    (found,) = (manifest for manifest in of_kind(environment, kind) if manifest["metadata"]["name"] == name)
    return found


def settings_map(environment: str) -> Manifest:
    """The ConfigMap of the settings; its name ends in a hash."""
    (found,) = (
        found
        for found in of_kind(environment, "ConfigMap")
        if re.fullmatch(r"massa-[0-9a-z]{10}", found["metadata"]["name"])
    )
    return found


def pod(workload: Manifest) -> Manifest:
    """The pod's spec of a Deployment, Job or CronJob."""
    spec = workload["spec"]
    spec = spec["jobTemplate"]["spec"] if workload["kind"] == "CronJob" else spec
    found: Manifest = spec["template"]["spec"]
    return found


def pod_labels(workload: Manifest) -> dict[str, str]:
    spec = workload["spec"]
    spec = spec["jobTemplate"]["spec"] if workload["kind"] == "CronJob" else spec
    found: dict[str, str] = spec["template"]["metadata"]["labels"]
    return found


def environment_of(environment: str, workload: Manifest) -> dict[str, str]:
    """The variables that a pod's container starts with."""
    (container,) = pod(workload)["containers"]
    variables: dict[str, str] = {}
    for source in container.get("envFrom", []):
        assert source["configMapRef"]["name"] == settings_map(environment)["metadata"]["name"]
        variables |= settings_map(environment)["data"]
    return variables | {variable["name"]: variable["value"] for variable in container.get("env", [])}


def block(beginning: str) -> str:
    """The text of main.tf from a line to the end of its block."""
    match = re.search(rf"^( *){beginning}.*?^\1\}}", MAIN_TF, re.MULTILINE | re.DOTALL)
    assert match, f"infra/main.tf has no block that begins with {beginning}"
    return match.group()


def subnets(kind: str) -> list[ipaddress.IPv4Network]:
    """The private, public or database subnets of main.tf, for three zones: Terraform's cidrsubnet()."""
    match = re.search(rf'{kind}_subnets\s*=.*cidrsubnet\("([\d./]+)", (\d+), (?:(\d+) \+ )?i\)', MAIN_TF)
    assert match, f"infra/main.tf has no {kind}_subnets"
    network, bits, offset = ipaddress.IPv4Network(match[1]), int(match[2]), int(match[3] or 0)
    return [
        ipaddress.IPv4Network(
            (
                int(network.network_address) + (offset + zone) * 2 ** (32 - network.prefixlen - bits),
                network.prefixlen + bits,
            )
        )
        for zone in range(3)
    ]
