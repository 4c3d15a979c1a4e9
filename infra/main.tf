# Massa on AWS: everything that an environment needs, in the order in which a request meets it.
#
#   terraform -chdir=infra init -backend-config="bucket=…"     README.md has the first apply, step by step
#   terraform -chdir=infra plan -var environment=staging -var domain=staging.example.org
#
#  1 settings      5 edge: DNS, certificates, WAF, CloudFront, load balancer
#  2 network       6 cluster and the identities of its pods
#  3 keys          7 analyses: Batch, Step Functions, events
#  4 data: buckets, database, queues, images          8 watching      9 delivery: GitHub      10 outputs
#
# One AWS account an environment; what differs between the two stands in one table, `local.environments`.

terraform {
  required_version = ">= 1.11"
  required_providers {
    aws    = { source = "hashicorp/aws", version = "~> 6.42" }
    github = { source = "integrations/github", version = "~> 6.9" }
  }
  # The state lies in the account that it describes, locked by a file beside it. The bucket is made by the first apply.
  backend "s3" {
    key          = "massa.tfstate"
    encrypt      = true
    use_lockfile = true
  }
}

# ── 1 Settings ───────────────────────────────────────────────────────────────────────────────────────────────────────

variable "environment" {
  description = "staging (homologação) or production."
  type        = string
  validation {
    condition     = contains(["staging", "production"], var.environment)
    error_message = "environment is staging or production."
  }
}

variable "region" {
  description = "AWS region; São Paulo keeps the data in Brazil."
  type        = string
  default     = "sa-east-1"
}

variable "domain" {
  description = "Host name of the application. Its zone is made here; delegate it once (README.md)."
  type        = string
}

variable "alarm_email" {
  description = "Who is told when an alarm or an alert goes off."
  type        = string
}

variable "image_digest" {
  description = "sha256:… of the engine image that the job definition runs; the deploy pipeline passes it."
  type        = string
  default     = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
  validation {
    condition     = can(regex("^sha256:[0-9a-f]{64}$", var.image_digest))
    error_message = "image_digest is sha256: and 64 hexadecimal digits."
  }
}

variable "github_repository" {
  description = "OWNER/NAME whose workflows may plan and deploy."
  type        = string
  default     = "massa-proteomics/massa"
}

variable "manage_github" {
  description = "Whether this apply also keeps the GitHub repository's settings: one environment does, with a GitHub token."
  type        = bool
  default     = false
}

variable "administrators" {
  description = "ARNs of the IAM principals that administer the cluster and the keys."
  type        = list(string)
  default     = []
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_availability_zones" "available" {
  state = "available"
  filter {
    name   = "opt-in-status" # no local zones
    values = ["opt-in-not-required"]
  }
}
data "aws_ec2_managed_prefix_list" "cloudfront" { name = "com.amazonaws.global.cloudfront.origin-facing" }
data "aws_cloudfront_cache_policy" "optimized" { name = "Managed-CachingOptimized" }
data "aws_cloudfront_cache_policy" "disabled" { name = "Managed-CachingDisabled" }
data "aws_cloudfront_origin_request_policy" "all_viewer" { name = "Managed-AllViewer" }

locals {
  environments = {
    staging = {
      zones               = 2 # EKS and Aurora ask for two subnets; staging has one writer in one of them
      single_nat          = true
      database_instances  = { a = {} }
      database_acu        = { min_capacity = 0.5, max_capacity = 4 }
      database_backup     = 7
      deletion_protection = false
      batch_vcpus         = { spot = 32, on_demand = 16 }
      log_retention_days  = 30
      waf_requests_5min   = 2000
    }
    production = {
      zones               = 3
      single_nat          = false # a zone that fails must not take the others' way out with it
      database_instances  = { a = {}, b = {} }
      database_acu        = { min_capacity = 1, max_capacity = 32 }
      database_backup     = 35 # days of point-in-time recovery: RPO 5 min
      deletion_protection = true
      batch_vcpus         = { spot = 1024, on_demand = 256 }
      log_retention_days  = 365
      waf_requests_5min   = 6000
    }
  }
  settings   = local.environments[var.environment]
  production = var.environment == "production"

  account = data.aws_caller_identity.current.account_id
  aws     = data.aws_partition.current.partition
  name    = "massa-${var.environment}"
  zones   = slice(data.aws_availability_zones.available.names, 0, local.settings.zones)
  tags = {
    application = "massa"
    environment = var.environment
    managed-by  = "terraform"
    repository  = var.github_repository
  }

  # How long things live (the brief's promises). S3 counts full days from the next midnight, and the days of a
  # multipart object from the moment it was begun; five years hold up to two leap days.
  retention = {
    abandoned_upload_days = 7
    upload_days           = 365 + 7
    result_days           = 5 * 365 + 2
    noncurrent_days       = 7 # a deleted object can be had back for a week
  }
  small_objects = 128 * 1024 # bytes; below, no storage class is cheaper
}

provider "aws" {
  region = var.region
  # One environment an account: a wrong profile is found out before anything is made.
  default_tags { tags = local.tags }
  # Managed Prometheus tags what it makes itself.
  ignore_tags { key_prefixes = ["AMPAgentlessScraper"] }
}

provider "aws" {
  alias  = "edge" # CloudFront takes its certificate and its WAF from here
  region = "us-east-1"
  default_tags { tags = local.tags }
}

provider "github" {
  owner = split("/", var.github_repository)[0]
}

# ── 2 Network ────────────────────────────────────────────────────────────────────────────────────────────────────────
# Public subnets hold NAT alone. Pods and Batch tasks live in private subnets, the database in subnets without a way out.

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "6.6.0"

  name = local.name
  cidr = "10.0.0.0/16"
  azs  = local.zones

  private_subnets  = [for i, _ in local.zones : cidrsubnet("10.0.0.0/16", 3, i)]       # 8,190 addresses: pods, tasks
  public_subnets   = [for i, _ in local.zones : cidrsubnet("10.0.0.0/16", 8, 224 + i)] # 254
  database_subnets = [for i, _ in local.zones : cidrsubnet("10.0.0.0/16", 8, 240 + i)]

  enable_nat_gateway     = true
  single_nat_gateway     = local.settings.single_nat
  one_nat_gateway_per_az = !local.settings.single_nat

  create_database_subnet_group       = true
  create_database_subnet_route_table = true

  manage_default_security_group                   = true # with no rule: nothing can be put into it by mistake
  default_security_group_ingress                  = []
  default_security_group_egress                   = []
  enable_flow_log                                 = true
  create_flow_log_cloudwatch_log_group            = true
  create_flow_log_cloudwatch_iam_role             = true
  flow_log_traffic_type                           = "REJECT"
  flow_log_cloudwatch_log_group_retention_in_days = local.settings.log_retention_days
  flow_log_cloudwatch_log_group_kms_key_id        = module.key["logs"].key_arn

  private_subnet_tags = { "kubernetes.io/role/internal-elb" = 1 }
}

# Raw spectra go to S3 without passing NAT, which bills every gigabyte.
module "endpoints" {
  source  = "terraform-aws-modules/vpc/aws//modules/vpc-endpoints"
  version = "6.6.0"

