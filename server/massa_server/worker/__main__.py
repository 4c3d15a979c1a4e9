"""`python -m massa_server.worker`: the worker commands, without loading the rest of the program."""

import argparse
import sys

from massa_server.settings import Settings
from massa_server.telemetry import configure_logging
from massa_server.worker.commands import run_chunk, run_summary


def main() -> int:
    """Runs `chunk MANIFEST_URI INDEX` or `summary MANIFEST_URI` and returns the exit code."""
    parser = argparse.ArgumentParser(prog="massa-server worker")
    commands = parser.add_subparsers(dest="command", required=True)
    chunk = commands.add_parser("chunk", help="analyse the files of one chunk")
    chunk.add_argument("manifest_uri")
    chunk.add_argument("index", type=int)
    summary = commands.add_parser("summary", help="gather the outcomes of all files")
    summary.add_argument("manifest_uri")
    arguments = parser.parse_args()
    settings = Settings()
    configure_logging(settings)
    if arguments.command == "summary":
        return run_summary(arguments.manifest_uri, settings)
    return run_chunk(arguments.manifest_uri, arguments.index, settings)


sys.exit(main())
