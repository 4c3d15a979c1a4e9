"""What main.tf promises, read from its text. promises.tftest.hcl asks a plan, where modules can be fetched."""

import json
import re

import pytest
import yaml
from terraform import (
    ENVIRONMENTS,
    LOCALS,
    MODULES,
    PROVIDERS,
    ROOT,
    TERRAFORM,
    TEXT,
    attributes,
    number,
    statements_on_everything,
)

PRODUCTION = ENVIRONMENTS["production"]
DATABASE = MODULES["database"]
BUCKETS = LOCALS["buckets"]
DATA = ("uploads", "databases", "results")


# ── What everything rests on ──


@pytest.mark.parametrize("name", MODULES)
def test_modules_are_public_and_of_one_version(name: str) -> None:
    assert re.fullmatch(r"(terraform-aws-modules|lgallard)/[a-z0-9-]+/aws(//modules/[a-z-]+)?", MODULES[name]["source"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", MODULES[name]["version"])


def test_the_state_is_encrypted_and_locked() -> None:
    (backend,) = (block["s3"] for block in TERRAFORM["backend"])
    assert backend["encrypt"] is True
    assert backend["use_lockfile"] is True


def test_everything_is_tagged() -> None:
    assert len(PROVIDERS) == 2
    assert all(provider["default_tags"] == [{"tags": "${local.tags}"}] for provider in PROVIDERS)
    assert {"application", "environment", "managed-by", "repository"} <= set(LOCALS["tags"])


def test_every_finding_that_is_kept_has_a_reason_and_only_these() -> None:
    kept = yaml.safe_load((ROOT / "infra" / "checkov.yaml").read_text())["skip-check"]
    table = (ROOT / "infra" / "README.md").read_text().partition("## Findings that we keep")[2].partition("\n## ")[0]
    assert set(kept) == set(re.findall(r"\bCKV2?_[A-Z0-9]+_\d+", table))
    assert len(kept) == len(set(kept))


# ── Availability ──


def test_production_outlives_a_zone() -> None:
    assert PRODUCTION["zones"] >= 2
    assert PRODUCTION["single_nat"] is False
    assert len(PRODUCTION["database_instances"]) >= 2
    assert "slice(data.aws_availability_zones.available.names, 0, local.settings.zones)" in LOCALS["zones"]
    assert MODULES["vpc"]["azs"] == "${local.zones}"
    assert DATABASE["instances"] == "${local.settings.database_instances}"
    assert MODULES["vpc"]["single_nat_gateway"] == "${local.settings.single_nat}"


def test_production_is_protected_from_deletion_and_can_be_restored() -> None:
    assert PRODUCTION["deletion_protection"] is True
    assert PRODUCTION["database_backup"] >= 7
    assert DATABASE["backup_retention_period"] == "${local.settings.database_backup}"
    assert DATABASE["deletion_protection"] == "${local.settings.deletion_protection}"
    assert DATABASE["skip_final_snapshot"] == "${!local.production}"
    assert MODULES["bucket"]["force_destroy"] is False


# ── Retention ──


def test_uploads_are_kept_365_full_days_after_completion() -> None:
    (rule,) = (rule for rule in BUCKETS["uploads"]["rules"] if "expiration" in rule)
    # S3 counts the days of a multipart object from the moment it was begun.
    assert number(rule["expiration"]["days"]) == 365 + number(rule["abort_incomplete_multipart_upload_days"])


def test_results_are_kept_five_years_with_two_leap_days() -> None:
    (rule,) = (rule for rule in BUCKETS["results"]["rules"] if "expiration" in rule)
    assert number(rule["expiration"]["days"]) == 5 * 365 + 2


@pytest.mark.parametrize("name", BUCKETS)
def test_old_versions_end_and_nothing_is_archived(name: str) -> None:
    rules = BUCKETS[name]["rules"]
    assert any(number(rule.get("noncurrent_version_expiration", {"days": 0})["days"]) > 0 for rule in rules)
    classes = {step["storage_class"] for rule in rules for step in rule.get("transition", [])}
    assert classes <= {"INTELLIGENT_TIERING", "GLACIER_IR"}


# ── Data ──


def test_buckets_are_private_encrypted_versioned_and_ask_for_tls() -> None:
    bucket = MODULES["bucket"]
    for setting in (
        "block_public_acls",
        "block_public_policy",
        "ignore_public_acls",
        "restrict_public_buckets",
        "attach_deny_insecure_transport_policy",
        "attach_require_latest_tls_policy",
        "attach_deny_incorrect_kms_key_sse",
    ):
        assert bucket[setting] is True, setting
    assert bucket["object_ownership"] == "BucketOwnerEnforced"
    assert bucket["versioning"] == {"enabled": True}
    default = bucket["server_side_encryption_configuration"]["rule"]["apply_server_side_encryption_by_default"]
    assert default == {"sse_algorithm": "aws:kms", "kms_master_key_id": "${module.key[each.value.key].key_arn}"}
    assert {entry["key"] for entry in BUCKETS.values()} <= set(LOCALS["keys"])


def test_the_database_has_no_way_in_but_from_the_cluster() -> None:
    assert "publicly_accessible" not in TEXT
    assert DATABASE["db_subnet_group_name"] == "${module.vpc.database_subnet_group_name}"
    assert "create_database_internet_gateway_route" not in MODULES["vpc"]
    rules = DATABASE["security_group_ingress_rules"]
    assert rules == {"cluster": {"referenced_security_group_id": "${module.cluster.cluster_primary_security_group_id}"}}


def test_the_database_is_encrypted_and_asks_for_tls_and_a_token() -> None:
    assert DATABASE["storage_encrypted"] is True
    assert DATABASE["kms_key_id"] == '${module.key["database"].key_arn}'
    parameters = {entry["name"]: entry["value"] for entry in DATABASE["cluster_parameter_group"]["parameters"]}
    assert parameters["rds.force_ssl"] == "1"
    assert DATABASE["iam_database_authentication_enabled"] is True
    assert DATABASE["manage_master_user_password"] is True
    assert DATABASE["master_user_password_rotation_automatically_after_days"] <= 7
    assert "master_password" not in DATABASE


def test_keys_rotate_and_cannot_be_lost_in_an_afternoon() -> None:
    assert MODULES["key"]["enable_key_rotation"] is True
    assert MODULES["key"]["deletion_window_in_days"] == 30


def test_the_secret_of_the_server_is_encrypted_and_not_in_the_state() -> None:
    secret = MODULES["secrets"]
    assert secret["kms_key_id"] == '${module.key["cluster"].key_arn}'
    assert secret["ignore_secret_changes"] is True
    assert secret["secret_string"] == "{}"  # noqa: S105


def test_queues_and_alarms_are_encrypted() -> None:
    queue = MODULES["queue"]
    assert queue["kms_master_key_id"] == queue["dlq_kms_master_key_id"] == '${module.key["queues"].key_arn}'
    assert queue["create_dlq"] is True
    assert '"aws:SecureTransport", values = ["false"]' in queue["queue_policy_statements"]
    assert MODULES["alarms"]["kms_master_key_id"] == '${module.key["queues"].key_id}'


def test_images_cannot_be_changed_and_are_scanned() -> None:
    images = MODULES["images"]
    assert images["repository_image_tag_mutability"] == "IMMUTABLE"
    assert images["repository_image_scan_on_push"] is True
    assert images["repository_encryption_type"] == "KMS"


# ── Edge ──


def test_people_reach_the_edge_alone_and_by_tls() -> None:
    cdn, balancer = MODULES["cdn"], MODULES["alb"]
    assert cdn["web_acl_id"] == "${module.waf.web_acl_arn}"
    assert cdn["viewer_certificate"]["minimum_protocol_version"] >= "TLSv1.2_2021"
    for behaviour in (cdn["default_cache_behavior"], *cdn["ordered_cache_behavior"]):
        assert behaviour["viewer_protocol_policy"] == "redirect-to-https"
    assert cdn["vpc_origin"]["alb"]["origin_protocol_policy"] == "https-only"
    assert balancer["internal"] is True
    assert balancer["drop_invalid_header_fields"] is True
    assert set(balancer["listeners"]) == {"https"}
    assert balancer["listeners"]["https"]["ssl_policy"].startswith("ELBSecurityPolicy-TLS13-")
    assert set(balancer["security_group_ingress_rules"]) == {"cloudfront"}
    assert "prefix_list_id" in balancer["security_group_ingress_rules"]["cloudfront"]


def test_the_firewall_limits_rates_and_knows_bad_input() -> None:
    rules = MODULES["waf"]["rules"]
    assert rules["rate"]["action"] == "block"
    managed = {"AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"}
    assert managed <= set(re.findall(r"AWSManagedRules\w+", json.dumps(rules)))
    assert MODULES["waf"]["create_logging_configuration"] is True


def test_people_sign_in_safely() -> None:
    people = MODULES["people"]
    assert people["mfa_configuration"] in ("ON", "OPTIONAL")
    assert people["password_policy"]["minimum_length"] >= 12
    for client in people["clients"]:
        assert client["allowed_oauth_flows"] == ["code"]
        assert client["prevent_user_existence_errors"] == "ENABLED"
        assert all(url.startswith("https://") for url in client["callback_urls"])


# ── Least privilege ──


def test_everything_is_a_resource_only_where_aws_knows_no_narrower_one() -> None:
    without_resource = {
        "batch:DescribeJobDefinitions",
        "batch:DescribeJobs",
        "batch:ListJobs",
        "batch:TerminateJob",
        "ecr:GetAuthorizationToken",
    }
    # In the policy of a key, `*` is this key.
    of_a_key = {"kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"}
    found = statements_on_everything()
    assert found.count(of_a_key) == 1
    assert set().union(*found) - of_a_key <= without_resource


def test_actions_are_named_one_by_one() -> None:
    wide = set(re.findall(r'"([a-z0-9-]+:[A-Za-z]*\*)"', TEXT))
    assert wide == {
        *("kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"),  # of services
        *("s3:GetObject*", "sqs:*"),  # forbidden
    }
    for forbidden in ("s3:GetObject*", "sqs:*"):
        before = [TEXT[: match.start()][-120:] for match in re.finditer(re.escape(f'["{forbidden}"'), TEXT)]
        assert before
        assert all('"Deny"' in text for text in before), forbidden


def test_the_server_deletes_no_object() -> None:
    actions = [action for entry in LOCALS["pods"]["server"] if isinstance(entry, dict) for action in entry["actions"]]
    assert "s3:GetObject" in actions
    assert "s3:DeleteObject" not in actions


def test_roles_of_pipelines_trust_this_repository_by_a_whole_subject() -> None:
    assert LOCALS["repository_claim"] == "repo:${var.github_repository}"
    for name, pipeline in LOCALS["pipelines"].items():
        assert pipeline["subjects"], name
        for subject in pipeline["subjects"]:
            assert re.fullmatch(
                r"\$\{local\.repository_claim\}:(pull_request|environment:\$\{var\.environment\}(-[a-z]+)?)", subject
            )
    assert MODULES["pipeline"]["oidc_subjects"] == "${each.value.subjects}"


def test_only_what_needs_a_reviewer_is_administrator() -> None:
    administrators = [name for name, body in LOCALS["pipelines"].items() if "administrator" in body["policies"]]
    assert administrators == ["apply"]
    assert TEXT.count("AdministratorAccess") == 1
    assert LOCALS["pipelines"]["deploy"]["policies"] == {}
    for name in ("plan", "apply"):
        assert LOCALS["pipelines"][name]["permissions"]["no_data"]["effect"] == "Deny"


# ── Cluster and analyses ──


def test_the_cluster_makes_nobody_administrator_and_encrypts_secrets() -> None:
    cluster = MODULES["cluster"]
    assert cluster["enable_cluster_creator_admin_permissions"] is False
    assert cluster["encryption_config"] == {"provider_key_arn": '${module.key["cluster"].key_arn}'}
    assert cluster["endpoint_private_access"] is True
    assert {"api", "audit", "authenticator"} <= set(cluster["enabled_log_types"])
    assert cluster["upgrade_policy"] == {"support_type": "STANDARD"}


def test_a_job_ends_has_no_public_address_and_is_not_root() -> None:
    (engine,) = MODULES["batch"]["job_definitions"].values()
    assert 0 < engine["timeout"]["attempt_duration_seconds"] <= 21600
    assert engine["retry_strategy"] == {"attempts": 1}
    container = engine["container_properties"]
    assert 'assignPublicIp = "DISABLED"' in container
    assert re.search(r'user = "[1-9]\d*"', container)
    assert "privileged = true" not in container
    assert "@${var.image_digest}" in container
    assert "ingress" not in "".join(MODULES["batch_security_group"])


def test_every_task_of_the_state_machine_has_a_time_limit() -> None:
    machine = json.loads((ROOT / "infra" / "analysis.asl.json").read_text())
    tasks = {name: state for name, state in machine["States"].items() if state["Type"] == "Task"}
    assert machine["TimeoutSeconds"] > 0
    assert tasks
    assert [name for name, state in tasks.items() if "TimeoutSeconds" not in state] == []


# ── Watching ──


def test_every_log_ends_and_production_keeps_its_logs_for_a_year() -> None:
    writers = {"vpc", "database", "cluster", "analysis", "prometheus", "worker_logs", "waf_logs"}
    names = (
        "retention_in_days",
        "cloudwatch_log_group_retention_in_days",
        "flow_log_cloudwatch_log_group_retention_in_days",
    )
    kept = {module: value for name in names for module, value in attributes(name).items()}
    assert kept == dict.fromkeys(writers, "${local.settings.log_retention_days}")
    assert PRODUCTION["log_retention_days"] >= 365
    keyed = ("kms_key_id", "cloudwatch_log_group_kms_key_id", "flow_log_cloudwatch_log_group_kms_key_id")
    logs_key = '${module.key["logs"].key_arn}'
    encrypted = {module for name in keyed for module, value in attributes(name).items() if value == logs_key}
    # WAF's group lies in another region, where our key is not: CloudWatch encrypts it with its own.
    assert encrypted == writers - {"waf_logs"}


def test_what_aws_owns_is_watched_and_somebody_is_told() -> None:
    assert {
        "database-connections",
        "server-unhealthy",
        "certificate-expiry",
        "executions-failed",
        "events-unread",
        "progress-unread",
    } <= set(LOCALS["alarm"])
    assert MODULES["alarm"]["alarm_actions"] == ["${module.alarms.topic_arn}"]
    assert MODULES["alarms"]["subscriptions"]["email"]["endpoint"] == "${var.alarm_email}"
    assert "slo/rules.yaml" in json.dumps(MODULES["prometheus"]["rule_group_namespaces"])
