"""The command `massa-server`."""

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from massa_server import migrations
from massa_server.app import create_app
from massa_server.settings import Settings
from massa_server.telemetry import configure_logging

GRACEFUL_SHUTDOWN_S = 10

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Massa's server, runner and worker. Settings come from MASSA_*."
)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Serve the HTTP API. Any number of these processes may run over one database."""
    settings = Settings()
    configure_logging(settings)
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(settings),
            host=host or settings.host,
            port=settings.port if port is None else port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACEFUL_SHUTDOWN_S,
        )
    )
    server.run()


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    settings = Settings()
    configure_logging(settings)
    asyncio.run(migrations.upgrade(settings.resolved_database_url))


@app.command()
def openapi(
    output: Annotated[Path | None, typer.Option("-o", "--output", help="File to write; else stdout.")] = None,
) -> None:
    """Write the OpenAPI document of this program."""
    with tempfile.TemporaryDirectory() as folder:
        document = create_app(Settings(data_dir=Path(folder))).openapi()
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text)


def main() -> None:
    """Run the command line."""
    app()