  vpc_id = module.vpc.vpc_id
  endpoints = {
    s3 = {
      service         = "s3"
      service_type    = "Gateway"
      route_table_ids = concat(module.vpc.private_route_table_ids, module.vpc.database_route_table_ids)
      tags            = { Name = "${local.name}-s3" }
    }
  }
}

# ── 3 Keys ───────────────────────────────────────────────────────────────────────────────────────────────────────────
# One key a kind of data: who may read spectra needs no key of the database, and each can be closed alone.

locals {
  keys = {
    data     = { description = "Objects in the uploads, databases and results buckets", services = [] }
    database = { description = "Aurora, its backups and its master secret", services = [] }
    queues   = { description = "Messages about progress and ends, alarms", services = ["events.amazonaws.com", "cloudwatch.amazonaws.com", "aps.amazonaws.com", "sns.amazonaws.com"] }
    cluster  = { description = "Kubernetes secrets, images", services = [] }
    logs     = { description = "Log groups", services = ["logs.${var.region}.amazonaws.com"] }
    state    = { description = "Terraform state", services = [] }
  }
}

module "key" {
  source   = "terraform-aws-modules/kms/aws"
  version  = "4.2.0"
  for_each = local.keys

  description             = each.value.description
  aliases                 = ["${local.name}/${each.key}"]
  enable_key_rotation     = true
  deletion_window_in_days = 30
  key_administrators      = var.administrators
  key_statements = length(each.value.services) == 0 ? [] : [{
    sid        = "ServicesOfThisAccount"
    actions    = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
    resources  = ["*"] # in a key's policy: this key
    principals = [{ type = "Service", identifiers = each.value.services }]
    condition = [
      each.key == "logs"
      ? { test = "ArnLike", variable = "kms:EncryptionContext:aws:logs:arn", values = ["arn:${local.aws}:logs:${var.region}:${local.account}:*"] }
      : { test = "StringEquals", variable = "aws:SourceAccount", values = [local.account] }
    ]
  }]
}

# ── 4 Data ───────────────────────────────────────────────────────────────────────────────────────────────────────────
# Nothing here is ever archived: every object can be read at once, from its first to its last day.

locals {
  buckets = {
    uploads = {
      key = "data"
      rules = [
        {
          id                            = "kept-for-a-year", filter = { prefix = "" }, abort_incomplete_multipart_upload_days = local.retention.abandoned_upload_days
          expiration                    = { days = local.retention.upload_days }
          noncurrent_version_expiration = { days = local.retention.noncurrent_days }
        },
        {
          id         = "cheaper-when-untouched", filter = { object_size_greater_than = local.small_objects }
          transition = [{ days = 0, storage_class = "INTELLIGENT_TIERING" }]
        },
      ]
    }
    databases = { # kept while an analysis refers to them: the application deletes
      key = "data"
      rules = [{
        id                            = "unfinished", filter = { prefix = "" }, abort_incomplete_multipart_upload_days = local.retention.abandoned_upload_days
        noncurrent_version_expiration = { days = local.retention.noncurrent_days }
      }]
    }
    results = {
      key = "data"
      rules = [
        {
          id                            = "kept-for-five-years", filter = { prefix = "" }, abort_incomplete_multipart_upload_days = local.retention.abandoned_upload_days
          expiration                    = { days = local.retention.result_days }
          noncurrent_version_expiration = { days = local.retention.noncurrent_days }
        },
        {
          id         = "cooler-after-a-quarter", filter = { object_size_greater_than = local.small_objects }
          transition = [{ days = 90, storage_class = "GLACIER_IR" }] # read in milliseconds, like Standard
        },
      ]
    }
    terraform = {
      key   = "state"
      rules = [{ id = "old-states", filter = { prefix = "" }, noncurrent_version_expiration = { days = 90 } }]
    }
  }
}

module "bucket" {
  source   = "terraform-aws-modules/s3-bucket/aws"
  version  = "5.15.4"
  for_each = local.buckets

  bucket = "${local.name}-${local.account}-${each.key}"

  # No way to make it public, by policy or by ACL.
  block_public_acls                     = true
  block_public_policy                   = true
  ignore_public_acls                    = true
  restrict_public_buckets               = true
  control_object_ownership              = true
  object_ownership                      = "BucketOwnerEnforced"
  attach_deny_insecure_transport_policy = true
  attach_require_latest_tls_policy      = true

  versioning = { enabled = true }
  server_side_encryption_configuration = {
    rule = {
      bucket_key_enabled                      = true # one call to KMS for many objects
      apply_server_side_encryption_by_default = { sse_algorithm = "aws:kms", kms_master_key_id = module.key[each.value.key].key_arn }
    }
  }
  attach_deny_incorrect_kms_key_sse = true
  allowed_kms_key_arn               = module.key[each.value.key].key_arn
  lifecycle_rule                    = [for rule in each.value.rules : merge({ enabled = true }, rule)]

  # Browsers put parts and read the ETag of each; nobody else's page may.
  cors_rule = each.key != "uploads" && each.key != "databases" && each.key != "results" ? [] : [{
    allowed_origins = ["https://${var.domain}"]
    allowed_methods = each.key == "results" ? ["GET", "HEAD"] : ["PUT", "GET", "HEAD"]
    allowed_headers = ["*"]
    expose_headers  = ["ETag"]
    max_age_seconds = 3600
  }]
  force_destroy = false
}

# Users, samples, analyses. Serverless: it grows with the load and shrinks at night.
module "database" {
  source  = "terraform-aws-modules/rds-aurora/aws"
  version = "10.2.0"

  name           = local.name
  engine         = "aurora-postgresql"
  engine_version = "17.5"
  engine_mode    = "provisioned"
  database_name  = "massa"

  cluster_instance_class             = "db.serverless"
  instances                          = local.settings.database_instances
  serverlessv2_scaling_configuration = local.settings.database_acu

  # The application signs in by IAM token as its own user. The master's secret is for migrations alone, and rotates.
  iam_database_authentication_enabled                    = true
  master_username                                        = "massa_owner"
  manage_master_user_password                            = true
  master_user_secret_kms_key_id                          = module.key["database"].key_arn
  manage_master_user_password_rotation                   = true
  master_user_password_rotation_automatically_after_days = 7

  vpc_id               = module.vpc.vpc_id
  db_subnet_group_name = module.vpc.database_subnet_group_name
  # Nodes of EKS Auto Mode wear the cluster's primary security group.
  security_group_ingress_rules = {
    cluster = { referenced_security_group_id = module.cluster.cluster_primary_security_group_id }
  }

  storage_encrypted         = true
  kms_key_id                = module.key["database"].key_arn
  backup_retention_period   = local.settings.database_backup
  copy_tags_to_snapshot     = true
  deletion_protection       = local.settings.deletion_protection
  skip_final_snapshot       = !local.production
  final_snapshot_identifier = local.production ? "${local.name}-final" : null

