"""Clients of AWS, as the settings have them. Credentials and region come from where boto3 looks for them."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the settings need a client themselves, for those that are secrets
    from massa_server.settings import Settings


def aws_client(service: str, settings: "Settings") -> Any:
    """A client of one service. It blocks, so call it in threads; threads can share it."""
    return client_at(service, settings.aws_endpoint_url)


def client_at(service: str, endpoint_url: str | None) -> Any:
    """A client of one service at this address; None: in AWS."""
    # On one machine nothing needs these, and they take a third of a second to load.
    import boto3
    from botocore.config import Config

    config = Config(connect_timeout=5, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 4})
    return boto3.client(service, endpoint_url=endpoint_url, config=config)
