"""What must hold of the objects that each environment is given, whoever changes the manifests."""

import re
import ssl
import subprocess

import pytest
from manifests import (
    ENVIRONMENTS,
    MAIN_TF,
    ROOT,
    WORKLOADS,
    Manifest,
    block,
    bootstrapped,
    environment_of,
    of_kind,
    one,
    pod,
    pod_labels,
    rendered,
    renderer,
    settings_map,
)
from massa_server.retention.command import EXIT_LOSSES, EXIT_ORPHANS
from massa_server.settings import Settings

CONNECTIONS = 200  # the budget in main.tf's alarm and in the overlays
GIB = 1024**3
IDENTITIES = {"web", "server", "runner", "migrate", "retention"}
EXPOSED = {"web": 3000, "server": 8000}


def workload_cases() -> list[tuple[str, Manifest]]:
    return [(environment, found) for environment in ENVIRONMENTS for found in of_kind(environment, *WORKLOADS)]


def workload_id(case: object) -> str:
    return case if isinstance(case, str) else case["metadata"]["name"]  # type: ignore[index]


each_workload = pytest.mark.parametrize(("environment", "workload"), workload_cases(), ids=workload_id)
each_environment = pytest.mark.parametrize("environment", ENVIRONMENTS)


def size(quantity: str) -> int:
    """Bytes of a Kubernetes quantity."""
    units = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30}
    return int(quantity[:-2]) * units[quantity[-2:]]


