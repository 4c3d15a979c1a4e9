"""The command `massa-server`."""

import asyncio
import json
import signal
import sys
import tempfile
import uuid
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer
import uvicorn
from pydantic import SecretStr, ValidationError
from sqlalchemy import make_url

from massa_server import migrations
from massa_server.app import create_app
from massa_server.auth import service as accounts
from massa_server.auth.passwords import hash_password
from massa_server.auth.schemas import Locale, SignUp
from massa_server.db import Database
from massa_server.demo.account import DEMO_EMAIL
from massa_server.demo.command import DemoFailed, make_demo
from massa_server.doctor.command import examine
from massa_server.doctor.findings import describe as describe_findings
from massa_server.doctor.findings import exit_code as doctor_exit_code
from massa_server.errors import MassaError
from massa_server.events.hub import EventHub
from massa_server.metrics.exposition import serving_metrics
from massa_server.postgresql.failures import DatabaseBusy, DatabaseUnavailable
from massa_server.request_heads import bounded_heads
from massa_server.retention.command import describe as describe_retention
from massa_server.retention.command import exit_code as retention_exit_code
from massa_server.retention.command import retention as run_retention
from massa_server.runner.commands import run as run_runner
from massa_server.settings import Settings
from massa_server.telemetry import configure_logging
from massa_server.tracing import trace_requests, tracing
from massa_server.worker.__main__ import main as worker_main
from massa_server.worker.engine import EngineError, EngineFault

EXIT_FAILED = 2
GRACEFUL_SHUTDOWN_S = 10
KEEP_ALIVE_S = 75  # longer than a load balancer keeps an idle connection (60 s), or it answers 502 now and then
MetricsPort = Annotated[int | None, typer.Option(help="Port of the Prometheus metrics, instead of the settings'.")]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Massa's server, runner and worker. Settings come from MASSA_*.",
)


