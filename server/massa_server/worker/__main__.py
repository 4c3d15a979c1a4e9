"""`python -m massa_server.worker`: the worker commands, without loading the rest of the program."""

import argparse
import sys
from collections.abc import Sequence

from massa_server.settings import Settings
from massa_server.telemetry import configure_logging
from massa_server.tracing import tracing
from massa_server.worker.commands import run_chunk, run_summary

_MANIFEST = "address of the manifest: results://analyses/…/manifest.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs `chunk MANIFEST_URI [NUMBERS]` or `summary MANIFEST_URI` and returns the exit code."""
    parser = argparse.ArgumentParser(prog="massa-server worker")
    commands = parser.add_subparsers(dest="command", required=True)
    chunk = commands.add_parser("chunk", help="analyse the files of one chunk; doing it twice is harmless")
    chunk.add_argument("manifest_uri", help=_MANIFEST)
    chunk.add_argument(
        "numbers",
        nargs="?",
        help="which chunk, from 0; in an array job of Batch the list, such as 3,7,9, that its children choose from, "
        "or nothing, and each takes the chunk of its own index",
    )
    summary = commands.add_parser("summary", help="gather the outcomes of all files")
    summary.add_argument("manifest_uri", help=_MANIFEST)
    given = parser.parse_args(arguments)
    settings = Settings()
    configure_logging(settings)
    try:
        with tracing("massa-worker"):
            if given.command == "summary":
                return run_summary(given.manifest_uri, settings)
            return run_chunk(given.manifest_uri, given.numbers, settings)
    except ValueError as error:
        parser.error(str(error))


if __name__ == "__main__":
    sys.exit(main())
