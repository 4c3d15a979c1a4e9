"""Waiting for what other processes do."""

import time
from collections.abc import Callable
from pathlib import Path

TIMEOUT_S = 60.0


def eventually(condition: Callable[[], bool], what: str, timeout_s: float = TIMEOUT_S) -> None:
    """Waits until the condition holds; fails when it takes too long."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, f"waited {timeout_s:g} s in vain until {what}"
        time.sleep(0.02)


def number_in(path: Path) -> int:
    """The number that a process writes into a file, sooner or later."""
    eventually(lambda: path.exists() and path.read_text() != "", f"{path} was written")
    return int(path.read_text())


def is_alive(pid: int) -> bool:
    """Whether the process runs: neither gone nor a zombie that waits for its parent."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] not in ("Z", "X")