  cluster_parameter_group = {
    name   = local.name
    family = "aurora-postgresql17"
    parameters = [
      { name = "rds.force_ssl", value = "1", apply_method = "immediate" },
      { name = "log_min_duration_statement", value = "1000", apply_method = "immediate" },
      { name = "idle_in_transaction_session_timeout", value = "60000", apply_method = "immediate" },
    ]
  }
  enabled_cloudwatch_logs_exports         = ["postgresql"]
  create_cloudwatch_log_group             = true
  cloudwatch_log_group_retention_in_days  = local.settings.log_retention_days
  cloudwatch_log_group_kms_key_id         = module.key["logs"].key_arn
  cluster_performance_insights_enabled    = true
  cluster_performance_insights_kms_key_id = module.key["database"].key_arn
  cluster_monitoring_interval             = 60
}

# What all server pods sign with, and the web client's secret at Cognito. An administrator fills it in once (README.md), so
# that the state knows neither.
module "secrets" {
  source  = "terraform-aws-modules/secrets-manager/aws"
  version = "2.0.1"

  name                    = "${local.name}-server"
  description             = "secret_key and oidc_client_secret of the server, as JSON"
  kms_key_id              = module.key["cluster"].key_arn
  recovery_window_in_days = 7
  ignore_secret_changes   = true
  secret_string           = "{}" # servers refuse to start with it
}

# What workers and AWS tell the runners. An event that nobody could read five times is kept for people to look at.
module "queue" {
  source   = "terraform-aws-modules/sqs/aws"
  version  = "5.2.1"
  for_each = toset(["progress", "events"])

  name                          = "${local.name}-${each.key}"
  kms_master_key_id             = module.key["queues"].key_arn
  visibility_timeout_seconds    = 30
  message_retention_seconds     = each.key == "progress" ? 3600 : 4 * 86400 # stale progress tells nothing
  create_dlq                    = true
  dlq_kms_master_key_id         = module.key["queues"].key_arn
  dlq_message_retention_seconds = 14 * 86400
  redrive_policy                = { maxReceiveCount = 5 }

  create_queue_policy = true
  queue_policy_statements = merge(
    {
      tls = {
        sid        = "TlsOnly", effect = "Deny", actions = ["sqs:*"]
        principals = [{ type = "*", identifiers = ["*"] }]
        condition  = [{ test = "Bool", variable = "aws:SecureTransport", values = ["false"] }]
      }
    },
    each.key != "events" ? {} : {
      eventbridge = {
        sid        = "EventBridge", actions = ["sqs:SendMessage"]
        principals = [{ type = "Service", identifiers = ["events.amazonaws.com"] }]
        condition  = [{ test = "ArnLike", variable = "aws:SourceArn", values = ["arn:${local.aws}:events:${var.region}:${local.account}:rule/${local.name}-*"] }]
      }
    },
  )
}

# Images are named by digest; a tag, once set, stays.
module "images" {
  source   = "terraform-aws-modules/ecr/aws"
  version  = "3.2.0"
  for_each = toset(["massa-web", "massa-server", "massa-engine"])

  repository_name                 = each.key
  repository_image_tag_mutability = "IMMUTABLE"
  repository_image_scan_on_push   = true
  repository_encryption_type      = "KMS"
  repository_kms_key              = module.key["cluster"].key_arn
  repository_lifecycle_policy = jsonencode({
    rules = [{
      rulePriority = 1, description = "The last 50 releases, to roll back to"
      selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = 50 }
      action       = { type = "expire" }
    }]
  })
}

# ── 5 Edge ───────────────────────────────────────────────────────────────────────────────────────────────────────────
# Nothing in the VPC has a public address: CloudFront reaches the internal load balancer through a VPC origin.

module "zone" {
  source  = "terraform-aws-modules/route53/aws"
  version = "6.4.0"

  name = var.domain
  records = {
    for type in ["A", "AAAA"] : "apex-${type}" => {
      full_name = var.domain
      type      = type
      alias     = { name = module.cdn.cloudfront_distribution_domain_name, zone_id = module.cdn.cloudfront_distribution_hosted_zone_id }
    }
  }
}

module "certificate" {
  source   = "terraform-aws-modules/acm/aws"
  version  = "6.3.0"
  for_each = { edge = "us-east-1", region = var.region } # CloudFront's, and the load balancer's behind it

  region            = each.value
  domain_name       = var.domain
  zone_id           = module.zone.id
  validation_method = "DNS"
  # Both prove the same name by the same record.
  validation_allow_overwrite_records = true
}

module "waf" {
  source    = "terraform-aws-modules/wafv2/aws"
  version   = "1.1.0"
  providers = { aws = aws.edge }

  name           = local.name
  scope          = "CLOUDFRONT"
  default_action = "allow"
  rules = {
    rate = {
      priority  = 1
      action    = "block"
      statement = { rate_based_statement = { limit = local.settings.waf_requests_5min, aggregate_key_type = "IP" } }
    }
    common = {
      priority        = 2
      override_action = "none"
      statement = {
        managed_rule_group_statement = {
          name        = "AWSManagedRulesCommonRuleSet"
          vendor_name = "AWS"
          # It blocks bodies over 8 KB; a list of parts is longer. The server has limits of its own.
          rule_action_overrides = { SizeRestrictions_BODY = { action_to_use = "count" } }
        }
      }
    }
    known_bad = {
      priority        = 3
      override_action = "none"
      statement       = { managed_rule_group_statement = { name = "AWSManagedRulesKnownBadInputsRuleSet", vendor_name = "AWS" } }
    }
    reputation = {
      priority        = 4
      override_action = "none"
      statement       = { managed_rule_group_statement = { name = "AWSManagedRulesAmazonIpReputationList", vendor_name = "AWS" } }
    }
  }

  # What was refused, without what would let its reader in. What was let through is in the server's own log.
  create_logging_configuration    = true
  logging_log_destination_configs = [module.waf_logs.cloudwatch_log_group_arn]
  logging_redacted_fields         = [for name in ["authorization", "cookie"] : { single_header = { name = name } }]
  logging_filter = {
    default_behavior = "DROP"
    filters          = [{ behavior = "KEEP", requirement = "MEETS_ANY", conditions = [{ action_condition = { action = "BLOCK" } }] }]
  }
}

module "waf_logs" {
  source    = "terraform-aws-modules/cloudwatch/aws//modules/log-group"
  version   = "5.7.2"
  providers = { aws = aws.edge }

  name              = "aws-waf-logs-${local.name}" # WAF writes to groups of this prefix alone
  retention_in_days = local.settings.log_retention_days
}

module "cdn" {
  source  = "terraform-aws-modules/cloudfront/aws"
  version = "6.6.0"

  comment         = local.name
  aliases         = [var.domain]
  http_version    = "http2and3"
  is_ipv6_enabled = true
  price_class     = "PriceClass_All" # the cheaper classes leave South America out
  web_acl_id      = module.waf.web_acl_arn

  origin_access_control = {} # no bucket is an origin

  viewer_certificate = {
    acm_certificate_arn      = module.certificate["edge"].acm_certificate_arn
    ssl_support_method       = "sni-only"
    minimum_protocol_version = "TLSv1.2_2021"
  }

