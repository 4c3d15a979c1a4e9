"""Settings that are secrets, read from AWS Secrets Manager: no file and no environment of a pod holds them."""

import json
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import PydanticBaseSettingsSource

from massa_server.aws import client_at

SECRETS = ("secret_key", "oidc_client_secret")


class SecretsUnavailable(OSError):
    """Secrets Manager does not give the secrets that this process is told to use."""


class SecretsManagerSource(PydanticBaseSettingsSource):
    """What the secret named by `MASSA_SECRETS_ID` holds, as JSON; nothing where none is named."""

    def __call__(self) -> dict[str, Any]:
        """The settings in the secret. Raises SecretsUnavailable."""
        secret_id = str(self.current_state.get("secrets_id") or "")
        if not secret_id:
            return {}
        try:
            found = json.loads(_fetch(secret_id, self.current_state.get("aws_endpoint_url")))
            unknown = sorted(set(found) - set(SECRETS))
        except (ValueError, TypeError) as error:
            raise SecretsUnavailable(f"the secret {secret_id} is not a JSON object") from error
        if unknown:
            raise SecretsUnavailable(f"the secret {secret_id} may hold {', '.join(SECRETS)}, not {', '.join(unknown)}")
        if not found.get("secret_key"):
            raise SecretsUnavailable(f"the secret {secret_id} has no secret_key; fill it in")
        return dict(found)

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """No field is found alone: the secret is read as a whole."""
        return None, field_name, False


def _fetch(secret_id: str, endpoint_url: str | None) -> str:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        return str(client_at("secretsmanager", endpoint_url).get_secret_value(SecretId=secret_id)["SecretString"])
    except (BotoCoreError, ClientError, KeyError) as error:
        raise SecretsUnavailable(f"the secret {secret_id} cannot be read: {error}") from error
