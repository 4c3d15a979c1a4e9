"""What one environment is given: its overlay with the images of a release and the outputs of Terraform.

    render_manifests.py ENVIRONMENT OUTPUTS.json DIGESTS.json [--job-definition ARN] [--phase before|rollout]

OUTPUTS.json is `terraform output -json`; DIGESTS.json maps the image names to sha256:… . The phase `before` holds what
must be there, and done, before the new pods start: settings, network policies and the migration. Without a phase: all.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

OVERLAYS = Path(__file__).resolve().parent.parent / "infra" / "k8s" / "overlays"
ROLLOUT_KINDS = {"Deployment", "HorizontalPodAutoscaler", "CronJob"}


def kustomization(
    overlay: str, outputs: dict[str, Any], digests: dict[str, str], job_definition: str
) -> dict[str, Any]:
    """The layer on top of the overlay: all that is known only when a release is made."""
    repositories = outputs["image_repositories"]["value"]
    settings = outputs["application_environment"]["value"] | {"MASSA_JOB_DEFINITION": job_definition}
    return {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": [overlay],
        "images": [
            {"name": name, "newName": repositories[name], "digest": digests[name]}
            for name in ("massa-web", "massa-server")
        ],
        "configMapGenerator": [
            {
                "name": "massa",
                "behavior": "merge",
                "literals": [f"{name}={value}" for name, value in sorted(settings.items())],
            }
        ],
        "patches": [
            {
                "target": {"kind": "TargetGroupBinding", "name": name},
                "patch": json.dumps([{"op": "replace", "path": "/spec/targetGroupARN", "value": arn}]),
            }
            for name, arn in sorted(outputs["target_groups"]["value"].items())
        ],
    }


def build(
    environment: str, outputs: dict[str, Any], digests: dict[str, str], job_definition: str
) -> list[dict[str, Any]]:
    """Every object of the environment, as `kubectl` would be given it."""
    with tempfile.TemporaryDirectory() as folder:
        overlay = os.path.relpath(OVERLAYS / environment, Path(folder).resolve())
        layer = kustomization(overlay, outputs, digests, job_definition)
        (Path(folder) / "kustomization.yaml").write_text(yaml.safe_dump(layer))
        built = subprocess.run(["kubectl", "kustomize", folder], check=True, stdout=subprocess.PIPE, text=True)
    return [manifest for manifest in yaml.safe_load_all(built.stdout) if manifest]


def in_phase(manifest: dict[str, Any], phase: str | None) -> bool:
    return phase is None or (phase == "rollout") == (manifest["kind"] in ROLLOUT_KINDS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("environment", choices=("staging", "production"))
    parser.add_argument("outputs", type=Path)
    parser.add_argument("digests", type=Path)
    parser.add_argument("--job-definition", help="instead of the one that Terraform made")
    parser.add_argument("--phase", choices=("before", "rollout"))
    arguments = parser.parse_args()

    outputs = json.loads(arguments.outputs.read_text())
    digests = json.loads(arguments.digests.read_text())
    job_definition = arguments.job_definition or outputs["job_definition"]["value"]
    manifests = build(arguments.environment, outputs, digests, job_definition)
    yaml.safe_dump_all([m for m in manifests if in_phase(m, arguments.phase)], sys.stdout, sort_keys=False)


if __name__ == "__main__":
    main()
