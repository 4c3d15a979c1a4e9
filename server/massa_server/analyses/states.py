"""The state of an analysis, from the states of its files."""

from collections.abc import Collection

from massa_server.analyses.models import AnalysisFileState, AnalysisState
from massa_server.worker.engine import ErrorKind

BAD_INPUT = frozenset({ErrorKind.INPUT, ErrorKind.PARAMETERS})


def final_state(files: Collection[AnalysisFileState]) -> AnalysisState:
    """What an analysis has come to when all its files have ended."""
    if AnalysisFileState.SUCCEEDED in files:
        everything = all(state is AnalysisFileState.SUCCEEDED for state in files)
        return AnalysisState.SUCCEEDED if everything else AnalysisState.PARTIALLY_SUCCEEDED
    return AnalysisState.FAILED if AnalysisFileState.FAILED in files else AnalysisState.CANCELLED


def cause(errors: Collection[ErrorKind]) -> str:
    """Why not all files succeeded: `none` (they did), `input` (they were refused for what they are), or `system`."""
    if not errors:
        return "none"
    return "input" if BAD_INPUT.issuperset(errors) else "system"
