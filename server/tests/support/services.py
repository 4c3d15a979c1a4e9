"""What the product in the cloud stands on, as real servers for tests in another language.

    python -m tests.support.services FOLDER PUBLIC_URL

PostgreSQL, an S3 server and an OpenID Connect provider, for the pages at PUBLIC_URL. Once all of them answer, one line
of JSON has the environment that connects `massa-server` to them. Each line of the input, `stop postgres` or `start
postgres`, is answered with `done`. All ends with the input.
"""

import json
import sys
from pathlib import Path

from tests.support.cloud.process import CREDENTIALS
from tests.support.oidc_provider import oidc_provider
from tests.support.postgres import OWNER, Postgres, postgres_server
from tests.support.s3 import SMALLEST_PART_BYTES, s3_server

DATABASE = "massa"


def main(folder: Path, public_url: str) -> None:
    """Run until the input ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with postgres_server() as postgres, s3_server(folder) as s3, oidc_provider(folder, public_url) as provider:
        postgres.sql(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
        settings = {
            "database_url": postgres.url(DATABASE),
            "part_size_bytes": SMALLEST_PART_BYTES,
            **s3.make_buckets(public_url),
            **provider.settings,
        }
        environment = {f"MASSA_{name}".upper(): str(value) for name, value in settings.items()}
        say(json.dumps(environment | CREDENTIALS))
        for line in sys.stdin:
            carry_out(line.strip(), postgres)
            say("done")


def carry_out(command: str, postgres: Postgres) -> None:
    """Do what a line of the input says."""
    if command == "stop postgres":
        postgres.stop()
    elif command == "start postgres":
        postgres.start()
    else:
        raise ValueError(f"{command!r} is neither 'stop postgres' nor 'start postgres'")


def say(line: str) -> None:
    """Tell whoever started this."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