  vpc_origin = {
    alb = {
      arn                    = module.alb.arn
      name                   = local.name
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = {}
    }
  }
  origin = {
    alb = {
      domain_name = module.alb.dns_name # the certificate is checked against the viewer's Host, which is passed on
      vpc_origin_config = {
        vpc_origin_key           = "alb"
        origin_read_timeout      = 60 # live updates send a heartbeat every 15 s
        origin_keepalive_timeout = 60
      }
    }
  }

  default_cache_behavior = {
    target_origin_id         = "alb"
    viewer_protocol_policy   = "redirect-to-https"
    allowed_methods          = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
    cache_policy_id          = data.aws_cloudfront_cache_policy.disabled.id
    origin_request_policy_id = data.aws_cloudfront_origin_request_policy.all_viewer.id
  }
  ordered_cache_behavior = [{
    path_pattern           = "/_next/static/*" # named by their content: they never change
    target_origin_id       = "alb"
    viewer_protocol_policy = "redirect-to-https"
    cache_policy_id        = data.aws_cloudfront_cache_policy.optimized.id
    # The Host must reach the origin, or its certificate does not fit.
    origin_request_policy_id = data.aws_cloudfront_origin_request_policy.all_viewer.id
  }]
}

module "alb" {
  source  = "terraform-aws-modules/alb/aws"
  version = "10.5.0"

  name                       = local.name
  internal                   = true
  vpc_id                     = module.vpc.vpc_id
  subnets                    = module.vpc.private_subnets
  enable_deletion_protection = local.settings.deletion_protection
  drop_invalid_header_fields = true
  idle_timeout               = 60 # the pods keep their connections for 75 s

  security_group_ingress_rules = {
    cloudfront = { prefix_list_id = data.aws_ec2_managed_prefix_list.cloudfront.id, from_port = 443, to_port = 443 }
  }
  security_group_egress_rules = {
    pods = { referenced_security_group_id = module.cluster.cluster_primary_security_group_id, from_port = 3000, to_port = 8000 }
  }

  listeners = {
    https = {
      port            = 443
      protocol        = "HTTPS"
      ssl_policy      = "ELBSecurityPolicy-TLS13-1-2-2021-06"
      certificate_arn = module.certificate["region"].acm_certificate_arn
      forward         = { target_group_key = "web" }
      rules = {
        api = {
          priority   = 10
          conditions = [{ path_pattern = { values = ["/api/*"] } }]
          actions    = [{ forward = { target_group_key = "server" } }]
        }
      }
    }
  }
  # Pods join through TargetGroupBinding (k8s/base), so no load balancer is made behind Terraform's back.
  target_groups = {
    for name, service in { web = { port = 3000, path = "/icon.svg" }, server = { port = 8000, path = "/readyz" } } : name => {
      name                     = "${local.name}-${name}"
      target_type              = "ip"
      protocol                 = "HTTP"
      port                     = service.port
      deregistration_delay     = 30
      health_check             = { path = service.path, interval = 10, timeout = 5, healthy_threshold = 2, unhealthy_threshold = 3 }
      create_attachment        = false
      tags                     = { "eks:eks-cluster-name" = local.name } # lets EKS Auto Mode register pods
    }
  }
}

# Who people are: passwords, second factors and their recovery are Cognito's work, not ours.
module "people" {
  source  = "lgallard/cognito-user-pool/aws"
  version = "5.1.2"

  user_pool_name                   = local.name
  username_attributes              = ["email"]
  auto_verified_attributes         = ["email"]
  deletion_protection              = local.settings.deletion_protection ? "ACTIVE" : "INACTIVE"
  mfa_configuration                = "OPTIONAL"
  software_token_mfa_configuration = { enabled = true }
  password_policy = {
    minimum_length                   = 12
    require_lowercase                = true
    require_numbers                  = true
    require_symbols                  = false
    require_uppercase                = true
    temporary_password_validity_days = 7
    password_history_size            = 0
  }
  domain = "${local.name}-${local.account}"
  clients = [{
    name                                 = "web"
    generate_secret                      = true
    allowed_oauth_flows                  = ["code"]
    allowed_oauth_flows_user_pool_client = true
    allowed_oauth_scopes                 = ["openid", "email", "profile"]
    callback_urls                        = ["https://${var.domain}/api/auth/oidc/callback"]
    logout_urls                          = ["https://${var.domain}/"]
    supported_identity_providers         = ["COGNITO"]
    prevent_user_existence_errors        = "ENABLED"
  }]
}

# ── 6 Cluster ────────────────────────────────────────────────────────────────────────────────────────────────────────
# EKS Auto Mode: AWS keeps nodes, network, storage and load-balancer controllers up to date.

module "cluster" {
  source  = "terraform-aws-modules/eks/aws"
  version = "21.19.0"

  name               = local.name
  kubernetes_version = "1.35"
  upgrade_policy     = { support_type = "STANDARD" } # extended support costs six times as much
  vpc_id             = module.vpc.vpc_id
  subnet_ids         = module.vpc.private_subnets
  compute_config     = { enabled = true, node_pools = ["general-purpose", "system"] }
  service_ipv4_cidr  = "172.20.0.0/16" # its tenth address resolves names: the network policies in k8s/base name it

  # Pipelines deploy from GitHub's runners: the endpoint is public, but answers to IAM alone.
  endpoint_public_access  = true
  endpoint_private_access = true
  deletion_protection     = local.settings.deletion_protection

  # Nodes of Auto Mode wear the primary security group, which EKS makes; pods get roles by Pod Identity.
  create_security_group      = false
  create_node_security_group = false
  enable_irsa                = false

  encryption_config                      = { provider_key_arn = module.key["cluster"].key_arn }
  create_kms_key                         = false
  enabled_log_types                      = ["api", "audit", "authenticator"]
  cloudwatch_log_group_retention_in_days = local.settings.log_retention_days
  cloudwatch_log_group_kms_key_id        = module.key["logs"].key_arn

  addons = { metrics-server = {} } # without it the autoscalers see nothing

  enable_cluster_creator_admin_permissions = false # whoever applies first must not become administrator for ever
  access_entries = merge(
    {
      deploy = {
        principal_arn     = module.pipeline["deploy"].arn
        kubernetes_groups = ["massa:deploy"] # its Role is in k8s/bootstrap; the access policies do not know TargetGroupBinding
      }
    },
    { for index, arn in var.administrators : "administrator-${index}" => {
      principal_arn = arn
      policy_associations = {
        admin = {
          policy_arn   = "arn:${local.aws}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
          access_scope = { type = "cluster" }
        }
      }
    } },
  )
}

# The primary security group admits itself alone; the load balancer is outside.
module "pods_security_group" {
  source  = "terraform-aws-modules/security-group/aws"
  version = "5.3.1"

  create_sg         = false
  security_group_id = module.cluster.cluster_primary_security_group_id
  ingress_with_source_security_group_id = [
    for port in [3000, 8000] : {
      from_port                = port
      to_port                  = port
      protocol                 = "tcp"
      description              = "From the load balancer"
      source_security_group_id = module.alb.security_group_id
    }
  ]
}

