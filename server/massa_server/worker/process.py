"""Child processes that never outlive this one."""

import ctypes
import os
import resource
import signal
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
# Bound at import: between fork and exec a child must not load libraries.
_prctl = ctypes.CDLL(None, use_errno=True).prctl


def tie_to_parent(memory_limit_bytes: int | None = None) -> Callable[[], None]:
    """A `preexec_fn`: the kernel kills the child when the thread that started it ends, however it ends.

    Start children from the main thread only: PR_SET_PDEATHSIG follows the thread, not the process.

    Args:
        memory_limit_bytes: address space that the child may have; None for no limit.
    """
    parent = os.getpid()

    def before_exec() -> None:
        if _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
            os._exit(os.EX_OSERR)
        if os.getppid() != parent:  # it died between fork and prctl
            os.kill(os.getpid(), signal.SIGKILL)
        if memory_limit_bytes is not None:
            resource.setrlimit(resource.RLIMIT_AS, (memory_limit_bytes, memory_limit_bytes))

    return before_exec


def kill_group(leader_pid: int, signal_number: int = signal.SIGKILL) -> None:
    """Signals the whole process group of `leader_pid`; does nothing when it has already ended."""
    try:
        os.killpg(leader_pid, signal_number)
    except ProcessLookupError:
        return
