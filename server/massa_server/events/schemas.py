"""The kinds of live updates."""

from enum import StrEnum


class EventType(StrEnum):
    """What an event tells. Pages refetch what it names."""

    PROJECT_UPDATED = "project.updated"
    PROJECT_DELETED = "project.deleted"
    SAMPLE_UPDATED = "sample.updated"
    SAMPLE_DELETED = "sample.deleted"
    FILE_UPDATED = "file.updated"
    FILE_DELETED = "file.deleted"
    DATABASE_UPDATED = "database.updated"
    DATABASE_DELETED = "database.deleted"
    ANALYSIS_UPDATED = "analysis.updated"
    ANALYSIS_DELETED = "analysis.deleted"
    ANALYSIS_FILE_PROGRESS = "analysis_file.progress"


READY = "ready"  # the stream has begun, and nothing before it is missing
RESET = "reset"  # too much was missed: fetch anew what is shown