# What each kind of pod may do. `web` may nothing, so it has no identity.
locals {
  bucket_arn = { for name, bucket in module.bucket : name => bucket.s3_bucket_arn }
  objects    = { for name, arn in local.bucket_arn : name => "${arn}/*" }
  database_login = {
    actions   = ["rds-db:connect"]
    resources = ["arn:${local.aws}:rds-db:${var.region}:${local.account}:dbuser:${module.database.cluster_resource_id}/massa"]
  }
  data_key = { actions = ["kms:Decrypt", "kms:GenerateDataKey"], resources = [module.key["data"].key_arn] }
  list_all = { actions = ["s3:ListBucket", "s3:ListBucketMultipartUploads"], resources = [for name in ["uploads", "databases", "results"] : local.bucket_arn[name]] }

  pods = {
    # Signs parts and downloads, completes uploads, reads results.
    server = [
      local.database_login, local.data_key, local.list_all,
      { actions = ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"], resources = [local.objects["uploads"], local.objects["databases"]] },
      { actions = ["s3:GetObject", "s3:PutObject"], resources = [local.objects["results"]] }, # manifests
      { actions = ["secretsmanager:GetSecretValue"], resources = [module.secrets.secret_arn] },
      { actions = ["kms:Decrypt"], resources = [module.key["cluster"].key_arn] },
    ]
    # Inspects uploads, starts and follows executions, carries deletions out, keeps retention.
    runner = [
      local.database_login, local.data_key, local.list_all,
      { actions = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"], resources = [for name in ["uploads", "databases", "results"] : local.objects[name]] },
      { actions = ["states:StartExecution", "states:ListExecutions"], resources = [module.analysis.state_machine_arn] },
      { actions = ["states:DescribeExecution", "states:StopExecution"], resources = ["${replace(module.analysis.state_machine_arn, ":stateMachine:", ":execution:")}:*"] },
      { actions = ["batch:ListJobs", "batch:TerminateJob"], resources = ["*"] }, # Batch knows no narrower resource for them
      { actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage"], resources = [for queue in module.queue : queue.queue_arn] },
      { actions = ["kms:Decrypt"], resources = [module.key["queues"].key_arn] },
    ]
    retention = [
      local.database_login, local.data_key, local.list_all,
      { actions = ["s3:GetObject", "s3:DeleteObject", "s3:AbortMultipartUpload"], resources = [for name in ["uploads", "databases", "results"] : local.objects[name]] },
    ]
    # Owns the schema while a release begins.
    migrate = [
      { actions = ["secretsmanager:GetSecretValue"], resources = [module.database.cluster_master_user_secret[0].secret_arn] },
      { actions = ["kms:Decrypt"], resources = [module.key["database"].key_arn] },
    ]
  }
}

module "pod_identity" {
  source   = "terraform-aws-modules/eks-pod-identity/aws"
  version  = "2.8.1"
  for_each = local.pods

  name                 = "${local.name}-${each.key}"
  attach_custom_policy = true
  policy_statements    = each.value
  associations = {
    pod = { cluster_name = module.cluster.cluster_name, namespace = "massa", service_account = each.key }
  }
}

# ── 7 Analyses ───────────────────────────────────────────────────────────────────────────────────────────────────────
# Fargate Spot first, at about a third of the price; on demand for what Spot could not finish. Both scale to nothing.

module "batch_security_group" {
  source  = "terraform-aws-modules/security-group/aws"
  version = "5.3.1"

  name         = "${local.name}-batch"
  description  = "Workers: a way out to AWS, no way in"
  vpc_id       = module.vpc.vpc_id
  egress_rules = ["https-443-tcp"]
}

module "worker_role" {
  source   = "terraform-aws-modules/iam/aws//modules/iam-role"
  version  = "6.5.0"
  for_each = toset(["start", "work"]) # what Fargate needs to start a task; what the worker in it may do

  name            = "${local.name}-worker-${each.key}"
  use_name_prefix = false
  trust_policy_permissions = {
    tasks = {
      actions    = ["sts:AssumeRole"]
      principals = [{ type = "Service", identifiers = ["ecs-tasks.amazonaws.com"] }]
      condition  = [{ test = "StringEquals", variable = "aws:SourceAccount", values = [local.account] }]
    }
  }
  create_inline_policy = true
  inline_policy_permissions = each.key == "start" ? {
    token  = { actions = ["ecr:GetAuthorizationToken"], resources = ["*"] } # has no resource
    image  = { actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], resources = [module.images["massa-engine"].repository_arn] }
    unseal = { actions = ["kms:Decrypt"], resources = [module.key["cluster"].key_arn] }
    logs   = { actions = ["logs:CreateLogStream", "logs:PutLogEvents"], resources = ["${module.worker_logs.cloudwatch_log_group_arn}:*"] }
    } : {
    inputs   = { actions = ["s3:GetObject"], resources = [local.objects["uploads"], local.objects["databases"]] }
    results  = { actions = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], resources = ["${local.bucket_arn["results"]}/analyses/*"] }
    list     = { actions = ["s3:ListBucket"], resources = [for name in ["uploads", "databases", "results"] : local.bucket_arn[name]] } # or what was deleted looks forbidden
    data     = local.data_key
    progress = { actions = ["sqs:SendMessage"], resources = [module.queue["progress"].queue_arn] }
    seal     = { actions = ["kms:GenerateDataKey", "kms:Decrypt"], resources = [module.key["queues"].key_arn] }
  }
}

module "worker_logs" {
  source  = "terraform-aws-modules/cloudwatch/aws//modules/log-group"
  version = "5.7.2"

  name              = "/massa/${var.environment}/worker"
  retention_in_days = local.settings.log_retention_days
  kms_key_id        = module.key["logs"].key_arn
}

module "batch" {
  source  = "terraform-aws-modules/batch/aws"
  version = "3.1.0"

  create_instance_iam_role = false
  create_service_iam_role  = false

  compute_environments = {
    for name, type in { spot = "FARGATE_SPOT", on_demand = "FARGATE" } : name => {
      name_prefix            = "${local.name}-${replace(name, "_", "-")}"
      compute_resources = {
        type               = type
        max_vcpus          = local.settings.batch_vcpus[name] # what an evening of everybody may cost at most
        subnets            = module.vpc.private_subnets
        security_group_ids = [module.batch_security_group.security_group_id]
      }
    }
  }
  job_queues = {
    for name in ["spot", "on_demand"] : name => {
      name                      = "${local.name}-${replace(name, "_", "-")}"
      priority                  = 1
      compute_environment_order = { 1 = { compute_environment_key = name } }
      # Nobody waits behind another's hundred files; what somebody used counts for an hour.
      fair_share_policy = { share_decay_seconds = 3600, compute_reservation = 10 }
    }
  }
  job_definitions = {
    engine = {
      name                  = "${local.name}-engine"
      platform_capabilities = ["FARGATE"]
      propagate_tags        = true
      scheduling_priority   = 10                                   # fair share takes no job without one
      timeout               = { attempt_duration_seconds = 21600 } # the state machine asks for less
      retry_strategy        = { attempts = 1 }                     # the state machine says when to try again
      container_properties = jsonencode({
        image                        = "${module.images["massa-engine"].repository_url}@${var.image_digest}"
        command                      = ["worker", "--help"]
        executionRoleArn             = module.worker_role["start"].arn
        jobRoleArn                   = module.worker_role["work"].arn
        resourceRequirements         = [{ type = "VCPU", value = "4" }, { type = "MEMORY", value = "16384" }]
        ephemeralStorage             = { sizeInGiB = 100 }
        fargatePlatformConfiguration = { platformVersion = "LATEST" }
        networkConfiguration         = { assignPublicIp = "DISABLED" }
        runtimePlatform              = { cpuArchitecture = "X86_64", operatingSystemFamily = "LINUX" }
        readonlyRootFilesystem       = false # Fargate mounts its scratch space into the root
        user                         = "10001"
        environment                  = [for name, value in local.worker_environment : { name = name, value = value }]
        logConfiguration = {
          logDriver = "awslogs"
          options = {
            "awslogs-group"         = module.worker_logs.cloudwatch_log_group_name
            "awslogs-region"        = var.region
            "awslogs-stream-prefix" = "engine"
          }
        }
      })
    }
  }
}

locals {
  storage_environment = {
    MASSA_STORAGE             = "s3"
    MASSA_S3_REGION           = var.region
    MASSA_S3_UPLOADS_BUCKET   = module.bucket["uploads"].s3_bucket_id
    MASSA_S3_DATABASES_BUCKET = module.bucket["databases"].s3_bucket_id
    MASSA_S3_RESULTS_BUCKET   = module.bucket["results"].s3_bucket_id
    MASSA_S3_KMS_KEY_ID       = module.key["data"].key_arn
  }
  worker_environment = merge(local.storage_environment, {
    MASSA_PROGRESS_QUEUE_URL = module.queue["progress"].queue_url
    MASSA_LOG_FORMAT         = "json"
    MASSA_DATA_DIR           = "/tmp/massa"
  })
  job_arns = [for definition in module.batch.job_definitions : replace(definition.arn, "/:[0-9]+$/", ":*")]
}

module "analysis" {
  source  = "terraform-aws-modules/step-functions/aws"
  version = "5.0.2"

  name       = "${local.name}-analysis"
  type       = "STANDARD" # Express knows no .sync and forgets after five minutes
  definition = file("${path.module}/analysis.asl.json")
  role_name  = "${local.name}-analysis"

  logging_configuration                  = { level = "ERROR", include_execution_data = false }
  cloudwatch_log_group_name              = "/aws/vendedlogs/states/${local.name}-analysis"
  cloudwatch_log_group_retention_in_days = local.settings.log_retention_days
  cloudwatch_log_group_kms_key_id        = module.key["logs"].key_arn
  service_integrations                   = { xray = { xray = true } }

  attach_policy_statements = true
  policy_statements = {
    submit = {
      effect    = "Allow", actions = ["batch:SubmitJob", "batch:TagResource"]
      resources = concat(local.job_arns, [for queue in module.batch.job_queues : queue.arn])
    }
    follow = {
      effect    = "Allow", actions = ["batch:DescribeJobs", "batch:ListJobs", "batch:TerminateJob"]
      resources = ["*"] # Batch knows no narrower resource for them
    }
    sync = {
      effect    = "Allow", actions = ["events:PutTargets", "events:PutRule", "events:DescribeRule"]
      resources = ["arn:${local.aws}:events:${var.region}:${local.account}:rule/StepFunctionsGetEventsForBatchJobsRule"]
    }
  }
}

# Ends of executions and jobs reach the runners. An event is a hint: a runner looks for itself anyway, if later.
locals {
  event_patterns = jsondecode(file("${path.module}/analysis-events.json"))
}

module "events" {
  source  = "terraform-aws-modules/eventbridge/aws"
  version = "4.3.2"

  create_bus          = false # rules of AWS's own events live on the default bus
  create_log_delivery = false
  create_role         = false
  append_rule_postfix = false
  rules = {
    "${local.name}-executions" = {
      event_pattern = jsonencode(merge(local.event_patterns.executions, {
        detail = merge(local.event_patterns.executions.detail, { stateMachineArn = [module.analysis.state_machine_arn] })
      }))
    }
    "${local.name}-jobs" = {
      event_pattern = jsonencode(merge(local.event_patterns.jobs, {
        detail = merge(local.event_patterns.jobs.detail, { jobQueue = [for queue in module.batch.job_queues : queue.arn] })
      }))
    }
  }
  targets = {
    for rule in ["executions", "jobs"] : "${local.name}-${rule}" => [{
      name            = rule
      arn             = module.queue["events"].queue_arn
      dead_letter_arn = module.queue["events"].dead_letter_queue_arn
    }]
  }
}

# ── 8 Watching ───────────────────────────────────────────────────────────────────────────────────────────────────────
# The application's own objectives are Prometheus rules (slo/rules.yaml, tested by promtool); what AWS owns, CloudWatch alarms.

module "alarms" {
  source  = "terraform-aws-modules/sns/aws"
  version = "7.1.0"

  name              = "${local.name}-alarms"
  kms_master_key_id = module.key["queues"].key_id
  topic_policy_statements = {
    services = {
      actions    = ["sns:Publish"]
      principals = [{ type = "Service", identifiers = ["cloudwatch.amazonaws.com", "aps.amazonaws.com"] }]
      condition  = [{ test = "StringEquals", variable = "aws:SourceAccount", values = [local.account] }]
    }
  }
  subscriptions = { email = { protocol = "email", endpoint = var.alarm_email } }
}

module "prometheus" {
  source  = "terraform-aws-modules/managed-service-prometheus/aws"
  version = "4.3.1"

  workspace_alias                        = local.name
  kms_key_arn                            = module.key["logs"].key_arn
  retention_period_in_days               = 150 # five windows of an objective
  cloudwatch_log_group_retention_in_days = local.settings.log_retention_days
  cloudwatch_log_group_kms_key_id        = module.key["logs"].key_arn
  create_resource_policy                 = false
  alert_manager_definition = yamlencode({
    alertmanager_config = yamlencode({
      route = { receiver = "people", group_by = ["alertname"], group_wait = "30s", group_interval = "5m", repeat_interval = "4h" }
      receivers = [{
        name        = "people"
        sns_configs = [{ topic_arn = module.alarms.topic_arn, sigv4 = { region = var.region }, subject = "${local.name}: {{ .CommonLabels.alertname }}" }]
      }]
    })
  })
  rule_group_namespaces = { slo = { name = "slo", data = file("${path.module}/slo/rules.yaml") } }
}

# There is no public module for the managed scraper. It makes its own access entry in the cluster.
resource "aws_prometheus_scraper" "cluster" {
  alias = local.name
  source {
    eks {
      cluster_arn        = module.cluster.cluster_arn
      subnet_ids         = slice(module.vpc.private_subnets, 0, 2)
      security_group_ids = [module.cluster.cluster_primary_security_group_id]
    }
  }
  destination {
    amp { workspace_arn = module.prometheus.workspace_arn }
  }
  scrape_configuration = yamlencode({
    global = { scrape_interval = "30s" }
    scrape_configs = [{
      job_name              = "massa"
      kubernetes_sd_configs = [{ role = "pod", namespaces = { names = ["massa"] } }]
      relabel_configs = [
        { source_labels = ["__meta_kubernetes_pod_container_port_name"], action = "keep", regex = "metrics" },
        { source_labels = ["__meta_kubernetes_pod_label_app_kubernetes_io_name"], target_label = "service" },
        { source_labels = ["__meta_kubernetes_pod_name"], target_label = "pod" },
      ]
      # Every series is paid for: ours alone.
      metric_relabel_configs = [{ source_labels = ["__name__"], action = "keep", regex = "massa_.*|up" }]
    }]
  })
}

locals {
  runbooks = "https://${split("/", var.github_repository)[0]}.github.io/${split("/", var.github_repository)[1]}/en/sre/runbooks"
  database = { DBClusterIdentifier = module.database.cluster_id }
  balancer = { LoadBalancer = module.alb.arn_suffix }
  server   = merge(local.balancer, { TargetGroup = module.alb.target_groups["server"].arn_suffix })
  # Certificates are renewed by themselves, 60 days before their end, for as long as the record in the zone is there. Both prove
  # the same name by the same record, so the one of this region tells for both.
  certificate = { CertificateArn = module.certificate["region"].acm_certificate_arn }

  alarm = {
    database-connections = { metric = "AWS/RDS DatabaseConnections", statistic = "Maximum", above = 160, dimensions = local.database, runbook = "database", why = "pods × pool is near the budget of 200" }
    database-capacity    = { metric = "AWS/RDS ACUUtilization", statistic = "Average", above = 90, dimensions = local.database, runbook = "database", why = "Aurora has grown to its limit" }
    database-disk        = { metric = "AWS/RDS FreeLocalStorage", statistic = "Minimum", below = 2000000000, dimensions = local.database, runbook = "database", why = "sorting and logs run out of room" }
    edge-errors          = { metric = "AWS/ApplicationELB HTTPCode_ELB_5XX_Count", statistic = "Sum", above = 20, dimensions = local.balancer, runbook = "bad-deploy", why = "the load balancer finds no healthy pod" }
    server-unhealthy     = { metric = "AWS/ApplicationELB HealthyHostCount", statistic = "Minimum", below = 1, dimensions = local.server, missing = "breaching", runbook = "bad-deploy", why = "no server pod is ready" }
    certificate-expiry   = { metric = "AWS/CertificateManager DaysToExpiry", statistic = "Minimum", below = 30, dimensions = local.certificate, period = 86400, runbook = "expired-certificate", why = "ACM has not renewed the certificate for a month" }
    executions-failed    = { metric = "AWS/States ExecutionsFailed", statistic = "Sum", above = 0, dimensions = { StateMachineArn = module.analysis.state_machine_arn }, runbook = "spot-shortage", why = "Batch refused an analysis" }
    progress-unread      = { metric = "AWS/SQS ApproximateNumberOfMessagesVisible", statistic = "Maximum", above = 0, dimensions = { QueueName = module.queue["progress"].dead_letter_queue_name }, runbook = "queue-backlog", why = "messages that runners cannot read" }
    events-unread        = { metric = "AWS/SQS ApproximateNumberOfMessagesVisible", statistic = "Maximum", above = 0, dimensions = { QueueName = module.queue["events"].dead_letter_queue_name }, runbook = "queue-backlog", why = "events that runners cannot read" }
    events-late          = { metric = "AWS/SQS ApproximateAgeOfOldestMessage", statistic = "Maximum", above = 300, dimensions = { QueueName = module.queue["events"].queue_name }, runbook = "queue-backlog", why = "no runner takes events" }
  }
}

module "alarm" {
  source   = "terraform-aws-modules/cloudwatch/aws//modules/metric-alarm"
  version  = "5.7.2"
  for_each = local.alarm

  alarm_name          = "${local.name}-${each.key}"
  alarm_description   = "${each.value.why}: ${local.runbooks}/${each.value.runbook}/"
  namespace           = split(" ", each.value.metric)[0]
  metric_name         = split(" ", each.value.metric)[1]
  statistic           = each.value.statistic
  dimensions          = each.value.dimensions
  period              = try(each.value.period, 60)
  evaluation_periods  = can(each.value.period) ? 1 : 5
  datapoints_to_alarm = can(each.value.period) ? 1 : 3
  comparison_operator = can(each.value.above) ? "GreaterThanThreshold" : "LessThanThreshold"
  threshold           = try(each.value.above, each.value.below)
  treat_missing_data  = try(each.value.missing, "notBreaching")
  alarm_actions       = [module.alarms.topic_arn]
  ok_actions          = [module.alarms.topic_arn]
}

# ── 9 Delivery ───────────────────────────────────────────────────────────────────────────────────────────────────────
# Workflows hold no key: GitHub proves who they are, for which repository and which environment.

module "github_oidc" {
  source  = "terraform-aws-modules/iam/aws//modules/iam-oidc-provider"
  version = "6.5.0"

  url = "https://token.actions.githubusercontent.com"
}

locals {
  repository_claim = "repo:${var.github_repository}"
  state_objects    = "${local.bucket_arn["terraform"]}/massa.tfstate"
  pipelines = {
    # Reads everything, changes nothing but the lock beside the state. Pull requests may use it.
    plan = {
      subjects = ["${local.repository_claim}:pull_request", "${local.repository_claim}:environment:${var.environment}-plan"]
      policies = { read = "arn:${local.aws}:iam::aws:policy/ReadOnlyAccess" }
      permissions = {
        state = { actions = ["s3:GetObject"], resources = [local.state_objects] }
        lock  = { actions = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], resources = ["${local.state_objects}.tflock"] }
        key   = { actions = ["kms:Decrypt", "kms:GenerateDataKey"], resources = [module.key["state"].key_arn] }
        # ReadOnlyAccess reads objects as well: people's spectra are none of a plan's business.
        no_data = { effect = "Deny", actions = ["s3:GetObject*"], resources = [for name in ["uploads", "databases", "results"] : local.objects[name]] }
      }
    }
    # Makes and changes the infrastructure, after a merge and a reviewer's yes.
    apply = {
      subjects = ["${local.repository_claim}:environment:${var.environment}-infrastructure"]
      policies = { administrator = "arn:${local.aws}:iam::aws:policy/AdministratorAccess" }
      permissions = {
        no_data  = { effect = "Deny", actions = ["s3:GetObject*"], resources = [for name in ["uploads", "databases", "results"] : local.objects[name]] }
        no_users = { effect = "Deny", actions = ["iam:CreateUser", "iam:CreateAccessKey"], resources = ["*"] }
      }
    }
    # Pushes images, rolls pods out, registers the engine's new job definition.
    deploy = {
      subjects = ["${local.repository_claim}:environment:${var.environment}"]
      policies = {}
      permissions = {
        token = { actions = ["ecr:GetAuthorizationToken"], resources = ["*"] } # has no resource
        images = {
          actions = [
            "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:DescribeImages",
            "ecr:GetDownloadUrlForLayer", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart",
          ]
          resources = [for repository in module.images : repository.repository_arn]
        }
        seal    = { actions = ["kms:Decrypt", "kms:GenerateDataKey"], resources = [module.key["cluster"].key_arn] }
        cluster = { actions = ["eks:DescribeCluster"], resources = ["arn:${local.aws}:eks:${var.region}:${local.account}:cluster/${local.name}"] } # by name: the cluster lets this role in
        engine = {
          actions   = ["batch:RegisterJobDefinition", "batch:TagResource"]
          resources = concat(local.job_arns, ["arn:${local.aws}:batch:${var.region}:${local.account}:job-definition/${local.name}-engine"])
        }
        describe = { actions = ["batch:DescribeJobDefinitions"], resources = ["*"] } # Batch knows no narrower resource for it
        # What the last apply left for the deployment, and whether an alert fires after it.
        outputs     = { actions = ["s3:GetObject"], resources = ["${local.bucket_arn["terraform"]}/outputs.json"] }
        outputs_key = { actions = ["kms:Decrypt"], resources = [module.key["state"].key_arn] }
        alerts      = { actions = ["aps:QueryMetrics"], resources = [module.prometheus.workspace_arn] }
        roles = {
          actions   = ["iam:PassRole"]
          resources = [for role in module.worker_role : role.arn]
          condition = [{ test = "StringEquals", variable = "iam:PassedToService", values = ["ecs-tasks.amazonaws.com"] }]
        }
      }
    }
  }
}

