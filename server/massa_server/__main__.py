"""`massa-server` and `python -m massa_server`."""

import sys


def main() -> None:
    """Runs the command line. A worker needs little of the program, so it starts without loading the rest."""
    if sys.argv[1:2] == ["worker"]:
        from massa_server.worker.__main__ import main as run_worker

        sys.exit(run_worker(sys.argv[2:]))
    from massa_server.cli import main as run

    run()


if __name__ == "__main__":
    main()
