"""Everything that differs between a laptop and the cloud, read from `MASSA_*` environment variables."""

import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from massa_server.secret_settings import SecretsManagerSource

MIB = 1024 * 1024
GIB = 1024 * MIB


def usable_processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))


def is_private_channel(url: str) -> bool:
    """Whether nobody on the way can read or change what is sent to this address: TLS, or this machine itself."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost"))


class Settings(BaseSettings):
    """The settings of one process. The defaults are those of one machine without any service beside it."""

    model_config = SettingsConfigDict(env_prefix="MASSA_", frozen=True)

    data_dir: Path = Field(Path("var"), description="Folder of the database, the objects and the secret.")
    database_url: str = Field("", description="SQLAlchemy URL; empty: SQLite in the data folder.")
    database_auth: Literal["password", "iam", "secret"] = Field(
        "password",
        description="How to sign in to PostgreSQL: the URL's password, a token of RDS, or a secret of Secrets Manager.",
    )
    database_secret_id: str = Field("", description="Name or ARN of the secret: JSON with `username` and `password`.")
    database_secret_kept_s: float = Field(
        3600, ge=0, description="How long the secret is kept; after a refused login it is read again at once."
    )
    database_tls: Literal["prefer", "require", "verify-full"] = Field(
        "prefer", description="TLS to PostgreSQL: if it offers it, always, or always and only to the host of that name."
    )
    database_ca_file: Path | None = Field(
        None, description="Certificates that `verify-full` trusts; unset: the system's."
    )
    database_pool_size: int = Field(10, ge=1, description="Connections of one process to PostgreSQL, at most.")
    database_pool_timeout_s: float = Field(5, gt=0, description="Longest wait for one of these connections.")
    database_connection_lifetime_s: int = Field(1800, ge=1, description="Age at which a connection is replaced.")
    database_connect_timeout_s: float = Field(4, gt=0, description="Longest time that all attempts to connect take.")
    database_connect_attempts: int = Field(
        3, ge=1, description="Attempts to connect, with growing pauses between them."
    )
    database_statement_timeout_s: float = Field(10, gt=0, description="Longest time of a statement.")
    database_lock_timeout_s: float = Field(4, gt=0, description="Longest wait for a lock that another one holds.")
    database_idle_transaction_timeout_s: float = Field(
        15, gt=0, description="Longest silence within a transaction, which may hold locks."
    )
    database_breaker_failures: int = Field(
        3, ge=1, description="Failures in a row after which PostgreSQL counts as unavailable."
    )
    database_breaker_open_s: float = Field(2, gt=0, description="How often an unavailable PostgreSQL is tried again.")
    degraded_reads_s: float = Field(
        900, ge=0, description="How old an answer of the database may be that is used while it is unavailable; 0: none."
    )
    secret_key: SecretStr = Field(
        SecretStr(""),
        description="Signs part URLs and CSRF tokens; empty: made once, kept in the data folder.",
    )
    secrets_id: str = Field(
        "",
        description="Secret of AWS Secrets Manager with `secret_key` and `oidc_client_secret` as JSON; empty: none.",
    )

    host: str = Field("127.0.0.1", description="Address that the server listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port that the server listens on.")
    allowed_origins: list[str] = Field(
        [], description="Further origins that pages may call from; the request's own host is always allowed."
    )
    cookie_secure: bool = Field(False, description="Send cookies over HTTPS only: true wherever there is TLS.")
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    session_lifetime_days: int = Field(30, ge=1)
    upload_retention_days: int = Field(365, ge=1, description="How long an uploaded file is kept.")
    result_retention_days: int = Field(
        5 * 365 + 2, ge=1, description="How long a result is kept: 5 years, which can hold two leap days."
    )

    storage_url: str = Field(
        "",
        description="Base address at which browsers reach the part endpoint directly, such as "
        "`http://{host}:8000`, where `{host}` stands for the host name that the browser used. "
        "Empty: part URLs are relative to the page.",
    )
    part_size_bytes: int = Field(8 * MIB, ge=1, le=5 * GIB)
    max_file_size_bytes: int = Field(64 * GIB, ge=1)
    max_body_bytes: int = Field(2 * MIB, ge=1024, description="Largest body of a request that is not a part.")
    part_url_lifetime_s: int = Field(3600, ge=1)
    part_idle_timeout_s: float = Field(30, gt=0, description="Longest pause within the body of a part.")

    event_poll_interval_s: float = Field(1.0, gt=0)
    event_heartbeat_s: float = Field(15.0, gt=0)

    engine: Path | None = Field(
        None, description="The engine's command; unset: this checkout's release build, else `massa` on PATH."
    )
    engine_threads: int = Field(default_factory=usable_processors, ge=1, description="Threads of one engine.")
    engine_timeout_s: float = Field(6 * 3600, gt=0, description="Longest time that one file may take.")
    engine_memory_limit_bytes: int | None = Field(None, ge=64 * MIB, description="Address space of one engine.")

    execution: str = Field(
        "",
        pattern=r"^[A-Za-z0-9-]*$",
        description="Set by the runner: what the outputs of this worker are stored under.",
    )

    runner: Literal["local", "stepfunctions"] = Field(
        "local", description="Where analyses run: in processes of the runner, or in executions of a state machine."
    )
    worker_processes: int = Field(
        default_factory=lambda: max(2, usable_processors() // 2), ge=1, description="Workers of one runner at once."
    )
    inspection_timeout_s: float = Field(600, gt=0, description="Longest time that one inspection may take.")
    inspection_processes: int = Field(2, ge=1, description="Inspections of one runner at once.")
    lease_s: float = Field(15.0, gt=0, description="How long a runner that says nothing keeps its work.")
    runner_poll_interval_s: float = Field(0.5, gt=0)
    deletion_delay_s: float = Field(
        10, ge=0, description="How long given-up objects stay, so that nobody still writes below them."
    )
    builtin_databases_dir: Path = Field(
        Path(__file__).parents[2] / "engine" / "data",
        description="Folder of the FASTA files that everybody can search.",
    )
    chunk_size_bytes: int = Field(64 * MIB, ge=1, description="Bytes of spectra that one worker takes at a time.")
    result_cache_bytes: int = Field(2 * GIB, ge=1, description="Disk space for copies of result files.")

    state_machine_arn: str = Field("", description="The state machine of `infra/analysis.asl.json`.")
    job_queue_spot: str = Field("", description="ARN of the Batch queue over Spot capacity.")
    job_queue_on_demand: str = Field("", description="ARN of the Batch queue over on-demand capacity.")
    job_definition: str = Field("", description="ARN of the Batch job definition, with its revision.")
    progress_queue_url: str = Field("", description="SQS queue of workers' messages; empty: they go to stdout.")
    events_queue_url: str = Field("", description="SQS queue of what EventBridge tells of executions and jobs.")
    aws_endpoint_url: str | None = Field(None, description="Where Step Functions, Batch and SQS are; unset: in AWS.")
    chunk_timeout_s: int = Field(6 * 3600, ge=60, description="Longest time of one attempt at a chunk in Batch.")
    phase_timeout_s: int = Field(
        24 * 3600, ge=1, description="Longest time that an analysis waits and runs on Spot, and again on demand."
    )
    execution_check_interval_s: float = Field(
        60, gt=0, description="How often an execution is looked at of which no event has come."
    )
    orphan_check_interval_s: float = Field(
        5, gt=0, description="How often executions are ended that nobody waits for, such as cancelled ones."
    )

    quota_upload_bytes: int = Field(0, ge=0, description="Bytes that one person may keep stored; 0: no limit.")
    quota_running_analyses: int = Field(
        0, ge=0, description="Analyses that one person may have queued or running at once; 0: no limit."
    )
    recent_sign_in_s: float = Field(
        600, gt=0, description="How young a sign-in must be to delete the account without the password."
    )
    retention_interval_s: float = Field(
        24 * 3600, ge=0, description="How often the runners carry out retention, whichever of them; 0: never."
    )
    orphan_grace_s: float = Field(
        3600, ge=0, description="How old an object must be before nothing in the database counts as a fault."
    )
    cache_sweep_interval_s: float = Field(
        60, gt=0, description="How often copies of results go whose analysis has been deleted."
    )
    metrics_port: int | None = Field(
        None, ge=0, le=65535, description="Port of the Prometheus metrics of this process; unset: none are served."
    )
    metrics_host: str = Field("127.0.0.1", description="Address that the metrics are served on; never a public one.")

    storage: Literal["local", "s3"] = Field(
        "local", description="Where objects are: in the data folder, or in S3 buckets. Credentials are boto3's."
    )
    s3_uploads_bucket: str = Field("", description="Bucket of raw files.")
    s3_databases_bucket: str = Field("", description="Bucket of protein databases.")
    s3_results_bucket: str = Field("", description="Bucket of results.")
    s3_region: str | None = Field(None, description="Region of the buckets; unset: boto3's.")
    s3_endpoint_url: str | None = Field(None, description="Where S3 is; unset: in AWS.")
    s3_browser_endpoint_url: str | None = Field(
        None, description="Where browsers reach S3, if not at the address that this process uses."
    )
    s3_addressing_style: Literal["virtual", "path"] = Field(
        "virtual", description="Whether a bucket is a host name, as AWS wants it, or the first part of the path."
    )
    s3_kms_key_id: str | None = Field(
        None, description="KMS key that objects are encrypted with; unset: as the bucket has it."
    )
    upload_abandoned_days: float = Field(
        7, gt=0, description="Age at which an upload that is still incomplete is given up, counted from its beginning."
    )
    upload_sweep_interval_s: float = Field(
        3600, gt=0, description="How often abandoned uploads are looked for, by whichever runner."
    )

    session_idle_days: int = Field(14, ge=1, description="A session ends when it has not been used for so long.")
    head_timeout_s: float = Field(
        10, gt=0, description="Longest time that the first line and the headers of a request may take to arrive."
    )
    body_timeout_s: float = Field(30, gt=0, description="Longest time that the body of a request may take to arrive.")
    public_url: str = Field(
        "",
        pattern=r"^(https?://[^/?#]+)?$",
        description="Where browsers find the pages, such as https://massa.example.",
    )
    oidc_issuer: str = Field("", description="OpenID Connect provider; empty: accounts with passwords of our own.")
    oidc_client_id: str = Field("", description="This installation's name at the provider.")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="Its secret; empty: a public client with PKCE.")
    oidc_scopes: str = Field("openid email profile", description="What is asked of the provider, with blanks between.")
    oidc_name: str = Field("", description="What the sign-in page calls the provider.")
    oidc_logout_url: str = Field(
        "", description="The provider's sign-out page where it is Cognito's form (`client_id`, `logout_uri`)."
    )
    oidc_groups_claim: str = Field("groups", description="The claim that lists a person's groups: cognito:groups.")
    oidc_required_group: str = Field("", description="Only people of this group may sign in; empty: everybody may.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment first, then the secret that it names."""
        return init_settings, env_settings, SecretsManagerSource(settings_cls)

    @model_validator(mode="after")
    def _has_what_sign_in_needs(self) -> Self:
        if self.oidc_issuer:
            if not (self.oidc_client_id and self.public_url):
                raise ValueError("MASSA_OIDC_ISSUER needs MASSA_OIDC_CLIENT_ID and MASSA_PUBLIC_URL")
            for address in (self.oidc_issuer, self.oidc_logout_url):
                if address and not is_private_channel(address):
                    raise ValueError(f"the OpenID Connect provider must be at an https address, not {address}")
            if self.public_url.startswith("https:") and not self.cookie_secure:
                raise ValueError("MASSA_PUBLIC_URL is https, so MASSA_COOKIE_SECURE must be true")
        return self

    @model_validator(mode="after")
    def _has_what_the_database_needs(self) -> Self:
        if self.database_auth != "password" and not self.database_url.startswith("postgresql"):
            raise ValueError(f"MASSA_DATABASE_AUTH={self.database_auth} needs MASSA_DATABASE_URL of a PostgreSQL")
        if self.database_auth == "secret" and not self.database_secret_id:
            raise ValueError("MASSA_DATABASE_AUTH=secret needs MASSA_DATABASE_SECRET_ID")
        if self.database_auth == "iam" and self.database_tls == "prefer":
            raise ValueError("MASSA_DATABASE_AUTH=iam needs MASSA_DATABASE_TLS=verify-full: the token is a password")
        return self

    @model_validator(mode="after")
    def _has_what_s3_needs(self) -> Self:
        if self.storage == "s3":
            buckets = [self.s3_uploads_bucket, self.s3_databases_bucket, self.s3_results_bucket]
            if not all(buckets) or len(set(buckets)) != len(buckets):
                raise ValueError(
                    "MASSA_STORAGE=s3 needs three different buckets in "
                    "MASSA_S3_UPLOADS_BUCKET, MASSA_S3_DATABASES_BUCKET and MASSA_S3_RESULTS_BUCKET"
                )
            if self.part_size_bytes < 5 * MIB:
                raise ValueError("MASSA_PART_SIZE_BYTES must be at least 5 MiB in S3")
        return self

    @model_validator(mode="after")
    def _has_what_the_runner_needs(self) -> Self:
        if self.runner == "stepfunctions":
            needed = ("state_machine_arn", "job_queue_spot", "job_queue_on_demand", "job_definition")
            missing = [f"MASSA_{name.upper()}" for name in needed if not getattr(self, name)]
            if missing:
                raise ValueError(f"MASSA_RUNNER=stepfunctions needs {', '.join(missing)}")
        return self

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @property
    def resolved_database_url(self) -> str:
        """The SQLAlchemy URL, with the embedded default filled in."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'massa.db'}"

    @property
    def objects_dir(self) -> Path:
        """Where the local store keeps its objects."""
        return self.data_dir / "objects"

    @property
    def work_dir(self) -> Path:
        """Where workers and servers keep scratch folders and copies; on the disk of the objects, so that links work."""
        return self.data_dir / "work"

    @property
    def result_cache_dir(self) -> Path:
        """Where servers keep copies of result files."""
        return self.data_dir / "cache"

    def signing_key(self) -> bytes:
        """The secret as bytes. Without a configured one, the first process makes it; all others read it."""
        configured = self.secret_key.get_secret_value()
        return configured.encode() if configured else _shared_secret(self.data_dir / "secret.key")


@lru_cache
def _shared_secret(path: Path) -> bytes:
    """Read the secret file, or create it so that processes starting together agree on one value."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        candidate = path.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
        candidate.touch(mode=0o600)
        candidate.write_text(secrets.token_urlsafe(48))
        try:
            os.link(candidate, path)
        except FileExistsError:
            pass
        finally:
            candidate.unlink()
    return path.read_bytes()