module "pipeline" {
  source   = "terraform-aws-modules/iam/aws//modules/iam-role"
  version  = "6.5.0"
  for_each = local.pipelines

  name                      = "${local.name}-${each.key}"
  use_name_prefix           = false
  max_session_duration      = 3600
  enable_github_oidc        = true
  oidc_subjects             = each.value.subjects
  policies                  = each.value.policies
  create_inline_policy      = true
  inline_policy_permissions = each.value.permissions
}

# The repository is infrastructure too. One environment's apply keeps it.
resource "github_repository" "massa" {
  count = var.manage_github ? 1 : 0

  name                      = split("/", var.github_repository)[1]
  description               = "Protein characterisation from mass-spectrometry data"
  visibility                = "public"
  has_issues                = true
  has_wiki                  = false
  allow_merge_commit        = false
  allow_rebase_merge        = false
  allow_squash_merge        = true
  squash_merge_commit_title = "PR_TITLE"
  delete_branch_on_merge    = true
  vulnerability_alerts      = true
  pages { build_type = "workflow" }
  lifecycle { prevent_destroy = true }
}

resource "github_repository_ruleset" "main" {
  count = var.manage_github ? 1 : 0

  name        = "main"
  repository  = github_repository.massa[0].name
  target      = "branch"
  enforcement = "active"
  conditions {
    ref_name {
      include = ["~DEFAULT_BRANCH"]
      exclude = []
    }
  }
  rules {
    deletion                = true
    non_fast_forward        = true
    required_linear_history = true
    required_signatures     = true
    pull_request {
      required_approving_review_count   = 1
      require_code_owner_review         = true
      dismiss_stale_reviews_on_push     = true
      required_review_thread_resolution = true
    }
    required_status_checks {
      strict_required_status_checks_policy = true
      dynamic "required_check" {
        for_each = ["lint", "test", "images", "plan"] # the jobs of ci.yml and infrastructure.yml
        content { context = required_check.value }
      }
    }
  }
}