class Server(uvicorn.Server):
    """Uvicorn, which waits for open connections before it stops: live updates must end for that to happen."""

    events: EventHub

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Let the browsers go first."""
        self.events.end_all()
        super().handle_exit(sig, frame)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    metrics_port: MetricsPort = None,
) -> None:
    """Serve the HTTP API. Any number of these processes may run over one database."""
    settings = _settings(metrics_port)
    configure_logging(settings)
    with tracing("massa-server"):
        _serve(settings, host or settings.host, settings.port if port is None else port)


def _serve(settings: Settings, host: str, port: int) -> None:
    api = create_app(settings)
    trace_requests(api, api.state.database)
    server = Server(
        uvicorn.Config(
            api,
            host=host,
            port=port,
            http=bounded_heads(settings.head_timeout_s),
            loop="asyncio",  # uvloop cannot give the engine a process group of its own
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACEFUL_SHUTDOWN_S,
            timeout_keep_alive=KEEP_ALIVE_S,
        )
    )
    server.events = api.state.events
    # Uvicorn raises the signal once more when it has stopped, which would end the process before it has tidied up.
    signal.signal(signal.SIGTERM, lambda _number, _frame: None)
    with serving_metrics(settings, api.state.database):
        server.run()


@app.command()
def runner(metrics_port: MetricsPort = None) -> None:
    """Inspect finished uploads and run analyses. Any number of these processes may run over one database."""
    settings = _settings(metrics_port)
    configure_logging(settings)
    try:
        with tracing("massa-runner"):
            run_runner(settings)
    except EngineFault as fault:
        _fail(str(fault))


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
)
def worker(context: typer.Context) -> None:
    """Analyse a chunk of files, or gather the outcomes: what a runner starts here, and a container in the cloud."""
    raise typer.Exit(worker_main(context.args))


@app.command()
def retention(
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    remove_orphans: Annotated[
        bool, typer.Option("--remove-orphans", help="Delete objects that nothing in the database refers to.")
    ] = False,
) -> None:
    """Delete what has expired, and prove that storage and database agree.

    Exit code 0: they agree; 3: there are orphans (objects without rows); 4: there are losses (rows without objects).
    """
    settings = Settings()
    configure_logging(settings)
    report = asyncio.run(run_retention(settings, remove_orphans=remove_orphans))
    typer.echo(report.model_dump_json(indent=2) if as_json else describe_retention(report))
    raise typer.Exit(retention_exit_code(report))


@app.command()
def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False) -> None:
    """Check settings, database, store, engine, clocks and queues, and say what to do.

    Exit code 1: something does not work.
    """
    findings = examine()
    if as_json:
        typer.echo(json.dumps([finding.model_dump() for finding in findings], indent=2))
    else:
        typer.echo(describe_findings(findings))
    raise typer.Exit(doctor_exit_code(findings))


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    settings = Settings()
    configure_logging(settings)
    asyncio.run(migrations.upgrade(settings))


@app.command()
def demo(
    password: Annotated[
        str, typer.Option(envvar="MASSA_DEMO_PASSWORD", help="Password of the demo account.")
    ] = "massa-demonstration",  # noqa: S107 - it is printed for everybody to see
) -> None:
    """Make the demo account with a finished analysis of a simulated sample. What is there already stays."""
    settings = Settings()
    configure_logging(settings)
    try:
        account = SignUp(email=DEMO_EMAIL, name="Demo", password=SecretStr(password))
        asyncio.run(make_demo(settings, account.password))
    except ValidationError as error:
        _fail("; ".join(f"{item['loc'][0]} {item['msg'].removeprefix('Value error, ')}" for item in error.errors()))
    except (DemoFailed, EngineError, EngineFault) as error:
        _fail(f"the demo could not be made: {error}")
    typer.echo(f"Demo account: {DEMO_EMAIL}, password: {password}")


@app.command("create-user")
def create_user(
    email: Annotated[str, typer.Argument(help="E-mail address.")],
    name: Annotated[str, typer.Option(help="Name.")],
    password: Annotated[
        str,
        typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, envvar="MASSA_PASSWORD", help="Password."),
    ],
    locale: Annotated[Locale, typer.Option(help="Language of the pages.")] = Locale.ENGLISH,
) -> None:
    """Make an account with its personal project."""
    try:
        account = SignUp(email=email, name=name, password=SecretStr(password), locale=locale)
        typer.echo(asyncio.run(_create_user(account)))
    except ValidationError as error:
        _fail("; ".join(f"{item['loc'][0]} {item['msg'].removeprefix('Value error, ')}" for item in error.errors()))
    except MassaError as error:
        _fail(f"{error.title}: {error.detail}")


async def _create_user(account: SignUp) -> uuid.UUID:
    password_hash = await hash_password(account.password.get_secret_value())
    database = Database(Settings())
    try:
        async with database.write() as session:
            return await accounts.create_user(session, account.email, account.name, account.locale, password_hash)
    finally:
        await database.close()


def _settings(metrics_port: int | None) -> Settings:
    return Settings() if metrics_port is None else Settings(metrics_port=metrics_port)


def _fail(message: str) -> NoReturn:
    raise typer.Exit(_told(message))


def _told(message: str) -> int:
    typer.echo(f"massa-server: {message}", err=True)
    return EXIT_FAILED


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
    """Run the command line. That the database cannot do it now is said in a line, whichever command it is."""
    try:
        app()
    except DatabaseBusy as error:
        why = f"is busy, and others went on for too long: {_first_line(error)}. Run this again."
        sys.exit(_told(f"the database {_database_address()} {why}"))
    except DatabaseUnavailable as error:
        why = f"does not answer: {_first_line(error)}. Run: massa-server doctor"
        sys.exit(_told(f"the database {_database_address()} {why}"))


def _database_address() -> str:
    return make_url(Settings().resolved_database_url).render_as_string(hide_password=True)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".")
