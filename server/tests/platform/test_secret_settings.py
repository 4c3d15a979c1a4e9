"""Settings that stand in Secrets Manager, behind the real client and moto's service."""

import json
import os
import uuid
from collections.abc import Iterator

import boto3
import pytest
from moto.server import ThreadedMotoServer

from massa_server.secret_settings import SecretsUnavailable
from massa_server.settings import Settings


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a Secrets Manager that this process is told to use, and the name of the secret in it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "sa-east-1",
        "MASSA_AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "MASSA_SECRETS_ID": f"massa-{uuid.uuid4()}",
    }.items():
        monkeypatch.setenv(name, value)
    yield f"http://{host}:{port}"
    server.stop()


def keep(endpoint: str, text: str) -> None:
    boto3.client("secretsmanager", endpoint_url=endpoint).create_secret(
        Name=os.environ["MASSA_SECRETS_ID"], SecretString=text
    )


def test_processes_that_read_the_same_secret_sign_alike(endpoint: str) -> None:
    keep(endpoint, json.dumps({"secret_key": "shared by all pods", "oidc_client_secret": "the provider's"}))
    one, another = Settings(), Settings()
    assert one.signing_key() == another.signing_key() == b"shared by all pods"
    assert one.oidc_client_secret.get_secret_value() == "the provider's"


def test_the_environment_goes_before_the_secret(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(endpoint, json.dumps({"secret_key": "of the secret"}))
    monkeypatch.setenv("MASSA_SECRET_KEY", "of the environment")
    assert Settings().signing_key() == b"of the environment"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            '{"secret_key": "k", "database_url": "sqlite://"}',
            "may hold secret_key, oidc_client_secret, not database_url",
        ),
        ("{}", "has no secret_key; fill it in"),
        ("not JSON", "is not a JSON object"),
        ("17", "is not a JSON object"),
    ],
)
def test_a_secret_of_another_form_is_refused(endpoint: str, text: str, reason: str) -> None:
    keep(endpoint, text)
    with pytest.raises(SecretsUnavailable, match=reason):
        Settings()


@pytest.mark.usefixtures("endpoint")
def test_a_secret_that_is_not_there_ends_the_start() -> None:
    with pytest.raises(SecretsUnavailable, match=r"the secret massa-.* cannot be read"):
        Settings()


def test_without_a_name_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MASSA_SECRETS_ID", raising=False)
    monkeypatch.setenv("MASSA_AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    assert Settings().secrets_id == ""
