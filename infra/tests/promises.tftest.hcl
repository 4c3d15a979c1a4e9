# What must hold in both environments: the brief's promises, and security that nobody may weaken unnoticed.
# Providers are mocked: `terraform test` needs no account.

mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = { names = ["sa-east-1a", "sa-east-1b", "sa-east-1c"] }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
}
mock_provider "aws" {
  alias = "edge"
}
mock_provider "github" {}

variables {
  domain      = "massa.example"
  alarm_email = "operations@massa.example"
}

run "staging" {
  command = plan
  variables { environment = "staging" }

  assert {
    condition     = length(module.database.cluster_instances) == 1 && length(module.vpc.natgw_ids) == 1
    error_message = "Staging pays for one database instance and one NAT gateway."
  }
}

run "production" {
  command = plan
  variables { environment = "production" }

  # ── Availability ──
  assert {
    condition     = length(module.vpc.azs) >= 2 && length(module.database.cluster_instances) >= 2
    error_message = "Production has its subnets in two zones at least, and a database instance to fail over to."
  }
  assert {
    condition     = length(module.vpc.natgw_ids) == length(module.vpc.azs)
    error_message = "Every zone of production has its own way out."
  }
  assert {
    condition     = local.settings.deletion_protection && local.settings.database_backup >= 7
    error_message = "Production is protected from deletion and can be restored to any moment of a week at least."
  }

  # ── Retention ──
  assert {
    condition = anytrue([
      for rule in local.buckets.uploads.rules : try(rule.expiration.days == 365 + rule.abort_incomplete_multipart_upload_days, false)
    ])
    error_message = "Uploads are kept 365 full days after completion: S3 counts a multipart object's days from its beginning."
  }
  assert {
    condition     = anytrue([for rule in local.buckets.results.rules : try(rule.expiration.days == 1827, false)])
    error_message = "Results are kept five years, which may hold two leap days: 1827 days."
  }
  assert {
    condition = alltrue([
      for bucket in local.buckets : anytrue([for rule in bucket.rules : try(rule.noncurrent_version_expiration.days > 0, false)])
    ])
    error_message = "A versioned bucket that never expires old versions deletes nothing."
  }
  assert {
    condition = alltrue(flatten([
      for bucket in local.buckets : [
        for rule in bucket.rules : [for transition in try(rule.transition, []) : contains(["INTELLIGENT_TIERING", "GLACIER_IR"], transition.storage_class)]
      ]
    ]))
    error_message = "Every object can be read at once: no archive tier."
  }

  # ── Least privilege ──
  assert {
    condition     = alltrue(flatten([for pod, statements in local.pods : [for statement in statements : [for action in statement.actions : !endswith(action, "*")]]]))
    error_message = "A pod's actions are named one by one."
  }
  assert {
    condition     = alltrue([for statement in local.pods["server"] : !contains(statement.actions, "s3:DeleteObject")])
    error_message = "The server gives objects up; only the runner and retention delete."
  }
  assert {
    condition = alltrue(flatten([
      for name, pipeline in local.pipelines : [for subject in pipeline.subjects : startswith(subject, "repo:${var.github_repository}:") && !strcontains(subject, "*")]
    ]))
    error_message = "A pipeline's role trusts this repository alone, by a whole subject."
  }
  assert {
    condition     = local.pipelines["deploy"].policies == {} && contains(keys(local.pipelines["plan"].permissions), "no_data")
    error_message = "Deploying takes no administrator, and planning reads no spectra."
  }

  # ── Analyses ──
  assert {
    condition     = alltrue([for definition in module.batch.job_definitions : one(definition.timeout).attempt_duration_seconds <= 21600])
    error_message = "Every job has a time limit."
  }
  assert {
    condition     = alltrue([for definition in module.batch.job_definitions : one(definition.retry_strategy).attempts == 1])
    error_message = "The state machine alone decides about retries."
  }
  assert {
    condition     = alltrue([for name, queue in module.batch.job_queues : one(module.batch.scheduling_policies[name].fair_share_policy) != null])
    error_message = "Both queues share fairly between people."
  }
  assert {
    condition     = alltrue([for environment in module.batch.compute_environments : startswith(one(environment.compute_resources).type, "FARGATE")])
    error_message = "Analyses run on Fargate."
  }

  # ── Watching ──
  assert {
    condition     = alltrue([for name in ["database-connections", "server-unhealthy", "executions-failed", "events-unread", "progress-unread"] : contains(keys(local.alarm), name)])
    error_message = "An alarm of what AWS owns is missing."
  }
  assert {
    condition     = local.settings.log_retention_days >= 365
    error_message = "Production keeps its logs for a year."
  }
}

run "unknown_environment" {
  command = plan
  variables { environment = "development" }
  expect_failures = [var.environment]
}
