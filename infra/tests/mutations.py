"""Ways in which somebody could weaken the infrastructure, and who must notice."""

from dataclasses import dataclass

PROMISES = "test_promises.py"
PODS = "test_kubernetes.py::test_pods_are_restricted"
NETWORK = "test_kubernetes_network.py::test_nobody_talks_to_anybody_who_is_not_named"


@dataclass(frozen=True)
class Mutation:
    what: str
    file: str
    """Below infra/."""
    old: str
    new: str
    noticed_by: str
    """A file of tests, or a test of it."""
    noticed_in_a_plan: bool = False
    """Whether promises.tftest.hcl notices too."""


MAIN = "main.tf"
MUTATIONS = [
    Mutation(
        "a public bucket",
        MAIN,
        "block_public_policy                   = true",
        "block_public_policy                   = false",
        PROMISES,
    ),
    Mutation("objects without our key", MAIN, 'sse_algorithm = "aws:kms"', 'sse_algorithm = "AES256"', PROMISES),
    Mutation(
        "buckets that answer without TLS",
        MAIN,
        "attach_deny_insecure_transport_policy = true",
        "attach_deny_insecure_transport_policy = false",
        PROMISES,
    ),
    Mutation(
        "uploads that expire too early",
        MAIN,
        "upload_days           = 365 + 7",
        "upload_days           = 365",
        PROMISES,
        True,
    ),
    Mutation(
        "results that expire too early",
        MAIN,
        "result_days           = 5 * 365 + 2",
        "result_days           = 5 * 365",
        PROMISES,
        True,
    ),
    Mutation(
        "results that cannot be read at once",
        MAIN,
        'storage_class = "GLACIER_IR"',
        'storage_class = "DEEP_ARCHIVE"',
        PROMISES,
        True,
    ),
    Mutation(
        "a public database",
        MAIN,
        "  db_subnet_group_name = module.vpc.database_subnet_group_name\n",
        "  db_subnet_group_name = module.vpc.database_subnet_group_name\n  publicly_accessible  = true\n",
        PROMISES,
    ),
    Mutation(
        "a database open to a network",
        MAIN,
        "cluster = { referenced_security_group_id = module.cluster.cluster_primary_security_group_id }",
        'cluster = { cidr_ipv4 = "0.0.0.0/0" }',
        PROMISES,
    ),
    Mutation(
        "a database without encryption",
        MAIN,
        "storage_encrypted         = true",
        "storage_encrypted         = false",
        PROMISES,
    ),
    Mutation(
        "a database that takes passwords in the clear",
        MAIN,
        '"rds.force_ssl", value = "1"',
        '"rds.force_ssl", value = "0"',
        PROMISES,
    ),
    Mutation("production in one zone", MAIN, "zones               = 3", "zones               = 1", PROMISES, True),
    Mutation(
        "one database instance in production",
        MAIN,
        "database_instances  = { a = {}, b = {} }",
        "database_instances  = { a = {} }",
        PROMISES,
        True,
    ),
    Mutation(
        "everything as a resource",
        MAIN,
        'actions = ["states:StartExecution", "states:ListExecutions"], resources = [module.analysis.state_machine_arn]',
        'actions = ["states:StartExecution", "states:ListExecutions"], resources = ["*"]',
        PROMISES,
    ),
    Mutation(
        "every action on results",
        MAIN,
        '{ actions = ["s3:GetObject", "s3:PutObject"], resources = [local.objects["results"]] }',
        '{ actions = ["s3:*"], resources = [local.objects["results"]] }',
        PROMISES,
        True,
    ),
    Mutation(
        "a server that deletes",
        MAIN,
        '{ actions = ["s3:GetObject", "s3:PutObject"], resources = [local.objects["results"]] }',
        '{ actions = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], resources = [local.objects["results"]] }',
        PROMISES,
        True,
    ),
    Mutation(
        "a role that trusts every repository",
        MAIN,
        'repository_claim = "repo:${var.github_repository}"',
        'repository_claim = "repo:*"',
        PROMISES,
        True,
    ),
    Mutation(
        "an administrator who deploys",
        MAIN,
        "      policies = {}\n",
        '      policies = { administrator = "arn:${local.aws}:iam::aws:policy/AdministratorAccess" }\n',
        PROMISES,
        True,
    ),
    Mutation(
        "jobs without a time limit",
        MAIN,
        "timeout               = { attempt_duration_seconds = 21600 }",
        "timeout               = { attempt_duration_seconds = 2160000 }",
        PROMISES,
        True,
    ),
    Mutation("jobs with a public address", MAIN, 'assignPublicIp = "DISABLED"', 'assignPublicIp = "ENABLED"', PROMISES),
    Mutation(
        "logs that are kept for ever",
        MAIN,
        "  retention_in_days = local.settings.log_retention_days\n",
        "",
        PROMISES,
    ),
    Mutation(
        "production's logs gone after a month",
        MAIN,
        "log_retention_days  = 365",
        "log_retention_days  = 30",
        PROMISES,
        True,
    ),
    Mutation(
        "pages over plain HTTP",
        MAIN,
        'viewer_protocol_policy   = "redirect-to-https"',
        'viewer_protocol_policy   = "allow-all"',
        PROMISES,
    ),
    Mutation(
        "a public load balancer",
        MAIN,
        "internal                   = true",
        "internal                   = false",
        PROMISES,
    ),
    Mutation(
        "images that can be replaced",
        MAIN,
        'repository_image_tag_mutability = "IMMUTABLE"',
        'repository_image_tag_mutability = "MUTABLE"',
        PROMISES,
    ),
    Mutation(
        "keys that never rotate", MAIN, "enable_key_rotation     = true", "enable_key_rotation     = false", PROMISES
    ),
    Mutation(
        "a module of any version",
        MAIN,
        '"terraform-aws-modules/kms/aws"\n  version  = "4.2.0"',
        '"terraform-aws-modules/kms/aws"\n  version  = ">= 4"',
        PROMISES,
    ),
    Mutation("a task that may run for ever", "analysis.asl.json", '      "TimeoutSeconds": 60,\n', "", PROMISES),
    Mutation(
        "a privileged container",
        "k8s/base/server.yaml",
        "allowPrivilegeEscalation: false",
        "privileged: true",
        PODS,
    ),
    Mutation("a container that is root", "k8s/base/server.yaml", "runAsNonRoot: true", "runAsNonRoot: false", PODS),
    Mutation(
        "a container with a writable root",
        "k8s/base/server.yaml",
        "readOnlyRootFilesystem: true",
        "readOnlyRootFilesystem: false",
        PODS,
    ),
    Mutation(
        "pods that anybody may talk to",
        "k8s/base/network.yaml",
        "metadata: { name: default-deny }\nspec:\n  podSelector: {}\n  policyTypes: [Ingress, Egress]",
        "metadata: { name: default-deny }\nspec:\n  podSelector: {}\n  policyTypes: [Egress]",
        NETWORK,
    ),
    Mutation(
        "an alert that rings ten times too late",
        "slo/rules.yaml",
        "> 14.4 * 0.001",
        "> 144 * 0.001",
        "test_slo.py::test_an_alert_rings_above_its_burn_rate_and_not_below[availability]",
    ),
    Mutation(
        "an alert that rings for one failure at night",
        "slo/rules.yaml",
        'massa_uploads_total{outcome=~"completed|failed"}[1h])) * 3600) >= 20',
        'massa_uploads_total{outcome=~"completed|failed"}[1h])) * 3600) >= 2',
        "test_slo.py::test_hardly_any_traffic_rings_nothing[uploads]",
    ),
    Mutation(
        "an alert on a metric that nobody serves",
        "slo/rules.yaml",
        "massa_uploads_total",
        "massa_upload_total",
        "test_slo_names.py::test_the_rules_name_metrics_and_labels_of_the_program",
    ),
]
