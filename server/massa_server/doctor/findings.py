"""What a check finds."""

from collections.abc import Sequence
from enum import StrEnum

from pydantic import BaseModel


class Status(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    SKIPPED = "skipped"


class Finding(BaseModel):
    """One line of the table. `remedy` says what to do where all is not well."""

    check: str
    status: Status
    detail: str
    remedy: str = ""


class CheckFailed(Exception):
    """Something does not work.

    Attributes:
        remedy: what to do.
    """

    def __init__(self, detail: str, remedy: str) -> None:
        super().__init__(detail)
        self.remedy = remedy


class CheckWarns(CheckFailed):
    """Something works, but somebody should look at it."""


def describe(findings: Sequence[Finding]) -> str:
    """The findings as a table for people."""
    width = max(len(finding.check) for finding in findings)
    lines = []
    for finding in findings:
        lines.append(f"{finding.status:<8} {finding.check:<{width}}  {finding.detail}")
        if finding.remedy:
            lines.append(f"{'':<8} {'':<{width}}  → {finding.remedy}")
    return "\n".join(lines)


def exit_code(findings: Sequence[Finding]) -> int:
    """1 where something does not work."""
    return int(any(finding.status is Status.FAILED for finding in findings))