resource "github_repository_environment" "each" {
  for_each = !var.manage_github ? {} : {
    staging                   = { review = false }
    staging-plan              = { review = false }
    staging-infrastructure    = { review = false }
    production                = { review = true }
    production-plan           = { review = false }
    production-infrastructure = { review = true }
  }

  repository          = github_repository.massa[0].name
  environment         = each.key
  prevent_self_review = each.value.review
  dynamic "reviewers" {
    for_each = each.value.review ? [1] : []
    content { users = [data.github_user.owner[0].id] }
  }
  deployment_branch_policy {
    protected_branches     = true
    custom_branch_policies = false
  }
}

data "github_user" "owner" {
  count    = var.manage_github ? 1 : 0
  username = split("/", var.github_repository)[0]
}

# ── 10 Outputs ───────────────────────────────────────────────────────────────────────────────────────────────────────
# What the pipelines and the manifests of k8s/ need; nothing of it is a secret.

output "name_servers" {
  description = "Delegate the domain to these, once."
  value       = module.zone.name_servers
}

output "cluster_name" { value = module.cluster.cluster_name }
output "pipeline_roles" { value = { for name, role in module.pipeline : name => role.arn } }
output "image_repositories" { value = { for name, image in module.images : name => image.repository_url } }
output "target_groups" { value = { for name, group in module.alb.target_groups : name => group.arn } }
output "state_bucket" { value = module.bucket["terraform"].s3_bucket_id }
output "address" { value = "https://${var.domain}" }
output "prometheus_endpoint" { value = module.prometheus.workspace_prometheus_endpoint }