def test_every_manifest_fits_the_schemas_of_the_version_that_the_cluster_runs() -> None:
    done = subprocess.run([ROOT / "scripts" / "lint-kubernetes"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@each_environment
def test_an_environment_has_these_workloads_and_each_its_own_identity(environment: str) -> None:
    names = {(found["kind"], found["metadata"]["name"]) for found in of_kind(environment, *WORKLOADS)}
    deployments = {("Deployment", name) for name in ("web", "server", "runner")}
    assert names == deployments | {("Job", "migrate"), ("CronJob", "retention")}
    assert {found["metadata"]["name"] for found in of_kind(environment, "ServiceAccount")} == IDENTITIES
    for workload in of_kind(environment, *WORKLOADS):
        assert pod(workload)["serviceAccountName"] == workload["metadata"]["name"]
        assert pod_labels(workload)["app.kubernetes.io/name"] == workload["metadata"]["name"]


def test_the_identities_that_terraform_gives_roles_to_are_those_of_the_pods() -> None:
    given = set(re.findall(r"^    (\w+) = \[$", block(r"pods = \{$"), re.MULTILINE))
    assert given == IDENTITIES - {"web"}


@each_environment
def test_everything_is_in_the_namespace_and_the_pipelines_may_change_it(environment: str) -> None:
    role = bootstrapped("Role")
    writable = {
        (group, resource)
        for rule in role["rules"]
        for group in rule["apiGroups"]
        for resource in rule["resources"]
        if {"create", "patch", "delete"} <= set(rule["verbs"])
    }
    for found in rendered(environment):
        assert found["metadata"]["namespace"] == "massa"
        group = found["apiVersion"].rpartition("/")[0]
        plural = re.sub("ys$", "ies", found["kind"].lower() + "s")
        assert (group, plural) in writable, f"the role of the deployment may not change {plural}"
    assert not {resource for _, resource in writable} & {"secrets", "roles", "rolebindings", "pods/exec", "*"}
    assert role["metadata"]["namespace"] == "massa"


@each_workload
def test_pods_are_restricted(environment: str, workload: Manifest) -> None:
    spec = pod(workload)
    context = spec["securityContext"]
    assert context["runAsNonRoot"] is True
    assert context["runAsUser"] == context["runAsGroup"] == 10001
    assert context["seccompProfile"] == {"type": "RuntimeDefault"}
    assert not {"hostNetwork", "hostPID", "hostIPC"} & set(spec)
    for container in spec["containers"]:
        own = container["securityContext"]
        assert own["readOnlyRootFilesystem"] is True
        assert own["allowPrivilegeEscalation"] is False
        assert own["capabilities"] == {"drop": ["ALL"]}
        assert not {"privileged", "runAsUser", "runAsNonRoot"} & set(own)
    assert all({"emptyDir", "configMap", "ephemeral"} & set(volume) for volume in spec["volumes"])


@each_workload
def test_no_pod_gets_a_token_of_the_kubernetes_api(environment: str, workload: Manifest) -> None:
    assert pod(workload)["automountServiceAccountToken"] is False
    account = one(environment, "ServiceAccount", pod(workload)["serviceAccountName"])
    assert account["automountServiceAccountToken"] is False


@each_workload
def test_images_are_named_by_digest(environment: str, workload: Manifest) -> None:
    for container in pod(workload)["containers"]:
        assert re.fullmatch(r"registry\.example\.org/massa-(web|server)@sha256:[12]{64}", container["image"])


@each_workload
def test_containers_say_what_they_need_and_may_use(environment: str, workload: Manifest) -> None:
    for container in pod(workload)["containers"]:
        requests, limits = container["resources"]["requests"], container["resources"]["limits"]
        assert set(requests) == set(limits) == {"cpu", "memory", "ephemeral-storage"}
        volumes = [volume["emptyDir"]["sizeLimit"] for volume in pod(workload)["volumes"] if "emptyDir" in volume]
        assert sum(map(size, volumes)) <= size(limits["ephemeral-storage"]), "the volumes may not be filled"


@each_workload
def test_what_is_written_to_is_a_volume(environment: str, workload: Manifest) -> None:
    writable = {
        mount["mountPath"]
        for mount in pod(workload)["containers"][0]["volumeMounts"]
        if not mount.get("readOnly", False)
    }
    is_web = workload["metadata"]["name"] == "web"
    assert writable == ({"/tmp", "/app/.next/cache"} if is_web else {"/tmp", "/var/lib/massa"})  # noqa: S108


@each_environment
@pytest.mark.parametrize("name", ["web", "server", "runner"])
def test_deployments_are_probed_and_only_readiness_asks_the_database(environment: str, name: str) -> None:
    (container,) = pod(one(environment, "Deployment", name))["containers"]
    ports = {port["name"] for port in container["ports"]}
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert container[probe]["httpGet"]["port"] in ports
    assert container["livenessProbe"]["httpGet"]["path"] != "/readyz", "a restart would not bring the database back"
    assert container["livenessProbe"]["periodSeconds"] * container["livenessProbe"]["failureThreshold"] >= 60
    start = container["startupProbe"]
    assert start["periodSeconds"] * start["failureThreshold"] >= 60
    if name == "server":
        assert container["readinessProbe"]["httpGet"]["path"] == start["httpGet"]["path"] == "/readyz"


@each_environment
@pytest.mark.parametrize("name", ["web", "server", "runner"])
def test_deployments_outlive_a_node_a_zone_and_a_rollout(environment: str, name: str) -> None:
    deployment = one(environment, "Deployment", name)
    assert "replicas" not in deployment["spec"], "the autoscaler decides; each release would set it back"
    autoscaler = one(environment, "HorizontalPodAutoscaler", name)["spec"]
    assert autoscaler["scaleTargetRef"] == {"apiVersion": "apps/v1", "kind": "Deployment", "name": name}
    assert 2 <= autoscaler["minReplicas"] < autoscaler["maxReplicas"]
    assert deployment["spec"]["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}

    labels = {"app.kubernetes.io/name": name}
    budget = one(environment, "PodDisruptionBudget", name)["spec"]
    assert budget["selector"]["matchLabels"] == labels
    assert budget["maxUnavailable"] < autoscaler["minReplicas"]
    (spread,) = pod(deployment)["topologySpreadConstraints"]
    assert spread["topologyKey"] == "topology.kubernetes.io/zone"
    assert (spread["maxSkew"], spread["whenUnsatisfiable"], spread["nodeTaintsPolicy"]) == (1, "DoNotSchedule", "Honor")
    assert spread["labelSelector"]["matchLabels"] == labels


@each_environment
@pytest.mark.parametrize("name", sorted(EXPOSED))
def test_pods_serve_until_the_load_balancer_sends_nothing_more(environment: str, name: str) -> None:
    spec = pod(one(environment, "Deployment", name))
    pause = spec["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
    graceful = 10  # what massa-server gives open requests
    assert pause >= 10
    assert spec["terminationGracePeriodSeconds"] >= pause + graceful + 5


@each_environment
@pytest.mark.parametrize(("name", "port"), EXPOSED.items())
def test_ports_are_those_of_terraform_the_services_and_the_policies(environment: str, name: str, port: int) -> None:
    groups = re.search(r"for name, service in (\{.*\}) : name => \{", MAIN_TF)
    assert groups
    assert re.search(rf"\b{name} = \{{ port = {port}, ", groups[1]), "main.tf's target group has another port"
    (container,) = pod(one(environment, "Deployment", name))["containers"]
    assert {"name": "http", "containerPort": port} in container["ports"]
    service = one(environment, "Service", name)["spec"]
    assert service["ports"] == [{"name": "http", "port": port, "targetPort": "http"}]
    assert service["selector"] == {"app.kubernetes.io/name": name}
    binding = one(environment, "TargetGroupBinding", name)
    assert binding["apiVersion"] == "eks.amazonaws.com/v1"
    assert binding["spec"] == {
        "serviceRef": {"name": name, "port": port},
        "targetGroupARN": f"arn:{name}",
        "targetType": "ip",
    }
    policy = one(environment, "NetworkPolicy", name)["spec"]["ingress"]
    assert [rule["ports"] for rule in policy] == [[{"protocol": "TCP", "port": port}]]


@each_environment
def test_pages_reach_the_server_and_nothing_else(environment: str) -> None:
    variables = environment_of(environment, one(environment, "Deployment", "web"))
    assert variables["MASSA_API_URL"] == "http://server:8000"
    assert variables["PORT"] == "3000"
    assert int(variables["KEEP_ALIVE_TIMEOUT"]) > 60_000, "the load balancer keeps idle connections for 60 s"
    assert not {name for name in variables if "DATABASE" in name or "SECRET" in name}
    (rule,) = one(environment, "NetworkPolicy", "web")["spec"]["egress"]
    assert rule["to"] == [{"podSelector": {"matchLabels": {"app.kubernetes.io/name": "server"}}}]
    assert rule["ports"] == [{"protocol": "TCP", "port": 8000}]


def massa_variables(variables: dict[str, str]) -> dict[str, str]:
    return {name.removeprefix("MASSA_").lower(): value for name, value in variables.items() if name[:6] == "MASSA_"}


@pytest.mark.parametrize(
    ("environment", "workload"),
    [(environment, found) for environment, found in workload_cases() if found["metadata"]["name"] != "web"],
    ids=workload_id,
)
def test_the_environment_of_a_pod_makes_settings_of_the_server(
    environment: str, workload: Manifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = environment_of(environment, workload)
    unknown = set(massa_variables(given)) - set(Settings.model_fields)
    assert not unknown, f"no settings of massa-server: {unknown}"
    for name, value in given.items():
        monkeypatch.setenv(name, "" if name == "MASSA_SECRETS_ID" else value)
    settings = Settings()  # raises what the pod would end with
    assert (settings.storage, settings.runner, settings.database_tls) == ("s3", "stepfunctions", "verify-full")
    assert settings.database_auth == ("secret" if workload["metadata"]["name"] == "migrate" else "iam")
    assert settings.cookie_secure
    assert settings.metrics_host == settings.host == "0.0.0.0"  # noqa: S104 - policies admit the scraper
    assert (settings.port, settings.metrics_port) == (8000, 9090)
    assert given["AWS_DEFAULT_REGION"], "botocore does not look at AWS_REGION"


@each_environment
def test_all_pods_of_the_server_sign_with_the_same_key_and_no_other_pod_knows_it(environment: str) -> None:
    named = {
        workload["metadata"]["name"]: environment_of(environment, workload).get("MASSA_SECRETS_ID")
        for workload in of_kind(environment, *WORKLOADS)
    }
    assert {name: secret for name, secret in named.items() if secret} == {"server": f"massa-{environment}-server"}
    assert re.search(r'name\s*=\s*"\$\{local\.name\}-server"', block(r'module "secrets" \{'))


@each_environment
def test_no_manifest_holds_a_secret(environment: str) -> None:
    assert not list(of_kind(environment, "Secret"))
    secret = {
        name for name in settings_map(environment)["data"] if re.search(r"PASSWORD|SECRET_KEY|CLIENT_SECRET", name)
    }
    assert not secret
    assert "@" not in settings_map(environment)["data"]["MASSA_DATABASE_URL"].replace("massa@", "")


@each_environment
def test_certificates_of_the_database_are_where_the_settings_say(environment: str) -> None:
    path = settings_map(environment)["data"]["MASSA_DATABASE_CA_FILE"]
    folder, _, file = path.rpartition("/")
    (authorities,) = (
        found
        for found in of_kind(environment, "ConfigMap")
        if found["metadata"]["name"].startswith("database-authorities-")
    )
    context = ssl.create_default_context(cadata=authorities["data"][file])
    names = {dict(pair[0] for pair in found["subject"])["commonName"] for found in context.get_ca_certs()}
    region = re.search(r'variable "region" \{.*?default\s*=\s*"([a-z0-9-]+)"', MAIN_TF, re.DOTALL)
    assert region
    assert names == {f"Amazon RDS {region[1]} Root CA {kind} G1" for kind in ("RSA2048", "RSA4096", "ECC384")}
    for workload in of_kind(environment, *WORKLOADS):
        if workload["metadata"]["name"] != "web":
            mounts = {mount["name"]: mount for mount in pod(workload)["containers"][0]["volumeMounts"]}
            assert mounts["database-authorities"]["mountPath"] == folder
            (volume,) = (v for v in pod(workload)["volumes"] if v["name"] == "database-authorities")
            assert volume["configMap"]["name"] == authorities["metadata"]["name"]


@each_environment
def test_the_pods_stay_within_the_budget_of_connections(environment: str) -> None:
    pool = int(settings_map(environment)["data"]["MASSA_DATABASE_POOL_SIZE"])
    pods = sum(
        one(environment, "HorizontalPodAutoscaler", name)["spec"]["maxReplicas"] + 1 for name in ("server", "runner")
    )
    most = (pods + 2) * pool  # and the Job and the CronJob
    comment = (ROOT / "infra" / "k8s" / "overlays" / environment / "kustomization.yaml").read_text()
    assert f"= {most} of a budget of {CONNECTIONS}" in comment
    alarm = re.search(r"database-connections .* above = (\d+),.*budget of (\d+)", MAIN_TF)
    assert alarm
    assert most <= int(alarm[1]) < int(alarm[2]) == CONNECTIONS


@each_environment
def test_a_runner_has_room_for_the_files_that_it_inspects_at_once(environment: str) -> None:
    largest = int(settings_map(environment)["data"]["MASSA_MAX_FILE_SIZE_BYTES"])
    at_once: int = Settings.model_fields["inspection_processes"].default
    (volume,) = (v for v in pod(one(environment, "Deployment", "runner"))["volumes"] if v["name"] == "data")
    claim = volume["ephemeral"]["volumeClaimTemplate"]["spec"]
    assert size(claim["resources"]["requests"]["storage"]) >= at_once * largest + GIB
    assert claim["storageClassName"] == "scratch"


@each_environment
def test_copies_of_results_fit_the_disk_of_a_server(environment: str) -> None:
    (volume,) = (v for v in pod(one(environment, "Deployment", "server"))["volumes"] if v["name"] == "data")
    cache: int = Settings.model_fields["result_cache_bytes"].default
    assert size(volume["emptyDir"]["sizeLimit"]) >= 1.25 * cache


@each_environment
def test_the_migration_ends_before_the_deployment_gives_it_up(environment: str) -> None:
    job = one(environment, "Job", "migrate")
    waits = re.search(r"rollout_timeout=(\d+)m", (ROOT / "scripts" / "deploy").read_text())
    assert waits
    assert job["spec"]["activeDeadlineSeconds"] < int(waits[1]) * 60
    assert renderer().in_phase(job, "before")
    for name in ("web", "server", "runner"):
        deployment = one(environment, "Deployment", name)
        assert deployment["spec"]["progressDeadlineSeconds"] < int(waits[1]) * 60
        assert renderer().in_phase(deployment, "rollout")


@each_environment
def test_retention_runs_alone_and_tells_a_finding_from_a_failure(environment: str) -> None:
    job = one(environment, "CronJob", "retention")["spec"]
    assert job["concurrencyPolicy"] == "Forbid"
    assert job["timeZone"] == "America/Sao_Paulo"
    finding, lost_node = job["jobTemplate"]["spec"]["podFailurePolicy"]["rules"]
    assert finding["action"] == "FailJob"
    assert finding["onExitCodes"]["values"] == [EXIT_ORPHANS, EXIT_LOSSES]
    assert lost_node["action"] == "Ignore"
    assert settings_map(environment)["data"]["MASSA_RETENTION_INTERVAL_S"] == "0", "the runners would do it as well"


def test_the_namespace_refuses_dangerous_pods_and_waits_for_the_load_balancer() -> None:
    namespace = bootstrapped("Namespace")["metadata"]
    assert namespace["name"] == "massa"
    assert namespace["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    assert namespace["labels"]["eks.amazonaws.com/pod-readiness-gate-inject"] == "enabled"


def test_the_cluster_is_told_to_carry_network_policies_out() -> None:
    switch = bootstrapped("ConfigMap")
    assert (switch["metadata"]["name"], switch["metadata"]["namespace"]) == ("amazon-vpc-cni", "kube-system")
    assert switch["data"] == {"enable-network-policy-controller": "true"}


def test_disks_of_pods_are_encrypted_and_go_with_them() -> None:
    storage = bootstrapped("StorageClass")
    assert storage["metadata"]["name"] == "scratch"
    assert storage["provisioner"] == "ebs.csi.eks.amazonaws.com"
    assert storage["parameters"]["encrypted"] == "true"
    assert storage["reclaimPolicy"] == "Delete"
    assert storage["volumeBindingMode"] == "WaitForFirstConsumer"


def test_the_role_of_the_deployment_is_given_to_the_group_that_terraform_names() -> None:
    (subject,) = bootstrapped("RoleBinding")["subjects"]
    assert subject == {"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "massa:deploy"}
    assert f'kubernetes_groups = ["{subject["name"]}"]' in MAIN_TF