output "job_definition" {
  description = "Of the engine, with its revision."
  value       = module.batch.job_definitions["engine"].arn
}

output "application_environment" {
  description = "Settings of the pods: the ConfigMap `massa`."
  value = merge(local.storage_environment, {
    MASSA_DATABASE_URL        = "postgresql+asyncpg://massa@${module.database.cluster_endpoint}:${module.database.cluster_port}/massa"
    MASSA_DATABASE_AUTH       = "iam"
    MASSA_RUNNER              = "stepfunctions"
    MASSA_STATE_MACHINE_ARN   = module.analysis.state_machine_arn
    MASSA_JOB_QUEUE_SPOT      = module.batch.job_queues["spot"].arn
    MASSA_JOB_QUEUE_ON_DEMAND = module.batch.job_queues["on_demand"].arn
    MASSA_PROGRESS_QUEUE_URL  = module.queue["progress"].queue_url
    MASSA_EVENTS_QUEUE_URL    = module.queue["events"].queue_url
    MASSA_OIDC_ISSUER         = "https://cognito-idp.${var.region}.amazonaws.com/${module.people.id}"
    MASSA_OIDC_CLIENT_ID      = module.people.client_ids_map["web"]
    MASSA_OIDC_LOGOUT_URL     = "https://${local.name}-${local.account}.auth.${var.region}.amazoncognito.com/logout"
    MASSA_OIDC_GROUPS_CLAIM   = "cognito:groups"
    MASSA_PUBLIC_URL          = "https://${var.domain}"
    MASSA_COOKIE_SECURE       = "true"
    MASSA_LOG_FORMAT          = "json"
    MASSA_DATABASE_SECRET_ID  = module.database.cluster_master_user_secret[0].secret_arn # the migration alone may read it
    AWS_DEFAULT_REGION        = var.region                                               # AWS_REGION is not what botocore reads
  })
}
